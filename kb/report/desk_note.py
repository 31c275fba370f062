"""The note of the desk: how strategies stand, what ran and what failed, what is wrong, how fresh the data is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.model.note import GeneratedNote
from kb.model.problem import Problem
from kb.report.desk_runs import FAILURES, LATEST
from kb.report.table import Table, render_table
from kb.report.text import Markup, code, escape, sentence, shortened

SECTIONS = ("Strategies", LATEST, FAILURES, "Journal", "Open problems", "Data")
"""The headings, in their order."""
MOST_PROBLEMS = 12
MOST_FOUND_CHARACTERS = 100

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
