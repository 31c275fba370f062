"""Functions of texts."""

from __future__ import annotations

from collections.abc import Callable

from kb.query.dataview.functions.function import Function, Functions
from kb.query.dataview.values import as_text
from kb.query.functions.function import MOST_CHARACTERS, not_too_long, short, whole
from kb.query.functions.texts import TEXTS as PLAIN
from kb.query.patterns import Pattern
from kb.query.scope import Scope
from kb.query.values import Value, text_of


def _of_text(do: Callable[..., Value]) -> Callable[..., Value]:
    """A function of a text that says nothing of nothing."""
    return lambda _scope, value, *others: None if value is None else do(as_text(value), *others)


def _test(_scope: Scope, pattern: Value, text: Value) -> bool:
    return text is not None and Pattern(text_of(pattern)).is_in(as_text(text))


def _match(_scope: Scope, pattern: Value, text: Value) -> bool:
    """Whether a pattern fits all of a text; one that is bound to its start or end, as much as it says."""
    source = text_of(pattern)
    is_bound = source.startswith("^") or source.endswith("$")
    return text is not None and Pattern(source if is_bound else f"^{source}$").is_in(as_text(text))


def _replace_pattern(text: str, pattern: Value, by: Value) -> str:
    return short(Pattern(text_of(pattern), "g").replaced(text, text_of(by), MOST_CHARACTERS))


def _split(text: str, delimiter: Value, most: Value = None) -> tuple[str, ...]:
    pieces = tuple(Pattern(text_of(delimiter)).split(text)) if text_of(delimiter) else tuple(text)
    return pieces if most is None else pieces[: max(0, whole(most, "The number of pieces"))]


def _padding(text: str, length: Value, padding: Value) -> str:
    missing = max(0, whole(length, "The length") - len(text))
    not_too_long(missing)
    sign = text_of(padding)
    return (sign * (missing // max(1, len(sign)) + 1))[:missing]


def _pad_left(text: str, length: Value, padding: Value = " ") -> str:
    return _padding(text, length, padding) + text


def _pad_right(text: str, length: Value, padding: Value = " ") -> str:
    return text + _padding(text, length, padding)


def _substring(text: str, start: Value, end: Value = None) -> str:
    """As in JavaScript: what is below 0 is 0, and the smaller comes first."""
    places = [max(0, whole(start, "The start")), len(text) if end is None else max(0, whole(end, "The end"))]
    return text[min(places) : max(places)]


def _truncate(text: str, length: Value, suffix: Value = "...") -> str:
    end = text_of(suffix)
    most = whole(length, "The length") - len(end)
    return text if len(text) <= most else text[: max(0, most)] + end


TEXTS: Functions = {
    "regextest": Function(_test, 2, 2, over=(0, 1)),
    "regexmatch": Function(_match, 2, 2, over=(0, 1)),
    "regexreplace": Function(_of_text(_replace_pattern), 3, 3, over=(0, 1, 2)),
    "replace": Function(_of_text(PLAIN["replace"].call), 3, 3, over=(0, 1, 2)),
    "lower": Function(_of_text(str.lower), over=(0,)),
    "upper": Function(_of_text(str.upper), over=(0,)),
    "split": Function(_of_text(_split), 2, 3, over=(0, 1)),
    "startswith": Function(_of_text(PLAIN["startsWith"].call), 2, 2, over=(0, 1)),
    "endswith": Function(_of_text(PLAIN["endsWith"].call), 2, 2, over=(0, 1)),
    "padleft": Function(_of_text(_pad_left), 2, 3, over=(0, 1, 2)),
    "padright": Function(_of_text(_pad_right), 2, 3, over=(0, 1, 2)),
    "substring": Function(_of_text(_substring), 2, 3, over=(0, 1, 2)),
    "truncate": Function(_of_text(_truncate), 2, 3, over=(0, 1, 2)),
}
