"""The note of the desk: how strategies stand, what ran and what failed, what is wrong, how fresh the data is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.model.note import GeneratedNote
from kb.model.problem import Problem
from kb.model.run import Record
from kb.report.numbers import column_texts, in_reading_order, is_number
from kb.report.strategy_table import words
from kb.report.table import Table, render_table
from kb.report.text import Markup, code, escape, sentence, shortened
from kb.runs.trial import Trial

SECTIONS = ("Strategies", "Latest runs", "Failures", "Journal", "Open problems", "Data")
"""The headings, in their order."""
MOST_RUNS, MOST_OF_ONE = 10, 3
"""Of all, and of one question."""
MOST_FAILURES = 10
MOST_OF_SECTION = {"Latest runs": MOST_RUNS, "Failures": MOST_FAILURES}
"""For each reader. The note has the rows of all of them, since what one reads nobody else may."""
MOST_PROBLEMS = 12
MOST_ERROR_CHARACTERS = 160
MOST_FOUND_CHARACTERS = 100

Keys = Collection[str]
"""Run keys."""
NoteLink = Callable[[str], Markup | None]
"""A link to a note by its path; None where there is no such note."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Data that runs read, or an account's ledger.

    Attributes:
        name: A symbol, an account, or empty.
        file: Its file, as records name it.
        kind: What it counts: `bars`, `events`, or empty.
        count: How many; None where that is not known.
        first: The first day; empty where that is not known.
        last: The last day.
        runs: How many runs read it; None where that is not known.
    """

    name: str
    file: str
    kind: str = ""
    count: int | None = None
    first: str = ""
    last: str = ""
    runs: int | None = None


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of the desk in Markdown, in its order, and the pictures that they show."""

    strategies: str
    latest: str
    failures: str
    journal: str
    problems: str
    data: str
    attachments: Mapping[str, bytes]


def render_desk_note(sections: Sections) -> GeneratedNote:
    """Render the note: the headings stay, whatever there is, since people embed the sections by them."""
    texts = (
        sections.strategies or "No note is a strategy yet: `kb new strategy` makes one.",
        sections.latest or "Nothing has run yet.",
        sections.failures or "None is open.",
        sections.journal or "No account has a ledger yet.",
        sections.problems or "None: `kb check` finds nothing.",
        sections.data or "No run has read any yet.",
    )
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in zip(SECTIONS, texts, strict=True))
    return GeneratedNote({"kb_desk": "home", "tags": ["kb/desk"]}, body, sections.attachments)


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


def render_problems(problems: Sequence[Problem], link: NoteLink) -> str:
    """How many findings there are by rule, and the first of them; without lines, which move at every edit."""
    if not problems:
        return ""
    rules = Counter((problem.severity, problem.rule) for problem in problems)
    order = ("error", "warning", "info")
    counted = sorted(rules.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    rows = tuple((severity, rule, count) for (severity, rule), count in counted)
    table = render_table(Table(("severity", "rule", "found"), rows, len(rows)), most_rows=len(rows))
    first = sorted(problems, key=lambda problem: order.index(problem.severity))
    lines = list(dict.fromkeys(_line(problem, link) for problem in first))
    more = len(lines) - MOST_PROBLEMS
    rest = f"\n\n{more:,} more: `kb check`." if more > 0 else ""
    return "\n\n".join([table, "\n".join(lines[:MOST_PROBLEMS])]) + rest


def _line(problem: Problem, link: NoteLink) -> str:
    where = (link(problem.path) or code(problem.path)) if problem.path else ""
    found = f": {code(shortened(problem.found, MOST_FOUND_CHARACTERS))}" if problem.found.strip() else ""
    return f"- {f'{where}: ' if where else ''}{sentence(problem.what)}{found}"


def render_data(datasets: Sequence[Dataset]) -> str:
    """From when to when the data goes that runs read."""
    if not datasets:
        return ""
    rows = tuple(
        (
            escape(data.name) if data.name else None,
            data.first or None,
            data.last or None,
            f"{data.count:,} {data.kind}" if data.count is not None else None,
            None if data.runs is None else f"{data.runs:,} {'run' if data.runs == 1 else 'runs'}",
            escape(data.file.rpartition("/")[2]),
        )
        for data in datasets
    )
    columns = ("data", "first", "last", "holds", "read by", "file")
    kept = [at for at, name in enumerate(columns) if name != "read by" or any(row[at] for row in rows)]
    shown = tuple(tuple(row[at] for at in kept) for row in rows)
    return render_table(Table(tuple(columns[at] for at in kept), shown, len(rows)), most_rows=len(rows))
