"""Functions of dates; those that need the present moment are given it."""

from __future__ import annotations

from kb.query.functions.function import Function, Functions
from kb.query.moments import Moment
from kb.query.values import text_of
from kb.vault.moment import format_moment


def _day(moment: Moment) -> Moment:
    return Moment(moment.at.replace(hour=0, minute=0, second=0, microsecond=0), has_time=False)


DATES: Functions = {
    "date": Function(_day),
    "format": Function(lambda moment, pattern: format_moment(moment.at, text_of(pattern)), 1, 1),
    "isEmpty": Function(lambda _moment: False),
    "time": Function(lambda moment: f"{moment.at:%H:%M:%S}"),
}
