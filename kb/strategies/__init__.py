"""From bars to positions to numbers: what a notebook uses, loaded when first asked for.

The registry reads files without running them and needs no pandas; the engine does.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "registry": ("find_strategies", "load_strategy", "parameters_of", "refuse_foreign", "strategy_from"),
    "strategy": ("Strategy", "describe", "target_portfolio", "target_positions"),
    "backtest": ("Backtest", "backtest_bars", "backtest_portfolio", "in_time_zone"),
    "metrics": ("sharpe_ratio",),
    "summary": ("breakeven_cost_bps", "drawdowns", "metrics_of", "monthly_returns", "split", "worst_drawdown"),
    "validation": ("check_look_ahead", "expected_best_sharpe"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(importlib.import_module(f"kb.strategies.{_HOME_OF[name]}"), name)
    message = f"module 'kb.strategies' has no attribute {name!r}"
    raise AttributeError(message)
