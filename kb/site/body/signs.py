"""Single signs of MathML: bold and script letters, which browsers draw as characters of their own, and operators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BLOCKS = (range(0x2102, 0x2140), range(0x1D400, 0x1D800))
_NAME = re.compile(r"(?:MATHEMATICAL )?(.+?) (?:CAPITAL|SMALL|DIGIT) .+")
_TILDE = "~"
_OPERATORS = {"Sm", "Ps", "Pe"}


def mend_sign(element: Element) -> None:
    """Change what the library takes for letters and is none, and letters of a variant."""
    text = plain(element.text) or ""
    if element.tag == "mo" and len(element):
        element.tag = "mrow"
    elif element.tag == "mi" and text == _TILDE:
        element.tag, element.text = "mo", "\N{TILDE OPERATOR}"
    elif element.tag == "mi" and len(text) == 1 and unicodedata.category(text) in _OPERATORS:
        element.tag = "mo"
        element.set("stretchy", "false")
    elif element.tag != "mtext" and (variant := element.get("mathvariant")):
        element.text = _in_letters(text, variant)


def plain(text: str | None) -> str | None:
    """The library writes `&#x0003D;` for a sign, and leaves the rest as it is."""
    return unescape(text) if text else text


def _in_letters(text: str, variant: str) -> str:
    """A text in letters of a variant as MathML calls it, like `bold-italic`; what has none stays as it is."""
    return "".join(_letters().get((variant, char), char) for char in text)


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
