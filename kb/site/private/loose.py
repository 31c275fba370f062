"""Links that no reader follows and every reader could see: in definitions, in HTML."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote

from kb.site.private.literal import Shown
from kb.site.private.outside_code import replaced
from kb.vault.markdown.located import parse_located

_DEFINITION = re.compile(r"\]:[ \t]*\n?[ \t>]*(<[^>\n]*>|\S+)")
_TAG = re.compile(r"""(<[A-Za-z](?:[^>"'<]|"[^"]*"|'[^']*'){0,4000}>)(?:([^<]*)(?=</a>))?""")
_ATTRIBUTE = re.compile(
    r"""(?P<lead>[\s"'](?P<name>href|src|data-href|data|poster|cite|title|alt|aria-label)\s*=\s*)"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE,
)
_WORDS = {"title", "alt", "aria-label"}


def without_loose(body: str, shown: Shown) -> str:
    """A note's body whose definitions and HTML name nothing private; code and lines stay."""
    body = _without_definitions(body, shown)
    return replaced(body, _TAG, lambda found: _tag(found, shown)) if "<" in body else body


def _without_definitions(body: str, shown: Shown) -> str:
    candidates = (match[1] for match in _DEFINITION.finditer(body)) if "]:" in body else iter(())
    if not any(_is_private(address.strip("<>"), shown) for address in candidates):
        return body
    lines = body.split("\n")
    for token in parse_located(body):
        if token.type == "definition" and token.map and _is_private(str(token.meta["url"]), shown):
            lines[slice(*token.map)] = [""] * (token.map[1] - token.map[0])
    return "\n".join(lines)


def _tag(found: re.Match[str], shown: Shown) -> str:
    """A tag, and the text of a link up to its end."""
    tag = _ATTRIBUTE.sub(lambda attribute: _attribute(attribute, shown), found[1])
    texts = (_shown(attribute, shown, found[2] or "") for attribute in _ATTRIBUTE.finditer(found[1]))
    text = next((words for words in texts if words is not None), None)
    return tag + (found[2] or "" if text is None or not found[2] else escape(text))


def _attribute(found: re.Match[str], shown: Shown) -> str:
    if found["name"].lower() not in _WORDS:
        return found[0] if _shown(found, shown, "") is None else f'{found["lead"]}"#"'
    words = shown(_target(_value(found)), _value(found))
    return found[0] if words is None else f'{found["lead"]}"{escape(words)}"'


def _shown(found: re.Match[str], shown: Shown, text: str) -> str | None:
    """What is shown for an address, with the text of its link."""
    return None if found["name"].lower() in _WORDS else shown(_target(_value(found)), text)


def _value(found: re.Match[str]) -> str:
    return unescape(found["double"] or found["single"] or found["bare"] or "")


def _target(address: str) -> str:
    return unquote(address.partition("#")[0].partition("?")[0]).strip()


def _is_private(address: str, shown: Shown) -> bool:
    return shown(_target(address), "") is not None
