"""Dates and durations as Dataview reads, names, tells apart and writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kb.query.arithmetic import Number, exact
from kb.query.dataview.patterns import format_date
from kb.query.moments import Duration, Moment, moment_of, moved, parse_duration, parse_moment

_UNITS = {
    **dict.fromkeys(("yr", "yrs"), "years"),
    **dict.fromkeys(("mo", "mos", "mth", "mths"), "months"),
    **dict.fromkeys(("wk", "wks"), "weeks"),
    **dict.fromkeys(("hr", "hrs"), "hours"),
    **dict.fromkeys(("min", "mins"), "minutes"),
    **dict.fromkeys(("sec", "secs"), "seconds"),
}
_PART = re.compile(r"([\d.]+)\s*([a-zA-Z]+)")
_DAY, _LEAST = timedelta(days=1), timedelta(milliseconds=1)


def parse_when(text: str) -> Moment | None:
    """A date; one without a day is the first of its month."""
    text = text.strip()
    return parse_moment(f"{text}-01" if re.fullmatch(r"\d{4}-\d{2}", text) else text)


def parse_length(text: str) -> Duration | None:
    """A duration, as in `2 days, 4 hrs` or `1s 2m 3h`."""
    plain = re.sub(r"([a-zA-Z])(?=\d)", r"\1 ", text)
    return parse_duration(_PART.sub(lambda part: f"{part[1]} {_UNITS.get(part[2].lower(), part[2])}", plain))


def _start_of(unit: str, day: datetime) -> datetime:
    if unit == "w":
        return day - day.weekday() * _DAY
    return day.replace(day=1) if unit == "m" else day.replace(month=1, day=1)


def _end_of(unit: str, day: datetime) -> datetime:
    if unit == "w":
        return day + (6 - day.weekday()) * _DAY
    month = day.month if unit == "m" else 12
    return day.replace(month=month, day=monthrange(day.year, month)[1])


_SPANS = ("week", "month", "year")
_DAYS: Mapping[str, Callable[[datetime], datetime]] = {
    "today": lambda day: day,
    "tomorrow": lambda day: day + _DAY,
    "yesterday": lambda day: day - _DAY,
    **{f"so{unit}": lambda day, unit=unit: _start_of(unit, day) for unit in "wmy"},  # type: ignore[misc]
    **{f"eo{unit}": lambda day, unit=unit: _end_of(unit, day) for unit in "wmy"},  # type: ignore[misc]
}


_LONG = {
    f"{long}-of-{unit}": f"{short}{unit[0]}" for long, short in (("start", "so"), ("end", "eo")) for unit in _SPANS
}


def word_of_day(text: str) -> str | None:
    """The short word of a day that has a name: `sow` of `Start-of-week`; None for another text."""
    word = text.strip().lower()
    word = _LONG.get(word, word)
    return word if word == "now" or word in _DAYS else None


def named_day(word: str, now: datetime) -> Moment:
    """`today`, `sow` (start of the week, a Monday), `eom` (the last moment of the month) and the like."""
    if word == "now":
        return moment_of(now)
    day = moment_of(_DAYS[word](now).date())
    return Moment(day.at + _DAY - _LEAST, has_time=False) if word.startswith("eo") else day


def without_time(moment: Moment) -> Moment:
    """The day of a date."""
    return moment_of(moment.at.date())


def between(later: Moment, earlier: Moment) -> Duration:
    """How far two dates are apart, in months of the calendar and what is left."""
    if later < earlier:
        return -between(earlier, later)
    months = (later.at.year - earlier.at.year) * 12 + later.at.month - earlier.at.month
    if moved(earlier, Duration(months)).at > later.at:
        months -= 1
    return Duration(months, (later.at - moved(earlier, Duration(months)).at).total_seconds())


_WEEK_DAYS = 7
_OF_DATES: Mapping[str, Callable[[datetime], int]] = {
    **{
        unit: lambda at, unit=unit: getattr(at, unit)  # type: ignore[misc]
        for unit in ("year", "month", "day", "hour", "minute", "second")
    },
    "millisecond": lambda at: at.microsecond // 1000,
    "weekday": lambda at: at.isoweekday(),
    "week": lambda at: at.day // _WEEK_DAYS + 1,
    "weekyear": lambda at: at.isocalendar().week,
    "quarter": lambda at: (at.month + 2) // 3,
    "ordinal": lambda at: at.timetuple().tm_yday,
}
"""Parts of dates as Dataview counts them: `week` is that of the month, and `weekyear` that of the year."""
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}
_YEAR_DAYS, _MONTH_DAYS = 365, 30
"""As Luxon counts them where it turns months into days."""


def part_of_moment(moment: Moment, name: str) -> int | None:
    """`year`, `week` and the like of a date; None for what it has not."""
    part = _OF_DATES.get(name)
    return part(moment.at) if part else None


def part_of_duration(length: Duration, name: str) -> Number | None:
    """How many years, months, days or hours and so on a duration is as a whole: 2 days are 48 hours."""
    unit = f"{name.removesuffix('s')}s"
    if unit in {"years", "months"}:
        days = _YEAR_DAYS if unit == "years" else _MONTH_DAYS
        return exact(length.months / (12 if unit == "years" else 1) + length.seconds / (days * _SECONDS["days"]))
    if unit not in _SECONDS:
        return None
    years = int(length.months / 12)
    days = years * _YEAR_DAYS + (length.months - 12 * years) * _MONTH_DAYS
    return exact((days * _SECONDS["days"] + length.seconds) / _SECONDS[unit])


def moment_text(moment: Moment) -> str:
    """A date as Dataview writes it into text."""
    is_midnight = not (moment.at.hour or moment.at.minute or moment.at.second)
    has_time = moment.has_time and not is_midnight
    return format_date(moment.at, "h:mm a - MMMM dd, yyyy" if has_time else "MMMM dd, yyyy")


def length_text(length: Duration) -> str:
    """A duration as Dataview writes it, with weeks and milliseconds: `4 months, 3 weeks, 3 days`."""
    seconds, milliseconds = divmod(round(abs(length.seconds) * 1000), 1000)
    weeks, rest = divmod(seconds, int(_SECONDS["weeks"]))
    larger, smaller = (str(part) if part else "" for part in (Duration(abs(length.months)), Duration(0, rest)))
    parts = (larger, _counted(weeks, "week"), smaller, _counted(milliseconds, "millisecond"))
    said = ", ".join(filter(None, parts))
    return f"{'-' if length.total_seconds < 0 else ''}{said}" if said else str(Duration())


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}" if count else ""
