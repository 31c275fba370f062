"""Inline comments, mathematics, tags and highlights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it.rules_inline.state_inline import Delimiter

from kb.vault.markdown.lines import place_of

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MATH = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+)(?<!\s)\$(?!\d)", re.DOTALL)
DISPLAY_MATH = re.compile(r"\$\$((?:[^$\\]|\\.)+)\$\$", re.DOTALL)
TAG = re.compile(r"#([^\s\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f\u3000-\u303f'\"!#$%&()*+,.:;<=>?@^`{|}~\[\]\\]+)")
EQUALS = ord("=")


def is_tag(name: str) -> bool:
    """Whether a name without `#` can be a tag: some characters cannot, nor can digits alone or an empty part."""
    match = TAG.fullmatch(f"#{name}")
    return match is not None and not name.isdigit() and all(name.split("/"))


def comment(state: StateInline, silent: bool) -> bool:
    """`%%never published%%`, which leaves nothing behind."""
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("comment", "", 0).hidden = True
    state.pos = end + 2
    return True


def math(state: StateInline, silent: bool) -> bool:
    """`$x$`, and `$$x$$` inside a paragraph."""
    if state.src[state.pos] != "$":
        return False
    display = DISPLAY_MATH.match(state.src, state.pos, state.posMax)
    match = display or MATH.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("math_inline_display" if display else "math_inline", "", 0).content = match[1].strip()
    state.pos = match.end()
    return True


def tag(state: StateInline, silent: bool) -> bool:
    """`#tag` and `#nested/tag`, at the start or after a space, with a character that is no digit."""
    before = state.src[state.pos - 1] if state.pos else " "
    match = TAG.match(state.src, state.pos, state.posMax) if before.isspace() else None
    name = match[1].rstrip("/") if match else ""
    if not name or name.isdigit():
        return False
    if not silent:
        token = state.push("tag", "", 0)
        token.content, token.meta["place"] = name, place_of(state)
    state.pos += 1 + len(name)
    return True


def highlight(state: StateInline, silent: bool) -> bool:
    """Each `==` is a delimiter; `close_highlights` pairs them."""
    if silent or not state.src.startswith("==", state.pos):
        return False
    scanned = state.scanDelims(state.pos, True)
    state.push("text", "", 0).content = "=" * scanned.length
    if scanned.length == len("=="):
        index = len(state.tokens) - 1
        state.delimiters.append(Delimiter(EQUALS, 0, index, -1, scanned.can_open, scanned.can_close))
    state.pos += scanned.length
    return True


def close_highlights(state: StateInline) -> None:
    """Turn paired `==` into a mark, at every level of nesting."""
    nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *nested):
        for opener in delimiters:
            if opener.marker == EQUALS and opener.end >= 0:
                _become(state.tokens[opener.token], "mark_open", 1)
                _become(state.tokens[delimiters[opener.end].token], "mark_close", -1)


def _become(token: Token, kind: str, nesting: Literal[1, -1]) -> None:
    token.type, token.tag, token.nesting, token.content = kind, "mark", nesting, ""
