"""A link written anew with another target or fragment, all else as its author wrote it."""

from __future__ import annotations

import re
from urllib.parse import quote

from kb.model.note import Link
from kb.vault.markdown import read_outline

_DESTINATION = re.compile(
    r"""(?P<lead>\s*)(?P<address><[^<>\n]*>|\S*?)(?P<rest>(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\))"""
)
_QUOTED = re.compile(r"[\s%()<>?#\\\[\]\"'`*_]")
_LONGEST = 1000


def respelled(link: Link, target: str, fragment: str) -> str:
    """The link with another target and fragment; empty when that cannot be written in its place."""
    if len(link.raw) > _LONGEST:
        return ""
    raw = (_wiki if link.is_wiki else _markdown)(link.raw, target, fragment)
    return raw if raw and _reads_as(raw, link, target, fragment) else ""


def _wiki(raw: str, target: str, fragment: str) -> str:
    opening = raw[: raw.index("[[") + 2]
    named, bar, text = raw[len(opening) : -2].partition("|")
    escape = "\\" if bar and named.endswith("\\") else ""  # before the bar in a table
    named = named.removesuffix(escape)
    lead, tail = named[: len(named) - len(named.lstrip())], named[len(named.rstrip()) :]
    return f"{opening}{lead}{target}{f'#{fragment}' if fragment else ''}{tail}{escape}{bar}{text}]]"


def _markdown(raw: str, target: str, fragment: str) -> str:
    start = raw.rfind("](") + 2
    written = _DESTINATION.fullmatch(raw, start) if start > 1 else None
    if not written:
        return ""
    address = _address(target, fragment, in_brackets=written["address"].startswith("<"))
    return raw[:start] + written["lead"] + address + written["rest"]


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
