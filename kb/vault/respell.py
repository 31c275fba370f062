"""A link written anew with another target or fragment, all else as its author wrote it."""

from __future__ import annotations

import re
from urllib.parse import quote

from kb.model.note import Link
from kb.vault.markdown import read_outline

_WIKI = re.compile(
    r"(?P<open>!?\[\[\s*)(?P<target>[^|#]*?)(?P<gap>\s*)(?:#[^|]*?)?(?P<rest>\s*(?:\\?\|.*)?\]\])", re.DOTALL
)
_MARKDOWN = re.compile(
    r"""(?P<open>!?\[.*\]\(\s*)(?P<address><[^<>\n]*>|\S*?)(?P<rest>(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\))""",
    re.DOTALL,
)
_QUOTED = re.compile(r"[\s%()<>?#\\\[\]\"'`*_]")
_LONGEST = 1000


def respelled(link: Link, target: str, fragment: str) -> str:
    """The link with another target and fragment; empty when that cannot be written in its place."""
    written = _WIKI.fullmatch(link.raw) if link.is_wiki else _MARKDOWN.fullmatch(link.raw[:_LONGEST])
    if not written:
        return ""
    if link.is_wiki:
        address = target + written["gap"] + (f"#{fragment}" if fragment else "")
    else:
        address = _address(target, fragment, in_brackets=written["address"].startswith("<"))
    raw = written["open"] + address + written["rest"]
    return raw if _reads_as(raw, link, target, fragment) else ""


def _address(target: str, fragment: str, *, in_brackets: bool) -> str:
    if in_brackets:
        return f"<{quote_address(target, r'[%<>#?]')}{'#' if fragment else ''}{quote_address(fragment, r'[%<>]')}>"
    return quote_address(target) + (f"#{quote_address(fragment)}" if fragment else "")


def quote_address(text: str, characters: str = "") -> str:
    """What a Markdown address cannot hold as it is, in percent; letters of all alphabets stay readable."""
    return re.sub(characters or _QUOTED, lambda found: quote(found[0], safe=""), text)


def _reads_as(raw: str, link: Link, target: str, fragment: str) -> bool:
    """Whether what was written is read as it was meant."""
    found = [other for other in read_outline(raw, path="", first_line=1).links if other.raw == raw]
    return [(one.target, one.fragment, one.text, one.is_embed) for one in found] == [
        (target, fragment, link.text, link.is_embed)
    ]
