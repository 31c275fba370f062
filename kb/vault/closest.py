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
    """Names by each of their words, and by what is left of them without any one character."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        for key in {*_words(name), *_shortened(name)}:
            groups[key].append(name)
    return groups


def closest_names(wanted: str, groups: Groups) -> list[str]:
    """Up to three names that someone may have meant: one slip away, or with the rarest word in common."""
    candidates = [name for key in _shortened(wanted) for name in groups.get(key, ())]
    shared = sorted((groups[word] for word in _words(wanted) if word in groups), key=len)
    candidates += shared[0] if shared else ()
    folded = {folded_key(name): name for name in candidates[:_MOST_COMPARED]}
    near = difflib.get_close_matches(folded_key(wanted), folded, n=3, cutoff=_LIKE_ENOUGH)
    return [folded[name] for name in near]


def _words(name: str) -> list[str]:
    return [f"{word} " for word in re.findall(r"\w+", folded_key(name))]


def _shortened(name: str) -> Iterator[str]:
    text = folded_key(name)
    return (text[:position] + text[position + 1 :] for position in range(len(text) + 1))
