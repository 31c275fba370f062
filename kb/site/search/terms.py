"""The words of a text in one form, and how much each says of a note.

`assets/search/words.js` does the same to what a reader types: change both, or nothing is found.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import ceil

from kb.site.search.record import Record

LONGEST = 40
"""Characters of a word that count; what is longer is no word that anyone types."""
TITLE, SHORT_TITLE, ALIAS, TAG, HEADING, PROPERTY = 8, 24, 12, 6, 4, 2
"""What a word there counts for, where 1 is a word of the text; a title of few words says more by each."""
MOST_BODY, MOST_ELSEWHERE = 8, 2
"""How often a word counts: what is said fifty times is not fifty times as true."""
LEVELS = tuple(ceil(2 ** (level / 2)) for level in range(15))
"""The least weight of each level from 1 to 15: two levels double it."""

_FORMS = str.maketrans(
    {"ß": "ss", "\u03c2": "\u03c3", "\u0131": "i"}
    | {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
"""Letters that are no letter with an accent: sharp s, the sigma that ends a word, the i without a dot, the North's."""
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]")
_JOINTS = "._-"
_LOOSE_DASH = re.compile("(?<![0-9])-|-(?![0-9])")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _JOINTS}
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
"""Scripts that put no spaces between words, and Korean, which joins small words to their noun: two letters a term."""


def fold(text: str) -> str:
    """One form for all ways to write a word: case, width, accents and vowel points do not count."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower())
    return unicodedata.normalize("NFKC", plain.translate(_FORMS))


def count_terms(text: str) -> dict[str, int]:
    """The terms of a text, and how often each is there."""
    counts: dict[str, int] = {}
    for chunk, times in Counter(_LOOSE_DASH.sub(" ", _spaced(fold(text))).split()).items():
        is_plain = chunk.isascii() and chunk.isalnum()  # most are, and ten thousand notes have millions
        for term in (chunk[:LONGEST],) if is_plain else _terms(chunk):
            counts[term] = counts.get(term, 0) + times
    return counts


def _spaced(folded: str) -> str:
    """A space for each character that belongs to no word; a point, a dash or `_` may."""
    if folded.isascii():
        return folded.translate(_ASCII)
    others = {ord(char): " " for char in set(folded) if unicodedata.category(char)[0] not in "LMN"}
    return folded.translate({code: space for code, space in others.items() if chr(code) not in _JOINTS})


@lru_cache(maxsize=1 << 14)
def _terms(chunk: str) -> tuple[str, ...]:
    """`brk.b` is found whole and by its parts, `3.14` only whole, and a run of Chinese by each two letters of it."""
    whole = chunk.strip(_JOINTS)
    if _DECIMAL.fullmatch(whole):
        return (whole[:LONGEST],)
    parts = [term for part in re.split("[._-]+", whole) for term in _pieces(part)]
    is_compound = len(parts) > 1 and len(whole) <= LONGEST and not UNSPACED.search(whole)
    return (whole, *parts) if is_compound else tuple(parts)


def _pieces(part: str) -> Iterator[str]:
    end = 0
    for run in UNSPACED.finditer(part):
        yield from filter(None, [part[end : run.start()][:LONGEST]])
        yield from (run[0][place : place + 2] for place in range(len(run[0])))
        end = run.end()
    yield from filter(None, [part[end:][:LONGEST]])


def weigh(record: Record) -> tuple[dict[str, int], int]:
    """The weight of each term of a note, from 1 to 15, and the number of terms in its text.

    No other note counts, so that an edit of one note changes the weights of one.
    """
    body = count_terms("\n".join(section.text for section in record.sections))
    sums = {term: min(times, MOST_BODY) for term, times in body.items()}
    title = count_terms(record.title)
    fields = (
        (title, TITLE + SHORT_TITLE // max(1, sum(title.values()))),
        (count_terms("\n".join(record.aliases)), ALIAS),
        (count_terms("\n".join(record.tags)), TAG),
        (count_terms("\n".join(section.heading for section in record.sections)), HEADING),
        (count_terms("\n".join(f"{key} {value}" for key, value in record.properties)), PROPERTY),
    )
    for counts, worth in fields:
        for term, times in counts.items():
            sums[term] = sums.get(term, 0) + worth * min(times, MOST_ELSEWHERE)
    return {term: bisect(LEVELS, weight) for term, weight in sums.items()}, sum(body.values())
