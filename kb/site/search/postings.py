"""Which notes hold a word, as short text: `assets/search/store.js` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, pairwise

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HALF = 32
"""A digit carries five bits, the lowest first; one from the second half of the digits says that more follow."""


class _Codes(dict[int, str]):
    """Numbers as text, each made once: most steps between two notes are small."""

    def __missing__(self, number: int) -> str:
        rest, low = divmod(number, HALF)
        self[number] = text = DIGITS[low] if not rest else DIGITS[HALF + low] + self[rest]
        return text


_codes = _Codes()
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}


def render_numbers(numbers: Iterable[int]) -> str:
    """Numbers from 0 up as text."""
    return "".join([_codes[number] for number in numbers])


def parse_numbers(text: str) -> Iterator[int]:
    """The numbers again."""
    number = shift = 0
    for digit in text:
        value = _VALUES[digit]
        number += (value % HALF) << shift
        shift += 5
        if value < HALF:
            yield number
            number = shift = 0


def render_postings(postings: Iterable[int]) -> str:
    """Postings, `note * 16 + level` in order, each as its step from the note before."""
    return render_numbers([after - (before & -16) for before, after in pairwise(chain((-16,), postings))])


def parse_postings(text: str) -> list[int]:
    """The postings again."""
    steps = accumulate(parse_numbers(text), lambda before, step: (before & -16) + step, initial=-16)
    return list(steps)[1:]
