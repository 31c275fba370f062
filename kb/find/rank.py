"""Which of the files that were found says most about what was asked: BM25, weighted by where a word stands.

On top of it counts how much of a file's name a word is: who asks for `turtle` means *Turtle* before *Turtle results*.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from kb.find.file import File
from kb.find.fold import fold
from kb.find.nodes import Node, Text, asked

NAMES, HEADINGS, TAGS, PROPERTIES = 10, 5, 4, 2
"""What a word there counts for, where 1 is a word of the text; these stand in the text as well."""
_SATURATION, _LENGTH = 1.2, 0.75
"""BM25's k1 and b, as usual."""


class Count(NamedTuple):
    """Of a word, how often it stands in a text, what it counts elsewhere, and how much of a name it is, up to 1."""

    text: int
    elsewhere: int
    of_name: float


class Found(NamedTuple):
    """A file that was found.

    Attributes:
        path: The file.
        counts: Of each word that was asked for.
        length: Characters of its text.
    """

    path: str
    counts: tuple[Count, ...]
    length: int


def words_of(node: Node) -> tuple[str, ...]:
    """The words and phrases to be found, folded."""
    return tuple(dict.fromkeys(fold(part.text) for part in asked(node) if isinstance(part, Text) and part.text))


def found_in(file: File, words: Sequence[str]) -> Found:
    """A file, with what each word counts in it."""
    counts = [
        Count(file.folded.count(word), _elsewhere(file.fields, word), _of_name(file.fields[0], word)) for word in words
    ]
    return Found(file.path, tuple(counts), len(file.folded))


def _elsewhere(fields: Sequence[str], word: str) -> int:
    names, headings, tags, properties = (field.count(word) for field in fields)
    return NAMES * names + HEADINGS * headings + TAGS * tags + PROPERTIES * properties


def _of_name(names: str, word: str) -> float:
    return max((len(word) / len(name) for name in names.split("\n") if word in name), default=0.0)


def ranked(found: Sequence[Found], total: int) -> list[tuple[float, Found]]:
    """The best first, each with its score; `total` files are searched."""
    usual = sum(one.length for one in found) / max(len(found), 1) or 1
    columns = zip(*(one.counts for one in found), strict=True)
    rare = [_rarity(sum(1 for count in counts if any(count)), total) for counts in columns]
    scored = ((_score(one, rare, one.length / usual), one) for one in found)
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].path))


def _rarity(files: int, total: int) -> float:
    return log(1 + (total - files + 0.5) / (files + 0.5))


def _score(found: Found, rare: Sequence[float], length: float) -> float:
    """Each word by how rare it is, and by its count, which says less of a long text and grows ever more slowly."""
    pairs = zip(found.counts, rare, strict=True)
    return sum(rarity * (_saturated(count, length) + count.of_name) for count, rarity in pairs)


def _saturated(count: Count, length: float) -> float:
    weight = count.text / (1 - _LENGTH + _LENGTH * length) + count.elsewhere
    return weight / (weight + _SATURATION)
