"""What kind of page a dot of the graph is, and which colour a kind has."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

from kb.model.note import Note
from kb.site.titles import readable
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY, is_dashboard
from kb.vault.names import folded_key

TYPE = "type"
NOTE, BASE, CANVAS, DASHBOARD, RUN, RESULTS = "Note", "Base", "Canvas", "Dashboard", "Run", "Results"
COLOURS = 7
GREY = COLOURS
"""The colour that kinds share for which there is none of their own."""


def kind_of(note: Note) -> str:
    """What a note is: its property `type`, what kb wrote, or else the folder at the top that it lies in."""
    given = next((value for key, value in note.properties.items() if key.casefold() == TYPE), None)
    first = next(iter(given), None) if isinstance(given, list) else given
    if isinstance(first, str) and first.strip():
        return readable(first.strip())
    if RUN_PROPERTY in note.properties:
        return RUN
    if BATCH_PROPERTY in note.properties:
        return RESULTS
    if is_dashboard(note):
        return DASHBOARD
    top, is_below, _ = note.path.partition("/")
    return readable(top) if is_below else NOTE


def names_of(kinds: Iterable[str]) -> Mapping[str, str]:
    """Kind -> what it is called: kinds that differ by case or as one and many are one, by the name that most have.

    Args:
        kinds: That of each dot.
    """
    counts = Counter(kinds)
    names: dict[str, str] = {}
    for kind in sorted(counts, key=lambda kind: (-counts[kind], kind)):
        names.setdefault(_key(kind), kind)
    return {kind: names[_key(kind)] for kind in counts}


def colours_of(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Kind -> the number of its colour, which depends on its name and, as little as can be, on what else there is.

    Of more kinds than colours the larger ones have one. How large is told in powers of four, so that a few more pages
    change nothing; among equals those that say something of a page's content come first. Each takes the colour that
    its name likes best of those that are left, so that a kind that is new takes at most a few from others.

    Args:
        counts: Kind -> how many dots it has.
    """
    coloured = sorted(counts, key=lambda kind: (-_size(counts[kind]), kind in _OF_FORM, _digest(kind), kind))[:COLOURS]
    colours = dict.fromkeys(counts, GREY)
    left = set(range(COLOURS))
    for kind in sorted(coloured, key=lambda kind: (_key(kind) not in _FIXED, _digest(kind), kind)):
        liked = _FIXED.get(_key(kind), GREY)
        colours[kind] = liked if liked in left else min(left, key=_digest(kind).__getitem__)
        left.remove(colours[kind])
    return colours


def _size(count: int) -> int:
    return (count.bit_length() - 1) // 2


def _key(kind: str) -> str:
    key = folded_key(kind)
    if key.endswith("ies"):
        return f"{key[:-3]}y"
    return key[:-1] if key.endswith("s") and not key.endswith("ss") else key


def _digest(kind: str) -> bytes:
    return hashlib.sha256(_key(kind).encode("utf-8", "surrogatepass")).digest()


_OF_FORM = frozenset({NOTE, BASE, CANVAS, DASHBOARD})
_FIXED = {_key("Guide"): 0, _key(RUN): 1, _key(RESULTS): 2}
