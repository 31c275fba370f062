"""Numbers that differ by noise only: in values of JSON, and in texts.

Sums in another order, another number of threads or another processor move the last of a double's sixteen digits. Of a
new and an old value, a number that is the same but for that becomes the old one, digit for digit, and everything else
stays as it came: what comes out is always within 1e-9 of the new value, whatever the old one was.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from kb.runs.picture import settle_picture

RELATIVE = 1e-9 * (1 + 1e-6)
"""Of the larger number. The millionth more is for doubles that differ by one in the tenth digit, which is 1e-9."""
ABSOLUTE = 1e-15
"""A few units in the last place of numbers around one: what is left where such numbers should cancel out."""
EXACT_BELOW = 1e13
"""Doubles hold fifteen digits: below this a number of two decimals or none is money, a count or a time, never noise."""

NUMBER = re.compile(r"(?<![\w.])(?<!\d:)([-+]?\d+(?:\.\d+(?:[eE][-+]\d{1,3})?|[eE][-+]\d{1,3})(?!\.?\w))")
"""A number with decimals or an exponent in a text. Whole numbers, dates, times, versions and hashes are plain text."""


def is_same(new: float, old: float) -> bool:
    """Whether two numbers differ by noise only; whole numbers and cents must be equal."""
    if _is_exact(new) and _is_exact(old):
        return new == old
    return math.isfinite(new) and math.isclose(new, old, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _is_exact(number: float) -> bool:
    return abs(number) < EXACT_BELOW and round(number, 2) == number


def settle_value(new: Any, old: Any) -> Any:
    """A value of JSON with the old numbers where they are the same; what is undefined, whole or new is as it came."""
    if isinstance(new, float) and isinstance(old, float):
        return old if is_same(new, old) else new
    if isinstance(new, str) and isinstance(old, str):
        return settle_text(new, old)
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        return [settle_value(*pair) for pair in zip(new, old, strict=True)]
    if isinstance(new, dict) and isinstance(old, dict):
        return type(new)({name: _settler(name)(value, old.get(name)) for name, value in new.items()})
    return new


def _settler(name: str) -> Callable[[Any, Any], Any]:
    """How what has this name is settled: base64 under the name of an image's kind is a picture."""
    return settle_picture if name in {"image/png", "image/jpeg"} else settle_value


def settle_text(new: str, old: str) -> str:
    """A text with the old numbers where they are the same, line by line; a line that says something else stays."""
    lines, before = new.split("\n"), old.split("\n")
    if new == old or len(lines) != len(before):
        return new
    return "\n".join(_settle_line(*pair) for pair in zip(lines, before, strict=True))


def _settle_line(new: str, old: str) -> str:
    if new == old:
        return new
    parts, before = NUMBER.split(new), NUMBER.split(old)
    if parts[::2] != before[::2]:
        return new
    numbers = zip(parts[1::2], before[1::2], strict=True)
    parts[1::2] = [was if _is_same_text(number, was) else number for number, was in numbers]
    return "".join(parts)


def _is_same_text(new: str, old: str) -> bool:
    """Whether two written numbers are the same, written in one way: 2.1 and 2.10 may be versions."""
    decimals, before = _decimals(new), _decimals(old)
    is_one_way = len(decimals) == len(before) or not (_is_padded(decimals) or _is_padded(before))
    return new == old or (is_one_way and is_same(float(new), float(old)))


def _decimals(number: str) -> str:
    return number.lower().partition("e")[0].partition(".")[2]


def _is_padded(decimals: str) -> bool:
    return len(decimals) > 1 and decimals.endswith("0")
