from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model.problem import Problem
from kb.model.run import Record, Spec
from kb.report.ranking import (
    best_record,
    check_rank_by,
    rank_records,
    ranking_of,
    shown_metrics,
    shown_parameters,
)


def record(key: str, sharpe_ratio: float | str | None, status: str = "succeeded") -> Record:
    return Record(key, status, {}, {"sharpe_ratio": sharpe_ratio, "cagr": 0.1}, "", (), key)  # type: ignore[arg-type]


def ranked(rank_by: str | None, *records: Record) -> str:
    return "".join(record.key for record in rank_records(Spec("n", "n.py", rank_by=rank_by), records))


RECORDS = (record("a", 1.0), record("b", None), record("c", 2.0), record("d", "text"), record("e", 2.0))


def test_the_highest_comes_first_and_undefined_last() -> None:
    assert ranked("sharpe_ratio", *RECORDS) == "ceabd"


def test_a_minus_ranks_the_lowest_first_and_undefined_still_last() -> None:
    assert ranked("-sharpe_ratio", *RECORDS) == "acebd"


def test_without_a_metric_the_order_is_that_of_the_plan() -> None:
    assert ranked(None, *RECORDS) == "abcde"


def test_what_failed_has_no_rank() -> None:
    assert ranked("sharpe_ratio", record("a", 3.0, "failed"), record("b", 1.0)) == "b"


def test_the_best_has_a_number() -> None:
    spec = Spec("n", "n.py", rank_by="sharpe_ratio")
    best = best_record(spec, RECORDS)

    assert best
    assert best.key == "c"
    assert best_record(spec, [record("b", None)]) is None
    assert best_record(spec, []) is None
    assert best_record(Spec("n", "n.py"), RECORDS) is None


def test_the_metric_that_ranks_comes_first_then_main_ones() -> None:
    assert shown_metrics(Spec("n", "n.py", rank_by="-cagr"), RECORDS, most=6) == ["cagr", "sharpe_ratio"]
    assert shown_metrics(Spec("n", "n.py"), RECORDS, most=1) == ["sharpe_ratio"]


@pytest.mark.parametrize(
    ("rank_by", "do"),
    [
        ("sharp_ratio", "Did you mean `sharpe_ratio`?"),
        ("-sharp_ratio", "Did you mean `-sharpe_ratio`?"),
        ("zzz", "Recorded: cagr, sharpe_ratio."),
    ],
)
def test_a_metric_that_no_run_recorded_ranks_nothing_and_is_told(rank_by: str, do: str) -> None:
    spec = Spec("n", "n.py", rank_by=rank_by, path="a.md", line=7)
    what = "No run recorded the metric that `rank_by` names"

    assert check_rank_by(spec, RECORDS) == [Problem("rank-by", what, do, "a.md", 7, rank_by)]
    assert ranking_of(spec, RECORDS) is None
    assert ranked(rank_by, *RECORDS) == "abcde"
    assert shown_metrics(spec, RECORDS, most=6) == ["sharpe_ratio", "cagr"]


def test_runs_that_recorded_nothing_are_told_so() -> None:
    silent = replace(RECORDS[0], metrics={"title": "T"})

    assert check_rank_by(Spec("n", "n.py", rank_by="cagr"), [silent])[0].do == "Recorded: nothing."


@pytest.mark.parametrize("runs", [(), (record("a", 1.0, "failed"),), (record("b", None),)])
def test_a_metric_that_is_undefined_or_that_failed_runs_lack_is_no_typo(runs: tuple[Record, ...]) -> None:
    assert check_rank_by(Spec("n", "n.py", rank_by="sharpe_ratio"), runs) == []
    assert check_rank_by(Spec("n", "n.py"), runs) == []


def test_where_nothing_is_swept_the_parameters_that_differ_are_shown() -> None:
    runs = [replace(RECORDS[0], parameters={"slow": slow, "cost": 2, "fast": 10}) for slow in (100, 200)]

    assert shown_parameters(Spec("n", "n.py"), runs) == ["slow"]
    assert shown_parameters(Spec("n", "n.py"), runs[:1]) == []
    assert shown_parameters(Spec("n", "n.py", sweep={"fast": (10,)}), runs) == ["fast"]
