from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kb.config import Settings
from kb.emit import SCRAP_TYPE
from kb.model.run import Failure, Input, Record, Result
from kb.runs.records import render_records
from kb.runs.settle import settle_metrics, settle_notebook, settle_record, settle_result
from kb.runs.store import write_result

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
NOISE = st.floats(-9e-10, 9e-10)


def record(**changes: Any) -> Record:
    return replace(Record("k", "succeeded", {"fast": 10}, {}, "f", (), "Crossover AAPL 10-200"), **changes)


def test_metrics_that_are_the_same_keep_their_old_order_too() -> None:
    settled = settle_metrics({"b": None, "a": 0.30000000000000004}, {"a": 0.3, "b": 0.1})

    assert list(settled.items()) == [("a", 0.3), ("b", None)]


def test_a_metric_that_is_new_or_gone_is_no_noise() -> None:
    assert settle_metrics({"b": 0.1, "c": 0.2}, {"a": 0.3, "b": 0.10000000000000001}) == {"b": 0.1, "c": 0.2}


def test_the_tenth_digit_of_a_record_does_not_flip() -> None:
    old = record(metrics={"ratio": 1.234567891, "large": 12345678910.0, "trades": 10}, error="off by 0.3")
    new = record(
        metrics={"ratio": 1.2345678904999, "large": 12345678904.999, "trades": 11}, error="off by 0.30000000000000004"
    )

    assert settle_record(new, old) == replace(old, metrics={**old.metrics, "trades": 11})


@given(st.dictionaries(st.sampled_from("abc"), NUMBERS), NOISE)
def test_records_with_noise_are_the_same_csv(metrics: dict[str, float], noise: float) -> None:
    old = settle_record(record(metrics=metrics), record())
    exact = {name for name, value in old.metrics.items() if round(value, 2) == value}
    new = record(metrics={name: v if name in exact else v * (1 + noise / 2) for name, v in old.metrics.items()})

    assert render_records([settle_record(new, old)]) == render_records([old])


def scrap(name: str, value: Any, **shown: str) -> Any:
    data = {SCRAP_TYPE: {"name": name, "data": value, "encoder": "json", "version": 1}, **shown}
    return new_output("display_data", data=data, metadata={"kb": {"kind": "record"}})


def notebook(number: float, *, before: tuple[Any, ...] = (), source: str = "show()") -> Any:
    """A notebook that records a number, shows it in a table and prints it."""
    table = {"caption": "", "columns": ["a", "b"], "rows": [["2024-01-02", number], [None, 2]], "total": 2}
    html = f"<table>\n<tr><td>{number!r}</td></tr>\n</table>"
    outputs = [
        *before,
        scrap("ratio", number, **{"text/plain": f"ratio = {number}"}),
        scrap("rows", table, **{"text/html": html}),
        new_output("stream", name="stdout", text=f"it is {number!r}\n"),
        new_output("error", ename="ValueError", evalue=f"{number!r} is low", traceback=[f"{number!r} is low"]),
    ]
    cells = [new_markdown_cell("# Title", id="a"), new_code_cell(source, id="b", outputs=outputs)]
    return new_notebook(cells=cells, metadata={"papermill": {"start_time": f"{number}"}})


def outputs_of(node: Any) -> Any:
    return node.cells[-1].outputs


def test_the_outputs_of_a_notebook_keep_their_old_numbers() -> None:
    settled = settle_notebook(notebook(0.30000000000000004), notebook(0.3))

    assert outputs_of(settled) == outputs_of(notebook(0.3))
    assert settled.metadata.papermill.start_time == "0.30000000000000004"
    nbformat.validate(settled)


def test_neither_notebook_is_changed() -> None:
    new, old = notebook(0.30000000000000004), notebook(0.3)
    copies = copy.deepcopy(new), copy.deepcopy(old)

    settle_notebook(new, old)

    assert (new, old) == copies


def test_a_change_in_a_notebook_is_kept() -> None:
    assert settle_notebook(notebook(0.31), notebook(0.3)) == notebook(0.31)


def test_a_cell_whose_source_changed_is_settled_as_well() -> None:
    settled = settle_notebook(notebook(0.30000000000000004, source="show()  # all"), notebook(0.3))

    assert outputs_of(settled) == outputs_of(notebook(0.3))
    assert settled.cells[-1].source == "show()  # all"


def test_a_new_cell_and_a_new_output_move_the_others_and_no_more() -> None:
    warning = new_output("stream", name="stderr", text="careful 0.1\n")
    new = notebook(0.30000000000000004, before=(warning,))
    new.cells.insert(0, new_code_cell("first()", outputs=[warning]))
    settled = settle_notebook(new, notebook(0.3))

    assert outputs_of(settled) == [warning, *outputs_of(notebook(0.3))]
    assert settled.cells[0].outputs == [warning]


def test_a_cell_without_outputs_on_either_side_stays_as_it_came() -> None:
    empty = notebook(0.3)
    empty.cells[-1].outputs = []

    assert settle_notebook(notebook(0.4), empty) == notebook(0.4)
    assert settle_notebook(empty, notebook(0.4)) == empty


def result(number: float, **changes: Any) -> Result:
    inputs = (Input("notebook", "notebooks/a.py", "1"),)
    return Result(record(metrics={"ratio": number}, inputs=inputs, **changes), "notebooks/a.py", Path(), 1.0)


def store(settings: Settings, one: Result, node: Any) -> Result:
    return write_result(settings, one, nbformat.writes(node).encode())


def test_a_result_is_settled_by_what_is_stored(settings: Settings) -> None:
    store(settings, result(1 / 3), notebook(1 / 3))
    noisy = 1 / 3 * (1 + 1e-12)

    settled, node = settle_result(settings, result(noisy), notebook(noisy), None)

    assert settled.record == settle_record(result(1 / 3).record, record())
    assert outputs_of(node) == outputs_of(notebook(1 / 3))


def test_its_metrics_are_those_of_the_settled_notebook(settings: Settings) -> None:
    """Rounding moved the stored metric up by almost half a digit: the exact old one still tells noise."""
    exact, noisy = 1.00000000049, 1.0000000012
    store(settings, result(1.0), notebook(exact))

    settled, _ = settle_result(settings, result(1.000000001), notebook(noisy), None)

    assert settled.record.metrics == {"ratio": 1.0}


def test_without_a_stored_result_what_git_knows_counts(settings: Settings) -> None:
    known = record(metrics={"ratio": 0.3333333333})
    node = notebook(0.33333333335000001)

    settled, kept = settle_result(settings, result(0.3333333334), node, known)

    assert settled.record.metrics == {"ratio": 0.3333333333}
    assert kept is node


def test_where_nothing_is_known_nothing_changes(settings: Settings) -> None:
    new, node = result(0.5), notebook(0.5)

    settled, kept = settle_result(settings, new, node, None)

    assert (settled is new, kept is node) == (True, True)


def test_a_damaged_notebook_in_the_store_settles_nothing_but_the_record(settings: Settings) -> None:
    write_result(settings, result(0.3), b"no notebook")
    node = notebook(0.30000000000000004)

    settled, kept = settle_result(settings, result(0.3), node, None)

    assert (settled.record.metrics, kept is node) == ({"ratio": 0.3}, True)


def test_why_a_run_failed_is_settled_too(settings: Settings) -> None:
    def failed(number: float) -> Result:
        failure = Failure("ValueError", f"off by {number!r}", 1, "", f"line 1\nValueError: off by {number!r}")
        one = result(number, status="failed", error=f"ValueError: off by {number!r}")
        return replace(one, record=replace(one.record, metrics={}), failure=failure)

    store(settings, failed(0.3), notebook(0.3))
    settled, _ = settle_result(settings, failed(0.30000000000000004), notebook(0.30000000000000004), None)

    assert (settled.record, settled.failure) == (failed(0.3).record, failed(0.3).failure)
