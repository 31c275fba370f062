"""Which names cannot stand in a text by chance."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.vault.names import folded_key

_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{4}")
_LEAST_LETTERS = 3
_LEAST_MIXED = 8


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without regard to case, and without what stands between them."""
    return tuple(_WORD.findall(folded_key(text)))


@lru_cache(maxsize=1 << 16)
def is_distinctive(name: str) -> bool:
    """Whether a text that holds this name is most likely about what it names.

    It has two words or more, one of them with three letters or more; or is one word of eight or more letters and
    digits with both among them; or has four ideographs in a row. `Ideas` and `2024-05-01` are not distinctive.
    """
    words = words_of(name)
    if len(words) > 1:
        return any(sum(map(str.isalpha, word)) >= _LEAST_LETTERS for word in words)
    return any(_is_mixed(word) or _IDEOGRAPHS.search(word) for word in words)


def _is_mixed(word: str) -> bool:
    return len(word) >= _LEAST_MIXED and any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def holds_name(text: str, name: str) -> bool:
    """Whether the words of a distinctive name stand in a text, one after another."""
    return is_distinctive(name) and f" {' '.join(words_of(name))} " in f" {' '.join(words_of(text))} "
