"""Which notes link to this one, and in what words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from kb.site.body.place import Place
from kb.site.titles import title_of, title_of_file
from kb.vault.index import Backlink
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_CHARACTERS = 240
_WORDS = re.compile(
    r"(?!\s*\d+[.)]|    )"
    r"(?:[\w .,;?'\"()\u2013-\u2026]++|(?<=\w)-(?=\w)|\[\[[\w ./#^-]++(?:\|[\w .,-]++)?\]\])*+"
)
"""Text in which nothing is markup but plain wikilinks: most sentences, for which no parser is needed."""
_LOOSE_LINE = re.compile(r"\b_|_\b|_[-_]|-_")
"""Low lines that are not inside of a word, and may be markup."""
_WIKILINK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")


def render_backlinks(place: Place) -> str:
    """The notes that link here, each with its sentences; nothing where there are none."""
    by_note: dict[str, list[Backlink]] = {}
    for backlink in place.site.index.backlinks.get(place.note.path, ()):
        by_note.setdefault(backlink.path, []).append(backlink)
    if not by_note:
        return ""
    items = "".join(_item(path, backlinks, place) for path, backlinks in by_note.items())
    title = '<p class="kb-backlinks__title">Linked from</p>'
    return f'<aside class="kb-backlinks" data-search-exclude>\n{title}\n<ul>\n{items}</ul>\n</aside>\n'


def _item(path: str, backlinks: list[Backlink], place: Place) -> str:
    note = place.site.index.notes.get(path)
    url, title = escape(place.way_to(place.site.url(path))), escape(title_of(note) if note else title_of_file(path))
    in_text = [backlink for backlink in backlinks if note and backlink.line >= note.body_line]
    sentences = dict.fromkeys(
        sentence for backlink in in_text or backlinks if (sentence := _sentence(backlink.context))
    )
    quoted = "".join(f"<q>{escape(sentence)}</q>" for sentence in sentences)
    return f'<li><a href="{url}">{title}</a>{quoted}</li>\n'


def _spans(tokens: Iterable[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or ())


def _sentence(context: str) -> str:
    """The words of a line of Markdown, cut to a length that reads at a glance."""
    plain = plain_words(context)
    words = parsed_words(context) if plain is None else plain
    return words if len(words) <= MOST_CHARACTERS else f"{words[:MOST_CHARACTERS].rsplit(' ', 1)[0]} …"


def plain_words(context: str) -> str | None:
    """The words of text in which nothing but wikilinks is markup, as `parsed_words` has them; None for any other."""
    is_plain = _WORDS.fullmatch(context) and not ("_" in context and _LOOSE_LINE.search(context))
    return " ".join(_WIKILINK.sub(_shown, context).split()) if is_plain else None


def parsed_words(context: str) -> str:
    """The words of a line of Markdown; none where a comment that begins or ends elsewhere may hide some."""
    tokens = parse_markdown(context).tokens
    words = " ".join(plain_text(tokens).split())
    if "%%" in context and ("%%" in words or not any("link" in token.meta for token in _spans(tokens))):
        return ""
    return words.strip("| ").replace(" | ", " · ") if words.startswith("|") else words  # a row of a table


def _shown(link: re.Match[str]) -> str:
    """What a plain wikilink shows, as `shown_text` has it."""
    return (link[2] or "").strip() or " > ".join(part.strip() for part in link[1].split("#") if part.strip())
