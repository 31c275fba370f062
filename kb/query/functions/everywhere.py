"""Functions that are called on nothing; the first argument of each is the file that is asked about."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from html import escape

from kb.query.arithmetic import Number, exact
from kb.query.files import File, link_to
from kb.query.functions.dates import DATES
from kb.query.functions.files import file_of
from kb.query.functions.function import Function, Functions, number, wrong
from kb.query.moments import Duration, Moment, milliseconds_between, moment_of, parse_duration, parse_moment
from kb.query.properties import link_of_text
from kb.query.values import Html, Icon, Image, Link, Value, text_of

_EPOCH = moment_of(date(1970, 1, 1))
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def _of_value(call: Callable[..., Value]) -> Callable[..., Value]:
    """A function of a value that a note may not have: of nothing, or of an empty text, it is nothing."""

    def called(file: File, value: Value, *others: Value) -> Value:
        return None if value is None or (isinstance(value, str) and not value.strip()) else call(file, value, *others)

    return called


def _date(_file: File, value: Value) -> Moment:
    found = value if isinstance(value, Moment) else parse_moment(text_of(value))
    if found is None:
        raise wrong("A date is like 2025-05-27 or 2025-05-27 14:30:00", value)
    return found


def _duration(_file: File, value: Value) -> Duration:
    found = value if isinstance(value, Duration) else parse_duration(text_of(value))
    if found is None:
        raise wrong("A duration is like 1d, 2 weeks or 1M", value)
    return found


def _link(file: File, target: Value, shown: Value = None) -> Link:
    if isinstance(target, File):
        return link_to(target, shown)
    if isinstance(target, Link):
        return target if shown is None else Link(target.target, target.file, shown)
    link = link_of_text(text_of(target), file)
    return link if shown is None else Link(link.target, link.file, shown)


def _image(file: File, source: Value) -> Image:
    is_path = isinstance(source, str) and "://" not in source
    return Image((file.desk.found(source, file.path) if is_path else None) or source)


def _list(_file: File, value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _extreme(choose: Callable[..., Value]) -> Callable[..., Value]:
    def chosen(_file: File, *values: Value) -> Value:
        flat = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
        numbers = [number(item, "Each value") for item in flat if item is not None]
        return choose(numbers) if numbers else None

    return chosen


def _number(_file: File, value: Value) -> Number:
    match value:
        case int() | float():
            return +value  # of true it makes 1
        case Moment():
            return milliseconds_between(value, _EPOCH)
        case Duration():
            return exact(value.total_seconds * 1000)
    text = text_of(value).strip()
    if not _NUMBER.fullmatch(text):
        raise wrong("This is no number", value)
    return exact(float(text))


def _now(file: File) -> Moment:
    return moment_of(file.desk.now)


EVERYWHERE: Functions = {
    "date": Function(_of_value(_date), 1, 1),
    "duration": Function(_of_value(_duration), 1, 1),
    "escapeHTML": Function(_of_value(lambda _file, text: escape(text_of(text))), 1, 1),
    "file": Function(_of_value(lambda file, value: file_of(value, file)), 1, 1),
    "html": Function(_of_value(lambda _file, source: Html(text_of(source))), 1, 1),
    "icon": Function(_of_value(lambda _file, name: Icon(text_of(name))), 1, 1),
    "image": Function(_of_value(_image), 1, 1),
    "link": Function(_of_value(_link), 1, 2),
    "list": Function(_list, 1, 1),
    "max": Function(_extreme(max), 1, None),
    "min": Function(_extreme(min), 1, None),
    "now": Function(_now),
    "number": Function(_of_value(_number), 1, 1),
    "random": Function(lambda _file: random.random()),  # noqa: S311  (no secret is made of it)
    "today": Function(lambda file: DATES["date"].call(_now(file))),
}
