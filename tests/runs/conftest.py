"""A workspace with one small notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings

CROSSOVER = """\
# %% [markdown]
# # Crossover

# %% tags=["parameters"]
symbol: str = "AAPL"  # what to trade
fast: int = 10  # days
slow: int = 100  # days
cost_bps: float = 2.0
start: str | None = None

# %%
ratio = fast / slow
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name in ("notebooks", "vault"):
        (tmp_path / name).mkdir()
    (tmp_path / "kb.toml").write_text('vault = "vault"\n')
    (tmp_path / "notebooks/crossover.py").write_text(CROSSOVER)
    return Settings(root=tmp_path, vault=tmp_path / "vault", timeout_seconds=60)
