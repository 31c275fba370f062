from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.run import Input, Record
from kb.runs.records import parse_records, read_records, render_records, round_metric

INPUTS = (Input("notebook", "notebooks/x.py", "ab12"), Input("library", "pandas", "3.1.1"))


def record(**changes: Any) -> Record:
    fields: dict[str, Any] = {
        "key": "0011",
        "status": "succeeded",
        "parameters": {"fast": 10},
        "metrics": {"sharpe_ratio": 0.5, "calmar_ratio": None},
        "fingerprint": "ff",
        "inputs": INPUTS,
        "title": "X 10",
    }
    return Record(**fields | changes)


def test_records_are_rows_that_a_person_can_read() -> None:
    lines = render_records([record()]).splitlines()

    assert lines[0] == (
        "key,status,title,error,fingerprint,parameters.fast,metrics.sharpe_ratio,metrics.calmar_ratio,inputs"
    )
    assert lines[1].startswith("0011,succeeded,X 10,,ff,10,0.5,null,")


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False).map(round_metric),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")),
)


@given(st.lists(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), values, max_size=4), max_size=4))
def test_records_read_back_as_they_were(tables: list[dict[str, Any]]) -> None:
    records = [record(key=str(n), parameters=table, metrics=table) for n, table in enumerate(tables)]

    assert parse_records(render_records(records), "x.csv") == (records, [])


def test_a_metric_keeps_ten_digits() -> None:
    assert round_metric(1 / 3) == 0.3333333333


@pytest.mark.parametrize(
    "row",
    ["0011,sideways,t,,ff,,,,[]", "0011,failed,t,,ff,,,,{", "0011,failed", "0011,failed,t,,ff,,,,[[1]]"],
)
def test_a_row_that_cannot_be_read_is_reported_and_the_others_kept(row: str) -> None:
    text = render_records([record()])

    records, problems = parse_records(f"{text}{row}\n", "x.csv")

    assert records == [record()]
    assert [(problem.path, problem.line) for problem in problems] == [("x.csv", 3)]


def test_a_row_that_was_half_written_says_how_much_is_there() -> None:
    text = render_records([record(), record(key="0022")])
    records, (problem,) = parse_records(text.partition("0022")[0] + "0022,succeeded", "x.csv")

    assert len(records) == 1
    assert problem.found.startswith("2 cells of ")


def test_no_file_is_no_records(tmp_path: Path) -> None:
    assert read_records(tmp_path / "none.csv") == ([], [])


def test_a_file_that_is_not_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xff")

    assert read_records(tmp_path / "x.csv")[1][0].what == "These records cannot be read"


def test_rows_of_some_keys_are_passed_over_unread() -> None:
    text = render_records([record(), record(key="0022")]) + "0033,sideways\n"

    records, problems = parse_records(text, "x.csv", {"0011", "0033"})

    assert (records, problems) == ([record(key="0022")], [])


def test_a_parameter_may_be_a_megabyte_of_text() -> None:
    long = record(parameters={"text": "x" * 1_000_000})

    assert parse_records(render_records([long]), "x.csv") == ([long], [])


def test_no_text_is_no_records() -> None:
    assert parse_records("", "x.csv") == ([], [])


def test_a_table_of_something_else_is_reported_by_row() -> None:
    records, problems = parse_records("a,b\n1,2\n\n3,4\n", "x.csv")

    assert (records, [problem.line for problem in problems]) == ([], [2, 4])


def test_text_that_only_begins_like_a_number_stays_text() -> None:
    odd = record(parameters={"a": "1 2", "b": "[" * 100_000, "c": " 1", "d": "nul", "e": "-"})

    assert parse_records(render_records([odd]), "x.csv") == ([odd], [])


def test_a_new_row_among_many_known_ones_is_read() -> None:
    texts = record(key="0011", parameters={"text": "two\n0022,lines"})
    text = render_records([texts, record(key="0022"), record(key="0033")])

    assert parse_records(text, "x.csv", {"0011", "0022"}) == ([record(key="0033")], [])
    assert parse_records(text, "x.csv", {"0011", "0022", "0033"}) == ([], [])
