"""Splits and dividends: what a holder of shares at raw prices must book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd

_MOST_PARTS = 20
_SPLIT_TOLERANCE = 1e-9
_CASH_DIGITS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Split:
    """From the open of `ex_date`, a day of the exchange, one share is `ratio` shares: 2 for a two-for-one split."""

    ex_date: date
    ratio: Decimal


@dataclass(frozen=True, slots=True)
class Dividend:
    """Who held a share at the close before `ex_date` is owed `cash` for it, in the quote currency.

    Where both fall on one day, the split comes first: `cash` is for one share as counted on `ex_date`.
    """

    ex_date: date
    cash: Decimal


CorporateAction = Split | Dividend


def derive_actions(close: pd.Series, adjusted_close: pd.Series, zone: str) -> tuple[CorporateAction, ...]:
    """Recover splits and dividends from a raw close and one adjusted by the CRSP method, which the WIKI prices use.

    There the adjustment factor `adjusted / raw` changes on an ex-date only, by

    - the split ratio `s`: a change by a ratio of whole numbers, the lower up to 20 (to 1e-9), is a split;
    - `(close + cash) / close` with that day's close: any other change is a dividend of `cash = close * (change - 1)`.

    So the adjusted return of an ex-date is `s * close / close before - 1`, or `(close + cash) / close before - 1`: what
    the holder earned. Cash comes out to about 1e-11 and is rounded to a hundredth of a cent. This way does not tell
    apart a split and a dividend on one day, nor a dividend of 5 % or more that is such a ratio of the close.

    Args:
        close: Raw closes, indexed by `time`.
        adjusted_close: Closes adjusted for splits and dividends, on the same index.
        zone: The exchange's zone, to which ex-dates belong.
    """
    factor = adjusted_close / close
    change = (factor / factor.shift()).dropna()
    change = change[(change - 1).abs() > _SPLIT_TOLERANCE]
    days = pd.DatetimeIndex(change.index).tz_convert(zone).date
    return tuple(_action(*facts) for facts in zip(days, change, close[change.index], strict=True))


def _action(ex_date: date, change: float, close: float) -> CorporateAction:
    ratio = Fraction(change).limit_denominator(_MOST_PARTS)
    if abs(change - float(ratio)) < _SPLIT_TOLERANCE * change:
        return Split(ex_date, Decimal(ratio.numerator) / Decimal(ratio.denominator))
    return Dividend(ex_date, Decimal(close * (change - 1)).quantize(_CASH_DIGITS))
