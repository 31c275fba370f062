from __future__ import annotations

from typing import Any

from nbformat import v4

from kb.emit import SCRAP_TYPE
from kb.workflows.cells import CellDifference, compare_cells


def cell(source: str, *outputs: Any) -> Any:
    return v4.new_code_cell(source, outputs=list(outputs))


def shown(**data: Any) -> Any:
    return v4.new_output("display_data", {kind.replace("_", "/"): value for kind, value in data.items()})


def said(text: str) -> Any:
    return v4.new_output("stream", text=text)


def test_equal_cells_are_no_difference() -> None:
    cells = [cell("1", said("a\n")), v4.new_markdown_cell("text")]

    assert list(compare_cells(cells, cells)) == []


def test_lines_of_source_and_output_are_told() -> None:
    first, second = [cell("x = 1\ny", said("a\nb\n"))], [cell("x = 2\ny", said("a\nc\n"))]

    assert list(compare_cells(first, second)) == [
        CellDifference(
            first=1,
            second=1,
            source=("@@ -1,2 +1,2 @@", "-x = 1", "+x = 2", " y"),
            output=("@@ -1,2 +1,2 @@", " a", "-b", "+c"),
            differs=(),
        )
    ]


def test_pictures_that_differ_are_named_by_their_kind() -> None:
    first = [cell("plot", shown(image_png="AAAA", text_plain="<Figure>"))]
    second = [cell("plot", shown(image_png="BBBB", text_plain="<Figure>"))]

    (found,) = compare_cells(first, second)

    assert (found.output, found.differs) == ((), ("image/png",))


def test_a_cell_that_only_one_has_is_told_with_its_number() -> None:
    (found,) = compare_cells([cell("a"), cell("c")], [cell("a"), cell("b"), cell("c")])

    assert (found.first, found.second, found.source) == (None, 2, ("@@ -0,0 +1 @@", "+b"))


def test_errors_are_compared_by_their_message() -> None:
    error = v4.new_output("error", ename="ValueError", evalue="x", traceback=["a"])
    other = v4.new_output("error", ename="ValueError", evalue="y", traceback=["b"])

    (found,) = compare_cells([cell("a", error)], [cell("a", other)])

    assert found.output == ("@@ -1 +1 @@", "-ValueError: x", "+ValueError: y")


def test_what_was_recorded_is_left_to_the_metrics() -> None:
    first = v4.new_output("display_data", {SCRAP_TYPE: {"name": "x", "data": 1}, "text/plain": "x = 1"})
    second = v4.new_output("display_data", {SCRAP_TYPE: {"name": "x", "data": 2}, "text/plain": "x = 2"})

    assert list(compare_cells([cell("a", first)], [cell("a", second)])) == []


def recorded_table(rows: list[list[Any]], html: str, total: int = 2) -> Any:
    data = {"columns": ["symbol", "value"], "rows": rows, "total": total, "caption": ""}
    shown = {SCRAP_TYPE: {"name": "best", "data": data}, "text/html": html, "text/plain": html}
    return v4.new_output("display_data", shown, metadata={"kb": {"kind": "table"}})


def test_a_recorded_table_is_compared_by_row_with_all_digits() -> None:
    first = recorded_table([["AAPL", 0.1], ["IBM", None]], "a")
    second = recorded_table([["AAPL", 0.10000000000000002], ["IBM", None]], "b", 300)

    (found,) = compare_cells([cell("a", first)], [cell("a", second)])

    assert found.differs == ()
    assert found.output == (
        "@@ -1,4 +1,5 @@",
        " table best",
        " symbol | value",
        "-AAPL | 0.1",
        "+AAPL | 0.10000000000000002",
        " IBM | -",
        "+300 rows in all",
    )


def test_a_table_of_equal_rows_that_looks_different_is_named_by_its_kind() -> None:
    cells = [[cell("a", recorded_table([["AAPL", 1]], html))] for html in ("a", "b")]

    (found,) = compare_cells(*cells)

    assert (found.output, found.differs) == ((), ("text/html",))


def test_markdown_and_html_are_compared_as_text() -> None:
    names = {"text_plain": "<IPython.core.display.Markdown object>"}
    html = {"text_plain": "<IPython.core.display.HTML object>"}
    first = cell("a", shown(text_markdown="# One\ntwo", **names), shown(text_html="<p>x</p>", **html))
    second = cell("a", shown(text_markdown="# One\n2", **names), shown(text_html="<p>y</p>", **html))

    (found,) = compare_cells([first], [second])

    assert (found.output, found.differs) == (("@@ -1,3 +1,3 @@", " # One", "-two", "-x", "+2", "+y"), ())
