"""The values of queries: their kinds, their order, how they read as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kb.errors import KbError
from kb.query.arithmetic import exact, is_nan, number_text
from kb.query.dataview.moments import length_text, moment_text, parse_length, parse_when
from kb.query.dataview.same import lead_of
from kb.query.files import File, link_to
from kb.query.moments import Duration, Moment
from kb.query.properties import link_of_text
from kb.query.values import Image, Link, Tag, Value, text_of

_KINDS = {
    "NoneType": "null",
    "bool": "boolean",
    "int": "number",
    "float": "number",
    "str": "string",
    "Tag": "string",
    "Moment": "date",
    "Duration": "duration",
    "Link": "link",
    "Image": "link",
    "tuple": "array",
}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SIGNS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_BEFORE_DIGITS = str.maketrans({sign: chr(place) for place, sign in enumerate(_SIGNS, 1)})
"""The signs of ASCII in the order of Unicode's collation."""
_ACCENT, _OTHER_SIGN = re.compile("[\u0300-\u036f]"), re.compile(r"[^\w\x00-\x7f]")
_LAST_SIGN = "/"
"""Before all digits, and what other signs begin with."""
_PART = re.compile(r'\s*("(?:\\.|[^"\\])*"|!?\[\[[^\[\]]*\]\]|[^,"\[\]]+)\s*(?:,|$)')


def kind_of(value: Value) -> str:
    """What `typeof` calls a value."""
    return _KINDS.get(type(value).__name__, "object")


def items_of(value: Value) -> tuple[Value, ...]:
    """The items of a list; nothing has none, and another value is the only one."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def as_text(value: Value) -> str:
    """A value as text: nothing is a dash, and a link stays one."""
    return _TEXTS.get(type(value), text_of)(value)


def _link_text(link: Link) -> str:
    if link.target.startswith(("http://", "https://")):
        return f"[{text_of(link)}]({link.target})"
    return f"[[{link.target}]]" if link.shown is None else f"[[{link.target}|{text_of(link.shown)}]]"


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _value: "-",
    bool: lambda value: "true" if value else "false",
    int: number_text,
    float: number_text,
    Moment: moment_text,
    Duration: length_text,
    Link: _link_text,
    Image: lambda image: f"!{_link_text(image.source)}" if isinstance(image.source, Link) else text_of(image),
    tuple: lambda items: ", ".join(map(_inner_text, items)),
    dict: lambda table: f"{{ {', '.join(f'{key}: {_inner_text(value)}' for key, value in table.items())} }}",
}


def _inner_text(value: Value) -> str:
    """A value inside of another: lists have brackets there."""
    return f"[{as_text(value)}]" if isinstance(value, tuple) else as_text(value)


def place_of(value: Value) -> Any:
    """The place of a value among others: nothing first, then kinds by name; what is not known by kind is equal."""
    kind = kind_of(value)
    return kind != "null", kind, tuple(map(place_of, value)) if isinstance(value, tuple) else _place(value)


def order_of(left: Value, right: Value) -> int:
    """Below 0, 0 or above 0 as a value comes before, with or behind another."""
    one, other = place_of(left), place_of(right)
    return int(one > other) - int(one < other)


def _place(value: Value) -> Any:
    """What values of one kind are compared by."""
    match value:
        case float() if is_nan(value):
            return float("-inf")
        case int() | float() | Moment() | Duration():
            return value
        case Link():
            lead = lead_of(value)
            return _text_place(lead.path), lead.kind, _text_place(lead.place)
        case Image(source):
            return _place(source if isinstance(source, Link) else Link(text_of(source)))
    return _text_place(text_of(value) if isinstance(value, str | Tag) else "")


def _text_place(text: str) -> tuple[str, str]:
    """The place of a text as JavaScript has it: signs, digits, letters; only of equal ones accents and case count."""
    plain = text.casefold().translate(_BEFORE_DIGITS)
    if not text.isascii():
        plain = _OTHER_SIGN.sub(rf"{_LAST_SIGN}\g<0>", _ACCENT.sub("", unicodedata.normalize("NFD", plain)))
    return plain, text.swapcase()


def inline_value(text: str, file: File) -> Value:
    """The value of an inline field: a number, date, link and so on, several with commas between, or text."""
    text = text.strip()
    found = _atom(text, file)
    if found is not None or text in {"", "null"}:
        return found
    values = [_atom(part, file) for part in _parts(text)] if "," in text else [None]
    return text if None in values else tuple(values)


def _parts(text: str) -> Iterator[str]:
    """What stands between commas; where more than a single value stands there, an empty part."""
    end = 0
    while found := _PART.match(text, end):
        yield found[1].strip()
        end = found.end()
    if end < len(text):
        yield ""


def _atom(text: str, file: File) -> Value:
    """A single value that is no plain text; None for such."""
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if _NUMBER.fullmatch(text):
        return exact(float(text))
    if text[:1] == text[-1:] == '"' and len(text) > 1 and '"' not in text[1:-1].replace('\\"', ""):
        return text[1:-1].replace('\\"', '"')
    return _linked(text, file) or parse_when(text) or _length(text)


def _linked(text: str, file: File) -> Link | Image | None:
    """The link that a text is, or what it embeds."""
    if not (text.startswith(("[[", "![[")) and text.endswith("]]") and text.count("[[") == 1):
        return None
    link = known_link(link_of_text(text.removeprefix("!"), file))
    return Image(link) if text.startswith("!") else link


def _length(text: str) -> Duration | None:
    try:
        return parse_length(text) if text[:1].isdigit() else None
    except KbError:  # longer than any calendar
        return None


def known_link(link: Link) -> Link:
    """A link of a note, by the path of the file where it leads to one: as it stands only in the words of a query."""
    if link.file is None:
        return link
    _, mark, fragment = link.target.partition("#")
    return Link(f"{link.file.path}{mark}{fragment}", link.file, link.shown or name_of(link.file, fragment))


def name_of(file: File, fragment: str = "") -> Value:
    """What stands for a link to a file, or a heading in it, that has no words of its own."""
    name = link_to(file).shown
    return f"{name} > {fragment.rpartition('#')[2]}" if fragment and not fragment.startswith("^") else name


def written_value(value: Value, file: File) -> Value:
    """The value of a property as queries know it: texts are months, durations and embeds where they look like one."""
    match value:
        case Link():
            return known_link(value)
        case str():
            return _linked(value.strip(), file) or parse_when(value) or _length(value) or value
        case tuple():
            return tuple(written_value(item, file) for item in value)
        case dict():
            return type(value)((key, written_value(item, file)) for key, item in value.items())
    return value
