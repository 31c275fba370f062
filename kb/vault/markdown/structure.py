"""What is read from whole blocks: tasks, block ids, callout ends, footnote definitions, heading anchors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.vault.markdown.slugs import distinct, slug
from kb.vault.markdown.text import BREAKS, plain_text

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

TASK = re.compile(r"\[([^\]\n])\](?:[ \t]+|$)")
BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*")


def close_callouts(state: StateCore) -> None:
    """Give the end of each callout its name, and all its parts what its first line says."""
    stack: list[Token] = []
    for token in state.tokens:
        if token.type in {"blockquote_open", "callout_open"}:
            stack.append(token)
        elif token.type in {"callout_title_open", "callout_title_close"}:
            token.meta = dict(stack[-1].meta)
        elif token.type == "blockquote_close" and (opening := stack.pop()).type == "callout_open":
            token.type, token.meta = "callout_close", dict(opening.meta)


def drop_comments(state: StateCore) -> None:
    """Take comments out of the text, with the line break of one that had its line to itself."""
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        children = inline.children or []
        if any(child.type == "comment" for child in children):
            inline.children = _without_comments(children)
            opening.hidden = closing.hidden = not inline.children or opening.hidden


def _without_comments(children: list[Token]) -> list[Token]:
    lines: list[list[Token]] = [[]]
    for child in children:
        lines[-1].append(child)
        if child.type in BREAKS:
            lines.append([])
    kept = [line for line in lines if not _is_only_comment(line)]
    flat = [child for line in kept for child in line if child.type != "comment"]
    return flat[:-1] if flat and flat[-1].type in BREAKS else flat


def _is_only_comment(line: list[Token]) -> bool:
    rest = [child for child in line if child.type not in BREAKS]
    return any(child.type == "comment" for child in rest) and all(
        child.type == "comment" or (child.type == "text" and not child.content.strip()) for child in rest
    )


def tasks(state: StateCore) -> None:
    """`- [ ]`, `- [x]` and other marks: the mark goes to the item, out of its text."""
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            match = TASK.match(inline.content)
            if match:
                item.meta["task"] = match[1]
                inline.content = inline.content[match.end() :]


def block_ids(state: StateCore) -> None:
    """` ^id` at the end of a block names that block; alone in a paragraph it names the block before it."""
    kept: list[Token] = []
    siblings: list[list[Token]] = [[]]
    tokens = iter(state.tokens)
    for token in tokens:
        if token.nesting < 0:
            siblings.pop()
        elif token.type != "inline":
            siblings[-1].append(token)
        if token.nesting > 0:
            siblings.append([])
        kept.append(token)
        if token.type == "inline" and kept[-2].type in {"paragraph_open", "heading_open"}:
            before = siblings[-2][-2] if len(siblings[-2]) > 1 else None
            if _take_id(token, kept[-2], before, next(iter(kept[-3:-2]), None)):
                del kept[-2:]
                next(tokens)
                siblings.pop()
                siblings[-1].pop()
    state.tokens[:] = kept


def _take_id(inline: Token, opening: Token, before: Token | None, outer: Token | None) -> bool:
    """Name the right block; whether the paragraph is thereby used up."""
    start = max(inline.content.rfind("^"), 0)
    match = BLOCK_ID.fullmatch(inline.content, start)
    if not match or (start and inline.content[start - 1] not in " \t\n"):
        return False
    line = (inline.map or [0, 1])[1] - 1
    inline.content = inline.content[:start].rstrip(" \t\n")
    alone = not inline.content and before is not None
    in_item = outer is not None and outer.type == "list_item_open"
    named = before if alone else outer if in_item else opening
    if named is not None:
        named.meta.setdefault("block_ids", []).append((match[1], line))
    return alone


def footnote_definitions(state: StateCore) -> None:
    """Take definitions out of the flow: label -> tokens, the first of a label counts."""
    flow: list[Token] = []
    open_definitions: list[tuple[str, list[Token]]] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            open_definitions.append((str(token.meta["label"]), []))
        elif token.type == "footnote_reference_close":
            label, tokens = open_definitions.pop()
            state.env["definitions"].setdefault(label, tuple(tokens))
        else:
            (open_definitions[-1][1] if open_definitions else flow).append(token)
    state.tokens[:] = flow


def heading_anchors(state: StateCore) -> None:
    """A slug for each heading, unique in the note."""
    take = distinct()
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open":
            text = plain_text(inline.children or [])
            token.meta |= {"text": text, "anchor": take(slug(text) or "section")}
