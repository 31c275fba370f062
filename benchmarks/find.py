"""`kb search` over ten thousand notes: the whole process, as people wait for it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import ROOT, Row, seconds_of
from benchmarks.vault import NOTES, make_vault

SEARCH = "import sys; sys.path.insert(0, sys.argv.pop(1)); from kb.cli.main import main; main(sys.argv[1:])"
SETTLED_SECONDS = 2.5
"""After which what was just written need not be read once more."""


def measure() -> list[Row]:
    """The first search, one after an edit, and those for which nothing has changed."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        folder = Path(name)
        (folder / "kb.toml").write_text("")
        notes = make_vault(folder / "vault")
        word = notes[NOTES // 2].stem.split()[0]
        time.sleep(SETTLED_SECONDS)
        started = time.perf_counter()
        subprocess.run(_search(word), cwd=folder, check=True, capture_output=True)
        first = time.perf_counter() - started
        size = (folder / ".kb" / "search.sqlite").stat().st_size / 1e6
        rows = [
            Row("a word, nothing changed", seconds_of(_search(word), folder=folder), 0.3),
            Row("the same, two words and a tag", seconds_of(_search(f"{word} details tag:two"), folder=folder), 0.3),
            Row("a word that all notes have", seconds_of(_search("details"), folder=folder)),
            Row("a regular expression", seconds_of(_search(f"/{word[:-1]}./"), folder=folder)),
            Row("words on one line", seconds_of(_search(f"line:({word} details)"), folder=folder)),
        ]
        notes[0].write_text(f"{notes[0].read_text('utf-8')}\nOne more line.\n", "utf-8")
        return [
            Row(f"{NOTES:,} notes, the first search", first, 40),
            *rows,
            Row("a word, one note changed just now", seconds_of(_search(word), folder=folder, runs=1)),
            Row("the index", size, unit="MB"),
        ]


def _search(query: str) -> list[str]:
    return [sys.executable, "-c", SEARCH, str(ROOT), "search", query]
