"""What stands in a line: links, embeds, highlights, comments, footnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.export.edits import Edit, apply_edits, removal
from kb.export.place import Place
from kb.export.words import link_markdown, link_tail, literal, picture
from kb.model.note import Link
from kb.site.body.embeds import embed_link
from kb.site.body.pictures import PICTURES, SIZE
from kb.vault.links import Target
from kb.vault.markdown.text import shown_text

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Line:
    """The content of an inline token.

    Attributes:
        text: The text in which it stands.
        positions: The offset there of each character of the content, and of its end.
        show: How a note is shown here, given its target and the embed's offsets; None where only a link can be,
            as inside emphasis.
    """

    text: str
    positions: Sequence[int]
    show: Callable[[Target, int, int], Edit | None] | None = None

    def bounds(self, token: Token) -> tuple[int, int]:
        """Where a token stands in the text."""
        start, end = token.meta["span"]
        return self.positions[start], self.positions[end - 1] + 1


def span_edits(children: Sequence[Token], line: Line, place: Place) -> Iterator[Edit]:
    """The changes to what stands in a line."""
    depth, closed = 0, replace(line, show=None)
    for token in children:
        depth += token.nesting
        if "span" in token.meta and (find := _EDITS.get(token.type)):
            yield from find(token, closed if depth else line, place)


def _wikilink(token: Token, line: Line, place: Place) -> Iterator[Edit]:
    yield Edit(*line.bounds(token), _link(token.meta["link"], place))


def _link(link: Link, place: Place) -> str:
    """A link, or where it leads nowhere only its words."""
    found, words = place.resolve(link), literal(shown_text(link))
    return link_markdown(words, place.url(found)) if isinstance(found, Target) else words


def _embed(token: Token, line: Line, place: Place) -> Iterator[Edit]:
    link, bounds = embed_link(token), line.bounds(token)
    if link is None:
        if SIZE.match(token.content):
            yield Edit(*bounds, picture(str(token.attrs["src"]), token.content))
        elif not place.is_page:
            yield Edit(*bounds, f"![{literal(token.content)}]{_tail(token, 'src')}")
        return
    found = place.resolve(link)
    if isinstance(found, Target) and found.path.rpartition(".")[2].lower() in PICTURES:
        yield Edit(*bounds, picture(place.url(found), link.text, found.path))
    elif isinstance(found, Target) and found.path not in place.site.index.notes:
        yield Edit(*bounds, _file(link, found, place))
    else:
        shown = line.show(found, *bounds) if line.show and isinstance(found, Target) and not found.missing else None
        yield shown or Edit(*bounds, _link(link, place))


def _file(link: Link, target: Target, place: Place) -> str:
    """A sound, a film or a document is a link; that to a PDF leads to the page that the embed shows."""
    name = literal(target.path.rpartition("/")[2])
    page = link.fragment.removeprefix("page=").partition("&")[0]
    fragment = f"#page={page}" if target.path.lower().endswith(".pdf") and page.isdecimal() else ""
    return link_markdown(name, place.url(target) + fragment)


def _markdown_link(token: Token, line: Line, place: Place) -> Iterator[Edit]:
    if "label_end" not in token.meta:
        return
    start, end = line.bounds(token)
    label_end = line.positions[token.meta["label_end"]]
    link = token.meta.get("link")
    found = place.resolve(link) if link else None
    if isinstance(found, Target):
        yield Edit(label_end + 1, end, link_tail(place.url(found), str(token.attrs.get("title", ""))))
    elif link:
        yield from (Edit(start, start + 1, ""), Edit(label_end, end, ""))
    elif not place.is_page:
        yield Edit(label_end + 1, end, _tail(token, "href"))


def _tail(token: Token, attribute: str) -> str:
    """Where a link to another site leads, spelled out: its definition stays behind."""
    return link_tail(f"<{token.attrs[attribute]}>", str(token.attrs.get("title", "")))


def _mark(token: Token, line: Line, _place: Place) -> Iterator[Edit]:
    yield Edit(*line.bounds(token), "<mark>" if token.nesting > 0 else "</mark>")


def _comment(token: Token, line: Line, _place: Place) -> Iterator[Edit]:
    yield removal(line.text, *line.bounds(token))


def _html(token: Token, line: Line, _place: Place) -> Iterator[Edit]:
    if token.content.startswith("<!--"):
        yield removal(line.text, *line.bounds(token))


def _footnote(token: Token, line: Line, place: Place) -> Iterator[Edit]:
    bounds = line.bounds(token)
    if "label" in token.meta:
        label = str(token.meta["label"])
        place.called.append(label)
        if not place.is_page:
            yield Edit(*bounds, f"[^{place.label(label)}]")
        return
    start, end = token.meta["span"]
    inner = Line(line.text, line.positions[start + 2 : end])
    edits = span_edits(token.children or (), inner, place)
    words = apply_edits(line.text, bounds[0] + 2, bounds[1] - 1, edits)
    label = place.new_label()
    place.page.definitions.append(f"[^{label}]: {' '.join(words.split())}")
    yield Edit(*bounds, f"[^{label}]")


_EDITS: dict[str, Callable[[Token, Line, Place], Iterator[Edit]]] = {
    "wikilink": _wikilink,
    "wikiembed": _embed,
    "image": _embed,
    "link_open": _markdown_link,
    "mark_open": _mark,
    "mark_close": _mark,
    "comment": _comment,
    "html_inline": _html,
    "footnote": _footnote,
}
