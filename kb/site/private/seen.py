"""What a file says: its bytes as text, and that text as a browser shows it."""

from __future__ import annotations

import codecs
import re
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
_SAMPLE = 8000
"""Bytes by which a coding is told."""
_FEW = 3
"""Of ten."""


def shown(text: str) -> str:
    """A text without tags, entities and signs that nobody sees; behind it what tags with such things in them say."""
    if "<" in text:
        tags = [tag for tag in _TAG.findall(text) if "&" in tag or not tag.isascii()]
        text = _APART.join([_TAG.sub(_APART, _INLINE.sub("", text)), *tags])
    if "&" in text:
        text = unescape(text)
    return text if text.isascii() and "\\u" not in text else _UNSEEN.sub("", text)


def read_text(data: bytes) -> str | None:
    """What a file says, in UTF-8 or UTF-16; None where it is no text."""
    if coding := _wide_coding(data[:_SAMPLE]):
        return data.decode(coding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None if b"\0" in data else data.decode("utf-8", "replace")


def _wide_coding(sample: bytes) -> str:
    """How a text in UTF-16 is written: it says so at its beginning, or every other byte of it is nearly always zero."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = tuple(sample[first::2].count(0) * 10 // max(len(sample) // 2, 1) for first in (0, 1))
    return {(False, True): "utf-16-le", (True, False): "utf-16-be"}.get((zeros[0] > _FEW, zeros[1] > _FEW), "")
