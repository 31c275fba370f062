"""The same tokens, each knowing where in the text it stands, for those who rewrite a note."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from markdown_it.helpers import parseLinkLabel

from kb.vault.markdown.document import new_parser, parse_with

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

BlockRule = Callable[["StateBlock", int, int, bool], bool]
InlineRule = Callable[["StateInline", bool], bool]


def parse_located(text: str) -> tuple[Token, ...]:
    """Parse the body of a note, LF line ends; nothing is taken out of the flow, neither comments nor definitions.

    Returns:
        Tokens with what `parse_markdown` gives them and more in `meta`. A block's `at` is its offset in the text. The
        `span` of what stands in a line is its start and end in the content of the `inline` token, and the `label_end`
        of a link is where its words end there. A link's reference definition is a token `definition`.
    """
    return parse_with(_parser(), text, 1).tokens


@cache
def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.options["inline_definitions"] = True
    parser.core.ruler.disable(["drop_comments", "footnote_definitions"])
    for block in list(parser.block.ruler.__rules__):
        parser.block.ruler.at(block.name, _located_block(block.fn), {"alt": block.alt})
    for inline in list(parser.inline.ruler.__rules__):
        parser.inline.ruler.at(inline.name, _located_span(inline.fn), {"alt": inline.alt})
    return parser


def _located_block(rule: BlockRule) -> BlockRule:
    def located(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first, at = len(state.tokens), state.bMarks[start] + state.tShift[start]
        found = rule(state, start, end, silent)
        for token in state.tokens[first:] if found and not silent else ():
            token.meta.setdefault("at", at)
        return found

    return located


def _located_span(rule: InlineRule) -> InlineRule:
    def located(state: StateInline, silent: bool) -> bool:
        first, start = len(state.tokens), state.pos
        if not rule(state, silent):
            return False
        for token in state.tokens[first:] if not silent else ():
            if token.type == "link_open" and "span" not in token.meta and state.src[start] == "[":
                token.meta["label_end"] = parseLinkLabel(state, start, True)
            token.meta.setdefault("span", (start, state.pos))
        return True

    return located
