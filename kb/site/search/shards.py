"""The files of the search: words in shards by how they begin, filters, a fragment for each note, and what is where."""

from __future__ import annotations

import json
from array import array
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import ceil
from typing import Any

from kb.site.search.findable import Findable
from kb.site.search.postings import DIGITS, render_postings
from kb.site.search.terms import UNSPACED

ENTRY = "search/index.json"
FILTERS = "search/filters.json"
FRAGMENTS = "search/notes/"
FILTER_NAMES = ("tag", "type", "stage")
LARGEST = 40_000
"""Bytes, about: a larger shard is split by the next character."""
_LEVEL = {f"{level:x}": level for level in range(16)}
LENGTHS = tuple(ceil(2 ** (level / 4)) for level in range(len(DIGITS) - 1))
"""The least length of each level from 1."""


def render_search(findables: Iterable[Findable]) -> dict[str, bytes]:
    """Every file of the search, by path in the site. A note's number is its place in the order of the URLs."""
    notes = sorted(findables, key=lambda note: note.url)
    files = {fragment_path(number): note.fragment.encode("utf-8", "replace") for number, note in enumerate(notes)}
    shards: dict[str, bytes] = {}
    for root, words in sorted(_words_by_root(notes).items()):
        shards |= render_shards(root, words)
    files |= {shard_path(key): shard for key, shard in shards.items()}
    lengths = "".join(length_digit(note) for note in notes)
    files[ENTRY] = render_entry(lengths, {key: len(shard) for key, shard in shards.items()})
    files[FILTERS] = render_filters(_filters(notes))
    return files


def without_numbers(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files as far as they say something: in the numbers of notes anything may be spelled by chance."""
    return {
        path: data if path.startswith(FRAGMENTS) else _json(_names(json.loads(data))) for path, data in files.items()
    }


def _names(value: Any) -> Any:
    return {name: _names(inner) for name, inner in value.items()} if isinstance(value, dict) else 0


def fragment_path(number: int) -> str:
    """Where the fragment of a note is."""
    return f"{FRAGMENTS}{number}.json"


def shard_path(key: str) -> str:
    """Where the words that begin with `key` are: a name that any file system and host takes."""
    if key.isascii() and key.isalnum():
        return f"search/words/t-{key}.json"
    return f"search/words/u-{'-'.join(f'{ord(char):x}' for char in key)}.json"


def root_of(word: str) -> str:
    """How the words of one group begin: two characters, or one where a character is nearly a word."""
    return word[:1] if UNSPACED.match(word) else word[:2]


def render_shards(root: str, words: Mapping[str, str]) -> dict[str, bytes]:
    """The words of a group, with their postings, in as many shards as are needed: what they begin with -> file."""
    return {key: _json(dict(sorted(shard.items()))) for key, shard in _split(root, words) if shard}


def render_entry(lengths: str, sizes: Mapping[str, int]) -> bytes:
    """What a page reads first: the length of each note, one digit each, and which shards there are."""
    return _json({"lengths": lengths, "shards": dict(sorted(sizes.items()))})


def length_digit(note: Findable) -> str:
    """How long a note is, roughly."""
    return DIGITS[bisect(LENGTHS, note.length)]


def render_filters(filters: Mapping[str, str]) -> bytes:
    """`tag:name` and its kin -> postings, as a file by kind."""
    found: dict[str, dict[str, str]] = {name: {} for name in FILTER_NAMES}
    for key, postings in sorted(filters.items()):
        name, _, value = key.partition(":")
        found[name][value] = postings
    return _json(found)


def _words_by_root(notes: Sequence[Findable]) -> Mapping[str, dict[str, str]]:
    postings: defaultdict[str, array[int]] = defaultdict(partial(array, "q"))
    for number, note in enumerate(notes):
        first = number * 16
        for word, level in zip(note.words.split(" "), note.levels, strict=False):
            postings[word].append(first + _LEVEL[level])
    groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for word in sorted(postings):
        groups[root_of(word)][word] = render_postings(postings.pop(word))
    return groups


def _filters(notes: Sequence[Findable]) -> dict[str, str]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, note in enumerate(notes):
        for name in note.filters:
            postings[name].append(number * 16)
    return {name: render_postings(found) for name, found in postings.items()}


def _split(key: str, words: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """A shard, or the smaller ones that it falls into; the word that is the key itself stays under it."""
    if len(words) == 1 or sum(len(word) + len(postings) + 6 for word, postings in words.items()) <= LARGEST:
        yield key, words
        return
    parts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for word, postings in words.items():
        parts[word[: len(key) + 1]][word] = postings
    for part, inside in parts.items():
        yield from [(part, inside)] if part == key else _split(part, inside)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
