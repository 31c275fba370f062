"""Footnotes: numbered where they are called, told below the text that called them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.site.body.place import Place
from kb.site.body.raw import clean_html, held, with_own

if TYPE_CHECKING:
    from markdown_it.token import Token

    from kb.vault.markdown import Document


@dataclass(slots=True)
class Rendering:
    """One text on its way to HTML: where it stands, and the footnotes it has called so far.

    Attributes:
        place: The place.
        first_line: The line of the file on which the text begins.
        prefix: Makes the ids of this text's footnotes unique on the page.
        called: The footnotes in the order of their first call: label, and tokens of those written in place.
        numbers: Label -> its number.
        calls: Label -> how often it was called.
        named: The block ids that have their anchor; of two alike the first counts.
        own: Pieces that kb made itself, and that no cleaning may touch.
        has_html: Whether the text holds HTML of its author.
    """

    place: Place
    first_line: int
    prefix: str
    called: list[tuple[str, Sequence[Token] | None]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    own: list[str] = field(default_factory=list)
    has_html: bool = False

    def keep(self, html: str) -> str:
        """What stands for a piece that is kb's own until the text around it is clean."""
        self.own.append(html)
        return held(len(self.own) - 1)

    def is_new(self, block_id: str) -> bool:
        """Whether this is the first block of that name."""
        before = len(self.named)
        self.named.add(block_id.casefold())
        return len(self.named) > before


Render = Callable[[Sequence["Token"], Rendering], str]


def render_with_footnotes(document: Document, place: Place, render: Render) -> str:
    """The text, and below it the footnotes that it calls, and that those call."""
    prefix = "" if place.is_page else f"{next(place.numbers) + 1}-"
    rendering = Rendering(place, document.first_line, prefix)
    html = render(document.tokens, rendering)
    items = []
    for number, (label, tokens) in enumerate(rendering.called, 1):  # grows while its own notes are rendered
        body = render(document.footnotes[label], rendering) if tokens is None else _paragraph(tokens, rendering, render)
        items.append(_item(f"{prefix}{number}", body))
    html += f'<div class="footnote">\n<hr>\n<ol>\n{"".join(items)}</ol>\n</div>\n' if items else ""
    return with_own(clean_html(html) if rendering.has_html else html, rendering.own)


def render_reference(token: Token, rendering: Rendering) -> str:
    """The raised number that calls a footnote."""
    label = str(token.meta.get("label") or f" {len(rendering.called)}")  # no label holds a space
    if label not in rendering.numbers:
        rendering.called.append((label, None if "label" in token.meta else token.children or ()))
        rendering.numbers[label] = len(rendering.called)
    times = rendering.calls[label] = rendering.calls.get(label, 0) + 1
    number = rendering.numbers[label]
    name = f"{rendering.prefix}{number}"
    again = "" if times == 1 else f":{times}"
    return f'<sup id="fnref:{name}{again}"><a class="footnote-ref" href="#fn:{name}">{number}</a></sup>'


def _paragraph(tokens: Sequence[Token], rendering: Rendering, render: Render) -> str:
    return f"<p>{render(tokens, rendering)}</p>\n"


def _item(name: str, body: str) -> str:
    back = f'<a class="footnote-backref" href="#fnref:{name}" title="Back to the text">↩</a>'
    stem = body.removesuffix("</p>\n")
    body = f"{stem} {back}</p>\n" if stem != body else f"{body}<p>{back}</p>\n"
    return f'<li id="fn:{name}">\n{body}</li>\n'
