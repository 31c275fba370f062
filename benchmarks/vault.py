"""Ten thousand notes: reading them all, reading them again, where links lead, and a note as HTML."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.timing import ROOT, Row
from kb.model.note import Link, Note, Outline
from kb.site.body.html import render_document
from kb.site.body.place import page_place
from kb.site.published import plan_site
from kb.vault.index import build_index
from kb.vault.markdown import parse_markdown
from kb.vault.reading.notes import read_vault

NOTES = 10_000
WORDS = 300
LINKS = 8
RENDERED = 200
TEXT = """\
---
tags: [one, two/part-{part}]
aliases:
  - Other {number}
created: 2024-01-{day:02}
status: draft
---

# {name}

{texts[0]} #tag{part} **{word}**

{texts[1]} ^part

## Details

{texts[2]}

{items}

| a | b |
| - | - |
| {word} | `{word}` |

{texts[3]}

```python
for x in range(3):
    print(x)
```

### More

{texts[4]}
"""
READ = """\
import resource, sys, time
from pathlib import Path
from kb.vault.checks.check import check_vault
from kb.vault.index import build_index
from kb.vault.reading.notes import read_vault

started = time.perf_counter()
notes, files, _ = read_vault(Path(sys.argv[1]), Path(sys.argv[2]))
index = build_index(notes, files)
read = time.perf_counter() - started
memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
started = time.perf_counter()
check_vault(index)
print(read, time.perf_counter() - started, memory / 1024 / (1024 if sys.platform == "darwin" else 1))
"""
MATERIAL = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.mark", "pymdownx.tilde"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.smartsymbols"),
    *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist"),
]
"""Those that Material's own guide tells to begin with."""


def measure() -> list[Row]:
    """The vault cold and warm, its memory and checks; links in a small vault and a large one; notes as HTML."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        vault, cache = Path(name) / "vault", Path(name) / "notes"
        notes = make_vault(vault)
        cold, _, memory = _read(vault, cache)
        _read(vault, cache)  # what was written just now is read once more
        warm, check, _ = map(statistics.median, zip(*(_changed(notes[0], vault, cache) for _ in range(3)), strict=True))
        ours, theirs = _rendered(vault, notes[:RENDERED])
    small, large = _resolved(1_000), _resolved(100_000)
    return [
        Row(f"{NOTES:,} notes, cold", cold, 30),
        Row("the same, one note changed", warm, 1),
        Row("peak memory, cold, all processes", memory, 400, unit="MB"),
        Row("checks after the index", check, 3),
        Row("a link among 100,000 notes", large, small * 4, "among 1,000", small, "µs"),
        Row("a note as HTML", ours, theirs, "Python-Markdown", theirs, "ms"),
    ]


def make_vault(vault: Path, count: int = NOTES) -> list[Path]:
    """Write the notes: properties, headings, a list, a table, code, and links by name, heading and block."""
    draw = random.Random(7)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(3_000)]
    names = [f"{draw.choice(words).title()} {draw.choice(words)} {number}" for number in range(count)]
    paths = [vault / f"Area {number % 20}" / f"Topic {number % 7}" / f"{name}.md" for number, name in enumerate(names)]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_note(names, words, number, draw), "utf-8")
    return paths


def _note(names: Sequence[str], words: Sequence[str], number: int, draw: random.Random) -> str:
    text = draw.choices(words, k=WORDS)
    for place in range(LINKS):
        link = draw.choice(["[[{}]]", "[[{}|shown]]", "[[{}#Details]]", "[[{}#^part]]"]).format(draw.choice(names))
        text[place * WORDS // LINKS] = link
    texts = [" ".join(text[start : start + WORDS // 5]) for start in range(0, WORDS, WORDS // 5)]
    return TEXT.format(
        number=number,
        part=number % 30,
        day=number % 28 + 1,
        name=names[number],
        texts=texts,
        items="\n".join(f"- {item}" for item in words[number % 99 : number % 99 + 5]),
        word=words[number % 99],
    )


def _changed(note: Path, vault: Path, cache: Path) -> tuple[float, float, float]:
    note.write_text(f"{note.read_text('utf-8')}\nOne more line.\n", "utf-8")
    return _read(vault, cache)


def _read(vault: Path, cache: Path) -> tuple[float, float, float]:
    """Seconds to read and index, seconds to check, and megabytes, of a fresh process."""
    command = [sys.executable, "-c", READ, vault, cache]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    read, check, memory = map(float, said.split())
    return read, check, memory


def _resolved(notes: int) -> float:
    """Microseconds to find where a link leads."""
    paths = [f"Folder {number % 100}/Note {number}.md" for number in range(notes)]
    index = build_index(Note(path, {}, Outline(), "", 1, "") for path in paths)
    draw = random.Random(7)
    links = [Link(f"Note {draw.randrange(notes)}", "", "", 1, False, True, "") for _ in range(20_000)]
    index.resolve(links[0], "Home.md")
    started = time.perf_counter()
    for link in links:
        index.resolve(link, "Home.md")
    return (time.perf_counter() - started) / len(links) * 1e6


def _rendered(vault: Path, paths: Sequence[Path]) -> tuple[float, float]:
    """Milliseconds for a note from text to HTML: kb's, and Python-Markdown's."""
    from markdown import Markdown  # noqa: PLC0415  (the peer)

    notes, files, _ = read_vault(vault)
    site = plan_site("Bench", notes, files)
    wanted = {path.relative_to(vault).as_posix() for path in paths}
    places = [(note, page_place(site, note)) for note in notes if note.path in wanted]
    bodies = [note.text.split("\n", note.body_line - 1)[-1] for note, _ in places]
    peer = Markdown(extensions=MATERIAL)

    def ours() -> None:
        for body, (note, place) in zip(bodies, places, strict=True):
            render_document(parse_markdown(body, first_line=note.body_line), place)

    def theirs() -> None:
        for body in bodies:
            peer.reset().convert(body)

    return _milliseconds(ours, len(bodies)), _milliseconds(theirs, len(bodies))


def _milliseconds(act: Callable[[], None], times: int) -> float:
    act()
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) / times * 1e3
