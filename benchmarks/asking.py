"""Sites whose notes hold bases and queries, beside the same without them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.site import seconds_and_megabytes, site_workspace
from benchmarks.timing import Row

ASKED = 500
BASES = ('file.hasTag("two/part-{0}")', 'file.inFolder("Area {0}")')
BASE = """
```base
filters: {filter}
views:
  - type: table
    order: [file.name, status, created, formula.age]
    sort: [{{property: created, direction: DESC}}]
    summaries: {{created: Earliest}}
formulas:
  age: created.year - 2000
```
"""
QUERIES = (
    "TABLE status, created FROM #two/part-{0} SORT created DESC LIMIT 20",
    'LIST FROM "Area {0}" WHERE status = "draft" SORT file.name LIMIT 30',
)


def measure() -> list[Row]:
    """A build of two sizes, each with the bases and queries, and without."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        return [_beside_plain(Path(name, str(notes)), notes) for notes in (1_000, 5_000)]


def _beside_plain(folder: Path, notes: int) -> Row:
    plain, _ = seconds_and_megabytes(site_workspace(folder / "plain", notes))
    asking = site_workspace(folder / "asking", notes)
    paths = sorted((asking / "vault").rglob("*.md"))
    for number, path in enumerate(paths[:: notes // ASKED]):
        path.write_text(path.read_text("utf-8") + question(number), "utf-8")
    took, _ = seconds_and_megabytes(asking)
    return Row(f"{ASKED} bases and queries in {notes:,} notes", took, plain * 1.3, "without them", plain)


def question(number: int) -> str:
    """A base or a query, each of two kinds, over a twentieth of the notes."""
    kind, part = number // 2 % 2, number % 20
    if number % 2:
        return f"\n```dataview\n{QUERIES[kind].format(part)}\n```\n"
    return BASE.format(filter=BASES[kind].format(part))
