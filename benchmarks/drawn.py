"""A vault with many canvases and bases while it is served: what an edit of one note costs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.site import site_workspace
from benchmarks.timing import ROOT, Row

NOTES, CANVASES, CARDS, BASES = 5_000, 100, 50, 100
TEXT = "## Part {0}\n\nSome **words** on [[{1}]] and `code`.\n\n- [ ] one\n- [x] two\n"
VIEW = """\
filters: {filter}
formulas:
  age: created.year - 2000
views:
  - type: table
    name: All
    order: [file.name, status, created, formula.age]
    sort: [{{property: created, direction: DESC}}]
    limit: 50
"""
EDITS = """\
import json, statistics, sys, time
from pathlib import Path
from kb.config import read_settings
from kb.model.audience import OWNER
from kb.site.builder import start_site
from kb.site.serving.live import update_site

settings = read_settings(Path(sys.argv[1]))
live = start_site(settings, settings.audience(OWNER))
notes = sorted(settings.vault.rglob("*.md"))[::1_000]


def edited(change):
    global live
    times = []
    for note in notes:
        note.write_text(change(note.read_text("utf-8")), "utf-8")
        started = time.perf_counter()
        live, written = update_site(live, [note.relative_to(settings.vault).as_posix()])
        times.append(time.perf_counter() - started)
        assert written
    return statistics.median(times)


words = edited(lambda text: text + "\\nOne more sentence.\\n")
seen = edited(lambda text: text.replace("status: draft", "status: done"))
print(json.dumps([words, seen]))
"""


def measure() -> list[Row]:
    """An edit of words, and one of a property, that each base may show; the same without canvases and bases."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        plain, drawn = (site_workspace(Path(name, kind), NOTES) for kind in ("plain", "drawn"))
        add_drawn(drawn / "vault")
        (bare_words, bare_seen), (words, seen) = _edits(plain), _edits(drawn)
    about = f"{NOTES:,} notes, {CANVASES} canvases, {BASES} bases"
    return [
        Row(f"{about}: other words in a note", words, 1, "without these", bare_words),
        Row(f"{about}: another property", seen, 3, "without these", bare_seen),
    ]


def _edits(workspace: Path) -> list[float]:
    command = [sys.executable, "-c", EDITS, str(workspace)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: list[float] = json.loads(answer)
    return found


def add_drawn(vault: Path) -> None:
    """Write canvases and bases into a vault."""
    draw = random.Random(3)
    notes = [path.relative_to(vault).as_posix() for path in sorted(vault.rglob("*.md"))]
    for number in range(CANVASES):
        (vault / f"Board {number}.canvas").write_text(json.dumps(canvas(notes, draw)), "utf-8")
    for number in range(BASES):
        kinds = ('file.hasTag("two/part-{0}")', 'file.inFolder("Area {0}")', 'status == "draft" && created.day == {0}')
        text = VIEW.format(filter="'" + kinds[number % 3].format(number % 20) + "'")
        (vault / f"Table {number}.base").write_text(text, "utf-8")


def canvas(notes: list[str], draw: random.Random) -> dict[str, object]:
    """Cards of text and of notes in a grid, and lines between them."""
    places = [
        {"x": 300 * (number % 10), "y": 220 * (number // 10), "width": 260, "height": 180} for number in range(CARDS)
    ]
    cards = [{"id": str(number), **place, **_card(number, notes, draw)} for number, place in enumerate(places)]
    edges = [{"id": f"e{number}", "fromNode": str(number), "toNode": str(number + 1)} for number in range(CARDS - 1)]
    return {"nodes": cards, "edges": edges}


def _card(number: int, notes: list[str], draw: random.Random) -> dict[str, str]:
    note = draw.choice(notes)
    if number % 2:
        return {"type": "file", "file": note}
    return {"type": "text", "text": TEXT.format(number, note.rpartition("/")[2].removesuffix(".md"))}
