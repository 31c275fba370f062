"""Dates, and how far they are from one another: as expressions read, move and write them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from kb.errors import KbError
from kb.query.arithmetic import Number, exact

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_MONTH_DAYS, _YEAR_DAYS = 30.4375, 365.25
_MOST_CHARACTERS = 1_000
_LONGEST = 10_000 * _YEAR_DAYS * _DAY
_MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_PART = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*,?")
_MONTHS = {"y": 12, "year": 12, "years": 12, "M": 1, "month": 1, "months": 1}
_SECONDS = {
    **dict.fromkeys(("w", "week", "weeks"), 7 * _DAY),
    **dict.fromkeys(("d", "day", "days"), _DAY),
    **dict.fromkeys(("h", "hour", "hours"), _HOUR),
    **dict.fromkeys(("m", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("s", "second", "seconds"), 1),
}


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date, or a date and time; without a zone, as notes have them."""

    at: datetime
    has_time: bool = field(default=True, compare=False)

    def __str__(self) -> str:
        return self.at.isoformat(" ", "seconds") if self.has_time else self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of months, and of seconds beside them."""

    months: int = 0
    seconds: float = 0.0

    def __lt__(self, other: Duration) -> bool:
        return self.total_seconds < other.total_seconds

    def __gt__(self, other: Duration) -> bool:
        return other < self

    def __bool__(self) -> bool:
        return self != Duration()

    def __add__(self, other: Duration) -> Duration:
        return Duration(self.months + other.months, self.seconds + other.seconds)

    def __neg__(self) -> Duration:
        return Duration(-self.months, -self.seconds)

    def __post_init__(self) -> None:
        if not abs(self.total_seconds) < _LONGEST:
            raise KbError("No calendar is as long as this duration", found=f"{self.total_seconds:g} seconds")

    @property
    def total_seconds(self) -> float:
        """About how long it is: a month has 30.4375 days."""
        return self.months * _MONTH_DAYS * _DAY + self.seconds

    def times(self, factor: float) -> Duration:
        """So many times as long; parts of a month become seconds."""
        Duration(0, self.total_seconds * factor)  # refuses what has no whole months
        months = self.months * factor
        return Duration(int(months), self.seconds * factor + (months - int(months)) * _MONTH_DAYS * _DAY)

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        days, seconds = divmod(abs(self.seconds), _DAY)
        hours, seconds = divmod(seconds, _HOUR)
        minutes, seconds = divmod(seconds, _MINUTE)
        numbers = (years, months, int(days), int(hours), int(minutes), round(seconds, 3))
        pairs = zip(numbers, ("year", "month", "day", "hour", "minute", "second"), strict=True)
        said = ", ".join(f"{number:g} {name}{'' if number == 1 else 's'}" for number, name in pairs if number)
        return f"{'-' if self.total_seconds < 0 else ''}{said}" if said else "0 seconds"


def moment_of(value: date) -> Moment:
    """A date or time of Python; one with a zone in UTC, unless it is the first or last of all days."""
    if not isinstance(value, datetime):
        return Moment(datetime(value.year, value.month, value.day), has_time=False)  # noqa: DTZ001  (notes have no zone)
    try:
        return Moment((value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None))
    except OverflowError:
        return Moment(value.replace(tzinfo=None))


def parse_moment(text: str) -> Moment | None:
    """A date such as `2025-05-27` or `2025-05-27 14:30:00`; None for any other text."""
    text = text.strip()
    if not _MOMENT.fullmatch(text):
        return None
    day, _, time = re.sub(r"[T ]+", " ", text).partition(" ")
    year, month, number = map(int, day.split("-"))
    try:
        plain = f"{year:04}-{month:02}-{number:02}"
        if not time:
            return moment_of(date.fromisoformat(plain))
        return moment_of(datetime.fromisoformat(f"{plain} {time.zfill(len(time) + (time[1] == ':'))}"))
    except ValueError:
        return None


def parse_duration(text: str) -> Duration | None:
    """A duration such as `1M`, `2 weeks` or `1d 12h`; None for any other text."""
    if len(text) > _MOST_CHARACTERS:
        return None
    months, seconds, end = 0.0, 0.0, 0
    for part in re.finditer(_PART, text):
        unit = part[2] if len(part[2]) == 1 else part[2].lower()
        if part.start() != end or (unit not in _MONTHS and unit not in _SECONDS):
            return None
        months += float(part[1]) * _MONTHS.get(unit, 0)
        seconds += float(part[1]) * _SECONDS.get(unit, 0)
        end = part.end()
    return Duration(1, 0).times(months) + Duration(0, seconds) if end and not text[end:].strip() else None


def moved(moment: Moment, by: Duration) -> Moment:
    """A date so much later; the 31st of a month that has no such day is its last.

    Raises:
        KbError: It is before year 1 or behind year 9999.
    """
    try:
        year, month = divmod(moment.at.year * 12 + moment.at.month - 1 + by.months, 12)
        last = monthrange(year, month + 1)[1]
        at = moment.at.replace(year=year, month=month + 1, day=min(moment.at.day, last)) + timedelta(seconds=by.seconds)
    except (ValueError, OverflowError) as error:
        raise KbError("This is a date that no calendar has", found=f"{moment} and {by}") from error
    return Moment(at, moment.has_time or bool(by.seconds % _DAY))


def milliseconds_between(later: Moment, earlier: Moment) -> Number:
    """How many milliseconds lie between two dates."""
    return exact((later.at - earlier.at) / timedelta(milliseconds=1))


_STEPS = (
    (45, "a few seconds", 1),
    (90, "a minute", 1),
    (45 * _MINUTE, "{} minutes", _MINUTE),
    (90 * _MINUTE, "an hour", 1),
    (22 * _HOUR, "{} hours", _HOUR),
    (36 * _HOUR, "a day", 1),
    (26 * _DAY, "{} days", _DAY),
    (46 * _DAY, "a month", 1),
    (320 * _DAY, "{} months", _MONTH_DAYS * _DAY),
    (548 * _DAY, "a year", 1),
)
"""Up to how many seconds words are said, as moment.js has them."""


def relative(moment: Moment, now: datetime) -> str:
    """How long ago a date was, or how far ahead it is."""
    seconds = (now - moment.at).total_seconds()
    size = abs(seconds)
    words, unit = next(((words, unit) for most, words, unit in _STEPS if size < most), ("{} years", _YEAR_DAYS * _DAY))
    said = words.format(round(size / unit))
    return f"in {said}" if seconds < 0 else f"{said} ago"
