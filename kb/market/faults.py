"""Rows that cannot be true: each rule judges the rows that passed the rules before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from kb.market.bars import COLUMNS, PRICES
from kb.model.problem import Problem, Severity

SPIKE = 5.0
"""A price this many times above, or below, what stands around it is a misprint: a crash does not come back at once."""

LEFT_OUT = "The row is left out. Correct or delete it in the file."


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a row is not used.

    Attributes:
        what: The reason, as a sentence without a full stop.
        breaks: Which of the rows break it: a mask over the same index.
        severity: A warning where nothing is lost by leaving the row out.
    """

    what: str
    breaks: Callable[[pd.DataFrame], pd.Series]
    severity: Severity = "error"


def find_faults(rows: pd.DataFrame) -> pd.Series:
    """The name of the first rule that each row breaks, an empty text where it breaks none.

    Args:
        rows: Column `time` (NaT where unknown) and the five columns of bars, any unique index, any order.
    """
    faults = pd.Series("", index=rows.index, dtype="str")
    for name, rule in RULES.items():
        breaks = rule.breaks(rows[faults == ""])
        faults[breaks.index[breaks]] = name
    return faults


def fault_problems(rows: pd.DataFrame, faults: pd.Series, path: str | None) -> list[Problem]:
    """A problem for each row with a fault, showing the row; the index is the line."""
    bad = faults != ""
    shown = rows.loc[bad, ["time", *COLUMNS]].itertuples(index=False, name=None)
    return [
        Problem(name, RULES[name].what, LEFT_OUT, path, line, _shown(*row), RULES[name].severity)
        for line, name, row in zip(lines_where(bad), faults[bad], shown, strict=True)
    ]


def lines_where(mask: pd.Series) -> list[int]:
    """The labels at which a mask is true; the index holds the lines of a file."""
    return [int(line) for line in mask.index[mask]]


def _shown(time: pd.Timestamp, *values: float) -> str:
    numbers = (f"{column} {value:.10g}" for column, value in zip(COLUMNS, values, strict=True))
    return " ".join([f"{time:%Y-%m-%d %H:%M} UTC", *numbers])


def _high_below_low(rows: pd.DataFrame) -> pd.Series:
    return rows["high"] < rows["low"]


def _outside_range(rows: pd.DataFrame) -> pd.Series:
    ends = rows[["open", "close"]]
    return ends.gt(rows["high"], axis=0).any(axis=1) | ends.lt(rows["low"], axis=0).any(axis=1)


def _copies(rows: pd.DataFrame) -> pd.Series:
    return rows.duplicated(["time", *COLUMNS])


def _conflicts(rows: pd.DataFrame) -> pd.Series:
    return rows.duplicated("time", keep=False)


def _missing_price(rows: pd.DataFrame) -> pd.Series:
    finite: pd.Series = rows[PRICES].apply(np.isfinite).all(axis=1)
    return ~finite


def _spikes(rows: pd.DataFrame) -> pd.Series:
    """A misprint within the bar, or of the whole bar against both neighbours."""
    rows = rows.sort_values("time")
    ends, close = rows[["open", "close"]], rows["close"]
    within = (rows["high"] > SPIKE * ends.max(axis=1)) | (rows["low"] < ends.min(axis=1) / SPIKE)
    before, after = close / close.shift(), close / close.shift(-1)
    above = (before > SPIKE) & (after > SPIKE)
    below = (before < 1 / SPIKE) & (after < 1 / SPIKE)
    return within | above | below


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "no-time": Rule("The time is missing", lambda rows: rows["time"].isna()),
        "missing-price": Rule("A price is missing", _missing_price),
        "price-not-positive": Rule("A price is zero or negative", lambda rows: (rows[PRICES] <= 0).any(axis=1)),
        "negative-volume": Rule("The volume is negative", lambda rows: rows["volume"] < 0),
        "high-below-low": Rule("The high is below the low", _high_below_low),
        "outside-range": Rule("The open or the close is outside low to high", _outside_range),
        "copied-row": Rule("This row is an exact copy of one above", _copies, "warning"),
        "conflicting-rows": Rule("Another row gives other values for the same time", _conflicts),
        "spike": Rule(f"A price is off by {SPIKE:g} times or more and comes back at once", _spikes),
    }
)
