"""A note from its text to its HTML, beside Python-Markdown with the extensions that Material's manual turns on."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import markdown

from benchmarks.timing import ROOT, Row
from kb.site.body.html import render_document
from kb.site.body.place import Place, page_place
from kb.site.published import plan_site
from kb.vault.markdown import parse_markdown
from kb.vault.reading.notes import read_vault

EXTENSIONS = ["toc", "admonition", "footnotes", "tables", "attr_list", "md_in_html"] + [
    f"pymdownx.{name}"
    for name in ("superfences", "highlight", "details", "tasklist", "tilde", "caret", "mark", "arithmatex")
]
RUNS = 7


def measure() -> list[Row]:
    """Text, parsed and rendered: the guide of this repository, and notes of 300 words with 8 links."""
    return [_row("the guide", _guide()), _row("200 notes of 300 words, 8 links", _notes())]


def _guide() -> dict[str, str]:
    folder = ROOT / "vault" / "guide"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}


def _notes() -> dict[str, str]:
    words = "The fast average crosses the slow one and **nothing** is certain, as `code` or *words* say. " * 4
    links = " ".join(f"[[note {number}|words]]" for number in range(4))
    body = f"{words}\n{links}\n\n- one\n- two\n  - three\n\n"
    section = f"## Heading\n\n{body}> [!note] Title\n> {words}\n\n"
    return {f"note {number}.md": section * 2 + "| a | b |\n|---|---|\n| 1 | 2 |\n" for number in range(200)}


def _row(what: str, texts: dict[str, str]) -> Row:
    def kb() -> None:
        for place, text in zip(places, texts.values(), strict=True):
            render_document(parse_markdown(text), place)

    def peer() -> None:
        for text in texts.values():
            converter.reset().convert(text)

    places = _places(texts)
    converter = markdown.Markdown(extensions=EXTENSIONS)
    return Row(what, _seconds(kb), None, "Python-Markdown", _seconds(peer))


def _places(texts: dict[str, str]) -> list[Place]:
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, "utf-8")
        notes, attachments, _ = read_vault(Path(folder))
    site = plan_site("Bench", notes, attachments)
    return [page_place(site, site.index.notes[name]) for name in texts]


def _seconds(work: Callable[[], None]) -> float:
    """The median of several runs, after one that does not count."""
    times = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])
