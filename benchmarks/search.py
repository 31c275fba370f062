"""Search over ten thousand notes whose words are as unevenly used as those of people."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Sequence
from itertools import accumulate

from benchmarks.timing import Row
from kb.model.note import Note
from kb.site.search.findable import Findable, findable_of
from kb.site.search.record import record_of
from kb.site.search.shards import render_search
from kb.vault.markdown import outline_of, parse_markdown

NOTES = 10_000
WORDS = 300
VOCABULARY = 40_000
"""Different words, the n-th a share of 1/n of the text, and a hundred thousand numbers that stand once each."""


def measure() -> list[Row]:
    """Records and their words, the files, their size, and the memory of it all."""
    notes = [_findable(number, note) for number, note in enumerate(make_notes())]
    sample = notes[:: NOTES // 1_000]
    ready = [note for _, note in notes]
    started = time.process_time()
    files = render_search(ready)
    rendered = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)
    words = sum(len(data) for path, data in files.items() if "/words/" in path) / 1e6
    return [
        Row("a note's record and words", sum(seconds for seconds, _ in sample) / len(sample) * 1e3, 1, unit="ms"),
        Row(f"the search of {NOTES:,} notes", rendered, 5),
        Row("peak memory, the notes included", memory, 300, unit="MB"),
        Row("all words", words, unit="MB"),
        Row("the largest file", max(map(len, files.values())) / 1e3, 100, unit="kB"),
    ]


def _findable(number: int, note: Note) -> tuple[float, Findable]:
    """A note made ready, and the seconds that it took after it was parsed."""
    document = parse_markdown(note.text)
    started = time.process_time()
    found = findable_of(record_of(note, document, f"area-{number % 20}/note-{number}/"))
    return time.process_time() - started, found


def make_notes(count: int = NOTES) -> list[Note]:
    """Notes with headings, a table of numbers, tags and properties."""
    draw = random.Random(7)
    words = sorted(
        {
            "".join(draw.choices("etaoinshrdlucmfwypvbgkjqxz", range(26, 0, -1), k=draw.randint(2, 11)))
            for _ in range(VOCABULARY)
        }
    )
    draw.shuffle(words)
    shares = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    return [_note(number, draw.choices(words, cum_weights=shares, k=WORDS), draw) for number in range(count)]


def _note(number: int, words: Sequence[str], draw: random.Random) -> Note:
    lines = [" ".join(words[start : start + 50]) for start in range(10, WORDS, 50)]
    figures = "".join(
        f"| {name} | {draw.random():.6f} |\n" for name in ("sharpe_ratio", "max_drawdown", "total_return")
    )
    body = (
        f"# {' '.join(words[:3]).title()}\n\n{lines[0]}\n\n## {words[3]} {words[4]}\n\n{lines[1]} #tag{number % 30}\n\n"
    )
    body += f"{lines[2]}\n\n### {words[5]}\n\n{lines[3]}\n\n| metric | value |\n| --- | --- |\n{figures}\n"
    body += f"{lines[4]}\n\n- {lines[5]}\n"
    properties = {
        "tags": [f"area/part-{number % 40}"],
        "type": ("idea", "run", "day")[number % 3],
        "stage": "tested",
        "aliases": [f"Other {number}"],
    }
    path = f"Area {number % 20}/Note {number}.md"
    document = parse_markdown(body)
    return Note(path, properties, outline_of(document, path=path, lines=body.split("\n")), body, 1, str(number))
