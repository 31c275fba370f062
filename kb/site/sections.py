"""The part of a note that an embed shows: from a heading to the next of its level, or one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from markdown_it.token import Token

from kb.vault.links import Target

if TYPE_CHECKING:
    from kb.vault.markdown import Document


def part_of(document: Document, target: Target) -> Document:
    """What a link's target names: a section, a block, or else the whole note."""
    if target.heading:
        return replace(document, tokens=_section(document.tokens, target.heading.anchor))
    if target.block_id:
        return replace(document, tokens=_block(document, target.block_id))
    return document


def _section(tokens: Sequence[Token], anchor: str) -> tuple[Token, ...]:
    start = next(i for i, token in enumerate(tokens) if token.meta.get("anchor") == anchor)
    opening = tokens[start]
    for end in range(start + 1, len(tokens)):
        token = tokens[end]
        if token.level < opening.level:
            return tuple(tokens[start:end])
        if token.type == "heading_open" and token.level == opening.level and token.tag <= opening.tag:
            return tuple(tokens[start:end])
    return tuple(tokens[start:])


def _block(document: Document, block_id: str) -> tuple[Token, ...]:
    tokens = (*document.tokens, *chain.from_iterable(document.footnotes.values()))
    start = next(i for i, token in enumerate(tokens) if _has_id(token, block_id))
    depths = accumulate(token.nesting for token in tokens[start:])
    end = start + next(i for i, depth in enumerate(depths) if depth == 0)
    block = tokens[start : end + 1]
    if tokens[start].type != "list_item_open":
        return block
    return (Token("bullet_list_open", "ul", 1), *block, Token("bullet_list_close", "ul", -1))


def _has_id(token: Token, block_id: str) -> bool:
    return any(name == block_id for name, _ in token.meta.get("block_ids", ()))
