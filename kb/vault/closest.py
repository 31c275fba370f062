"""Names close to a misspelt one, found by dictionary: a vault of thousands is never compared one by one."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.vault.names import folded_key

Groups = Mapping[str, Sequence[str]]

_MOST_COMPARED = 100
_LIKE_ENOUGH = 0.7


def group_names(names: Iterable[str]) -> Groups:
    """Names by each of their words, and by each of their halves, of which one slip leaves one as it is."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        text = folded_key(name)
        for key in {*_words(text), *_halves(text, len(text))}:
            groups[key].append(name)
    return groups


def closest_names(wanted: str, groups: Groups) -> list[str]:
    """Up to three names that someone may have meant: one slip away, or with the rarest word in common."""
    text = folded_key(wanted)
    lengths = (len(text), len(text) + 1, len(text) - 1)
    keys = [key for length in lengths if length > 0 for key in _halves(text, length)]
    halves = sorted((groups[key] for key in keys if key in groups), key=len)
    shared = sorted((groups[word] for word in _words(text) if word in groups), key=len)
    candidates = [name for group in (*halves, *shared[:1]) for name in group[:_MOST_COMPARED]]
    folded = {folded_key(name): name for name in candidates[:_MOST_COMPARED]}
    near = difflib.get_close_matches(text, folded, n=3, cutoff=_LIKE_ENOUGH)
    return [folded[name] for name in near]


def _words(text: str) -> list[str]:
    return [f"{word} " for word in re.findall(r"\w+", text)]


def _halves(text: str, length: int) -> Iterator[str]:
    """The halves that a name of this length has in common with the text, if they differ by one slip in the other."""
    half = length // 2
    yield f"{length}<{text[:half]}"
    yield f"{length}>{text[half - length :]}"
