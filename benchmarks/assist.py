"""`kb mcp` over ten thousand notes: the first call, those that follow, and one after an edit."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from benchmarks.timing import Row
from benchmarks.vault import NOTES, make_vault
from kb.workflows.assist_find import query_notes, search_notes
from kb.workflows.assist_notes import links_of_file, read_note
from kb.workflows.assist_runs import Wanted, list_runs
from kb.workflows.reading import Reader, Reading

AUDIENCES = ("owner", "friends")
MOST_SECONDS = 0.5


def measure() -> list[Row]:
    """For the owner, and for an audience from whose notes something is taken out."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        folder = Path(name)
        (folder / "kb.toml").write_text('[audiences.friends]\nbase = "owner"\n')
        notes = make_vault(folder / "vault")
        return [row for audience in AUDIENCES for row in _rows(folder, audience, notes)]


def _rows(folder: Path, audience: str, notes: list[Path]) -> list[Row]:
    reader = Reader(folder, lambda now: now.audience(audience), lambda _text: None, datetime.now)
    some = notes[NOTES // 2].stem
    word = some.split()[0]

    def seconds(ask: Callable[[Reading], object]) -> float:
        started = time.perf_counter()
        ask(reader.now())
        return time.perf_counter() - started

    rows = [
        Row(f"{audience}: {NOTES:,} notes, the first call", seconds(lambda reading: search_notes(reading, word, 20))),
        Row(f"{audience}: search", seconds(lambda reading: search_notes(reading, word, 20)), MOST_SECONDS),
        Row(f"{audience}: a note", seconds(lambda reading: read_note(reading, some, "", 0)), MOST_SECONDS),
        Row(f"{audience}: links", seconds(lambda reading: links_of_file(reading, some)), MOST_SECONDS),
        Row(f"{audience}: query", seconds(lambda one: query_notes(one, "status == 'draft'", [], "", 50)), MOST_SECONDS),
        Row(f"{audience}: runs", seconds(lambda reading: list_runs(reading, Wanted())), MOST_SECONDS),
    ]
    notes[0].write_text(f"{notes[0].read_text('utf-8')}\nOne more line.\n", "utf-8")
    return [
        *rows,
        Row(f"{audience}: search after an edit", seconds(lambda reading: search_notes(reading, word, 20)), 3),
    ]
