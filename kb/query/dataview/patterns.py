"""Dates and durations by a pattern of tokens, as the library Luxon has them; names in English, times without a zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from kb.query.moments import Duration

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (notes have no zone)
_MILLISECOND = timedelta(milliseconds=1)


def _hour(at: datetime) -> int:
    return at.hour % 12 or 12


_TOKENS: Mapping[str, Callable[[datetime], str]] = {
    "yyyy": lambda at: f"{at.year:04}",
    "yy": lambda at: f"{at.year % 100:02}",
    "y": lambda at: str(at.year),
    "MMMM": lambda at: f"{at:%B}",
    "MMM": lambda at: f"{at:%b}",
    "MM": lambda at: f"{at.month:02}",
    "M": lambda at: str(at.month),
    "LLLL": lambda at: f"{at:%B}",
    "LLL": lambda at: f"{at:%b}",
    "LL": lambda at: f"{at.month:02}",
    "L": lambda at: str(at.month),
    "dd": lambda at: f"{at.day:02}",
    "d": lambda at: str(at.day),
    "ooo": lambda at: f"{at:%j}",
    "o": lambda at: str(at.timetuple().tm_yday),
    "EEEE": lambda at: f"{at:%A}",
    "EEE": lambda at: f"{at:%a}",
    "E": lambda at: str(at.isoweekday()),
    "cccc": lambda at: f"{at:%A}",
    "ccc": lambda at: f"{at:%a}",
    "c": lambda at: str(at.isoweekday()),
    "HH": lambda at: f"{at.hour:02}",
    "H": lambda at: str(at.hour),
    "hh": lambda at: f"{_hour(at):02}",
    "h": lambda at: str(_hour(at)),
    "mm": lambda at: f"{at.minute:02}",
    "m": lambda at: str(at.minute),
    "ss": lambda at: f"{at.second:02}",
    "s": lambda at: str(at.second),
    "SSS": lambda at: f"{at.microsecond // 1000:03}",
    "S": lambda at: str(at.microsecond // 1000),
    "a": lambda at: "AM" if at.hour < 12 else "PM",  # noqa: PLR2004  (noon)
    "WW": lambda at: f"{at.isocalendar().week:02}",
    "W": lambda at: str(at.isocalendar().week),
    "kkkk": lambda at: f"{at.isocalendar().year:04}",
    "kk": lambda at: f"{at.isocalendar().year % 100:02}",
    "q": lambda at: str((at.month + 2) // 3),
    "x": lambda at: str((at - _EPOCH) // _MILLISECOND),
    "X": lambda at: str((at - _EPOCH) // timedelta(seconds=1)),
    "D": lambda at: format_date(at, "M/d/yyyy"),
    "DD": lambda at: format_date(at, "MMM d, yyyy"),
    "DDD": lambda at: format_date(at, "MMMM d, yyyy"),
    "DDDD": lambda at: format_date(at, "EEEE, MMMM d, yyyy"),
    "t": lambda at: format_date(at, "h:mm a"),
    "tt": lambda at: format_date(at, "h:mm:ss a"),
    "T": lambda at: format_date(at, "HH:mm"),
    "TT": lambda at: format_date(at, "HH:mm:ss"),
    "f": lambda at: format_date(at, "M/d/yyyy, h:mm a"),
    "ff": lambda at: format_date(at, "MMM d, yyyy, h:mm a"),
    "fff": lambda at: format_date(at, "MMMM d, yyyy, h:mm a"),
    "ffff": lambda at: format_date(at, "EEEE, MMMM d, yyyy, h:mm a"),
}
_PART = re.compile(r"'([^']*)'|([a-zA-Z])\2*")
_READ: Mapping[str, tuple[str, str]] = {
    "yyyy": (r"\d{4}", "%Y"),
    "yy": (r"\d\d", "%y"),
    "MMMM": ("[A-Za-z]{3,9}", "%B"),
    "MMM": ("[A-Za-z]{3}", "%b"),
    "MM": (r"\d\d", "%m"),
    "M": (r"\d{1,2}", "%m"),
    "dd": (r"\d\d", "%d"),
    "d": (r"\d{1,2}", "%d"),
    "HH": (r"\d\d", "%H"),
    "H": (r"\d{1,2}", "%H"),
    "hh": (r"\d\d", "%I"),
    "h": (r"\d{1,2}", "%I"),
    "mm": (r"\d\d", "%M"),
    "m": (r"\d{1,2}", "%M"),
    "ss": (r"\d\d", "%S"),
    "s": (r"\d{1,2}", "%S"),
    "a": ("[AaPp][Mm]", "%p"),
}
_MOST_DIGITS = 15
_UNITS: Mapping[str, float] = {
    "y": 12,
    "M": 1,
    "w": 604_800,
    "d": 86_400,
    "h": 3_600,
    "m": 60,
    "s": 1,
    "S": 0.001,
}
_YEAR_DAYS, _MONTH_DAYS = 365, 30
"""As Luxon counts them where it turns months into days."""


def format_date(at: datetime, pattern: str) -> str:
    """A date by a pattern; what is no token, or stands in single quotes, stays."""

    def one(part: re.Match[str]) -> str:
        token = _TOKENS.get(part[0])
        return part[1] if part[1] is not None else token(at) if token else part[0]

    return _PART.sub(one, pattern)


def read_date(text: str, pattern: str) -> datetime | None:
    """The date that a text says by a pattern; None where it does not follow it."""
    if pattern in {"x", "X"}:
        return _read_number(text, 1 if pattern == "x" else 1000)
    expression, formats, values = "", list[str](), 0
    for part in re.finditer(r"'[^']*'|([a-zA-Z])\1*|[^a-zA-Z']+|'", pattern):
        token = _READ.get(part[0])
        if part[1] and (token is None or token[1] in formats):
            return None  # one that stands twice also takes long to match
        values += bool(token)
        expression += f"({token[0]})" if token else re.escape(part[0].strip("'"))
        formats += [token[1]] if token else []
    found = re.fullmatch(expression, text.strip())
    try:
        return datetime.strptime(" ".join(found.groups()), " ".join(formats)) if found and values else None  # noqa: DTZ007
    except (ValueError, re.error):
        return None


def _read_number(text: str, milliseconds: int) -> datetime | None:
    if not text.strip().isdecimal() or len(text.strip()) > _MOST_DIGITS:
        return None
    try:
        return (datetime.fromtimestamp(0, UTC) + int(text) * milliseconds * _MILLISECOND).replace(tzinfo=None)
    except OverflowError:
        return None


def format_duration(length: Duration, pattern: str) -> str:
    """A duration by a pattern: each unit holds what the larger ones of the pattern leave."""
    units = {part[0][0] for part in _PART.finditer(pattern) if part[1] is None and part[2] in _UNITS}
    amounts = _amounts(length, units)

    def one(part: re.Match[str]) -> str:
        if part[1] is not None:
            return part[1]
        if part[2] not in amounts or set(pattern[slice(*_word(pattern, part))]) - {part[2]}:
            return part[0]
        return str(amounts[part[2]]).zfill(len(part[0]))

    return _PART.sub(one, pattern)


def _word(pattern: str, part: re.Match[str]) -> tuple[int, int]:
    """Where the letters around a token begin and end: in `M months` only the first is one."""
    start, end = part.span()
    while start and pattern[start - 1].isalpha():
        start -= 1
    while end < len(pattern) and pattern[end].isalpha():
        end += 1
    return start, end


def _amounts(length: Duration, units: set[str]) -> dict[str, int]:
    """How many of each unit, the larger ones first."""
    amounts = dict[str, int]()
    years, months = divmod(abs(length.months), 12)
    if "y" in units:
        amounts["y"], years = years, 0
    if "M" in units:
        amounts["M"], years, months = years * 12 + months, 0, 0
    seconds = abs(length.seconds) + (years * _YEAR_DAYS + months * _MONTH_DAYS) * _UNITS["d"]
    if "y" in units:
        more, seconds = divmod(seconds, _YEAR_DAYS * _UNITS["d"])
        amounts["y"] += int(more)
    for unit in "wdhmsS":
        if unit in units:
            count = int(round(seconds / _UNITS[unit], 6))
            amounts[unit], seconds = count, seconds - count * _UNITS[unit]
    return amounts
