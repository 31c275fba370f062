"""What the cells of a file of bars say: numbers and times, each with the reason why it could not be read."""

from __future__ import annotations

from typing import Literal

import pandas as pd

_EpochUnit = Literal["s", "ms", "us", "ns"]
_MISSING = {"", "nan", "null", "none"}
_MONTHS = 12
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_TIME = (
    r"(?=\d{8}(?!\d)|\d+[-./])"
    r"(?:(?P<year>\d{4})(?P<mark>[-./]?)(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"|(?P<first>\d\d?)(?P<point>[-./])(?P<second>\d\d?)(?P=point)(?P<last>\d{4}))"
    r"(?:[T ]+(?P<clock>\d\d?:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
_EPOCH_UNITS: tuple[tuple[float, _EpochUnit], ...] = ((1e11, "s"), (1e14, "ms"), (1e17, "us"), (float("inf"), "ns"))


def parse_numbers(cells: pd.Series, *, decimal_comma: bool = False) -> tuple[pd.Series, pd.Series]:
    """Read a column of numbers strictly: no units, no underscores, no infinities.

    Args:
        cells: Texts, or numbers already.
        decimal_comma: Whether `1.234,5` is the number 1234.5; otherwise `1,234.5` is.

    Returns:
        The numbers (float64, NaN where a cell is empty or wrong), and whether each cell holds text that is no number.
    """
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return cells.astype("float64"), pd.Series(data=False, index=cells.index)
    texts = cells.astype("str").str.strip()
    thousands, point = (r"\.", ",") if decimal_comma else (",", r"\.")
    grouped = texts.str.fullmatch(rf"[+-]?\d{{1,3}}(?:{thousands}\d{{3}})+(?:{point}\d*)?")
    plain = texts.where(~grouped, texts.str.replace(thousands, "", regex=True))
    if decimal_comma:
        plain = plain.where(grouped | ~plain.str.contains(".", regex=False), "?").str.replace(",", ".", regex=False)
    good = plain.str.fullmatch(_NUMBER)
    missing = texts.str.lower().isin(_MISSING) | cells.isna()
    return plain.where(good).astype("float64"), ~good & ~missing


def has_decimal_comma(cells: pd.Series) -> bool:
    """Whether prices, in a file that does not separate cells by commas, are written `1,5` for one and a half."""
    texts = cells.astype("str")
    return bool(texts.str.contains(r"\d,\d+\s*$").any()) and not bool(texts.str.contains(r",.*\.").any())


def parse_times(cells: pd.Series, zone: str) -> tuple[pd.Series, pd.Series]:
    """Read a column of times: ISO, `2024.01.31 09:30`, `31.01.2024`, `1/31/2024`, `20240131`, epochs, or timestamps.

    Day and month of `01/02/2024` are told apart by the other rows. A time without an offset is in `zone`; a date alone
    is the day's first instant there. Epochs count from 1970 in UTC, in seconds up to nanoseconds by their size.

    Returns:
        The times in UTC, NaT where none could be read; and for those the reason: `not-a-time`, `day-or-month`
        (either order is possible), `clock-change` (that local time came twice or not at all); else an empty text.
    """
    if isinstance(cells.dtype, pd.DatetimeTZDtype):
        return _judged(cells.dt.tz_convert("UTC"))
    if pd.api.types.is_datetime64_dtype(cells.dtype):
        return _localised(cells, zone)
    texts = cells.astype("str").str.strip()
    if _are_epochs(texts):
        return _judged(_epochs(texts))
    return _written(texts, zone)


def _judged(times: pd.Series, reason: str = "not-a-time") -> tuple[pd.Series, pd.Series]:
    return times, times.isna().map({True: reason, False: ""}).astype("str")


def _are_epochs(texts: pd.Series) -> bool:
    """Eight digits are a date; any other whole number is an epoch."""
    whole = texts.str.fullmatch(r"-?\d+(?:\.0+)?")
    return bool((whole & ~texts.str.fullmatch(r"\d{8}")).mean() > 0.5)  # noqa: PLR2004  (most of them)


def _epochs(texts: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(texts, errors="coerce")
    size = float(numbers.abs().median())
    unit = next(unit for limit, unit in _EPOCH_UNITS if size < limit)
    times: pd.Series = pd.to_datetime(numbers, unit=unit, errors="coerce", utc=True)
    return times


def _written(texts: pd.Series, zone: str) -> tuple[pd.Series, pd.Series]:
    parts = texts.str.extract(rf"^{_TIME}$")
    day, month = _day_and_month(parts)
    unsure = parts["first"].notna() & day.isna()
    year = parts["year"].fillna(parts["last"])
    clock = parts["clock"].fillna("00:00").str.replace(r"^(\d):", r"0\1:", regex=True)
    iso = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2) + "T" + clock
    local = pd.to_datetime(iso, format="ISO8601", errors="coerce")
    times, reasons = _localised(local, zone)
    aware = parts["offset"].notna()
    if aware.any():
        fixed = pd.to_datetime((iso + parts["offset"])[aware], format="ISO8601", errors="coerce", utc=True)
        times[aware], reasons[aware] = _judged(fixed)
    reasons[unsure] = "day-or-month"
    return times, reasons


def _day_and_month(parts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Day and month; missing where `01/02/2024` may be either and no other row decides."""
    first, second = pd.to_numeric(parts["first"]), pd.to_numeric(parts["second"])
    day_first = (parts["point"] == ".") | bool((first > _MONTHS).any())
    month_first = ~day_first & bool((second > _MONTHS).any())
    day = parts["day"].fillna(parts["first"].where(day_first, parts["second"].where(month_first)))
    month = parts["month"].fillna(parts["second"].where(day_first, parts["first"].where(month_first)))
    return day, month


def _localised(local: pd.Series, zone: str) -> tuple[pd.Series, pd.Series]:
    """Naive times as UTC. In a daily file, a day whose clocks change at midnight starts at its first instant."""
    if (local.isna() | (local == local.dt.normalize())).all():
        first = [True] * len(local)
        times = local.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    else:
        times = local.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    reasons = _judged(times, "clock-change")[1]
    reasons[local.isna()] = "not-a-time"
    return times.dt.tz_convert("UTC"), reasons
