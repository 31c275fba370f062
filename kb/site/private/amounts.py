"""Numbers as people and programs write them."""

from __future__ import annotations

import re

_UNIT = r"(?:[A-Z]{3}|[^\w\s.,])?"
_NUMBER = re.compile(rf"{_UNIT}[^\S\n]*(?P<number>\d(?:[\d.,'\u2019_ \u00a0\u2009\u202f]*\d)?)[^\S\n]*{_UNIT}")
"""With a sign or a currency before it or behind it."""
_GROUPS = ("", ",", ".", " ", "\u00a0", "\u2009", "\u202f", "'", "\u2019", "_")
_POINTS = (".", ",")
_THOUSAND = 3
LEAST_NOT_ROUND = 3
"""Digits of a number that is not round, without the zeros at its ends."""


def number_of(text: str) -> tuple[str, str] | None:
    """The digits of a number before and behind its decimal point; None where a text is no number.

    A comma before three digits parts thousands, and so does what stands there twice; a point alone is a decimal one.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    digits = re.sub(r"[^\d.,]", "", found["number"])
    mark = max(_POINTS, key=digits.rfind)
    whole, _, rest = digits.rpartition(mark)
    is_grouped = digits.count(mark) > 1 or (mark == "," and len(rest) == _THOUSAND and "." not in whole)
    if not whole or is_grouped:
        whole, rest = digits, ""
    return re.sub(r"\D", "", whole), rest


def number_forms(text: str) -> set[str]:
    """A number in other ways to write it: with thousands apart, with a comma for its point, with cents."""
    number = number_of(text)
    if number is None:
        return set()
    whole, rest = number
    rests = {rest, rest.rstrip("0"), rest.rstrip("0").ljust(2, "0")}
    return {
        _grouped(whole, group) + (point + one if one else "")
        for one in rests
        for group in _GROUPS
        for point in _POINTS
        if point != group
    }


def _grouped(whole: str, mark: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark, whole)
