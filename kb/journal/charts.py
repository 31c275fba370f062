"""Charts of a journal: the equity."""

from __future__ import annotations

import math

import pandas as pd

from kb.charts import Spec, time_chart
from kb.journal.review import Review


def equity_chart(seen: Review, currency: str) -> Spec:
    """The equity at the end of each day of a review, and that with which its first day began, unless that is 0."""
    lines = {"at each close": [math.nan if day.equity is None else float(day.equity) for day in seen.days]}
    if start := seen.days[0].start_equity:
        lines["at the start"] = [float(start)] * len(seen.days)
    days = pd.DatetimeIndex([day.day for day in seen.days])
    return time_chart(pd.DataFrame(lines, index=days), title=f"Equity in {currency}, {seen.period.title}", form=",.0f")
