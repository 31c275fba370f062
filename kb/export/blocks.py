"""The changes to a stretch of a body, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kb.export.breaks import break_edits
from kb.export.callouts import title_edits
from kb.export.edits import (
    Edit,
    apply_edits,
    block_removal,
    indented,
    leading_marks,
    line_end,
    line_start,
    prefix_of,
    removal,
)
from kb.export.parts import Part, closing, part_of, without_prefix
from kb.export.place import Place
from kb.export.source import Source, cell_positions, content_positions, read_source, words_start
from kb.export.spans import Line, span_edits
from kb.export.words import literal
from kb.site.body.raw import COMMENT
from kb.vault.links import Target
from kb.vault.markdown.links import SCHEME

if TYPE_CHECKING:
    from markdown_it.token import Token

CELLS = {"th_open", "td_open"}
BEGINS_BLOCK = re.compile(r"#{1,6}(?:\s|$)|[-+*](?:\s|$)|\d+[.)](?:\s|$)|```|~~~|[=|>:<$%^\[-]")
"""What is text within a line, and would be something else at its start."""
BLOCK_ID = re.compile(r"(?:^|[ \t]+)\^[A-Za-z0-9-]+\s*$")
FENCE_END = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")


def render_part(source: Source, part: Part, place: Place) -> str:
    """A stretch of a note's body as plain Markdown."""
    return without_prefix(source, part, _edited(source, part, list(_Edits(source, place).of(part.tokens))))


def _edited(source: Source, part: Part, edits: Sequence[Edit]) -> str:
    return apply_edits(source.text, part.start, part.end, edits)


def render_definitions(source: Source, place: Place) -> Iterator[str]:
    """The footnotes that an embedded text calls, and those that they call, under labels of their own."""
    known = dict(reversed([(label, part) for label, part in _definitions(source)]))
    done: set[str] = set()
    for name in place.called:  # grows while its own footnotes are rendered
        if name in done or name not in known:
            continue
        done.add(name)
        part = known[name]
        label = Edit(part.start, part.start + len(f"[^{name}]"), f"[^{place.label(name)}]")
        text = _edited(source, part, [label, *_Edits(source, place).of(part.tokens[1:-1])])
        yield without_prefix(source, part, text).rstrip()


def _definitions(source: Source) -> Iterator[tuple[str, Part]]:
    for index, token in enumerate(source.tokens):
        if token.type == "footnote_reference_open":
            end = closing(source.tokens, index)
            tokens = source.tokens[index : end + 1]
            yield str(token.meta["label"]), Part(tokens, int(token.meta["at"]), source.end_of(token))


@dataclass(slots=True)
class _Edits:
    """One pass over tokens.

    Attributes:
        source: The body that they are of.
        place: Where it goes.
        cell: The line of the table's row that is being read, and where its next cell begins.
    """

    source: Source
    place: Place
    cell: tuple[int, int] = (-1, 0)

    def of(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "footnote_reference_open" and not self.place.is_page:
                index = closing(tokens, index)
                yield self._removed(token)
            elif token.type == "inline":
                item = tokens[index - 2] if index > 1 and tokens[index - 2].type == "list_item_open" else None
                yield from self._inline(token, tokens[index - 1] if index else token, item)
            else:
                yield from self._block(token)
            index += 1

    def _block(self, token: Token) -> Iterator[Edit]:
        for name, line in token.meta.get("block_ids", ()):
            yield from self._block_id(name, line)
        if token.type == "heading_open":
            own = token.meta["anchor"] if self.place.is_page else ""
            self.place.page.headings.append((own, token.meta["text"]))
        elif token.type == "comment" or (token.type == "definition" and self._is_left_out(token)):
            yield self._removed(token)
        elif token.type == "fence" and not self._is_closed(token):
            yield Edit(self.source.end_of(token), self.source.end_of(token), self._fence_end(token))
        elif token.type == "html_block" and "<!--" in token.content:
            start, end = int(token.meta["at"]), self.source.end_of(token)
            for found in COMMENT.finditer(self.source.text, start, end):
                yield removal(self.source.text, *found.span())

    def _removed(self, token: Token) -> Edit:
        return block_removal(self.source.text, int(token.meta["at"]), self.source.end_of(token))

    def _is_left_out(self, definition: Token) -> bool:
        """Whether a link's definition is of no use: links in the vault, and all in an embed, are spelled out."""
        return not self.place.is_page or not SCHEME.match(str(definition.meta.get("url", "")))

    def _block_id(self, name: str, line: int) -> Iterator[Edit]:
        begin, end = self.source.starts[line], self.source.starts[line + 1] - 1
        for found in BLOCK_ID.finditer(self.source.text[begin:end]):
            anchor = f'<a id="^{name}"></a>' if self.place.is_page else ""
            space = " " if anchor and found[0][0] in " \t" else ""
            yield Edit(begin + found.start(), begin + found.end(), space + anchor)

    def _is_closed(self, fence: Token) -> bool:
        first, last = fence.map or [0, 0]
        text = self.source.text[self.source.starts[last - 1] : self.source.end_of(fence)]
        found = FENCE_END.fullmatch(text)
        return last - first > 1 and found is not None and found[1].startswith(fence.markup)

    def _fence_end(self, fence: Token) -> str:
        return f"\n{prefix_of(self.source.text, int(fence.meta['at']))}{fence.markup}"

    def _inline(self, inline: Token, opening: Token, item: Token | None) -> Iterator[Edit]:
        text = self.source.text
        positions = self._positions(inline, opening, item)
        if opening.type == "callout_title_open":
            is_nested = opening.level > 1 or self.place.is_nested
            yield from title_edits(text, opening, inline, positions, is_nested=is_nested)
        children, is_paragraph = inline.children or (), opening.type == "paragraph_open"
        show = partial(self._show, int(inline.meta["at"]), positions[0]) if is_paragraph else None
        edits = list(span_edits(children, Line(text, positions, show), self.place))
        yield from edits
        if is_paragraph and not self.place.site.drawing.has_strict_breaks:
            yield from break_edits(text, children, positions, edits)

    def _positions(self, inline: Token, opening: Token, item: Token | None) -> list[int]:
        if opening.type not in CELLS:
            return content_positions(self.source, inline, words_start(self.source, opening, inline, item))
        line = (inline.map or [0])[0]
        start = self.cell[1] if self.cell[0] == line else self._row_start(line, int(inline.meta["at"]))
        positions = cell_positions(self.source, inline, start)
        self.cell = (line, positions[-1])
        return positions

    def _row_start(self, line: int, at: int) -> int:
        start = self.source.starts[line]
        if start <= at:  # the table begins here, and a `>` is a word of its first cell
            return at
        return start + len(leading_marks(self.source.text[start : self.source.starts[line + 1]]))

    def _show(self, at: int, first: int, target: Target, start: int, end: int) -> Edit | None:
        """A note in place of its embed, as blocks of its own; nothing where a link has to do.

        Args:
            at: Where the paragraph begins.
            first: Where its words begin; a task's mark stands before them.
            target: What is embedded.
            start: Where the embed begins.
            end: Where it ends.
        """
        text, line = self.source.text, line_start(self.source.text, start)
        begin = at if line <= at else line + len(leading_marks(text[line:start]))
        prefix = prefix_of(text, begin)
        finish = line_end(text, end)
        before, after = text[max(begin, first) : start], text[end:finish]
        is_apart = not BEGINS_BLOCK.match(after.lstrip())
        body = render_embed(target, self.place, is_nested=bool(prefix)) if is_apart else None
        if body is None:
            return None
        below = text[finish + 1 : line_end(text, finish + 1)].strip(" \t>")
        blank = f"\n{prefix.rstrip()}"
        is_behind = before.strip() or (text[begin:first].strip() and BEGINS_BLOCK.match(body))
        opened = f"{blank}\n{prefix}" if is_behind else f"\n{prefix}" if begin > at else ""
        closed = f"{blank}\n{prefix}" if after.strip() else blank if below else ""
        return Edit(start, end, opened + indented(body, prefix) + closed)


def render_embed(target: Target, place: Place, *, is_nested: bool) -> str | None:
    """The text of an embedded note, section or block, or why it is not shown; None where a link has to do."""
    inside = place.inside(target, is_nested=is_nested)
    if isinstance(inside, str):
        return f"*{inside}: {literal(target.path)}*"
    source = read_source(inside.note)
    text = render_part(source, part_of(source, target), inside).strip("\n").rstrip()
    place.page.definitions.extend(render_definitions(source, inside))
    return text or None
