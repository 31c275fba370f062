"""What can be found of a note: what its page shows, as text, from the parser's tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.model.note import Note
from kb.query.dataview.inline import QUERY, inline_query
from kb.query.reading import BASE
from kb.site.body.properties import HIDDEN
from kb.site.search.sources import chart_words, diagram_words, formula_words
from kb.site.titles import begins_with_title, readable, title_of
from kb.vault.index import tags_of
from kb.vault.markdown import Document, parse_markdown
from kb.vault.markdown.text import plain_text
from kb.vault.properties import property_aliases

if TYPE_CHECKING:
    from markdown_it.token import Token

WORDS = {"mermaid": diagram_words, "vega-lite": chart_words}
"""Of notations in blocks, by language."""
SOURCES = {"fence", "code_block", "math_block"}
FORMULAS = {"math_inline", "math_inline_display"}


@dataclass(frozen=True, slots=True)
class Section:
    """The text below one heading; the first of a note stands above all headings, and has neither anchor nor heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What can be found of one note.

    Attributes:
        url: Of its page, relative to the site's root.
        title: As text.
        folder: Where it lies, as a reader sees it: `Strategies / Trend`.
        sections: Its text, in order.
        tags: As written, without `#`.
        aliases: Its other names.
        properties: Those that its page shows, as text.
        types: The values of its property `type`.
        stages: The values of its property `stage`.
    """

    url: str
    title: str
    folder: str = ""
    sections: tuple[Section, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


def record_of(note: Note, document: Document, url: str) -> Record:
    """Read a record from a note of the audience.

    Args:
        note: The note.
        document: Its body, parsed.
        url: Of its page, relative to the site's root.
    """
    shown = {key: value for key, value in note.properties.items() if key.casefold() not in HIDDEN}
    return Record(
        url=url,
        title=title_of(note),
        folder=folder_words(note.path),
        sections=tuple(sections_of(document, skipped=int(begins_with_title(note)))),
        tags=tags_of(note),
        aliases=property_aliases(note),
        properties=tuple((key, _text(value)) for key, value in shown.items() if _text(value)),
        types=_values(shown, "type"),
        stages=_values(shown, "stage"),
    )


def folder_words(path: str) -> str:
    """Where a file lies, as a reader sees it."""
    return " / ".join(readable(part) for part in path.split("/")[:-1])


def sections_of(document: Document, skipped: int = 0) -> Iterator[Section]:
    """The sections that say something; the first `skipped` headings are the page's title."""
    pending = dict(document.footnotes)
    anchor = heading = ""
    start = 0
    for place, token in enumerate(document.tokens):
        if token.type != "heading_open":
            continue
        yield from _section(anchor, heading, document.tokens[start:place], pending)
        start = place + 2
        if skipped:
            skipped -= 1
        else:
            anchor, heading = token.meta["anchor"], token.meta["text"]
    yield from _section(anchor, heading, document.tokens[start:], pending)


def _section(
    anchor: str, heading: str, tokens: Iterable[Token], pending: dict[str, tuple[Token, ...]]
) -> Iterator[Section]:
    text = "\n".join(text for text in _texts(tokens, pending) if text)
    if anchor or text:
        yield Section(anchor, heading, text)


def _texts(tokens: Iterable[Token], pending: dict[str, tuple[Token, ...]]) -> Iterator[str]:
    """The words of each block, and of the footnotes that are called here first."""
    queue = list(tokens)
    for token in queue:  # grows while footnotes are called
        if token.type in SOURCES:
            yield _source(token).strip()
        elif token.children:
            yield plain_text(map(_spoken, token.children))
            for call in token.children:
                if call.type == "footnote":
                    queue += pending.pop(call.meta["label"], ()) if "label" in call.meta else [call]


def _source(token: Token) -> str:
    """What is written in lines of its own; of a notation that is drawn, its words, and of a question nothing."""
    if token.type == "math_block":
        return formula_words(token.content)
    language = "".join(token.info.split()[:1])
    if language in {BASE, QUERY}:
        return ""
    return WORDS[language](token.content) if language in WORDS else token.content


def _spoken(token: Token) -> Token:
    """What is found of a piece of text: of a formula its words, of a query nothing."""
    if token.type == "code_inline" and inline_query(token.content):
        return token.copy(content="")
    return token.copy(content=formula_words(token.content)) if token.type in FORMULAS else token


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return ", ".join(text for item in value if (text := _text(item)))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    text = str(value)
    if "[[" not in text:
        return text
    inlines = parse_markdown(text.replace("\n", " ")).tokens[1:2]
    return " ".join(plain_text(inline.children or ()) for inline in inlines)


def _values(properties: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The values of a property, which may be a list of them."""
    found = next((value for key, value in properties.items() if key.casefold() == name), None)
    values = found if isinstance(found, list) else [found]
    return tuple(text for value in values if (text := _text(value).strip()))
