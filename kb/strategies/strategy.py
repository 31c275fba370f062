"""What a strategy is: parameters in, weights of equity out, one decision at each bar's close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Protocol, runtime_checkable

import numpy as np
import pandas as pd

from kb.errors import KbError


@runtime_checkable
class Strategy(Protocol):
    """A frozen dataclass whose fields are its parameters, each with a type and a default.

    A combination of values that makes no sense raises KbError in `__post_init__`. One class in a file; the file's name
    is the strategy's name.
    """

    @property
    def title(self) -> str:
        """What people call it, like "SMA crossover"."""
        ...

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        """The weight of equity wanted, decided at each bar's close: 1 is all in, 0 flat, -1 short, 2 twice leveraged.

        It sees one instrument and may use a bar and those before it, never a later one. Index: that of the bars.
        """
        ...


def target_positions(strategy: Strategy, bars: pd.DataFrame) -> pd.Series:
    """Ask a strategy for its weights and check what it answers.

    Raises:
        KbError: Not a Series on the bars' index, or a weight that is missing, infinite or no number.
    """
    answer = strategy.target_positions(bars)
    if not isinstance(answer, pd.Series) or not answer.index.equals(bars.index):
        raise KbError(
            f"{strategy.title}: target_positions must return a Series on the index of the bars",
            found=type(answer).__name__,
            do="Build it from the bars, like `(bars.close > bars.open).astype(float)`.",
        )
    try:
        weights = answer.astype(float)
    except (TypeError, ValueError) as error:
        do = "Return numbers: weights of equity."
        raise KbError(f"{strategy.title}: a weight is no number", found=str(error), do=do) from error
    wrong = ~np.isfinite(weights.to_numpy())
    if wrong.any():
        raise KbError(
            f"{strategy.title}: {int(wrong.sum())} weights are missing or infinite",
            found=f"first at {bars.index[int(wrong.argmax())]}",
            do="Flat is 0: end with `.fillna(0.0)`.",
        )
    return weights.rename("position")


def target_portfolio(strategy: Strategy, bars: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The same strategy on several instruments, each with an equal share of equity.

    The rows are the times at which every instrument has a bar. For other shares, or weights that depend on several
    instruments at once, build such a frame yourself: one column a symbol.
    """
    share = 1.0 / len(bars)
    columns = {symbol: target_positions(strategy, frame) * share for symbol, frame in bars.items()}
    return pd.concat(columns, axis="columns", join="inner")


def describe(strategy: Strategy) -> str:
    """Its parameters for a title: numbers joined by `-`, then the switches and texts that are not at their default."""
    values = {field: getattr(strategy, field.name) for field in fields(strategy)}  # type: ignore[arg-type]
    is_number = {
        field: isinstance(value, int | float) and not isinstance(value, bool) for field, value in values.items()
    }
    numbers = "-".join(f"{value:g}" for field, value in values.items() if is_number[field])
    others = [
        field.name.replace("_", " ") if value is True else f"{field.name.replace('_', ' ')} {value}"
        for field, value in values.items()
        if not is_number[field] and value != field.default
    ]
    return " ".join(part for part in (numbers, *others) if part)
