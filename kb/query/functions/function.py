"""A function that expressions can call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kb.errors import KbError
from kb.query.missing import MissingValueError
from kb.query.values import Value, text_of, type_name

MOST_CHARACTERS = 100_000
"""Of a text that an expression makes."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function.

    Attributes:
        call: What it does; of a method the first argument is the value it is called on.
        least: How many arguments it needs.
        most: How many it takes; None for any number.
    """

    call: Callable[..., Value]
    least: int = 0
    most: int | None = 0


Functions = dict[str, Function]


def number(value: Value, what: str) -> Any:
    """A number.

    Raises:
        KbError: It is none; it names what it was for.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(f"{what} must be a number", value)
    return value


def whole(value: Value, what: str) -> int:
    """A number without what stands behind its point.

    Raises:
        KbError: It is none, or none that can be counted to.
    """
    try:
        return int(number(value, what))
    except (ValueError, OverflowError) as error:
        raise wrong(f"{what} must be a whole number", value) from error


def short(text: str) -> str:
    """A text that is not too long.

    Raises:
        KbError: It is.
    """
    not_too_long(len(text))
    return text


def not_too_long(length: int) -> None:
    """Refuse a text that would have so many characters.

    Raises:
        KbError: It is too long.
    """
    if length > MOST_CHARACTERS:
        raise KbError("This text grows too long", found=f"{length:,} characters, at most {MOST_CHARACTERS:,}")


def wrong(what: str, value: Value) -> KbError:
    """An error that shows what was found; where that is nothing, the note has no value for it."""
    error = MissingValueError if value is None else KbError
    return error(what, found=f"{type_name(value)} {text_of(value)[:60]}".strip())
