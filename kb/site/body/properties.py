"""A note's properties as a small table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from kb.query.arithmetic import number_text
from kb.site.body.place import Place, render_broken
from kb.site.body.tasks import truth_box
from kb.site.history import tells_of_change
from kb.vault.links import Target
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import shown_text

if TYPE_CHECKING:
    from markdown_it.token import Token

HIDDEN = {
    "kb_run",
    "kb_batch",
    "kb_desk",
    "kb_state",
    "kb_checksum",
    "cssclasses",
    "cssclass",
    "publish",
    "permalink",
} | {
    "aliases",
    "title",
    "tags",
    "description",
    "image",
    "nav_order",
}
"""kb's own, Obsidian's own, and what the page shows elsewhere."""
LONG = 8
"""More rows than this stand in two columns where there is room."""
LONGEST = 16
"""More rows than this are folded away: a run has its metrics in its text too."""


def render_properties(place: Place) -> str:
    """The table; nothing where there is nothing to show."""
    rows = [
        f'<tr><th scope="row">{escape(key)}</th> <td>{_value(value, place)}</td></tr>\n'
        for key, value in place.note.properties.items()
        if _is_shown(key, value)
    ]
    kind = "kb-properties kb-properties--long" if len(rows) > LONG else "kb-properties"
    table = f'<table class="{kind}">\n<tbody>\n{"".join(rows)}</tbody>\n</table>\n' if rows else ""
    if len(rows) <= LONGEST:
        return table
    return (
        f'<details class="kb-more" data-search-exclude>\n<summary>{len(rows)} properties</summary>\n{table}</details>\n'
    )


def _is_shown(key: str, value: Any) -> bool:
    return key.casefold() not in HIDDEN and not tells_of_change(key, value) and not _is_empty(value)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | Mapping) and not value)


def _value(value: Any, place: Place) -> str:
    if isinstance(value, bool):
        return truth_box(is_true=value)
    if isinstance(value, list):
        chips = (f'<span class="kb-chip">{_value(item, place)}</span>' for item in value if not _is_empty(item))
        return " ".join(chips)
    if isinstance(value, Mapping):
        return ", ".join(f"{escape(str(key))}: {_value(item, place)}" for key, item in value.items())
    if isinstance(value, float):
        return number_text(value)
    return render_text(value, place) if isinstance(value, str) else escape(str(value))


def render_text(text: str, place: Place) -> str:
    """Text with its wikilinks and web addresses; other Markdown stays as written, as in Obsidian."""
    if "[[" not in text and "://" not in text:
        return escape(text)
    children = parse_markdown(text.replace("\n", " ")).tokens[1:2]
    return "".join(_span(token, place) for inline in children for token in inline.children or ())


def _span(token: Token, place: Place) -> str:
    if token.type == "wikilink":
        link = token.meta["link"]
        found = place.resolve(link)
        if not isinstance(found, Target):
            return render_broken(shown_text(link), found, link.target)
        return f'<a href="{escape(place.url(found))}">{escape(shown_text(link))}</a>'
    if token.type == "link_open":
        return f'<a href="{escape(str(token.attrs["href"]))}">'
    return "</a>" if token.type == "link_close" else escape(token.content)
