"""Which line of the file an inline rule stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline


def line_of(state: StateInline) -> int:
    """The 1-based line of the file at the state's position; cheap when asked in order."""
    source, position, line = state.env.get("seen", (None, 0, 0))
    if source is not state.src or position > state.pos or line < state.env["line"]:
        position, line = 0, state.env["line"]
    line += state.src.count("\n", position, state.pos)
    state.env["seen"] = (state.src, state.pos, line)
    return int(line)


def inline_with_lines(state: StateCore) -> None:
    """Parse the inline tokens, telling the rules the line on which each begins."""
    for token in state.tokens:
        if token.type == "inline":
            state.env["line"] = state.env["first_line"] + (token.map or [0])[0]
            state.env.pop("seen", None)
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
