"""The arithmetic of a backtest: every bar's weights, growth and charges at once. The rules stand in `backtest`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Book:
    """A backtest in arrays: rows are bars, columns instruments. It ends with the bar on which everything is lost.

    Attributes:
        held: Weights from the fill at the bar's open.
        before: Weights at the close before; row 0 is flat.
        at_open: Weights at the open, before the fill.
        night: Price relative from the close before to the open; row 0 is 1.
        day: Price relative from open to close.
        overnight: Growth of equity from the close before to the open, never below 0.
        intraday: Growth of equity from the fill to the close, never below 0.
        cost_rate: Cost as a fraction of traded value.
        financing: Financing at the close, as a fraction of equity there.
        is_lost: Whether the last bar lost everything.
    """

    held: Array
    before: Array
    at_open: Array
    night: Array
    day: Array
    overnight: Array
    intraday: Array
    cost_rate: float
    financing: Array
    is_lost: bool

    @property
    def traded(self) -> Array:
        """Traded value at each open, as a fraction of equity there."""
        return np.abs(self.held - self.at_open)

    @property
    def costs(self) -> Array:
        """Trading costs at each open, as a fraction of equity there."""
        costs: Array = self.cost_rate * self.traded.sum(axis=1)
        return costs

    @property
    def gross(self) -> Array:
        """Returns without costs and financing."""
        return self.overnight * self.intraday - 1.0

    @property
    def net(self) -> Array:
        """Returns after costs and financing."""
        kept: Array = (1.0 - self.costs) * (1.0 - self.financing.sum(axis=1))
        return self.overnight * kept * self.intraday - 1.0

    @property
    def equity(self) -> Array:
        """Net equity at each close; 1 at the first."""
        return np.cumprod(1.0 + self.net)


def walk(opens: Array, closes: Array, targets: Array, cost_rate: float, financing_rate: float) -> Book:
    """Hold each bar's target from the next open to the open after it."""
    flat = np.zeros((1, opens.shape[1]))
    held = np.vstack([flat, targets[:-1]])
    day, night = closes / opens, np.vstack([flat + 1.0, opens[1:] / closes[:-1]])
    before = np.vstack([flat, _drift(held, day)[1][:-1]])
    overnight, at_open = _drift(before, night)
    held = held * (overnight > 0.0)[:, np.newaxis]
    intraday, at_close = _drift(held, day)
    lost = (overnight <= 0.0) | (intraday <= 0.0)
    if lost[:-1].any():
        rows = slice(None, int(lost.argmax()) + 1)
        return walk(opens[rows], closes[rows], targets[rows], cost_rate, financing_rate)
    return Book(
        held=held,
        before=before,
        at_open=at_open,
        night=night,
        day=day,
        overnight=np.maximum(overnight, 0.0),
        intraday=np.maximum(intraday, 0.0),
        cost_rate=cost_rate,
        financing=financing_rate * _financed(at_close),
        is_lost=bool(lost[-1]),
    )


def _drift(weights: Array, relatives: Array) -> tuple[Array, Array]:
    """The growth of equity when prices move by `relatives`, and the weights it drifts to: flat if nothing is left."""
    growth: Array = 1.0 + (weights * (relatives - 1.0)).sum(axis=1)
    left = (growth > 0.0)[:, np.newaxis]
    return growth, np.divide(weights * relatives, growth[:, np.newaxis], out=np.zeros_like(weights), where=left)


def _financed(weights: Array) -> Array:
    """What is financed of each position: all of a short, and of a long its part in what the longs exceed equity by."""
    longs, shorts = np.maximum(weights, 0.0), np.maximum(-weights, 0.0)
    total = np.maximum(longs.sum(axis=1, keepdims=True), 1.0)
    financed: Array = shorts + longs * (total - 1.0) / total
    return financed
