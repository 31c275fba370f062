"""Buy at the first chance and hold to the end: what every other strategy has to beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd


@dataclass(frozen=True, slots=True)
class BuyAndHold:
    """All in from the first bar on."""

    title: ClassVar[str] = "Buy and hold"

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        """1 on every bar."""
        return pd.Series(1.0, index=bars.index)
