"""Functions of dates; `relative`, which needs the present moment, is in `called`."""

from __future__ import annotations

from kb.errors import KbError
from kb.query.functions.function import Function, Functions
from kb.query.moments import Moment
from kb.query.values import Value, text_of
from kb.vault.moment import format_moment


def _format(moment: Moment, pattern: Value) -> str:
    try:
        return format_moment(moment.at, text_of(pattern))
    except OverflowError as error:
        raise KbError("The week of this date ends behind year 9999", found=str(moment)) from error


def _day(moment: Moment) -> Moment:
    return Moment(moment.at.replace(hour=0, minute=0, second=0, microsecond=0), has_time=False)


DATES: Functions = {
    "date": Function(_day),
    "format": Function(_format, 1, 1),
    "isEmpty": Function(lambda _moment: False),
    "time": Function(lambda moment: f"{moment.at:%H:%M:%S}"),
}
