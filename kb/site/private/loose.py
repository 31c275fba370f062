"""Links that no reader follows and every reader could see: in definitions, in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import unquote

from kb.site.private.distinct import is_distinctive
from kb.site.private.literal import Shown
from kb.site.private.meant import is_of_vault
from kb.site.private.outside_code import replaced
from kb.vault.markdown.located import parse_located

_DEFINITION = re.compile(r"\]:[ \t]*\n?[ \t>]*(<[^>\n]*>|\S+)")
_TAG = re.compile(r"""<[A-Za-z](?:[^>"'<]|"[^"]*"|'[^']*'){0,4000}>""")
_ANY_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(
    r"""(<a\b(?:[^>"'<]|"[^"]*"|'[^']*'){0,4000}>)((?:(?!</?a\b).){1,4000})(?=</a\b)""", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""(?P<lead>[\s"'](?P<name>[A-Za-z][\w:.-]*)\s*=\s*)"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)
_WORDS = {"title", "alt", "aria-label"}
_ADDRESS = re.compile(
    r"(?:[\w-]+:)?href|(?:image)?src(?:set)?|data(?:-.*)?|poster|cite|(?:form)?action|background|longdesc",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;()\"']+")
"""What stands between addresses where an attribute holds several, beside blanks."""


def without_loose(body: str, shown: Shown) -> str:
    """A note's body whose definitions and HTML name nothing private; code and lines stay."""
    body = _without_definitions(body, shown)
    if "<" not in body:
        return body
    body = replaced(body, _LINK, lambda found: found[1] + _words(found[1], found[2], shown))
    return replaced(body, _TAG, lambda found: _tag(found[0], shown))


def _without_definitions(body: str, shown: Shown) -> str:
    candidates = (match[1] for match in _DEFINITION.finditer(body)) if "]:" in body else iter(())
    if not any(_is_private(address.strip("<>"), shown) for address in candidates):
        return body
    lines = body.split("\n")
    for token in parse_located(body):
        if token.type == "definition" and token.map and _is_private(str(token.meta["url"]), shown):
            lines[slice(*token.map)] = [""] * (token.map[1] - token.map[0])
    return "\n".join(lines)


def _words(tag: str, html: str, shown: Shown) -> str:
    """What stands between the tags of a link: as it is, or what is shown instead where it names what is private."""
    text = " ".join(unescape(_ANY_TAG.sub("", html)).split())
    for attribute in _ATTRIBUTE.finditer(tag):
        words = shown(_target(_value(attribute)), text) if _ADDRESS.fullmatch(attribute["name"]) else None
        if words is not None:
            return html if words == text else escape(words)
    return html


def _tag(tag: str, shown: Shown) -> str:
    return _ATTRIBUTE.sub(lambda attribute: _attribute(attribute, shown), tag)


def _attribute(found: re.Match[str], shown: Shown) -> str:
    name, value = found["name"].lower(), _value(found)
    words = shown(_target(value), value) if name in _WORDS else None
    if words is None and any(_is_private(address, shown) for address in _addresses(name, value)):
        words = "#"
    return found[0] if words is None else f'{found["lead"]}"{escape(words)}"'


def _addresses(name: str, value: str) -> Iterator[str]:
    """What an attribute may name, also by HTML in it: an address, one of several, or any name that is distinctive."""
    if name not in _WORDS:
        parts = (value, *_BETWEEN.split(value), *_BETWEEN.sub(" ", value).split())
        yield from parts if _ADDRESS.fullmatch(name) else filter(is_distinctive, parts)
    for tag in _TAG.findall(value) if "<" in value else ():
        for inner in _ATTRIBUTE.finditer(tag):
            yield from _addresses(inner["name"].lower(), _value(inner))


def _value(found: re.Match[str]) -> str:
    return unescape(found["double"] or found["single"] or found["bare"] or "")


def _target(address: str) -> str:
    return address if is_of_vault(address) else unquote(address.partition("#")[0].partition("?")[0]).strip()


def _is_private(address: str, shown: Shown) -> bool:
    return shown(_target(address), "") is not None
