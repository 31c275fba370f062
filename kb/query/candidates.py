"""Which files a filter can mean at all, as far as an index tells: the others need not be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial

from kb.errors import KbError
from kb.query.base import Filter
from kb.query.files import Desk, File, Paths
from kb.query.moments import parse_moment
from kb.query.nodes import Call, Chain, Expression, Field, Literal, Name
from kb.query.syntax import parse_expression
from kb.query.values import Value, key_of, text_of
from kb.vault.names import folded_key

_FIELDS = {"name", "basename", "path", "folder", "ext"}
_WORDS = {"file", "this", "note", "formula"}
_FILE = Name("file")


def candidates(filters: Sequence[Filter], desk: Desk) -> Iterator[File]:
    """The files that can pass all of some filters, in the vault's order: none that can is left out."""
    chosen = _all([_of_filter(one, desk) for one in filters])
    paths = (*desk.index.notes, *desk.index.attachments)
    return (desk.file(path) for path in paths if chosen is None or path in chosen)


def _all(parts: Sequence[Paths | None]) -> Paths | None:
    """What is in all that are known."""
    known = sorted((part for part in parts if part is not None), key=len)
    return frozenset.intersection(*known) if known else None


def _any(parts: Sequence[Paths | None]) -> Paths | None:
    """What is in any, where all are known."""
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def _of_filter(filter_: Filter, desk: Desk) -> Paths | None:
    if filter_.kind == "is":
        try:
            return _of_node(parse_expression(filter_.text), desk)
        except KbError:
            return None  # whoever asks it is told why
    if filter_.kind == "not":
        return None
    parts = [_of_filter(part, desk) for part in filter_.parts]
    return _all(parts) if filter_.kind == "and" else _any(parts)


def _of_node(node: Expression, desk: Desk) -> Paths | None:
    match node:
        case Chain(first, (("&&", _), *_) as rest):
            return _all([_of_node(one, desk) for one in (first, *(other for _, other in rest))])
        case Chain(first, (("||", _), *_) as rest):
            return _any([_of_node(one, desk) for one in (first, *(other for _, other in rest))])
        case Chain(Literal(value), (("==", of),)) | Chain(of, (("==", Literal(value)),)):
            return _equal(of, value, desk)
        case Call(Name("file"), "hasTag", (_, *_) as arguments):
            return _any([_tagged(one, desk) for one in arguments])
        case Call(Name("file"), "inFolder", (Literal(value),)):
            return _below(folded_key(text_of(value).strip("/")), desk)
    return None


def _tagged(argument: Expression, desk: Desk) -> Paths | None:
    return frozenset(desk.index.tagged(text_of(argument.value))) if isinstance(argument, Literal) else None


def _below(folder: str, desk: Desk) -> Paths | None:
    """The files in a folder and those in it; unknown for the vault itself, which has all."""
    return _index(desk, "in folder", _folders_around).get(folder, frozenset()) if folder else None


def _folders_around(file: File) -> Iterator[Hashable]:
    folder = folded_key(file.path)
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _equal(of: Expression, value: Value, desk: Desk) -> Paths | None:
    """The files of which a field or property equals a value; a text may also be a date."""
    match of:
        case Field(Name("file"), name) if name in _FIELDS:
            index = _index(desk, f"file.{name}", lambda file: [key_of(getattr(file, name))])
        case Field(Name("note"), name):
            index = _index(desk, f"note.{name}", partial(_property, name))
        case Name(name) if name not in _WORDS:
            index = _index(desk, f"note.{name}", partial(_property, name))
        case _:
            return None
    day = parse_moment(value) if isinstance(value, str) else None
    return index.get(key_of(value), frozenset()) | (index.get(key_of(day), frozenset()) if day else frozenset())


def _property(name: str, file: File) -> list[Hashable]:
    return [key_of(file.value_of(name))]


def _index(
    desk: Desk, name: str, keys_of: Callable[[File], Sequence[Hashable] | Iterator[Hashable]]
) -> dict[Hashable, Paths]:
    """The files by what they have under a name, made once for a desk."""
    if name not in desk.indexes:
        groups: defaultdict[Hashable, set[str]] = defaultdict(set)
        for path in (*desk.index.notes, *desk.index.attachments):
            for key in keys_of(desk.file(path)):
                groups[key].add(path)
        desk.indexes[name] = {key: frozenset(paths) for key, paths in groups.items()}
    return desk.indexes[name]
