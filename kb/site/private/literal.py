"""What looks like a link and is none: in HTML, comments, formulas, broken tables. It is seen in the text as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import unquote

from kb.site.private.meant import is_of_vault
from kb.site.private.outside_code import replaced

Shown = Callable[[str, str], str | None]
"""What a link names, and its text -> what is shown instead; None where it is not private."""
_LITERAL = re.compile(
    r"(?P<embed>!?)\[\[(?P<wiki>[^\[\]|#\n\\]+)(?:#[^\[\]|\n\\]*)?(?P<rest>(?:\\?\|(?P<text>[^\[\]\n]*))?\]\])?"
    r"|(?P<image>!?)(?P<label>\[[^\[\]\n]*)?\]\([ \t]*<?(?P<address>[^()<>\n]+)>?[ \t]*\)"
)
_BARE = re.compile(r"<?\b(obsidian:[^\s<>()\[\]\"'`]+)>?")


def without_literal(body: str, shown: Shown) -> str:
    """A note's body in which nothing that looks like a link names what is private; code and lines stay."""
    if "[" in body:
        body = replaced(body, _LITERAL, lambda found: _neutral(found, shown))
    return replaced(body, _BARE, lambda found: shown(found[1], "") or found[0]) if "obsidian:" in body else body


def _target(found: re.Match[str]) -> str:
    address = _address(found["address"] or "")
    return (found["wiki"] or (address if is_of_vault(address) else unquote(address))).strip()


def _address(destination: str) -> str:
    """An address without its fragment, and without a title behind it."""
    return re.split(r"#|[ \t]+[\"']", destination, maxsplit=1)[0]


def _neutral(found: re.Match[str], shown: Shown) -> str:
    text = "" if found["embed"] or found["image"] else found["text"] or (found["label"] or "")[1:]
    words = shown(_target(found), text)
    if words is None:
        first, rest = found[0][:1], found[0][1:]
        return first + _LITERAL.sub(lambda inner: _neutral(inner, shown), rest) if "[[" in rest[1:] else found[0]
    is_whole = found["rest"] is not None or found["label"] is not None
    return escape(words, quote=False) if is_whole else f"[[{words}" if found["wiki"] else "](#)"
