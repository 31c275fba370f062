from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kb.emit import SCRAP_TYPE
from kb.model.note import GeneratedNote
from kb.model.run import Failure, Record, Result, Status
from kb.report.run_note import render_run_note
from kb.vault.markdown import read_outline

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS = {"symbol": "AAPL", "fast": 10, "slow": 200, "start": None}
METRICS = {"turnover": 3.2, "sharpe_ratio": 0.612345678, "cagr": 0.1, "calmar_ratio": None, "fast": 1.0, "note": "a|b"}
TRACEBACK = (
    'Traceback (most recent call last):\n  File "/home/me/x/site-packages/pandas/core.py"\nValueError: no [[bars]]'
)


def result(
    status: Status = "succeeded",
    failure: Failure | None = None,
    parameters: Mapping[str, Any] = PARAMETERS,
    metrics: Mapping[str, Any] = METRICS,
    error: str = "",
) -> Result:
    record = Record("3f2a9c", status, parameters, metrics, "ab12" * 16, (), "Crossover AAPL 10-200", error)
    return Result(record, "notebooks/backtest.py", Path("executed.ipynb"), 1.5, failure)


def scrap(name: str, kind: str, data: Any, **mimes: str) -> Any:
    content = {SCRAP_TYPE: {"name": name, "data": data, "encoder": "json", "version": 1}, **mimes}
    return new_output("display_data", data=content, metadata={"kb": {"kind": kind}})


@pytest.fixture
def notebook() -> Any:
    png = base64.b64encode(b"picture").decode()
    trades = {"caption": "Trades", "columns": ["opened", "pnl"], "rows": [["2020-01-02", 12345.678]], "total": 40}
    outputs = [
        scrap("sharpe_ratio", "record", 0.612345678, **{"text/plain": "sharpe_ratio = 0.6"}),
        scrap("equity", "figure", {"caption": "Equity against the benchmark"}, **{"image/png": png}),
        scrap("trades", "table", trades),
        new_output("stream", name="stdout", text="%% kb:end %%\n[[no link]] #no-tag\n"),
    ]
    return new_notebook(
        cells=[
            new_markdown_cell("# Backtest\n\nOne strategy on one symbol."),
            new_code_cell("fast = 10"),
            new_markdown_cell("## Equity"),
            new_code_cell("emit.figure(…)", outputs=outputs),
        ]
    )


def test_the_note_of_a_run(notebook: NotebookNode, check_golden: Callable[[str, GeneratedNote], None]) -> None:
    check_golden(
        "run", render_run_note(result(), notebook, spec_link="SMA crossover", results_link="SMA crossover results")
    )


def test_the_note_of_a_failed_run(notebook: NotebookNode, check_golden: Callable[[str, GeneratedNote], None]) -> None:
    failure = Failure("ValueError", "no [[bars]]", 4, "  bars = load()\n> check(bars)", TRACEBACK)
    note = render_run_note(
        result("failed", failure, metrics={}, error="ValueError: no [[bars]]"),
        new_notebook(cells=notebook.cells[:3]),
        spec_link="strategies/SMA crossover",
    )

    check_golden("failed_run", note)


def test_properties_are_flat_and_in_order() -> None:
    note = render_run_note(result(), None, spec_link="SMA crossover", results_link="SMA crossover results")

    assert list(note.properties.items()) == [
        ("kb_run", "3f2a9c"),
        ("notebook", "notebooks/backtest.py"),
        ("spec", "[[SMA crossover]]"),
        ("results", "[[SMA crossover results]]"),
        ("status", "succeeded"),
        ("fast", 10),
        ("slow", 200),
        ("start", None),
        ("symbol", "AAPL"),
        ("sharpe_ratio", 0.612346),
        ("cagr", 0.1),
        ("calmar_ratio", None),
        ("turnover", 3.2),
        ("metric_fast", 1.0),
        ("note", "a|b"),
        ("tags", ["kb/run", "backtest"]),
    ]


def test_equal_results_are_equal_bytes_whatever_order_they_came_in(notebook: NotebookNode) -> None:
    turned = result(parameters=dict(reversed(PARAMETERS.items())), metrics=dict(reversed(METRICS.items())))
    first, second = render_run_note(result(), notebook), render_run_note(turned, notebook)

    assert list(first.properties.items()) == list(second.properties.items())
    assert (first.body, first.attachments) == (second.body, second.attachments)


def test_data_neither_links_nor_tags_nor_ends_the_region(notebook: NotebookNode) -> None:
    nasty = "[[x]] #tag %% kb:end %% `"
    note = render_run_note(
        result("failed", Failure("E", nasty, 1, nasty, nasty), {nasty: nasty}, {nasty: nasty}, nasty), notebook
    )
    outline = read_outline(note.body, path="a.md", first_line=1)

    assert [link.target for link in outline.links] == ["attachments/runs/3f2a9c/equity.png"]
    assert not outline.tags
    assert "%% kb:" not in note.body


def test_a_recorded_title_that_names_the_note_is_not_said_twice() -> None:
    same = render_run_note(result(metrics={"title": "Crossover AAPL 10-200"}), None)
    other = render_run_note(result(metrics={"title": "Other"}), None)

    assert "title" not in same.body
    assert other.properties["metric_title"] == "Other"


@pytest.mark.parametrize(
    ("status", "words"), [("timed out", " It took too long and was ended."), ("died", " Its process died.")]
)
def test_the_lead_says_how_it_ended(status: Status, words: str) -> None:
    note = render_run_note(result(status, metrics={}, error="TimeLimit: 600 seconds"), None)

    assert words in note.body
    assert note.body.endswith("> [!failure] TimeLimit: 600 seconds")


def test_of_a_long_parameter_the_beginning_is_shown() -> None:
    note = render_run_note(result(parameters={"text": "word " * 200_000}), None)

    assert len(note.properties["text"]) <= 1000
    assert len(note.body) < 1000
    assert "`text = word word" in note.body


def test_a_long_message_is_shown_whole_below_its_first_line() -> None:
    failure = Failure("KbError", "first\nsecond")

    assert "> [!failure] KbError: first\n> ```text\n> first\n> second\n> ```" in (
        render_run_note(result("failed", failure), None).body
    )
    assert "> [!failure] KernelDied" in render_run_note(result("died", Failure("KernelDied", "")), None).body


def test_a_run_that_shows_nothing_has_a_lead_only() -> None:
    note = render_run_note(result(parameters={}, metrics={}), new_notebook())

    assert note.body == "One run of `backtest`."
    assert "spec" not in note.properties
