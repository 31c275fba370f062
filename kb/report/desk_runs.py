"""The runs of the desk: the latest ones, and those that failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from kb.model.run import Record
from kb.report.numbers import column_texts, in_reading_order, is_number
from kb.report.strategy_table import words
from kb.report.table import Table, render_table
from kb.report.text import Markup, escape, shortened
from kb.runs.trial import Trial

LATEST, FAILURES = "Latest runs", "Failures"
"""Their headings."""
MOST_RUNS, MOST_OF_ONE = 10, 3
"""Of all, and of one question."""
MOST_FAILURES = 10
MOST_OF_SECTION = {LATEST: MOST_RUNS, FAILURES: MOST_FAILURES}
"""For each reader. The note has the rows of all of them, since what one reads another may not."""
MOST_ERROR_CHARACTERS = 160

Keys = Collection[str]
"""Run keys."""


def render_latest(
    trials: Sequence[Trial],
    runs: Mapping[str, Markup],
    questions: Mapping[str, Markup],
    *,
    total: int = 0,
    readers: Sequence[Keys] = (),
) -> str:
    """The latest of the trials, the newest first, each with its first figure; a few of each question.

    Args:
        trials: Those of runs that are asked for.
        runs: A link to a run's note, by run key.
        questions: A link to what asks for a run, by run key.
        total: How many trials there are, with those that nothing asks for any more.
        readers: For each audience that may read the note, the runs of which it may read: it finds as many as the owner.
    """
    newest = sorted(trials, key=lambda trial: (-trial.time.timestamp(), trial.title, trial.key))
    latest = {trial.key: trial for trial in reversed(newest)}
    order = list(dict.fromkeys(trial.key for trial in newest))
    shown = _for_all(order, readers, lambda keys: _few_of_each(keys, questions))
    if not shown:
        return ""
    rows = tuple(
        (
            f"{trial.time:%Y-%m-%d}",
            runs.get(trial.key) or escape(trial.title),
            _first_figure(trial.metrics) if trial.status == "succeeded" else trial.status,
            questions.get(trial.key),
        )
        for trial in map(latest.__getitem__, shown)
    )
    table = render_table(Table(("day", "run", "result", "question"), rows, len(rows)), most_rows=len(rows))
    return f"{table}\n\n{total:,} tried in all." if total > len(rows) else table


def _for_all(order: Sequence[str], readers: Sequence[Keys], cut: Callable[[Sequence[str]], Iterable[str]]) -> list[str]:
    """The runs that the owner finds, and each audience among those that it may read of, in their order."""
    seen = [order, *([key for key in order if key in keys] for keys in readers)]
    shown = {key for keys in seen for key in cut(keys)}
    return [key for key in order if key in shown]


def _few_of_each(keys: Sequence[str], questions: Mapping[str, Markup]) -> Iterator[str]:
    """The first, so that a large batch leaves room for others."""
    count: Counter[str] = Counter()
    for key in keys:
        asking = questions.get(key, "")
        if count[asking] < MOST_OF_ONE and count.total() < MOST_RUNS:
            count[asking] += 1
            yield key


def _first_figure(metrics: Mapping[str, Any]) -> str | None:
    name = next((name for name in in_reading_order(metrics) if is_number(metrics[name])), None)
    return f"{words(name)} {column_texts([metrics[name]])[0]}" if name else None


def render_failures(
    failed: Sequence[Record],
    trials: Sequence[Trial],
    runs: Mapping[str, Markup],
    questions: Mapping[str, Markup],
    *,
    readers: Sequence[Keys] = (),
) -> str:
    """The runs that are asked for and failed when they ran last, with the day of the attempt where it is known.

    The arguments are those of `render_latest`.
    """
    if not failed:
        return ""
    days = {trial.pair: trial.time for trial in trials}
    known = [(days.get((record.key, record.fingerprint)), record) for record in failed]
    known.sort(key=lambda pair: (pair[0] is None, -(pair[0].timestamp() if pair[0] else 0.0), pair[1].title))
    shown = set(_for_all([record.key for _, record in known], readers, lambda keys: keys[:MOST_FAILURES]))
    rows = tuple(
        (
            f"{at:%Y-%m-%d}" if at else None,
            runs.get(record.key) or escape(record.title),
            f"{record.status}: {shortened(record.error, MOST_ERROR_CHARACTERS)}" if record.error else record.status,
            questions.get(record.key),
        )
        for at, record in known
        if record.key in shown
    )
    return render_table(Table(("day", "run", "what came of it", "question"), rows, len(known)), most_rows=len(rows))
