"""A text as programs write it: escaped, quoted, encoded."""

from __future__ import annotations

import base64
import html
import json
import re
import urllib.parse
from collections.abc import Iterator

_SAFE_IN_URLS = ("", "/", "!*'()")
_UNSAFE_IN_SCRIPTS = ("<>&'", "<>/")  # by Jinja; by plotly
_PERCENT = re.compile(r"%[0-9A-F]{2}")


def disguises(text: str, least: int) -> set[str]:
    """Every form in which a text can stand in an output, itself among them.

    A text of several lines is also looked for line by line, in lines of at least `least` characters.
    """
    lines = [line.strip() for line in text.splitlines()]
    plain = {text, "\n".join(text.splitlines()), "\r\n".join(text.splitlines())}
    plain |= {line for line in lines if len(line) >= least}
    return {form for one in plain for form in (one, *_escaped(one), *_marked_up(one), *_encoded(one))}


def _escaped(text: str) -> Iterator[str]:
    """As a literal of Python or JSON, and as a literal within a literal."""
    once = set(_literals(text))
    yield from once
    for form in once:
        yield from _literals(form)


def _literals(text: str) -> Iterator[str]:
    for written in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
        yield from (written, written.replace("/", "\\/"))  # the second as pandas writes it
        for signs in _UNSAFE_IN_SCRIPTS:
            yield written.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in signs})
    for written, both in ((repr(text), repr("\"'" + text)), (repr(_bytes(text)), repr(b"\"'" + _bytes(text)))):
        yield written[written.index(written[-1]) + 1 : -1]
        yield both[both.index("'") + 4 : -1]  # after text with both kinds of quotes, its own are escaped


def _marked_up(text: str) -> Iterator[str]:
    """As text of a page or part of an address."""
    escaped = html.escape(text)
    yield from (html.escape(text, quote=False), escaped, escaped.replace("&#x27;", "&#39;").replace("&quot;", "&#34;"))
    for safe in _SAFE_IN_URLS:
        quoted = urllib.parse.quote(_bytes(text), safe=safe)
        for form in (quoted, quoted.replace("%20", "+")):
            yield from (form, _PERCENT.sub(lambda found: found[0].lower(), form))


def _encoded(text: str) -> Iterator[str]:
    """In hex, and in base64 wherever it begins in the bytes that are encoded."""
    data = _bytes(text)
    yield from (data.hex(), data.hex().upper())
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + data).decode()
        inner = whole[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]  # only what no neighbour has a part in
        yield from (inner, inner.translate(str.maketrans("+/", "-_")))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
