from __future__ import annotations

from typing import Any

import nbformat
import pytest

from kb.emit import READ_NAME, SCRAP_TYPE
from kb.model.run import Failure
from kb.runs.outputs import MODULES_TYPE, MOST_CHARACTERS, PROBE_TAG, blame, emitted, excerpt, tidy


def cell(*outputs: Any, source: str = "x", tags: tuple[str, ...] = ()) -> Any:
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def display(data: dict[str, Any]) -> Any:
    return nbformat.v4.new_output("display_data", data=data)


def scrap(name: str, value: Any) -> Any:
    return display({SCRAP_TYPE: {"name": name, "data": value, "encoder": "json", "version": 1}})


def notebook(*cells: Any) -> Any:
    return nbformat.v4.new_notebook(cells=list(cells))


def test_metrics_reads_and_modules_are_collected_and_the_last_value_stands() -> None:
    said = emitted(
        notebook(
            cell(scrap("sharpe_ratio", 1.0), scrap(READ_NAME, {"path": "/a.csv", "checksum": "ab"})),
            cell(scrap("sharpe_ratio", 2.0), scrap("trades", {"columns": []}), scrap("ruin", None)),
            cell(display({MODULES_TYPE: ["/a.py"]}), display({"text/plain": "hello"})),
        )
    )

    assert said.metrics == {"sharpe_ratio": 2.0, "ruin": None}
    assert said.read == {"/a.csv": "ab"}
    assert said.modules == ("/a.py",)


def test_what_is_no_scrap_is_passed_over() -> None:
    said = emitted(
        notebook(cell(display({SCRAP_TYPE: "text"}), display({SCRAP_TYPE: {}}), scrap(READ_NAME, {"path": "/a.csv"})))
    )

    assert (said.metrics, said.read) == ({}, {})


@pytest.mark.parametrize(
    ("sent", "value"),
    [("1.66666666666666674", 5 / 3), ("-3", -3.0), ("NA", None), ("Inf", None), (0.5, 0.5), (None, None)],
)
def test_a_number_may_be_sent_as_text(sent: Any, value: float | None) -> None:
    sent_as_text = {"name": "ratio", "data": sent, "encoder": "number", "version": 1}

    assert emitted(notebook(cell(display({SCRAP_TYPE: sent_as_text})))).metrics == {"ratio": value}


def test_the_machinerys_own_cells_are_dropped() -> None:
    node = notebook(cell(tags=("papermill-error-cell-tag",)), cell(source="y"), cell(tags=(PROBE_TAG,)))

    assert [kept.source for kept in tidy(node).cells] == ["y"]


def test_endless_output_is_cut_and_says_so() -> None:
    stream = nbformat.v4.new_output("stream", text="x" * (MOST_CHARACTERS + 5))
    shown = display({"text/plain": "y" * (MOST_CHARACTERS + 5), "image/png": "z"})

    outputs = tidy(notebook(cell(stream, shown))).cells[0].outputs

    assert outputs[0].text.endswith("5 more characters were left out by kb\n")
    assert len(outputs[1].data["text/plain"]) < MOST_CHARACTERS + 100


def test_the_failing_cell_is_named_as_its_author_counts_and_its_line_marked() -> None:
    error = nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])
    node = notebook(cell(tags=("injected-parameters",)), cell(), cell(error, source="a = 1\n1 / 0\nb = 2"))
    failure = Failure("ZeroDivisionError", "division by zero", traceback="\x1b[31mCell In[3], line 2\x1b[0m")

    blamed = blame(failure, node)

    assert (blamed.cell, blamed.traceback) == (2, "Cell In[3], line 2")
    assert blamed.source == "    1 a = 1\n>   2 1 / 0\n    3 b = 2"


def test_a_failure_of_no_cell_blames_none() -> None:
    assert blame(Failure("KernelDied", "gone"), notebook(cell())).cell is None


def test_an_excerpt_stays_within_the_cell() -> None:
    assert excerpt("a\nb", 1) == ">   1 a\n    2 b"
