"""After edits of a few notes: only the files of the search that differ."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kb.site.search.findable import Findable
from kb.site.search.postings import parse_postings, render_postings
from kb.site.search.shards import (
    ENTRY,
    FILTERS,
    fragment_path,
    length_digit,
    render_entry,
    render_filters,
    render_search,
    render_shards,
    root_of,
    shard_path,
)

ReadFile = Callable[[str], bytes]
"""Path in the site -> what is there."""
MOST_SINGLY = 20
"""For more notes than this the search is made as a whole."""
SEARCH = "search/"


def update_search(
    old: Mapping[str, Findable], new: Mapping[str, Findable], folder: Path, standing: Iterable[str]
) -> tuple[dict[str, bytes], list[str]]:
    """The files of the search that are new or differ, and the names of those that stay.

    Args:
        old: What the search knows of each page, by its path in the site.
        new: What it is to know.
        folder: The site.
        standing: The files that are there.
    """
    changed = [name for name, found in new.items() if old.get(name) != found]
    if old.keys() != new.keys() or len(changed) > MOST_SINGLY:
        return render_search(new.values()), []
    files: dict[str, bytes | None] = {}
    order = sorted(found.url for found in old.values())

    def read(name: str) -> bytes:
        return files.get(name) or (folder / name).read_bytes()

    for name in changed:
        number = bisect_left(order, new[name].url)
        files |= updated_search(old[name], new[name], number, read) or {}
    kept = [name for name in standing if name.startswith(SEARCH) and name not in files]
    return {name: content for name, content in files.items() if content is not None}, kept


def updated_search(old: Findable, new: Findable, number: int, read: ReadFile) -> dict[str, bytes | None] | None:
    """What `render_search` would write now that a note was edited, where that differs.

    Args:
        old: The note as it is in the search.
        new: The note as it is now.
        number: Its place in the order of the URLs.
        read: Reads a file of the search as it is.

    Returns:
        Path in the site -> its bytes, or None for one that is no more; None as a whole where the note has another URL,
        so that others have another number, and all is to be rendered.
    """
    if old.url != new.url:
        return None
    entry = json.loads(read(ENTRY))
    lengths, sizes = entry["lengths"], entry["shards"]
    there = {fragment_path(number), ENTRY, FILTERS}
    files: dict[str, bytes | None] = {fragment_path(number): new.fragment.encode("utf-8", "replace")}
    for root, levels in _changed_levels(old, new).items():
        keys = [key for key in sizes if root_of(key) == root]
        words = {word: text for key in keys for word, text in json.loads(read(shard_path(key))).items()}
        shards = render_shards(root, _replaced(words, levels, number))
        there |= {shard_path(key) for key in keys}
        files |= {shard_path(key): shards.get(key) for key in sorted({*keys, *shards})}
        sizes = {key: size for key, size in sizes.items() if key not in keys}
        sizes |= {key: len(shard) for key, shard in shards.items()}
    files[ENTRY] = render_entry(lengths[:number] + length_digit(new) + lengths[number + 1 :], sizes)
    if old.filters != new.filters:
        files[FILTERS] = _filters(old, new, number, read)
    return {path: data for path, data in files.items() if data is None or path not in there or data != read(path)}


def _changed_levels(old: Findable, new: Findable) -> Mapping[str, dict[str, int | None]]:
    """By group: each word that has another level now; None for one that is gone."""
    before, after = _levels(old), _levels(new)
    groups: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
    for word in before.keys() | after.keys():
        if before.get(word) != after.get(word):
            groups[root_of(word)][word] = after.get(word)
    return groups


def _levels(note: Findable) -> dict[str, int]:
    return {word: int(level, 16) for word, level in zip(note.words.split(" "), note.levels, strict=False)}


def _replaced(words: Mapping[str, str], levels: Mapping[str, int | None], number: int) -> dict[str, str]:
    changed = {word: _with(words.get(word, ""), number, level) for word, level in levels.items()}
    return {word: postings for word, postings in {**words, **changed}.items() if postings}


def _with(postings: str, number: int, level: int | None) -> str:
    others = [posting for posting in parse_postings(postings) if posting >> 4 != number]
    return render_postings(sorted([*others, *([] if level is None else [number * 16 + level])]))


def _filters(old: Findable, new: Findable, number: int, read: ReadFile) -> bytes:
    kinds = json.loads(read(FILTERS)).items()
    known = {f"{kind}:{value}": text for kind, values in kinds for value, text in values.items()}
    levels: dict[str, int | None] = dict.fromkeys(old.filters) | dict.fromkeys(new.filters, 0)
    return render_filters(_replaced(known, levels, number))
