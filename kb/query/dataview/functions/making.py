"""Functions that make values of one kind from another."""

from __future__ import annotations

import re

from kb.query.arithmetic import Number, exact
from kb.query.dataview.facts import day_of
from kb.query.dataview.functions.function import Function, Functions
from kb.query.dataview.moments import named_day, parse_length, parse_when, word_of_day
from kb.query.dataview.patterns import read_date
from kb.query.dataview.values import as_text, kind_of, name_of
from kb.query.files import File
from kb.query.functions.function import wrong
from kb.query.moments import Duration, Moment, moment_of
from kb.query.properties import link_of_text
from kb.query.scope import Scope
from kb.query.values import Image, Link, Value, text_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def _object(_scope: Scope, *pairs: Value) -> dict[str, Value]:
    if len(pairs) % 2:
        raise wrong("`object` takes names and values in turn", pairs[-1])
    return {text_of(name): value for name, value in zip(pairs[::2], pairs[1::2], strict=True)}


def _date(scope: Scope, value: Value, pattern: Value = None) -> Moment | None:
    if isinstance(value, Link):
        said = parse_when(text_of(value)) or parse_when(value.target)
        return said or (day_of(value.file) if value.file else None)
    if isinstance(value, Moment) or not isinstance(value, str):
        return value if isinstance(value, Moment) else None
    if pattern is None:
        word = word_of_day(value)
        return named_day(word, scope.file.desk.now) if word else parse_when(value)
    at = read_date(value, text_of(pattern))
    is_day = at is not None and not re.search("[HhmsxX]", text_of(pattern))
    return None if at is None else moment_of(at.date() if is_day else at)


def _duration(_scope: Scope, value: Value) -> Duration | None:
    return value if isinstance(value, Duration) else parse_length(value) if isinstance(value, str) else None


def _number(_scope: Scope, value: Value) -> Number | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    found = _NUMBER.search(value) if isinstance(value, str) else None
    return exact(float(found[0])) if found else None


def _link(scope: Scope, target: Value, shown: Value = None) -> Link | Image | None:
    if target is None:
        return None
    if isinstance(target, Image) and isinstance(target.source, Link):
        return Image(_link(scope, target.source, shown))
    link = target if isinstance(target, Link) else _of_text(text_of(target), scope.this or scope.file)
    return link if shown is None else Link(link.target, link.file, text_of(shown))


def _of_text(text: str, file: File) -> Link:
    return link_of_text(text.removeprefix("!"), file)


def _embed(_scope: Scope, link: Value, is_embed: Value = True) -> Value:
    plain = link.source if isinstance(link, Image) else link
    return Image(plain) if isinstance(plain, Link) and is_embed else plain


def _outside(_scope: Scope, address: Value, shown: Value = None) -> Link | None:
    if address is None:
        return None
    text = text_of(address)
    target = text if re.match(r"[a-zA-Z][\w+.-]*:", text) else f"https://{text}"
    return Link(target, None, text_of(address if shown is None else shown))


def _meta(_scope: Scope, value: Value) -> dict[str, Value] | None:
    link = value.source if isinstance(value, Image) else value
    if not isinstance(link, Link):
        return None
    name, _, fragment = link.target.partition("#")
    shown = None if link.file and link.shown == name_of(link.file, fragment) else link.shown
    return {
        "display": shown,
        "embed": isinstance(value, Image),
        "path": name,
        "subpath": fragment.removeprefix("^").rpartition("#")[2] or None,
        "type": "block" if fragment.startswith("^") else "header" if fragment else "file",
    }


MAKING: Functions = {
    "object": Function(_object, 0, None),
    "list": Function(lambda _scope, *values: values, 0, None),
    "array": Function(lambda _scope, *values: values, 0, None),
    "date": Function(_date, 1, 2, over=(0,)),
    "dur": Function(_duration, over=(0,)),
    "number": Function(_number, over=(0,)),
    "string": Function(lambda _scope, value: as_text(value)),
    "link": Function(_link, 1, 2, over=(0, 1)),
    "embed": Function(_embed, 1, 2, over=(0, 1)),
    "elink": Function(_outside, 1, 2, over=(0, 1)),
    "typeof": Function(lambda _scope, value: kind_of(value)),
    "meta": Function(_meta, over=(0,)),
}
