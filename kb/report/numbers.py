"""How metrics and parameters read: in text, in tables and as properties.

Floats are rounded to six significant digits, but never more coarsely than to two decimals: money is exact to the cent.
No zeros are made up behind them.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kb.report.text import shortened

UNDEFINED = "–"  # noqa: RUF001  (an en dash is how tables of figures show that there is none)
SIGNIFICANT_DIGITS = 6
CENTS_FROM = 10_000
"""From here six digits are too few for two decimals, which are cents."""
RATIOS_FROM, RATIOS_TO = 0.01, 100
"""Sizes of the largest number of a column: from the first to below the other it is one of ratios, unless all are whole.
"""
MOST_OFF = 0.005
"""How much of a figure its column may take away."""
PLAIN_EXPONENTS = range(-6, 15)
"""Powers of ten that are written out; others read better as 1.5e-09."""
FIXED_FROM, WHOLE_FROM, FIXED_TO = 1e-3, 1e3, 1e15
"""Sizes of the largest of many numbers: between the outer two all have the same decimals, from the middle one none."""
MOST_PROPERTY_CHARACTERS = 1000
MOST_PROPERTY_ITEMS = 100

MAIN_METRICS = (
    "sharpe_ratio",
    "cagr",
    "pnl",
    "annual_volatility",
    "max_drawdown",
    "trades",
    "hit_rate",
    "total_return",
    "sortino_ratio",
    "calmar_ratio",
    "profit_factor",
    "expectancy",
    "exposure",
    "turnover",
)
"""What a reader looks at first, in that order; names are those of `kb.strategies` and `kb.journal`."""


def is_number(value: Any) -> bool:
    """Whether it counts as a number: finite, not a truth value, and no larger than a float can be."""
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and -sys.float_info.max <= value <= sys.float_info.max


def number_or_none(value: Any) -> float | int | None:
    """The number, or None for anything that cannot be ranked or drawn."""
    return value if is_number(value) else None


def rounded(value: Any) -> Any:
    """A metric as a property holds it: floats to six digits or to the cent, what is not finite as None."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    if abs(value) >= CENTS_FROM:
        return round(value, 2)
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0  # no negative zero


def value_text(value: Any) -> str:
    """A metric, or a table's cell, as text: floats to six digits or to the cent, undefined as a dash."""
    value = rounded(value)
    if value is None:
        return UNDEFINED
    if isinstance(value, float):
        return _float_text(value)
    return parameter_text(value)


def _float_text(value: float) -> str:
    digits = Decimal(repr(value)).normalize()
    return f"{digits:f}" if value == 0 or digits.adjusted() in PLAIN_EXPONENTS else f"{digits:e}".replace("E", "e")


def alike(numbers: Sequence[float]) -> Callable[[float], str]:
    """How each of many numbers is written short: with as many decimals as the others, so that they compare.

    The largest gets three significant digits, and all before the point; sizes that do not suit get three digits each.
    """
    largest = max((abs(number) for number in numbers), default=0.0)
    if not FIXED_FROM <= largest < FIXED_TO:
        return _three_digits
    is_whole = largest >= WHOLE_FROM or all(float(number).is_integer() for number in numbers)
    decimals = 0 if is_whole else 2 - min(0, math.floor(math.log10(largest)))
    return lambda number: f"{round(number, decimals) + 0.0:.{decimals}f}"  # no negative zero


def _three_digits(number: float) -> str:
    cut = float(f"{number:.3g}")
    return value_text(cut if math.isfinite(cut) else number)  # the largest of all are rounded up to infinity


def column_texts(values: Sequence[Any]) -> list[str]:
    """The figures of a column of a dashboard: ratios with three decimals, whatever stands beside them.

    Of others all digits before the point are there: what is cut to fewer looks like another number.
    """
    numbers = [value for value in values if is_number(value)]
    largest = max((abs(number) for number in numbers), default=0.0)
    is_of_ratios = RATIOS_FROM <= largest < RATIOS_TO and not all(float(number).is_integer() for number in numbers)
    text = _ratio_text if is_of_ratios else _kept(alike(numbers))
    return [text(value) if is_number(value) else UNDEFINED for value in values]


def _kept(short: Callable[[float], str]) -> Callable[[float], str]:
    """The same, with three digits of their own for those of which too little would be left beside a very large one."""

    def text(number: float) -> str:
        shown = short(number)
        return shown if abs(float(shown) - number) <= MOST_OFF * abs(number) else _three_digits(number)

    return text


def _ratio_text(number: float) -> str:
    return f"{round(number, 3) + 0.0:.3f}"  # no negative zero


def parameter_text(value: Any) -> str:
    """A parameter as text, exact, and as a block writes it: `true`, `false`, `null`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(parameter_text(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return str(value)


def property_value(value: Any) -> Any:
    """A parameter as a property holds it: flat, since Obsidian cannot edit nested ones, and no longer than is read."""
    if isinstance(value, list | tuple):
        items = [_flat(item) for item in value[:MOST_PROPERTY_ITEMS]]
        return [*items, "…"] if len(value) > len(items) else items
    return _flat(value)


def _flat(value: Any) -> Any:
    flat = value if _is_plain(value) else parameter_text(value)
    return shortened(flat, MOST_PROPERTY_CHARACTERS) if isinstance(flat, str) else flat


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def in_reading_order(metrics: Mapping[str, Any]) -> list[str]:
    """The names of metrics: the main ones first, then the rest by name, whatever order they were recorded in."""
    main = [name for name in MAIN_METRICS if name in metrics]
    return main + sorted(metrics.keys() - set(main))
