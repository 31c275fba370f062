"""The search as a page does it, in Python and in its plainest form: what the tests compare with."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kb.site.search.postings import parse_postings
from kb.site.search.shards import ENTRY, FILTERS, shard_path
from kb.site.search.terms import count_terms


def find_word(files: Mapping[str, bytes], word: str) -> dict[int, int]:
    """The notes that hold a word, by number, each with the level of the word in it."""
    return _postings(_shard(files, word).get(word, ""))


def find_prefix(files: Mapping[str, bytes], prefix: str) -> set[int]:
    """The notes with a word that begins so."""
    keys = json.loads(files[ENTRY])["shards"]
    shards = [json.loads(files[shard_path(key)]) for key in keys if key.startswith(prefix[: len(key)])]
    texts = (text for shard in shards for word, text in shard.items() if word.startswith(prefix))
    return {note for text in texts for note in _postings(text)}


def find_text(files: Mapping[str, bytes], text: str) -> set[int]:
    """The notes that hold all words of a text."""
    found = [set(find_word(files, word)) for word in count_terms(text)]
    return set.intersection(*found) if found else set()


def find_filter(files: Mapping[str, bytes], kind: str, value: str) -> set[int]:
    """The notes that a filter lets through."""
    return set(_postings(json.loads(files[FILTERS])[kind].get(value, "")))


def _shard(files: Mapping[str, bytes], word: str) -> dict[str, str]:
    keys = [key for key in json.loads(files[ENTRY])["shards"] if word.startswith(key)]
    shard: dict[str, str] = json.loads(files[shard_path(max(keys, key=len))]) if keys else {}
    return shard


def _postings(text: str) -> dict[int, int]:
    return {posting >> 4: posting & 15 for posting in parse_postings(text)}
