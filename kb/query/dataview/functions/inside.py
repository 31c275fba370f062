"""Functions that ask what a text, list or object holds."""

from __future__ import annotations

import re

from kb.query.dataview.fields import keys_of, known_keys, part_of, table_of, told
from kb.query.dataview.functions.function import Function, Functions
from kb.query.dataview.same import is_equal
from kb.query.dataview.values import as_text, kind_of
from kb.query.patterns import Pattern
from kb.query.scope import Scope
from kb.query.values import Image, Link, Value, text_of

_LINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_ADDRESS = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"\*\*|__|~~|==|[*`]|(?<!\w)_|_(?!\w)")


def _contains(scope: Scope, value: Value, wanted: Value) -> bool:
    """Whether an object has a name, a list such an item (or one that contains it), a text such a part."""
    if isinstance(value, tuple):
        return any(_contains(scope, item, wanted) for _, item in scope.look_at(value, 1))
    return _has(scope, value, wanted)


def _contains_anyhow(scope: Scope, value: Value, wanted: Value) -> bool:
    return _contains(scope, _lowered(value), _lowered(wanted))


def _lowered(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(map(_lowered, value))
    if table := table_of(value):
        return {key.lower(): part for key, part in table.items()}
    return text_of(value).lower() if kind_of(value) == "string" else value


def _contains_exactly(scope: Scope, value: Value, wanted: Value) -> bool:
    if isinstance(value, tuple):
        return any(is_equal(item, wanted) for _, item in scope.look_at(value, 1))
    return _has(scope, value, wanted)


def _has(scope: Scope, value: Value, wanted: Value) -> bool:
    if kind_of(value) == "string":
        return as_text(wanted) in text_of(value)
    if kind_of(value) == "object":
        is_there = (name := text_of(wanted)) in known_keys(value)
        if not is_there:
            scope.file.desk.check_told(name)
        return is_there
    return is_equal(value, wanted)


def _contains_word(_scope: Scope, value: Value, wanted: Value) -> bool:
    other = r"[^\pL\pN_]"
    return Pattern(f"(?:^|{other}){re.escape(text_of(wanted))}(?:{other}|$)", "i").is_in(text_of(value))


def _extract(scope: Scope, value: Value, *names: Value) -> dict[str, Value]:
    texts = map(text_of, names)
    return {name: part_of(told(scope, value, name), name) for name in texts}


def _shown(scope: Scope, value: Value) -> str:
    """A value as it reads: without signs of Markdown, and of links their words."""
    match value:
        case None:
            return ""
        case tuple():
            return ", ".join(_shown(scope, item) for _, item in scope.look_at(value, 1))
        case Image(source):
            return _shown(scope, source)
        case Link(target, _, None):
            return _name(target)
        case str() | Link():
            return _without_marks(text_of(value))
    return as_text(value)


def _without_marks(text: str) -> str:
    words = _LINK.sub(lambda link: link[2] or _name(link[1]), text)
    return _MARKS.sub("", _ADDRESS.sub(r"\1", words))


def _name(target: str) -> str:
    """What a link is called that has no words of its own."""
    return target.partition("#")[0].rpartition("/")[2].removesuffix(".md")


def _length(_scope: Scope, value: Value) -> int:
    if isinstance(value, tuple):
        return len(value)
    return len(keys_of(value)) if kind_of(value) == "object" else len(text_of(value))


INSIDE: Functions = {
    "contains": Function(_contains, 2, 2, over=(1,)),
    "icontains": Function(_contains_anyhow, 2, 2, over=(1,)),
    "econtains": Function(_contains_exactly, 2, 2, over=(1,)),
    "containsword": Function(_contains_word, 2, 2, over=(0, 1)),
    "extract": Function(_extract, 1, None, over=(0,)),
    "display": Function(_shown),
    "length": Function(_length),
}
