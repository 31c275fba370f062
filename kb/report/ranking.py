"""Which runs of a batch come first, and what each is called."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model.problem import Problem
from kb.model.run import Record, Spec
from kb.report.numbers import in_reading_order, is_number, number_or_none, parameter_text

TITLE = "title"
"""The metric that names a run's note."""


@dataclass(frozen=True, slots=True)
class RankBy:
    """The metric that ranks runs, and whether the lowest comes first."""

    metric: str
    lowest_first: bool = False

    @property
    def direction(self) -> str:
        """The direction in words."""
        return "lowest first" if self.lowest_first else "highest first"


def parse_rank_by(text: str | None) -> RankBy | None:
    """`sharpe_ratio` is highest first, `-max_drawdown` lowest first."""
    if not text:
        return None
    return RankBy(text.removeprefix("-").strip(), lowest_first=text.startswith("-"))


def ranking_of(spec: Spec, records: Sequence[Record]) -> RankBy | None:
    """What ranks the runs of a batch; nothing where runs succeeded and none of them recorded the metric."""
    rank_by = parse_rank_by(spec.rank_by)
    succeeded = _succeeded(records)
    if rank_by is None or (succeeded and not any(rank_by.metric in record.metrics for record in succeeded)):
        return None
    return rank_by


def check_rank_by(spec: Spec, records: Sequence[Record]) -> list[Problem]:
    """Find a `rank_by` that names no metric of any run that succeeded, which a typo does."""
    rank_by = parse_rank_by(spec.rank_by)
    if rank_by is None or ranking_of(spec, records) is not None:
        return []
    recorded = sorted({key for run in _succeeded(records) for key, value in run.metrics.items() if is_number(value)})
    near = difflib.get_close_matches(rank_by.metric, recorded, 1)
    sign = "-" if rank_by.lowest_first else ""
    do = f"Did you mean `{sign}{near[0]}`?" if near else f"Recorded: {', '.join(recorded) or 'nothing'}."
    what = "No run recorded the metric that `rank_by` names"
    return [Problem("rank-by", what, do, spec.path, spec.line, spec.rank_by or "")]


def _succeeded(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.status == "succeeded"]


def rank_records(spec: Spec, records: Sequence[Record]) -> list[Record]:
    """The records that succeeded, best first; those whose metric is undefined come last, equal ones in their order."""
    succeeded = _succeeded(records)
    rank_by = parse_rank_by(spec.rank_by)
    if rank_by is None:
        return succeeded
    sign = 1 if rank_by.lowest_first else -1

    def place(record: Record) -> tuple[bool, float]:
        value = number_or_none(record.metrics.get(rank_by.metric))
        return (True, 0.0) if value is None else (False, sign * value)

    return sorted(succeeded, key=place)


def best_record(spec: Spec, records: Sequence[Record]) -> Record | None:
    """The first in rank, where there is a metric to rank by and it is defined."""
    rank_by = parse_rank_by(spec.rank_by)
    ranked = rank_records(spec, records)
    if rank_by is None or not ranked or not is_number(ranked[0].metrics.get(rank_by.metric)):
        return None
    return ranked[0]


def shown_parameters(spec: Spec, records: Sequence[Record]) -> list[str]:
    """The parameters to show in columns: those swept, or those that differ where nothing is swept."""
    if spec.sweep:
        return list(spec.sweep)
    names = sorted({name for record in records for name in record.parameters})
    return [name for name in names if len({parameter_text(record.parameters.get(name)) for record in records}) > 1]


def shown_metrics(spec: Spec, records: Sequence[Record], *, most: int) -> list[str]:
    """The metrics to show in columns: the one that ranks, then as many of those that any record has; no title."""
    rank_by = ranking_of(spec, records)
    first = [rank_by.metric] if rank_by else []
    recorded = {name: None for record in records for name in record.metrics}
    return first + [name for name in in_reading_order(recorded) if name not in {TITLE, *first}][:most]
