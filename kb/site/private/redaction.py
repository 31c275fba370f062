"""What an audience must not read of the notes that it may: properties of a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Any

from kb.vault.names import folded_key

BLANK = "…"
"""Stands where a value stood."""
_LEAST_PART = 6
"""Letters of a redacted name that counts as a part of a word, too."""
_OTHER_WORD_BEFORE = {"re", "im", "un", "in", "dis"}
_OTHER_WORD_BEHIND = {"d", "ed", "er", "ing", "ant", "able"}
"""Syllables that make a word of another meaning: `rebalance`, `accounting`."""
_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


def is_redacted(name: str, redact: Sequence[str]) -> bool:
    """Whether the words of a redacted name stand in a name, one after another.

    Case, number (`balances`, `quantities`) and what joins the words (`account_id`, `account-id`, `accountId`) do not
    count; nor does what is written together with it, as in `subaccount` and `accountno`.
    """
    words = name_words(name)
    return any(
        _stand_in(wanted, words) or _is_part("".join(wanted), words) for one in redact if (wanted := name_words(one))
    )


@lru_cache(maxsize=1 << 14)
def is_asked_for(name: str, redact: tuple[str, ...]) -> bool:
    """Whether a question by this name, in whatever case, may be one for a property that is redacted."""
    return is_redacted(name, redact) or is_redacted(folded_key(name), redact)


def _stand_in(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _is_part(wanted: str, words: Sequence[str]) -> bool:
    """Whether a word begins or ends with a redacted one, and is no other word for that."""
    return len(wanted) >= _LEAST_PART and any(
        (word.startswith(wanted) and word.removeprefix(wanted) not in _OTHER_WORD_BEHIND)
        or (word.endswith(wanted) and word.removesuffix(wanted) not in _OTHER_WORD_BEFORE)
        for word in words
    )


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name by which it is compared: in lower case, each one of a thing."""
    return tuple(_singular(folded_key(word)) for word in _WORD.findall(_as_read(name)))


def _as_read(text: str) -> str:
    """A text as it looks: without signs that nobody sees, wide letters as plain ones, `&#111;` as `o`."""
    if text.isascii() and "&" not in text:
        return text
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", unescape(text)))


def labels_in(row: Sequence[str], redact: Sequence[str]) -> list[int]:
    """The places in a row of a table at which a redacted name says what stands behind it.

    It is the first cell that holds one, and any other that says nothing else.
    """
    wanted = {name_words(name) for name in redact}
    return [at for at, cell in enumerate(row) if (not at and is_redacted(cell, redact)) or name_words(cell) in wanted]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def without_redacted(properties: Mapping[str, Any], redact: Sequence[str]) -> dict[str, Any]:
    """Properties without those of a redacted name, at any depth."""
    return {name: _without(value, redact) for name, value in properties.items() if not is_redacted(str(name), redact)}


def _without(value: Any, redact: Sequence[str]) -> Any:
    if isinstance(value, Mapping):
        return without_redacted(value, redact)
    return [_without(item, redact) for item in value] if isinstance(value, list | tuple) else value


def redacted_values(properties: Mapping[str, Any], redact: Sequence[str]) -> Iterator[str]:
    """The values, as text, that `without_redacted` leaves out."""
    for name, value in properties.items():
        if is_redacted(str(name), redact):
            yield from _texts(value)
        elif isinstance(value, Mapping):
            yield from redacted_values(value, redact)
        elif isinstance(value, list | tuple):
            for item in value:
                yield from redacted_values(item if isinstance(item, Mapping) else {}, redact)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def may_name(text: str, redact: Sequence[str]) -> bool:
    """Whether a redacted name may stand in a text; seldom true where none does, and quick."""
    folded = folded_key(_as_read(text))
    return any(all(word[:-1] in folded for word in name_words(name)) for name in redact)
