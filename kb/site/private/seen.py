"""What a file says: its bytes as text, and that text as a browser shows it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape

_INLINE = re.compile(
    r"<(?:/?(?:abbr|bdi|bdo|big|b|cite|code|data|del|dfn|em|font|ins|i|kbd|mark|q|samp|small|span|strike|strong|sub|sup|s"
    r"|time|tspan|tt|u|var|wbr|mi|mn|mo|mtext|mrow)(?:[\s/][^<>]*)?|!--[^<>]*--)>",
    re.IGNORECASE,
)
"""Tags that may stand inside of a word."""
_TAG = re.compile(r"<[^<>]*>")
_APART = " \ufffc "
"""Stands for any other tag: what is before it and what is behind are no words of one name."""
_UNSEEN = re.compile(r"[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]|\\u(?:00ad|034f|200[b-f]|206[0-4]|feff)")
"""Signs that take no place on a page."""
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def texts_in(data: bytes) -> Iterator[str]:
    """What a file says, as it stands there and as a browser shows it; of a file that is no text, what it may say."""
    for text in _texts(data):
        yield text
        if (seen := shown(text)) != text:
            yield seen


def shown(text: str) -> str:
    """A text without tags, entities and signs that nobody sees; behind it what tags with such things in them say."""
    if "<" in text:
        tags = [tag for tag in _TAG.findall(text) if "&" in tag or not tag.isascii()]
        text = _APART.join([_TAG.sub(_APART, _INLINE.sub("", text)), *tags])
    if "&" in text:
        text = unescape(text)
    return text if text.isascii() and "\\u" not in text else _UNSEEN.sub("", text)


def _texts(data: bytes) -> Iterator[str]:
    """The bytes as text: as UTF-8, as UTF-16 where they begin like that, and as either where they have zeros."""
    if data.startswith(_MARKS):
        yield data.decode("utf-16", "replace")
        return
    yield data.decode("utf-8", "replace")
    if b"\0" in data:
        yield from (data[first:].decode("utf-16-le", "replace") for first in (0, 1))
        yield data.decode("utf-16-be", "replace")
