"""`[^label]` and `^[written in place]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.helpers import parseLinkLabel

from kb.vault.markdown.lines import Content

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

REFERENCE = re.compile(r"\[\^([^\s\]\[]+)\]")


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """`[^label]`, when the note defines that label."""
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if not match or f":{match[1]}" not in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.push("footnote", "", 0).meta["label"] = match[1]
    state.pos = match.end()
    return True


def footnote_in_place(state: StateInline, silent: bool) -> bool:
    """`^[text]`: the text is the token's children."""
    if not state.src.startswith("^[", state.pos):
        return False
    end = parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        token = state.push("footnote", "", 0)
        token.children = _parsed(state, state.pos + 2, end)
    state.pos = end + 1
    return True


def _parsed(state: StateInline, start: int, end: int) -> list[Token]:
    children: list[Token] = []
    content: Content = state.env["content"]
    content.offset += start
    state.md.inline.parse(state.src[start:end], state.md, state.env, children)
    content.offset -= start
    return children
