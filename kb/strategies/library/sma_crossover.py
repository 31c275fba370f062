"""Be in while a fast moving average is above a slow one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kb.errors import KbError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SmaCrossover:
    """Long while the fast simple moving average of closes is above the slow one; flat until both exist."""

    title: ClassVar[str] = "SMA crossover"

    fast: int = 50  # bars in the fast average
    slow: int = 200  # bars in the slow average
    long_short: bool = False  # short instead of flat while the fast average is below the slow one

    def __post_init__(self) -> None:
        if not 1 <= self.fast < self.slow:
            do = "Choose 1 <= fast < slow, like 50 and 200; a sweep says `where: fast < slow`."
            raise KbError("The fast average must be shorter", found=f"fast={self.fast}, slow={self.slow}", do=do)

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        """1 above, 0 or -1 below, 0 where the averages are equal or not there yet."""
        fast = bars["close"].rolling(self.fast).mean()
        slow = bars["close"].rolling(self.slow).mean()
        below = -1.0 if self.long_short else 0.0
        return (fast > slow).astype(float) + (fast < slow).astype(float) * below
