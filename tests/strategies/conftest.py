"""Bars and strategies that tests make themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

MakeBars = Callable[..., pd.DataFrame]


def bars_of(opens: Sequence[float], closes: Sequence[float]) -> pd.DataFrame:
    times = pd.date_range("2020-01-01", periods=len(opens), freq="B", tz="UTC", name="time")
    table = {"open": opens, "high": np.maximum(opens, closes), "low": np.minimum(opens, closes), "close": closes}
    return pd.DataFrame({**table, "volume": 1000.0}, index=times, dtype=float)


def random_bars(count: int, seed: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    closes = 100.0 * np.exp(np.cumsum(random.normal(0.0002, 0.015, count)))
    return bars_of(list(closes * np.exp(random.normal(0.0, 0.005, count))), list(closes))


@pytest.fixture
def make_bars() -> MakeBars:
    return bars_of


@pytest.fixture
def bars() -> pd.DataFrame:
    return random_bars(600)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace's folder of strategies, with the workspace as current folder."""
    (tmp_path / "kb.toml").write_text('vault = "vault"\n', "utf-8")
    (tmp_path / "vault").mkdir()
    (tmp_path / "strategies").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "strategies"
