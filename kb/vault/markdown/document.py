"""A note's Markdown as tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote.index import footnote_def

from kb.vault.markdown import blocks, footnotes, lines, links, spans, structure

if TYPE_CHECKING:
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.token import Token

DEEPEST = blocks.DEEPEST + 2
"""Where markdown-it would drop what lies deeper: an item is two levels, its list and itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """A note's body, parsed.

    Attributes:
        tokens: markdown-it's tokens with Obsidian's added; `map` counts from 0 at the first line of the text.
        footnotes: The definitions, by label, out of the flow.
        first_line: The 1-based line of the file on which the text begins.
    """

    tokens: tuple[Token, ...]
    footnotes: Mapping[str, tuple[Token, ...]]
    first_line: int


def parse_markdown(text: str, *, first_line: int = 1) -> Document:
    """Parse the body of a note, LF line ends, as Obsidian reads it. Never raises."""
    return parse_with(_parser(), text, first_line)


def parse_with(parser: MarkdownIt, text: str, first_line: int) -> Document:
    """Parse with a parser that `new_parser` made."""
    env = {"first_line": first_line, "definitions": {}}
    tokens = parser.parse(text, env)
    return Document(tuple(tokens), env["definitions"], first_line)  # type: ignore[arg-type]  # filled by the parser


@cache
def _parser() -> MarkdownIt:
    return new_parser()


def new_parser() -> MarkdownIt:
    """A parser of Obsidian's language, for those who change it."""
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    _add_blocks(parser)
    _add_spans(parser)
    _add_structure(parser)
    return parser


def _add_blocks(parser: MarkdownIt) -> None:
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]}
    parser.block.ruler.before("table", "too_deep", blocks.too_deep)
    parser.block.ruler.before("table", "callout_title", blocks.callout_title)
    parser.block.ruler.after("fence", "comment_block", blocks.comment_block, interrupts)
    parser.block.ruler.after("fence", "math_block", blocks.math_block, interrupts)
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("paragraph", blocks.paragraph)


def _add_spans(parser: MarkdownIt) -> None:
    ruler = parser.inline.ruler
    ruler.at("link", links.markdown_link)
    ruler.at("image", links.markdown_image)
    ruler.before("link", "wikilink", links.wikilink)
    ruler.before("link", "footnote_reference", footnotes.footnote_reference)
    ruler.before("link", "footnote_in_place", footnotes.footnote_in_place)
    for rule in (spans.comment, spans.math, spans.tag, spans.highlight, links.bare_address):
        ruler.after("backticks", rule.__name__, rule)
    parser.inline.ruler2.before("emphasis", "close_highlights", spans.close_highlights)


def _add_structure(parser: MarkdownIt) -> None:
    ruler = parser.core.ruler
    ruler.at("inline", lines.inline_with_lines)
    for block_rule in (structure.close_callouts, structure.tasks, structure.block_ids):
        ruler.before("inline", block_rule.__name__, block_rule)
    ruler.push("drop_comments", structure.drop_comments)
    ruler.push("heading_anchors", structure.heading_anchors)
    ruler.push("footnote_definitions", structure.footnote_definitions)
