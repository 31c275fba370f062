from __future__ import annotations

import pandas as pd
import pytest

from kb.errors import KbError
from kb.market.bars import COLUMNS, as_bars


def frame(*times: str | None, zone: str | None = "UTC") -> pd.DataFrame:
    index = pd.DatetimeIndex(list(times)).tz_localize(zone)
    return pd.DataFrame({"volume": 7, "close": 3, "low": 1, "high": 4, "open": 2, "other": "x"}, index=index)


def test_bars_have_one_shape() -> None:
    bars = as_bars(frame("2024-01-02", "2024-01-03", zone="America/New_York"))

    assert list(bars.columns) == COLUMNS
    assert {str(dtype) for dtype in bars.dtypes} == {"float64"}
    assert bars.index.name == "time"
    assert str(bars.index.dtype) == "datetime64[ns, UTC]"
    assert str(bars.index[0]) == "2024-01-02 05:00:00+00:00"


def test_an_empty_table_is_a_bars_table() -> None:
    assert as_bars(frame()).empty


def test_a_missing_column_is_named() -> None:
    with pytest.raises(KbError, match="column is missing: high, volume"):
        as_bars(frame("2024-01-02").drop(columns=["high", "volume"]))


def test_text_is_refused() -> None:
    with pytest.raises(KbError, match="holds no numbers"):
        as_bars(frame("2024-01-02").assign(close="n/a"))


def test_naive_times_are_refused() -> None:
    with pytest.raises(KbError, match="no times with a zone"):
        as_bars(frame("2024-01-02", zone=None))


@pytest.mark.parametrize("second", ["2024-01-02", "2024-01-01", None])
def test_times_must_rise(second: str | None) -> None:
    with pytest.raises(KbError, match="missing, doubled or out of order"):
        as_bars(frame("2024-01-02", second))
