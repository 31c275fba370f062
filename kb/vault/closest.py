"""Names close to a misspelt one, found by dictionary: a vault of thousands is never compared one by one."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.vault.names import folded_key

Groups = Mapping[str, Sequence[str]]

_MOST_COMPARED = 100
_LONGEST = 200
_LIKE_ENOUGH = 0.7
_SHORT = 6


def group_names(names: Iterable[str]) -> Groups:
    """Names by each of their words, and by each of their halves, of which one slip leaves one as it is."""
    distinct = [name for name in dict.fromkeys(names) if len(name) <= _LONGEST]
    groups: defaultdict[str, list[str]] = defaultdict(list)
    groups[""] = distinct if len(distinct) <= _MOST_COMPARED else []
    for name in distinct:
        text = folded_key(name)
        for key in {*_words(text), *_halves(text, len(text))}:
            groups[key].append(name)
    return groups


def closest_names(wanted: str, groups: Groups) -> list[str]:
    """Up to three names that someone may have meant: one slip away, or with the rarest word in common."""
    text = folded_key(wanted[:_LONGEST])
    keys = dict.fromkeys(key for spelling in (text, _swapped(text)) for key in _nearby(spelling))
    halves = sorted((groups[key] for key in keys if key in groups), key=len)
    shared = sorted((groups[word] for word in _words(text) if word in groups), key=len)
    near = [*halves, *shared[:1], groups[""]]
    candidates = [name for group in near for name in group[:_MOST_COMPARED]]
    folded = {folded_key(name): name for name in candidates[:_MOST_COMPARED]}
    likely = [name for name in folded if _may_be_meant(text, name)]
    return [folded[name] for name in difflib.get_close_matches(text, likely, n=3, cutoff=_LIKE_ENOUGH)]


def _may_be_meant(text: str, name: str) -> bool:
    """A short word has the letters of many others: one slip leaves its first or its last as it is."""
    return len(text) > _SHORT or text[:1] == name[:1] or text[-1:] == name[-1:]


def _nearby(text: str) -> Iterator[str]:
    """The halves of a name that is as long, or longer or shorter by one character."""
    return (key for length in range(max(len(text) - 1, 1), len(text) + 2) for key in _halves(text, length))


def _swapped(text: str) -> str:
    """The text with its two characters in the middle changed over: the one slip that touches both halves."""
    half = len(text) // 2
    return text[: half - 1] + text[half : half + 1] + text[half - 1 : half] + text[half + 1 :] if half else text


def _words(text: str) -> list[str]:
    return [f"{word} " for word in re.findall(r"\w+", text)]


def _halves(text: str, length: int) -> Iterator[str]:
    """The halves that a name of this length has in common with the text, if they differ by one slip in the other."""
    half = length // 2
    yield f"{length}<{text[:half]}"
    yield f"{length}>{text[half - length :]}"
