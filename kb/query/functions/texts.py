"""Functions of texts and regular expressions."""

from __future__ import annotations

import re

from kb.query.functions.function import MOST_CHARACTERS, Function, Functions, not_too_long, short, whole
from kb.query.patterns import Pattern
from kb.query.values import Value, text_of


def _replace(text: str, pattern: Value, by: Value) -> str:
    new = text_of(by)
    if isinstance(pattern, Pattern):
        return short(pattern.replaced(text, new, MOST_CHARACTERS))
    old = text_of(pattern)
    not_too_long(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def _split(text: str, separator: Value, most: Value = None) -> tuple[str, ...]:
    by = text_of(separator)
    pieces = separator.split(text) if isinstance(separator, Pattern) else text.split(by) if by else list(text)
    return tuple(pieces if most is None else pieces[: max(0, whole(most, "The number of pieces"))])


def _repeat(text: str, times: Value) -> str:
    count = max(0, whole(times, "How often a text is repeated"))
    not_too_long(len(text) * count)
    return text * count


def _slice(text: str, start: Value, end: Value = None) -> str:
    return text[whole(start, "The start") : None if end is None else whole(end, "The end")]


TEXTS: Functions = {
    "asFile": Function(lambda _text: None),  # for an audience, a link to a note that it may not read is text
    "contains": Function(lambda text, part: text_of(part) in text, 1, 1),
    "containsAll": Function(lambda text, *parts: all(text_of(part) in text for part in parts), 1, None),
    "containsAny": Function(lambda text, *parts: any(text_of(part) in text for part in parts), 1, None),
    "endsWith": Function(lambda text, end: text.endswith(text_of(end)), 1, 1),
    "isEmpty": Function(lambda text: not text),
    "linksTo": Function(lambda _text, _other: False, 1, 1),
    "lower": Function(lambda text: text.lower()),
    "repeat": Function(_repeat, 1, 1),
    "replace": Function(_replace, 2, 2),
    "reverse": Function(lambda text: text[::-1]),
    "slice": Function(_slice, 1, 2),
    "split": Function(_split, 1, 2),
    "startsWith": Function(lambda text, start: text.startswith(text_of(start)), 1, 1),
    "title": Function(lambda text: re.sub(r"\S+", lambda word: word[0][0].upper() + word[0][1:].lower(), text)),
    "trim": Function(lambda text: text.strip()),
}
PATTERNS: Functions = {"matches": Function(lambda pattern, text: pattern.is_in(text_of(text)), 1, 1)}
