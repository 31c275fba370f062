"""Bases over many notes: those whose filters an index answers, and those that ask every file."""

from __future__ import annotations

import random
import time
from datetime import datetime

from benchmarks.timing import Row
from kb.model.note import Note, Outline
from kb.query.base import Base
from kb.query.files import Desk
from kb.query.reading import parse_base
from kb.query.rows import answer
from kb.vault.index import build_index

BASES = 500
FEW, MANY = 1_000, 10_000
FILTERS = (
    'file.inFolder("Area {0}")',
    'file.hasTag("area/part-{0}")',
    'stage == "stage {0}"',
    '{{and: [type == "run", file.hasTag("area/part-{0}"), sharpe_ratio > 0.2]}}',
)
VIEW = """
views:
  - order: [file.name, stage, sharpe_ratio, formula.rounded]
    sort: [{property: sharpe_ratio, direction: DESC}]
    summaries: {sharpe_ratio: Average}
formulas:
  rounded: sharpe_ratio.round(2)
"""
ALL = """
filters: sharpe_ratio > 0.1 && !file.hasTag("none") && file.name.contains("Note")
views:
  - order: [file.name, stage, sharpe_ratio, formula.rounded]
    sort: [formula.rounded]
    groupBy: stage
    limit: 100
    summaries: {sharpe_ratio: Median}
formulas:
  rounded: if(sharpe_ratio > 0.5, sharpe_ratio.round(2), "low")
"""


def measure() -> list[Row]:
    """Many small bases, and one that asks everything of everyone."""
    desk = desk_of(FEW)
    texts = [f"filters: {FILTERS[number % len(FILTERS)].format(number % 40)}\n{VIEW}" for number in range(BASES)]
    started = time.perf_counter()
    bases = [parse_base(text, path=f"{number}.base")[0] for number, text in enumerate(texts)]
    read = time.perf_counter() - started
    return [
        Row(f"{BASES} bases read", read, 2),
        Row(f"{BASES} bases over {FEW:,} notes", seconds_of(bases, desk), 1),
        Row("one that an index answers, of 10,000 notes", seconds_of(bases[:1], desk_of(MANY)), 1),
        Row("one that asks each of 10,000 notes", seconds_of([parse_base(ALL, path="b.base")[0]], desk_of(MANY)), 1),
    ]


def seconds_of(bases: list[Base], desk: Desk) -> float:
    """What the answers to all bases take."""
    started = time.perf_counter()
    for base in bases:
        answer(base, base.views[0], desk)
    return time.perf_counter() - started


def desk_of(count: int) -> Desk:
    """Notes of ideas, runs and days with properties and tags."""
    draw = random.Random(7)
    return Desk(build_index([_note(number, draw) for number in range(count)]), datetime(2025, 5, 27, 12))  # noqa: DTZ001


def _note(number: int, draw: random.Random) -> Note:
    properties = {
        "tags": [f"area/part-{number % 40}"],
        "type": ("idea", "run", "day")[number % 3],
        "stage": f"stage {draw.randrange(40)}",
        "sharpe_ratio": draw.random(),
        "created": "2025-01-31",
        "up": f"[[Note {number // 2}]]",
    }
    return Note(f"Area {number % 40}/Note {number}.md", properties, Outline(), "", 1, str(number))
