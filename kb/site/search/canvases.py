"""What can be found of a canvas: the words of its cards and labels; what its notes say is found with them."""

from __future__ import annotations

from collections.abc import Iterator

from kb.errors import KbError
from kb.site.body.canvas_plan import Plan, read_plan
from kb.site.search.record import Record, Section, folder_words, sections_of
from kb.site.titles import title_of_file
from kb.vault.markdown import parse_markdown


def record_of_canvas(path: str, text: str, url: str) -> Record:
    """Read a record from a canvas of the audience; of one that cannot be read its name alone is found.

    Args:
        path: Of the canvas.
        text: Its JSON.
        url: Of its page, relative to the site's root.
    """
    try:
        words = "\n".join(_words(read_plan(text, path)))
    except KbError:
        words = ""
    sections = (Section("", "", words),) if words else ()
    return Record(url, title_of_file(path), folder_words(path), sections)


def _words(plan: Plan) -> Iterator[str]:
    yield from (box.said for box in plan.groups if box.said)
    for box in plan.cards:
        if box.kind == "text":
            for section in sections_of(parse_markdown(box.said)):
                yield from filter(None, (section.heading, section.text))
    yield from (edge.label for edge in plan.edges if edge.label)
