"""Which notes a query is about: `FROM`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.query.dataview.nodes import Source
from kb.query.files import Desk, File, Paths
from kb.vault.names import folded_key


def pages_from(source: Source | None, desk: Desk, this: File) -> list[str]:
    """The paths of the notes that are meant, in the vault's order.

    Args:
        source: What is said of them; None for all.
        desk: What may be known of.
        this: The note that asks, for `[[]]`.
    """
    if source is None:
        return list(desk.index.notes)
    meant = _meant(source, desk, this)
    return [path for path in desk.index.notes if path in meant]


def _meant(source: Source, desk: Desk, this: File) -> Paths:
    return _WAYS[source.kind](source, desk, this)


def _tagged(source: Source, desk: Desk, _this: File) -> Paths:
    return frozenset(desk.index.tagged(source.name))


def _inside(source: Source, desk: Desk, _this: File) -> Paths:
    """The notes of a folder; where there is none, the one of that path."""
    wanted = folded_key(source.name.strip("/"))
    notes = desk.index.notes
    below = frozenset(path for path in notes if not wanted or folded_key(path).startswith(f"{wanted}/"))
    return below or frozenset(path for path in notes if folded_key(path) in {wanted, f"{wanted}.md"})


def _named(source: Source, desk: Desk, this: File) -> File | None:
    name = source.name.removeprefix("#")
    return desk.found(name, this.path) if name else this


def _linking(source: Source, desk: Desk, this: File) -> Paths:
    file = _named(source, desk, this)
    return frozenset(one.path for one in desk.index.backlinks.get(file.path, ())) if file else frozenset()


def _linked(source: Source, desk: Desk, this: File) -> Paths:
    file = _named(source, desk, this)
    return frozenset(link.file.path for link in file.links if link.file) if file else frozenset()


def _joined(source: Source, desk: Desk, this: File) -> Paths:
    first, *others = (_meant(part, desk, this) for part in source.parts)
    for sign, other in zip(source.signs, others, strict=True):
        first = first & other if sign == "and" else first | other
    return first


def _other(source: Source, desk: Desk, this: File) -> Paths:
    return frozenset(desk.index.notes) - _meant(source.parts[0], desk, this)


_WAYS: Mapping[str, Callable[[Source, Desk, File], Paths]] = {
    "tag": _tagged,
    "path": _inside,
    "to": _linking,
    "from": _linked,
    "not": _other,
    "joined": _joined,
}
