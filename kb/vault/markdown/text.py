"""The words of inline tokens, without their markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.model.note import Link

if TYPE_CHECKING:
    from markdown_it.token import Token

COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
SPOKEN = {"text", "text_special", "code_inline", "math_inline", "math_inline_display"}
BREAKS = {"softbreak", "hardbreak"}


def shown_text(link: Link) -> str:
    """What Obsidian shows for a link: its text, or `Note > Heading`."""
    if text := COMMENT.sub("", link.text).strip():
        return text
    return " > ".join(part for part in (link.target, *link.fragment.split("#")) if part)


def plain_text(tokens: Iterable[Token]) -> str:
    """The words of inline tokens: no markup, comments, footnotes or embeds."""
    return "".join(_words(token) for token in tokens).strip()


def _words(token: Token) -> str:
    if token.type in SPOKEN:
        return token.content
    if token.type in BREAKS:
        return " "
    if token.type == "tag":
        return f"#{token.content}"
    if token.type == "wikilink":
        return shown_text(token.meta["link"])
    return plain_text(token.children or []) if token.type in {"image", "inline"} else ""
