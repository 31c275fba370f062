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
    return _in_list(tokens[:start], block)


def _in_list(before: Sequence[Token], item: Sequence[Token]) -> tuple[Token, ...]:
    """An item in a list of its kind; one of a numbered list keeps its number."""
    is_list = {"bullet_list_open", "ordered_list_open"}.__contains__
    outer = next(token for token in reversed(before) if is_list(token.type) and token.level == item[0].level - 1)
    opening = Token(outer.type, outer.tag, 1, attrs={"start": item[0].info} if item[0].info else {})
    return (opening, *item, Token(outer.type.replace("open", "close"), outer.tag, -1))


def _has_id(token: Token, block_id: str) -> bool:
    return any(name == block_id for name, _ in token.meta.get("block_ids", ()))
