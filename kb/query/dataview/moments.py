"""Dates and durations as Dataview reads, names, tells apart and writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

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


_DAYS: Mapping[str, Callable[[datetime], datetime]] = {
    "today": lambda day: day,
    "tomorrow": lambda day: day + _DAY,
    "yesterday": lambda day: day - _DAY,
    **{f"so{unit}": lambda day, unit=unit: _start_of(unit, day) for unit in "wmy"},  # type: ignore[misc]
    **{f"eo{unit}": lambda day, unit=unit: _end_of(unit, day) for unit in "wmy"},  # type: ignore[misc]
}


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


_OF_DATES: Mapping[str, Callable[[datetime], int]] = {
    **{
        unit: lambda at, unit=unit: getattr(at, unit)  # type: ignore[misc]
        for unit in ("year", "month", "day", "hour", "minute", "second")
    },
    "millisecond": lambda at: at.microsecond // 1000,
    "weekday": lambda at: at.isoweekday(),
    "week": lambda at: at.isocalendar().week,
    "weekyear": lambda at: at.isocalendar().year,
    "quarter": lambda at: (at.month + 2) // 3,
    "ordinal": lambda at: at.timetuple().tm_yday,
}
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def part_of_moment(moment: Moment, name: str) -> int | None:
    """`year`, `week` and the like of a date; None for what it has not."""
    part = _OF_DATES.get(name)
    return part(moment.at) if part else None


def part_of_duration(length: Duration, name: str) -> int | None:
    """The whole years, months, weeks, days and so on of a duration, beside the larger ones; weeks are also in days."""
    sign = -1 if length.total_seconds < 0 else 1
    years, months = divmod(abs(length.months), 12)
    if name in {"years", "months"}:
        return sign * (years if name == "years" else months)
    rest = abs(length.seconds)
    larger = {"hours": 86_400, "minutes": 3_600, "seconds": 60}.get(name)
    unit = _SECONDS.get(name)
    return sign * int((rest % larger if larger else rest) // unit) if unit else None


def moment_text(moment: Moment) -> str:
    """A date as Dataview writes it into text."""
    return format_date(moment.at, "h:mm a - MMMM dd, yyyy" if moment.has_time else "MMMM dd, yyyy")
