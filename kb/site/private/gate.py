"""The gate that a site for others passes: what must not leave is looked for in every byte of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from kb.errors import KbError
from kb.model.problem import Problem
from kb.site.body.attachments import FILMS, SOUNDS
from kb.site.private.beside import written_in
from kb.site.private.forms import secret_forms, value_forms
from kb.site.private.names_search import NamesSearch
from kb.site.private.patterns import PATTERNS, Pattern
from kb.site.private.seen import read_text, shown

RULE = "not-for-publication"
NOT_PUBLISHED = "This cannot be published"
MOST_SHOWN = 20
WITHOUT_TEXT = SOUNDS | FILMS | {"zip", "gz", "parquet", "woff", "woff2"}
"""How the names of files end in which no text can be found."""
_DO = "Take it out of the notes and outputs that are published, or do not publish them."
_DECIMALS = re.compile(r"\d\.\d")
_CODINGS = ("utf-8", "utf-16-le", "utf-16-be")
"""How programs write texts into files that are none."""
_NEAR = 4
"""Bytes in which the sign beside a text stands."""
_BEFORE, _BEHIND = 40, 400
"""How much around the beginning of a pattern is looked at."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What must not leave: each text with what it is, as the message says.

    Attributes:
        secrets: Looked for anywhere, in every form in which programs write text.
        values: Looked for as words of their own.
        names: Looked for in any case, with any signs between their words; a message may show them.
    """

    secrets: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Gate:
    """Finds in a site what must not leave."""

    def __init__(self, watched: Watched, open_texts: Mapping[str, str] = MappingProxyType({})) -> None:
        """Prepare the search.

        Args:
            watched: What must not leave.
            open_texts: Texts that are public, each under a label: published notes, and the frame around them. Names in
                these are known.
        """
        self.watched = watched
        self._what = {**watched.names, **watched.values, **watched.secrets}
        self._names = NamesSearch(watched.names, open_texts)
        self._exact = [(form, secret, False) for secret in watched.secrets for form in secret_forms(secret)]
        self._exact += [(form, value, True) for value in watched.values for form in value_forms(value)]
        self._starts = [(start, pattern) for pattern in PATTERNS for start in pattern.starts]
        self._search = AhoCorasick(
            [*(_lowered(form) for form, *_ in self._exact), *(start for start, _ in self._starts)]
        )

    @property
    def known(self) -> Mapping[str, frozenset[str]]:
        """The names that open texts say, each with the labels of these texts."""
        return self._names.known

    def finds_the_same(self, other: Gate | None) -> bool:
        """Whether another gate looks for just the same."""
        return other is not None and (self.watched, self.known.keys()) == (other.watched, other.known.keys())

    def findings(self, path: str, data: bytes) -> Iterator[Problem]:
        """What is found in a file of the site and in its path, each thing once."""
        data = written_in(data)
        text = read_text(data)
        texts = {f"{path}\n{one}": None for one in (("",) if text is None else (text, shown(text)))}
        found = [pair for one in texts for pair in self._found(one)]
        found += self._in_bytes(data) if b"\0" in data else ()
        for what, sign in dict.fromkeys(found):
            yield Problem(RULE, f"This holds {what}", _DO, path, found=sign)

    def _found(self, text: str) -> Iterator[tuple[str, str]]:
        lowered = _lowered(text)
        yield from self._secrets(text, lowered)
        yield from ((self._what[name], name) for name in self._names.found(lowered))

    def _in_bytes(self, data: bytes) -> Iterator[tuple[str, str]]:
        """The same in a file with zeros, which may be no text, as programs write texts into it."""
        for number, start, end in self._byte_search.find_matches_as_indexes(data, overlapping=True):
            coding = _CODINGS[number % len(_CODINGS)]
            _, found, is_word = self._exact[number // len(_CODINGS)]
            before = data[max(0, start - _NEAR) : start].decode(coding, "replace")
            text = data[start : end + _NEAR].decode(coding, "replace")
            if not is_word or _is_word(before + text, len(before), len(before + data[start:end].decode(coding))):
                yield self._what[found], ""
        for number, start, _ in self._start_search.find_matches_as_indexes(data.lower(), overlapping=True):
            yield from _like(self._starts[number][1], data[_around(start)].decode("ascii", "replace"))

    @cached_property
    def _start_search(self) -> BytesAhoCorasick:
        return BytesAhoCorasick([start.encode() for start, _ in self._starts])

    @cached_property
    def _byte_search(self) -> BytesAhoCorasick:
        return BytesAhoCorasick([form.encode(one, "replace") for form, *_ in self._exact for one in _CODINGS])

    def _secrets(self, text: str, lowered: str) -> Iterator[tuple[str, str]]:
        """The secrets and values in a text, which no message shows, and the beginnings of what looks like one."""
        for number, start, end in self._search.find_matches_as_indexes(lowered, overlapping=True):
            if number < len(self._exact):
                form, found, is_word = self._exact[number]
                if text[start:end] == form and (not is_word or _is_word(text, start, end)):
                    yield self._what[found], ""
            else:
                yield from _like(self._starts[number - len(self._exact)][1], text[_around(start)])


def scan_site(files: Iterable[tuple[str, bytes]], gate: Gate) -> tuple[Problem, ...]:
    """What must not leave and stands in a site all the same.

    Args:
        files: The path of each file in the site, and its bytes.
        gate: What is looked for.
    """
    return tuple(problem for path, data in files for problem in gate.findings(path, data))


def refuse(problems: Iterable[Problem], what: str, behind: Iterable[str] = ()) -> None:
    """Stop where there is an error among the problems.

    Args:
        problems: What was found.
        what: What cannot be done.
        behind: Sentences that stand behind the list of errors.

    Raises:
        KbError: There is; it lists them.
    """
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        more = [f"and {len(errors) - MOST_SHOWN} more"] if len(errors) > MOST_SHOWN else []
        raise KbError(what, found="\n".join(["", *errors[:MOST_SHOWN], *more, *behind]).rstrip("."))


def _lowered(text: str) -> str:
    """A text in lower case, each character where it was."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether what stands there is not a part of a longer word or number."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    opens = not (text[start].isalnum() and before[-1:].isalnum()) and not _DECIMALS.fullmatch(before + text[start])
    closes = not (text[end - 1].isalnum() and behind[:1].isalnum())
    return opens and closes and not _DECIMALS.fullmatch(text[end - 1] + behind)


def _around(start: int) -> slice:
    return slice(max(0, start - _BEFORE), start + _BEHIND)


def _like(pattern: Pattern, near: str) -> Iterator[tuple[str, str]]:
    """What it is and its beginning, where the text near the beginning of a pattern holds the whole of it."""
    if like := next((found[0] for found in pattern.form.finditer(near) if pattern.is_it(found)), ""):
        yield pattern.what, f"{like[:4]}…"
