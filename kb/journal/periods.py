"""A stretch of the journal: a month, a year, or all of it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kb.errors import KbError

_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, under a name like `2012-05`."""

    kind: Literal["month", "year", "all"]
    name: str
    first: date
    last: date

    @property
    def title(self) -> str:
        """Its name for people: `May 2012`, `2012`, `all time`."""
        titles = {"month": f"{self.first:%B %Y}", "year": self.name, "all": "all time"}
        return titles[self.kind]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def parse_period(text: str) -> Period:
    """Parse `2012`, `2012-05` or `all`.

    Raises:
        KbError: Anything else.
    """
    if text == "all":
        return Period("all", text, date.min, date.max)
    found = _PERIOD.fullmatch(text)
    if not found or int(found[1]) == 0:
        raise KbError("This is not a period", found=text, do="Write a year (2012), a month (2012-05) or all.")
    year, month = int(found[1]), int(found[2] or 0)
    if not month:
        return Period("year", text, date(year, 1, 1), date(year, 12, 31))
    return Period("month", text, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def day_of(time: datetime, zone: tzinfo) -> date:
    """The day that a time counts for: its date in the zone whose days the journal keeps."""
    return time.astimezone(zone).date()


def parse_zone(name: str) -> ZoneInfo:
    """The zone of a name of the tz database, like `America/New_York`.

    Raises:
        KbError: There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        do = 'Use a name of the tz database, like "America/New_York" or "UTC".'
        raise KbError("There is no such time zone", found=name, do=do) from error
