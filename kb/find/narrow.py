"""What of a query the full-text index can answer: it leaves files out that cannot be meant, and never one that is."""

from __future__ import annotations

from kb.find.fold import fold
from kb.find.nodes import All, Case, Either, Node, Property, Text, Within

LETTERS = 3
"""Of which the index keeps every run; a shorter word is looked for in all files."""
MOST_RUNS = 40
"""Of a long phrase; they leave few files."""


def narrowed(node: Node) -> str:
    """A query for SQLite's FTS5 that every file meets that is meant; empty where it has none."""
    match node:
        case Text(text):
            return _runs(fold(text))
        case All(parts):
            return _joined([known for part in parts if (known := narrowed(part))], " AND ")
        case Either(parts):
            each = [narrowed(part) for part in parts]
            return _joined(each, " OR ") if all(each) else ""
        case Within("tag", Text(text)):
            return _runs(fold(text).removeprefix("#").rstrip("/"))
        case Within("tag", _):
            return ""
        case Case(_, part) | Within(_, part):
            return narrowed(part)
        case Property(name, value):
            both = (narrowed(name), narrowed(value) if value else "")
            return _joined([known for known in both if known], " AND ")
        case _:
            return ""


def _runs(text: str) -> str:
    runs = dict.fromkeys(text[start : start + LETTERS] for start in range(len(text) - LETTERS + 1))
    return _joined(['"' + run.replace('"', '""') + '"' for run in list(runs)[:MOST_RUNS]], " AND ")


def _joined(parts: list[str], sign: str) -> str:
    return f"({sign.join(parts)})" if parts else ""
