"""Dates as moment.js writes them, which Obsidian's templates and daily notes use; names in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 12
_TOKENS: dict[str, Callable[[datetime], str]] = {
    "YYYY": lambda now: f"{now.year:04}",
    "YY": lambda now: f"{now.year % 100:02}",
    "Q": lambda now: str((now.month + 2) // 3),
    "MMMM": lambda now: _MONTHS[now.month - 1],
    "MMM": lambda now: _MONTHS[now.month - 1][:3],
    "MM": lambda now: f"{now.month:02}",
    "Mo": lambda now: _ordinal(now.month),
    "M": lambda now: str(now.month),
    "DDDD": lambda now: f"{now.timetuple().tm_yday:03}",
    "DDD": lambda now: str(now.timetuple().tm_yday),
    "DD": lambda now: f"{now.day:02}",
    "Do": lambda now: _ordinal(now.day),
    "D": lambda now: str(now.day),
    "dddd": lambda now: _DAYS[now.weekday()],
    "ddd": lambda now: _DAYS[now.weekday()][:3],
    "dd": lambda now: _DAYS[now.weekday()][:2],
    "d": lambda now: str(now.isoweekday() % 7),
    "E": lambda now: str(now.isoweekday()),
    "gggg": lambda now: f"{_week(now)[0]:04}",
    "ww": lambda now: f"{_week(now)[1]:02}",
    "w": lambda now: str(_week(now)[1]),
    "GGGG": lambda now: f"{now.isocalendar().year:04}",
    "WW": lambda now: f"{now.isocalendar().week:02}",
    "W": lambda now: str(now.isocalendar().week),
    "HH": lambda now: f"{now.hour:02}",
    "H": lambda now: str(now.hour),
    "hh": lambda now: f"{_of_twelve(now):02}",
    "h": lambda now: str(_of_twelve(now)),
    "mm": lambda now: f"{now.minute:02}",
    "m": lambda now: str(now.minute),
    "ss": lambda now: f"{now.second:02}",
    "s": lambda now: str(now.second),
    "A": lambda now: "AM" if now.hour < _NOON else "PM",
    "a": lambda now: "am" if now.hour < _NOON else "pm",
}
_TOKEN = re.compile(r"\[([^\[\]]*)\]|" + "|".join(sorted(_TOKENS, key=len, reverse=True)))


def format_moment(now: datetime, pattern: str) -> str:
    """A time by a pattern like `YYYY-MM-DD [at] HH:mm`; what is no token, or one that kb does not know, stays."""
    return _TOKEN.sub(lambda found: _TOKENS[found[0]](now) if found[1] is None else found[1], pattern)


def moment_pattern(pattern: str) -> str:
    """A regular expression for the times that such a pattern writes, in any language that Obsidian speaks."""
    parts, end = [], 0
    for found in _TOKEN.finditer(pattern):
        literal = pattern[end : found.start()]
        parts += [re.escape(literal), r"[\w.]+" if found[1] is None else re.escape(found[1])]
        end = found.end()
    return "".join([*parts, re.escape(pattern[end:])])


def _ordinal(number: int) -> str:
    is_teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _of_twelve(now: datetime) -> int:
    return now.hour % _NOON or _NOON


def _week(now: date) -> tuple[int, int]:
    """Year and number of a week from Sunday to Saturday; the first of a year is the one with its first day."""
    saturday = now + timedelta(days=(5 - now.weekday()) % 7)
    return saturday.year, (saturday.timetuple().tm_yday + 6) // 7
