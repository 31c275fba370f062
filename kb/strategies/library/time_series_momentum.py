"""Follow the sign of an instrument's own past return (Moskowitz, Ooi and Pedersen 2012, "Time series momentum")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kb.errors import KbError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class TimeSeriesMomentum:
    """Long while the close `skip_bars` ago is above the close `lookback_bars` ago; flat until both exist."""

    title: ClassVar[str] = "Time-series momentum"

    lookback_bars: int = 252  # how far back the past return begins
    skip_bars: int = 21  # the latest bars that it leaves out
    long_short: bool = False  # short instead of flat after a falling past

    def __post_init__(self) -> None:
        if not 0 <= self.skip_bars < self.lookback_bars:
            found = f"skip_bars={self.skip_bars}, lookback_bars={self.lookback_bars}"
            do = "Choose 0 <= skip_bars < lookback_bars, like 21 and 252."
            raise KbError("The bars that are skipped must be fewer than the lookback", found=found, do=do)

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        """1 after a rise, 0 or -1 after a fall, 0 where nothing changed or the past is too short."""
        now, then = bars["close"].shift(self.skip_bars), bars["close"].shift(self.lookback_bars)
        below = -1.0 if self.long_short else 0.0
        return (now > then).astype(float) + (now < then).astype(float) * below
