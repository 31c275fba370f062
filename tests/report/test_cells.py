from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from kb.emit import SCRAP_TYPE
from kb.report.cells import Cells, render_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
FOLDER = "attachments/runs/ab12"


def shown(data: dict[str, Any], **metadata: Any) -> Any:
    return new_output("display_data", data=data, metadata=metadata)


def scrap(name: str, kind: str, data: Any, **mimes: Any) -> Any:
    """An output as `kb.emit` makes it."""
    is_display = kind in {"table", "figure"}
    return shown(
        {SCRAP_TYPE: {"name": name, "data": data, "encoder": "json", "version": 1}, **mimes},
        scrapbook={"name": name, "data": True, "display": is_display},
        kb={"kind": kind},
    )


def figure(name: str, caption: str = "", png: bytes = PNG) -> Any:
    return scrap(name, "figure", {"caption": caption}, **{"image/png": base64.b64encode(png).decode()})


def printed(text: str, name: str = "stdout") -> Any:
    return new_output("stream", name=name, text=text)


def notebook_of(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> Any:
    cell = new_code_cell("source = 'never shown'", outputs=list(outputs), metadata={"tags": list(tags)})
    return new_notebook(cells=[cell])


def rendered(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> str:
    return render_cells(notebook_of(*outputs, tags=tags), "ab12").markdown


def test_code_is_not_shown_and_prose_is() -> None:
    cells = [
        new_markdown_cell("# Backtest"),
        new_markdown_cell("## Equity"),
        new_code_cell("1"),
        new_markdown_cell("x"),
    ]

    assert render_cells(new_notebook(cells=cells), "ab12") == Cells("### Equity\n\nx", {})


def test_a_figure_becomes_an_attachment_with_its_caption() -> None:
    cells = render_cells(notebook_of(figure("equity", "Equity [[x]] *net*")), "ab12")

    assert cells.markdown == f"![[{FOLDER}/equity.png]]\n\n*Equity \\[\\[x]] \\*net\\**"
    assert cells.attachments == {f"{FOLDER}/equity.png": PNG}


def test_figures_without_a_name_are_numbered() -> None:
    image = shown({"image/png": base64.b64encode(PNG).decode(), "text/plain": "<Figure>"})

    assert list(render_cells(notebook_of(image, image), "ab12").attachments) == [
        f"{FOLDER}/figure-1.png",
        f"{FOLDER}/figure-2.png",
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("equity/curve", "equity-curve"),
        ("a#b|c^d[[e]]%", "a-b-c-d-e"),
        ("CON", "CON-"),
        ("../../etc", "etc"),
        ("???", "figure-1"),
        ("x" * 300, "x" * 80),
        ("équité 1.5", "équité 1.5"),
    ],
)
def test_a_figure_has_a_file_name_that_every_system_takes(name: str, file: str) -> None:
    assert list(render_cells(notebook_of(figure(name)), "ab12").attachments) == [f"{FOLDER}/{file}.png"]


def test_names_that_differ_in_case_only_do_not_overwrite_each_other() -> None:
    cells = render_cells(notebook_of(figure("Equity"), figure("equity")), "ab12")

    assert list(cells.attachments) == [f"{FOLDER}/Equity.png", f"{FOLDER}/equity-2.png"]


def test_svg_and_jpeg_are_kept() -> None:
    svg = shown({"image/svg+xml": "<svg><metadata>2026</metadata></svg>", "image/png": "AAAA"})
    jpeg = shown({"image/jpeg": base64.b64encode(b"jpeg").decode()})

    assert render_cells(notebook_of(svg, jpeg), "ab12").attachments == {
        f"{FOLDER}/figure-1.svg": b"<svg></svg>",
        f"{FOLDER}/figure-1.jpg": b"jpeg",
    }


def test_an_image_that_cannot_be_read_leaves_its_text() -> None:
    assert rendered(shown({"image/png": "x", "text/plain": "<Figure>"})) == "```text\n<Figure>\n```"


def test_an_interactive_figure_becomes_a_page_of_its_own_and_a_picture_stays_a_picture() -> None:
    plot = {"text/html": '<div id="p"></div><script>draw("p")</script>', "text/plain": "Figure()"}
    cells = render_cells(notebook_of(shown(plot), shown({**plot, "image/png": base64.b64encode(PNG).decode()})), "ab12")

    assert cells.markdown == f"![[{FOLDER}/figure-1.html]]\n\n![[{FOLDER}/figure-1.png]]"
    assert b'<iframe sandbox="allow-scripts"' in cells.attachments[f"{FOLDER}/figure-1.html"]


CHART = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "mark": "point", "data": {"values": [{"a": 1}]}}
CHART_KIND = "application/vnd.vegalite.v5+json"


def test_a_chart_is_a_picture_with_its_specification_beside() -> None:
    plain = shown({CHART_KIND: CHART, "image/png": "AAAA", "text/plain": "<VegaLite>"})
    emitted = scrap("equity", "figure", {"caption": "Equity"}, **{CHART_KIND: CHART})
    cells = render_cells(notebook_of(emitted, plain), "ab12")

    assert cells.markdown == f"![[{FOLDER}/equity.svg]]\n\n*Equity*\n\n![[{FOLDER}/figure-1.svg]]"
    assert list(cells.attachments) == [
        f"{FOLDER}/{name}" for name in ("equity.svg", "equity.vl.json", "figure-1.svg", "figure-1.vl.json")
    ]
    assert json.loads(cells.attachments[f"{FOLDER}/equity.vl.json"]) == CHART


def test_no_other_picture_stands_beside_the_specification_of_a_chart() -> None:
    chart = scrap("equity", "figure", {}, **{CHART_KIND: CHART})

    assert list(render_cells(notebook_of(figure("equity"), chart, figure("equity")), "ab12").attachments) == [
        f"{FOLDER}/{name}" for name in ("equity.png", "equity-2.svg", "equity-2.vl.json", "equity-3.png")
    ]


def test_a_chart_too_large_for_a_page_is_its_picture_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.report.outputs.MOST_CHARACTERS", 10)

    assert list(render_cells(notebook_of(shown({CHART_KIND: CHART})), "ab12").attachments) == [f"{FOLDER}/figure-1.svg"]


def test_a_chart_that_needs_data_from_elsewhere_is_its_picture_or_says_why() -> None:
    chart = {CHART_KIND: {**CHART, "data": {"url": "https://example.org"}}, "text/plain": "<VegaLite>"}
    png = {"image/png": base64.b64encode(PNG).decode()}

    why = "It names by `url` what stands elsewhere: `https://example.org`. Put its data into it, and no address."
    assert rendered(shown(chart)) == f"> [!warning] This chart cannot be shown\n> {why}"
    assert render_cells(notebook_of(shown(chart | png)), "ab12").attachments == {f"{FOLDER}/figure-1.png": PNG}


def test_a_chart_of_altair_is_the_same_with_and_without_kb_emit() -> None:
    base = alt.Chart(pd.DataFrame({"a": [1, 2]})).mark_line().encode(x="a")
    layered, remote = base + base.mark_point(), alt.Chart("https://example.org/x.csv").mark_line().encode(x="a:Q")
    with alt.renderers.enable("html"):
        outputs = [shown(chart._repr_mimebundle_()) for chart in (layered, remote)]
    emitted = scrap("x", "figure", {"caption": "X"}, **{CHART_KIND: layered.to_dict()})
    refused = scrap("y", "figure", {"caption": "Y"}, **{CHART_KIND: remote.to_dict()})
    cells = render_cells(notebook_of(*outputs, emitted, refused), "ab12")
    made = [[cells.attachments[f"{FOLDER}/{name}{end}"] for end in (".svg", ".vl.json")] for name in ("figure-1", "x")]

    assert len(cells.attachments) == 4
    assert made[0] == made[1]
    assert cells.markdown.count("> [!warning] This chart cannot be shown\n> It names by `url`") == 2
    assert cells.markdown.endswith("\n\n*Y*")


def test_a_script_in_a_picture_or_in_a_dataframe_is_lost() -> None:
    svg = shown({"image/svg+xml": "<svg><script>x</script></svg>"})
    frame = shown(
        {"text/html": '<script>x</script><table class="dataframe"><tr><td>1<script>x</script></td></tr></table>'}
    )
    cells = render_cells(notebook_of(svg, frame), "ab12")

    assert b"script" not in cells.attachments[f"{FOLDER}/figure-1.svg"]
    assert "<script" not in cells.markdown


def test_a_table_scrap_becomes_a_table() -> None:
    data = {"caption": "All trades", "columns": ["day", "pnl"], "rows": [["2020-01-02", 1.5]] * 30, "total": 431}
    table = scrap("trades", "table", data, **{"text/html": "<table></table>"})

    assert rendered(table).startswith("| day | pnl |\n| --- | ---: |\n| 2020-01-02 | 1.5 |")
    assert rendered(table).endswith("\n\n*All trades (25 of 431 rows)*")


def test_a_displayed_dataframe_becomes_a_table() -> None:
    frame = pd.DataFrame({"a|b": [1]}, index=["x"])
    output = shown({"text/html": frame.to_html(), "text/plain": str(frame)})

    assert rendered(output) == "|  | a\\|b |\n| --- | ---: |\n| x | 1 |"


def test_other_html_is_dropped_for_its_text() -> None:
    assert rendered(shown({"text/html": "<script>x</script>", "text/plain": "<Map at 0x7f1>"})) == (
        "```text\n<Map at 0x…>\n```"
    )


def test_records_reads_and_widgets_are_not_shown() -> None:
    assert not rendered(
        scrap("cagr", "record", 0.1, **{"text/plain": "cagr = 0.1"}),
        scrap("kb.read", "read", {}, **{"text/plain": ""}),
        scrap("kb.secret", "secret", {"name": "BROKER_KEY"}, **{"text/plain": ""}),
        shown({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Bar()"}),
        shown({"text/plain": "glued"}, scrapbook={"display": False}),
    )


def test_a_strangers_metadata_does_no_harm() -> None:
    assert rendered(shown({"text/plain": "1", SCRAP_TYPE: "x"}, kb="x", scrapbook=None)) == "```text\n1\n```"
    assert rendered(scrap("t", "table", "no table", **{"text/plain": "a"})) == "```text\na\n```"


def test_what_was_printed_is_one_block_and_warnings_are_folded() -> None:
    outputs = printed("a\n"), printed("careful", "stderr"), printed("b\n"), shown({"text/plain": "1"}), printed("c")

    assert rendered(*outputs).split("\n\n") == [
        "```text\na\nb\n```",
        "> [!warning]- Warnings\n> ```text\n> careful\n> ```",
        "```text\n1\n```",
        "```text\nc\n```",
    ]


def test_displayed_markdown_fits_in_and_links_nothing() -> None:
    cells = [new_markdown_cell("## Equity"), *notebook_of(shown({"text/markdown": "### Of [[x]]\n```\nopen"})).cells]

    assert render_cells(new_notebook(cells=cells), "ab12").markdown == (
        "### Equity\n\n#### Of [\u200b[x]]\n```\nopen\n```"
    )


@pytest.mark.parametrize("tag", ["hide", "remove-cell", "remove_output", "hide-output"])
def test_tags_hide_what_they_say(tag: str) -> None:
    assert render_cells(notebook_of(printed("x"), figure("f"), tags=(tag,)), "ab12") == Cells("", {})


def test_an_exception_is_shown_only_where_it_was_expected() -> None:
    error = new_output("error", ename="ValueError", evalue="[x]", traceback=["\x1b[31mline 1\x1b[0m", "line 2"])

    assert rendered(error) == ""
    assert rendered(error, tags=("raises-exception",)) == (
        "> [!failure]- ValueError: \\[x]\n> ```text\n> line 1\n> line 2\n> ```"
    )


def test_a_cell_with_very_many_outputs_is_cut() -> None:
    assert rendered(*[shown({"text/plain": "1"})] * 130).endswith("```text\n… 30 more outputs\n```")


def test_the_notebook_stays_as_it_was() -> None:
    notebook = notebook_of(figure("f"), shown({"text/markdown": "# x [[y]]"}), printed("a"))
    before = repr(notebook)
    first = render_cells(notebook, "ab12")

    assert repr(notebook) == before
    assert render_cells(notebook, "ab12") == first


def test_raw_cells_are_left_out() -> None:
    notebook = new_notebook(cells=[new_raw_cell("<b>")])

    assert render_cells(notebook, "ab12") == Cells()


@pytest.mark.parametrize(
    ("data", "markdown"),
    [
        ({"text/latex": "$\\displaystyle x^2$", "text/plain": "x**2"}, "$\\displaystyle x^2$"),
        ({"text/latex": "x^2", "text/plain": "<IPython.core.display.Latex object>"}, "$$\nx^2\n$$"),
        (
            {"text/html": "<p>Seen <b>so</b></p>", "text/plain": "<IPython.core.display.HTML object>"},
            "```text\nSeen so\n```",
        ),
        (
            {"application/json": {"a": 1}, "text/plain": "<IPython.core.display.JSON object>"},
            '```text\n{\n  "a": 1\n}\n```',
        ),
    ],
)
def test_what_only_names_its_class_is_shown_by_its_content(data: dict[str, Any], markdown: str) -> None:
    assert rendered(shown(data)) == markdown
