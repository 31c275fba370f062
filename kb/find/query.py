"""A query as typed, parsed: Obsidian's language of search. Any text is a query or a UsageError that shows where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from kb.errors import KbError, UsageError
from kb.find.nodes import (
    CASES,
    OPERATORS,
    All,
    Case,
    Compared,
    Either,
    Leaf,
    Like,
    Node,
    Not,
    Null,
    Property,
    Text,
    Within,
)
from kb.vault.closest import closest_names, group_names
from kb.vault.names import name_key

MOST_CHARACTERS = 2_000
DEEPEST = 20
"""How deep operators and brackets may lie in each other."""

_SHOWN = 40
_FLAGS = frozenset("dgimsuvy")
_SPACE = re.compile(r"\s*")
_PHRASE = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_REGEX = re.compile(r"/((?:[^/\\\n]|\\.)+)/([A-Za-z]*)")
_OPERATOR = re.compile(r"([A-Za-z][A-Za-z-]*):(?!//)")
_COMPARED = re.compile(r"([<>]=?)\s*([^\s()\"\]]*)")
_PLAIN_NAME = re.compile(r'[^:\]"/(]+')
_ENDS = {"": r'\s()"', "]": r'\s()"\]', ":]": r'\s()":\]'}
"""What ends a word: in a query, in the value of a property, in its name."""
_WORDS = {stops: re.compile(f"[^{ends}]+") for stops, ends in _ENDS.items()}
_OR = {stops: re.compile(rf"OR(?=[{ends}]|$)") for stops, ends in _ENDS.items()}


def parse_query(query: str) -> Node:
    """Parse what was typed.

    Raises:
        UsageError: It cannot be understood; says from which character on.
    """
    text = name_key(query.encode("utf-8", "replace").decode())
    if not text.strip():
        raise UsageError("Nothing is asked", do='Write words, "a phrase", or an operator like `tag:idea`.')
    if len(text) > MOST_CHARACTERS:
        found = f"{len(text):,} characters"
        raise UsageError("This query is too long", found=found, do=f"At most {MOST_CHARACTERS:,} can be asked.")
    parser = _Parser(text)
    node = parser.either()
    if parser.at < len(text):
        raise parser.wrong("This bracket closes nothing", parser.at, "Open it, or put it in quotes.")
    return node


class _Parser:
    """A query, how far it is read, and what ends a word there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.stops = ""
        self.depth = 0

    def wrong(self, what: str, at: int, do: str) -> UsageError:
        rest = self.text[at:]
        found = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN]}…"
        return UsageError(f"{what}, at character {at + 1}", found=found, do=do)

    def either(self) -> Node:
        parts = [self.all()]
        while found := self.match(_OR[self.stops]):
            if self.is_end():
                raise self.wrong("Nothing stands behind this OR", found.start(), 'Write "OR" in quotes for the word.')
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all(self) -> Node:
        parts: list[Node] = []
        while not self.is_end() and not _OR[self.stops].match(self.text, self.at):
            parts.append(self.one())
        if not parts:
            do = 'Write what is to be found here; "" in quotes is anything.'
            raise self.wrong("Something is missing", min(self.at, len(self.text) - 1), do)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def is_end(self) -> bool:
        self.match(_SPACE)
        return self.at >= len(self.text) or self.text[self.at] in {")", *self.stops}

    def one(self) -> Node:
        sign, following = self.text[self.at], self.text[self.at + 1 : self.at + 2]
        if sign == "(":
            return self.group()
        if sign == "[" and not self.stops:
            return self.property()
        if sign == "-" and not self.stops and following.strip() not in {"", ")"}:
            with self.deeper():
                self.at += 1
                return Not(self.one())
        if not self.stops and (found := _OPERATOR.match(self.text, self.at)):
            return self.operator(found)
        return self.leaf(sign)

    def leaf(self, sign: str) -> Leaf:
        start = self.at
        if sign == '"':
            if not (found := self.match(_PHRASE)):
                raise self.wrong("This quote is never closed", start, r"Close it; a quote in quotes is written `\"`.")
            return Text(re.sub(r'\\(["\\])', r"\1", found[1]), is_phrase=True)
        if sign == "/":
            return self.regex(start)
        if self.stops == "]" and (found := self.match(_COMPARED)):
            return self.compared(found)
        found = self.match(_WORDS[self.stops])
        word = found[0] if found else ""
        return Null() if self.stops == "]" and word == "null" else Text(word)

    def regex(self, start: int) -> Like:
        from kb.query.patterns import Pattern, check_pattern  # noqa: PLC0415  (few queries have one)

        if not (found := self.match(_REGEX)):
            do = "Close it with `/`, or put it in quotes."
            raise self.wrong("This regular expression is never closed", start, do)
        if unknown := set(found[2]) - _FLAGS:
            raise self.wrong(f"There is no flag `{min(unknown)}`", start, "Flags are i, m and s.")
        try:
            check_pattern(Pattern(found[1], found[2]))
        except KbError as error:
            raise UsageError(f"{error.what}, at character {start + 1}", found=error.found, do=error.do) from error
        return Like(found[1], found[2])

    def compared(self, found: re.Match[str]) -> Compared:
        if number(found[2]) is None and not is_date(found[2]):
            do = "Write a number, or a date like 2024-01-31."
            raise self.wrong(f"`{found[1]}` compares numbers and dates", found.start(), do)
        return Compared(found[1], found[2])

    def group(self) -> Node:
        start = self.at
        with self.deeper():
            self.at += 1
            if self.text.startswith(")", self.at):
                raise self.wrong("Nothing stands in these brackets", start, "Put them in quotes to find them.")
            node = self.either()
            self.close(")", start)
            return node

    def close(self, sign: str, start: int) -> None:
        if not self.text.startswith(sign, self.at):
            do = f"Close it with `{sign}`, or put it in quotes to find it."
            raise self.wrong("This bracket is never closed", start, do)
        self.at += 1

    def operator(self, found: re.Match[str]) -> Node:
        name, start = found[1].lower(), found.start()
        if name not in OPERATORS:
            near = closest_names(name, group_names(OPERATORS))[:1]
            meant = f"Did you mean `{near[0]}:`? " if near else ""
            do = f"{meant}Put it in quotes to find it as it stands."
            raise self.wrong("There is no such operator", start, do)
        self.at = found.end()
        if self.at >= len(self.text) or self.text[self.at].isspace() or self.text[self.at] in {")", *self.stops}:
            do = f"Write what to find, without a space: `{name}:word` or `{name}:(two words)`."
            raise self.wrong(f"Nothing stands behind `{name}:`", start, do)
        with self.deeper():
            part = self.one()
        return Case(CASES[name], part) if name in CASES else Within(name, part)

    def property(self) -> Property:
        start = self.at
        if self.text.startswith("[[", start):
            raise self.wrong("A property has one bracket", start, "Put a link in quotes to find it.")
        self.at += 1
        with self.ending(":]"):
            found = self.match(_PLAIN_NAME)
            name = Text(found[0].strip(), is_phrase=True) if found and found[0].strip() else self.either()
        value = None
        if self.text.startswith(":", self.at):
            self.at += 1
            with self.ending("]"):
                value = self.either()
        self.close("]", start)
        return Property(name, value)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return found

    @contextmanager
    def ending(self, stops: str) -> Iterator[None]:
        self.stops = stops
        yield
        self.stops = ""

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong("This lies too deep", self.at, f"At most {DEEPEST} brackets can lie in each other.")
        yield
        self.depth -= 1


def number(text: str) -> float | None:
    """The number that a text is; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def is_date(text: str) -> bool:
    """Whether a text begins with a date."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) >= len("2024-01-31")
