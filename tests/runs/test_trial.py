from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.run import Record, Result, Status
from kb.runs.trial import Trial, parse_trial, render_trial, trial_of

TRIAL = Trial(
    time=datetime(2024, 5, 1, 9, 30, 5, tzinfo=UTC),
    key="3f2a9c",
    fingerprint="ab12",
    notebook="notebooks/backtest.py",
    title='Averages "best", 10-200',
    status="failed",
    parameters={"symbol": "AAPL", "fast": 10, "start": None},
    metrics={},
    error="ValueError: no [[bars]], no run (cell 2)",
)
LINE = (
    '2024-05-01T09:30:05Z,3f2a9c,ab12,notebooks/backtest.py,"Averages ""best"", 10-200",failed,'
    '"{""symbol"": ""AAPL"", ""fast"": 10, ""start"": null}",{},"ValueError: no [[bars]], no run (cell 2)"'
)
LINES = st.text().map(lambda text: " ".join(text.split()))
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
TABLES = st.dictionaries(st.text(), VALUES, max_size=4)
TRIALS = st.builds(
    Trial,
    time=st.datetimes().map(lambda time: time.replace(microsecond=0, tzinfo=UTC)),
    key=LINES,
    fingerprint=LINES,
    notebook=LINES,
    title=LINES,
    status=st.sampled_from(get_args(Status)),
    parameters=TABLES,
    metrics=TABLES,
    error=LINES,
)


def test_a_trial_is_one_line_of_csv() -> None:
    assert render_trial(TRIAL) == LINE
    assert parse_trial(LINE) == TRIAL


@given(TRIALS)
def test_what_is_written_is_read_back(trial: Trial) -> None:
    line = render_trial(trial)

    assert "\n" not in line
    assert parse_trial(line) == trial


@given(TRIALS, st.data())
def test_a_line_that_is_cut_short_is_no_other_trial(trial: Trial, data: Any) -> None:
    """All but the last text, the error, is there whole, or nothing is read."""
    line = render_trial(trial)
    cut = line[: data.draw(st.integers(0, len(line) - 1))]
    try:
        found = parse_trial(cut)
    except ValueError:
        return

    assert replace(found, error=trial.error) == trial


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "0 of 9 columns"),
        ("<<<<<<< HEAD", "1 of 9 columns"),
        (LINE.replace("failed", "lost"), "status 'lost'"),
        (LINE.replace("09:30:05Z", "09:30:05"), "is not UTC"),
        (LINE.replace("2024-05-01T", "yesterday "), "Invalid isoformat"),
        (LINE.replace(",{},", ",[],"), "holds no names"),
        (LINE.replace(",{},", ",{,"), "Expecting property name"),
        (LINE[:-3], "unexpected end of data"),
    ],
)
def test_a_line_that_holds_no_trial_says_why(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_trial(line)


def test_a_parameter_may_be_a_megabyte() -> None:
    long = replace(TRIAL, parameters={"text": "x" * 1_000_000})

    assert parse_trial(render_trial(long)) == long


def test_a_result_becomes_a_trial_in_utc_with_texts_on_one_line() -> None:
    record = Record("k", "failed", {"fast": 10}, {}, "f", (), "One\nrun", "ValueError: no\u2028such\x0bx")
    result = Result(record, "notebooks/backtest.py", Path(), 1.0)
    at = datetime(2024, 5, 1, 1, 30, 5, 999_999, tzinfo=timezone(timedelta(hours=2)))

    assert trial_of(result, at) == Trial(
        time=datetime(2024, 4, 30, 23, 30, 5, tzinfo=UTC),
        key="k",
        fingerprint="f",
        notebook="notebooks/backtest.py",
        title="One run",
        status="failed",
        parameters={"fast": 10},
        metrics={},
        error="ValueError: no such x",
    )
