"""Letters that are bold, script or the like as characters of their own: browsers draw them in no other way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_BLOCKS = (range(0x2102, 0x2140), range(0x1D400, 0x1D800))
_NAME = re.compile(r"(?:MATHEMATICAL )?(.+?) (?:CAPITAL|SMALL|DIGIT) .+")


def in_letters(text: str, variant: str) -> str:
    """A text in letters of a variant as MathML calls it, like `bold-italic`; what has none stays as it is."""
    return "".join(_letters().get((variant, char), char) for char in text) if variant else text


@cache
def _letters() -> Mapping[tuple[str, str], str]:
    """The variant and the plain letter -> the letter of its own."""
    letters = {}
    for char in (chr(code) for block in _BLOCKS for code in block):
        kind, _, plain = unicodedata.decomposition(char).partition(" ")
        named = _NAME.fullmatch(unicodedata.name(char, ""))
        if kind == "<font>" and named:
            variant = named[1].replace("BLACK-LETTER", "FRAKTUR").replace(" ", "-").lower()
            letters[variant, chr(int(plain, 16))] = char
    return letters
