"""Line breaks that every reader sees: two spaces, which all know, where Obsidian needs none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kb.export.edits import AROUND, Edit, line_end, line_start

if TYPE_CHECKING:
    from markdown_it.token import Token

BREAK = "  "


def break_edits(
    text: str, children: Sequence[Token], positions: Sequence[int], edits: Sequence[Edit]
) -> Iterator[Edit]:
    """The changes that keep a paragraph's lines apart.

    Args:
        text: The text in which it stands.
        children: What stands in the paragraph.
        positions: The offset in the text of each character of the paragraph's content, and of its end.
        edits: The other changes to it: where one puts blocks between its lines, these are apart already.
    """
    apart = set(_apart(text, [edit for edit in edits if "\n" in edit.text]))
    for token in children:
        if token.type == "softbreak":
            end = line_end(text, positions[token.meta["span"][0]])
            if end not in apart:
                yield Edit(end, end, BREAK)


def _apart(text: str, blocks: Iterable[Edit]) -> Iterator[int]:
    """The ends of lines beside blocks, where nothing else stands between."""
    for edit in blocks:
        begin, end = line_start(text, edit.start), line_end(text, edit.end)
        if not text[begin : edit.start].strip(AROUND):
            yield begin - 1
        if not text[edit.end : end].strip():
            yield end
