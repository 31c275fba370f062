"""Thousands of names looked for in a text at once, in any case and with any signs between their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from kb.site.private.forms import name_forms
from kb.site.private.seen import shown

_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_TO_BLANKS = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))
_OTHER_SIGNS = re.compile(rb"\xe2[\x80-\x83][\x80-\xbf]|\xc2[\xa0-\xbf]|\xe3\x80[\x80-\xbf]")
"""Dashes, quotes, dots and blanks beyond ASCII."""
_IDEOGRAPH = re.compile(rb"(?:\xe3[\x81-\x83\x90-\xbf]|[\xe4-\xe9][\x80-\xbf])[\x80-\xbf]")
"""Each is a word: no blanks stand between those that people write."""
_ESCAPES = re.compile(rb"%20|\\[nrt\"/]")


class NamesSearch:
    """Finds names by the one of their words that is rarest in the texts in which such names are known."""

    def __init__(self, names: Collection[str], texts: Mapping[str, str] = MappingProxyType({})) -> None:
        """Prepare the search.

        Args:
            names: What is looked for; each holds a letter or digit.
            texts: Texts whose words are common, each under a label; none of the names in them is looked for.
        """
        self._phrases = {name: {_words(form.lower()) for form in name_forms(name)} for name in names}
        said = [(label, one) for label, text in texts.items() for one in {text, shown(text)}] if names else []
        known = [(label, _words(text.lower())) for label, text in said]
        counts = Counter(word for _, words in known for word in set(words))
        self._index(counts)
        told = [(name, label) for label, words in known for name in self._among(words)]
        for name, _ in told:
            self._phrases.pop(name, None)  # another text may have told it before
        self._index(counts)
        self.known: Mapping[str, frozenset[str]] = _grouped(told)
        """The names in the texts, each with the labels of the texts that it stands in."""

    def found(self, lowered: str) -> Iterator[str]:
        """The names that stand in a text in lower case, each once."""
        for name in self._among(_words(lowered)) if self._by_word else ():
            if "/" not in name or _path(name).search(lowered):
                yield name

    def _index(self, counts: Counter[bytes]) -> None:
        self._by_word: defaultdict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
        for name, phrases in self._phrases.items():
            for words in filter(None, phrases):
                self._by_word[min(words, key=lambda word: (counts[word], -len(word)))].append((_joined(words), name))

    def _among(self, words: tuple[bytes, ...]) -> Iterator[str]:
        near = [pair for word in set(words) if word in self._by_word for pair in self._by_word[word]]
        joined = _joined(words) if near else b""
        yield from dict.fromkeys(name for phrase, name in near if phrase in joined)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for name, label in pairs:
        found[name].add(label)
    return {name: frozenset(labels) for name, labels in found.items()}


def _words(lowered: str) -> tuple[bytes, ...]:
    data = lowered.encode("utf-8", "replace")
    if not lowered.isascii():
        data = _IDEOGRAPH.sub(rb" \g<0> ", _OTHER_SIGNS.sub(b" ", data))
    if b"%" in data or b"\\" in data:
        data = _ESCAPES.sub(b" ", data)
    return tuple(data.translate(_TO_BLANKS).split())


def _joined(words: Iterable[bytes]) -> bytes:
    return b" %s " % b" ".join(words)


def _path(name: str) -> re.Pattern[str]:
    """The path that a name is: between its folders stand slashes, and between its words anything but slashes."""
    folders = (re.findall(r"[^\W_]+", folder.lower()) for folder in name.split("/"))
    between = r"[^/\\\w]?[^/\\\n]{0,8}?"
    return re.compile(r"(?:\\*/|\\+|%2f)".join(between.join(map(re.escape, words)) for words in folders if words))
