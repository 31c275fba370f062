"""Which files a filter can mean at all, as far as an index tells: the others need not be asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial

from kb.errors import KbError
from kb.query.base import Filter
from kb.query.files import Desk, File, Paths
from kb.query.moments import parse_moment
from kb.query.nodes import Call, Chain, Expression, Field, Literal, Name
from kb.query.syntax import parse_expression
from kb.query.values import Value, key_of, text_of
from kb.vault.names import folded_key

_FIELDS = {"basename", "path", "folder", "ext"}
_WORDS = {"file", "this", "note", "formula"}


def candidates(filters: Sequence[Filter], desk: Desk, this: File | None = None) -> Iterator[File]:
    """The files that can pass all of some filters, in the vault's order: none that can is left out."""
    chosen = _all([_of_filter(one, desk, this) for one in filters])
    return (file for file in desk.files() if chosen is None or file.path in chosen)


def _all(parts: Sequence[Paths | None]) -> Paths | None:
    """What is in all that are known."""
    known = sorted((part for part in parts if part is not None), key=len)
    return frozenset.intersection(*known) if known else None


def _any(parts: Sequence[Paths | None]) -> Paths | None:
    """What is in any, where all are known."""
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def _of_filter(filter_: Filter, desk: Desk, this: File | None) -> Paths | None:
    if filter_.kind == "is":
        try:
            return _of_node(parse_expression(filter_.text), desk, this)
        except KbError:
            return None  # whoever asks it is told why
    if filter_.kind == "not":
        return None
    parts = [_of_filter(part, desk, this) for part in filter_.parts]
    return _all(parts) if filter_.kind == "and" else _any(parts)


def _of_node(node: Expression, desk: Desk, this: File | None) -> Paths | None:
    match node:
        case Chain(first, (("&&", _), *_) as rest):
            return _all([_of_node(one, desk, this) for one in (first, *(other for _, other in rest))])
        case Chain(first, (("||", _), *_) as rest):
            return _any([_of_node(one, desk, this) for one in (first, *(other for _, other in rest))])
        case Chain(Literal(value), (("==", of),)) | Chain(of, (("==", Literal(value)),)):
            return _equal(of, value, desk)
        case Call(Name("file"), name, (first, *others)) if name in _CALLS:
            return _any([_CALLS[name](argument, desk, this) for argument in (first, *others)])
    return None


def _tagged(argument: Expression, desk: Desk, _this: File | None) -> Paths | None:
    return frozenset(desk.index.tagged(text_of(argument.value))) if isinstance(argument, Literal) else None


def _linking(argument: Expression, desk: Desk, this: File | None) -> Paths | None:
    is_this = argument in {Name("this"), Field(Name("this"), "file")}
    return desk.linking_to(this.path) | {this.path} if this and is_this else None


def _below(argument: Expression, desk: Desk, _this: File | None) -> Paths | None:
    """The files in a folder and those in it; unknown for the vault itself, which has all."""
    folder = folded_key(text_of(argument.value).strip("/")) if isinstance(argument, Literal) else ""
    return desk.having("in folder", _folders_around).get(folder, frozenset()) if folder else None


def _folders_around(file: File) -> Iterator[Hashable]:
    folder = folded_key(file.path)
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder


_CALLS: Mapping[str, Callable[[Expression, Desk, File | None], Paths | None]] = {
    "hasTag": _tagged,
    "hasLink": _linking,
    "inFolder": _below,
}
"""Functions of `file` that an index answers."""


def _equal(of: Expression, value: Value, desk: Desk) -> Paths | None:
    """The files of which a field or property equals a value; a text may also be a date."""
    match of:
        case Field(Name("file"), "name"):
            index = desk.having("file.name", lambda file: [key_of(file.name)])
            value = value.removesuffix(".md") if isinstance(value, str) else value
        case Field(Name("file"), name) if name in _FIELDS:
            index = desk.having(f"file.{name}", lambda file: [key_of(getattr(file, name))])
        case Field(Name("note"), name):
            return _having(name, value, desk)
        case Name(name) if name not in _WORDS:
            return _having(name, value, desk)
        case _:
            return None
    return _among(index, value)


def _having(name: str, value: Value, desk: Desk) -> Paths | None:
    """The files with such a property; of one that is not told here, whoever asks it is told that."""
    return None if desk.hides(name) else _among(desk.having(f"note.{name}", partial(_property, name)), value)


def _among(index: Mapping[Hashable, Paths], value: Value) -> Paths:
    day = parse_moment(value) if isinstance(value, str) else None
    return index.get(key_of(value), frozenset()) | (index.get(key_of(day), frozenset()) if day else frozenset())


def _property(name: str, file: File) -> list[Hashable]:
    return [key_of(file.value_of(name))]
