"""What a batch's heat map shows: two swept parameters as axes, further ones as panels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from kb.model.run import Record, Spec
from kb.report.numbers import is_number, number_or_none, parameter_text
from kb.report.ranking import ranking_of
from kb.report.text import shortened

AXES = 2
USUAL_METRIC = "sharpe_ratio"
"""What is drawn where nothing ranks: any other choice would be a guess at what the author asked."""
FEWEST_CELLS = 4
"""Below these, and along one line only, a table says the same in less room."""
MOST_PANELS = 6
MOST_TITLE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Axis:
    """A swept parameter and its values: numbers ascending, others in the order written."""

    name: str
    values: tuple[Any, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers."""
        return all(is_number(value) for value in self.values)


@dataclass(frozen=True, slots=True)
class Panel:
    """One grid: its title, empty where there is one only, and its rows of values, None where there is no run."""

    title: str
    rows: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class HeatValues:
    """A metric over two axes, in one panel for each combination of the further swept values."""

    metric: str
    across: Axis
    down: Axis
    panels: tuple[Panel, ...]
    total_panels: int

    @property
    def numbers(self) -> list[float]:
        """Every value of every panel that is defined."""
        return [value for panel in self.panels for row in panel.rows for value in row if value is not None]


def heat_values(spec: Spec, records: Sequence[Record]) -> HeatValues | None:
    """The values to draw, or None where too few runs that succeeded have the metric to make a map of them.

    A map needs two swept parameters, the metric that ranks or else a Sharpe ratio, four cells with a value, and in one
    panel at least two rows and two columns with values.

    The axes are numbers rather than texts like a symbol, then those with most values; the one with fewer values goes
    across, to stay readable on a phone.
    """
    axes, succeeded = _axes(spec), [record for record in records if record.status == "succeeded"]
    metric = _metric(spec, succeeded)
    if len(axes) < AXES or metric is None:
        return None
    down, across, *further = axes
    found = {_place(record.parameters, axes): number_or_none(record.metrics.get(metric)) for record in succeeded}
    panels = [_panel(combination, further, down, across, found) for combination in _combinations(further)]
    values = HeatValues(metric, across, down, tuple(panels), math.prod(len(axis.values) for axis in further))
    return values if len(values.numbers) >= FEWEST_CELLS and any(map(_is_grid, panels)) else None


def _is_grid(panel: Panel) -> bool:
    """Whether values stand in more than one row and more than one column."""
    filled = [(y, x) for y, row in enumerate(panel.rows) for x, value in enumerate(row) if value is not None]
    return len({y for y, _ in filled}) > 1 and len({x for _, x in filled}) > 1


def _axes(spec: Spec) -> list[Axis]:
    """The parameters with two values or more, the best axes first."""
    axes = [_axis(name, values) for name, values in spec.sweep.items()]
    swept = [axis for axis in axes if len(axis.values) > 1]
    numeric_first = sorted(swept, key=lambda axis: (not axis.is_numeric, -len(axis.values)))
    chosen = sorted(numeric_first[:AXES], key=lambda axis: -len(axis.values))
    return chosen + [axis for axis in swept if axis not in chosen]


def _axis(name: str, values: Sequence[Any]) -> Axis:
    different = tuple({_same(value): value for value in values}.values())
    axis = Axis(name, different)
    return Axis(name, tuple(sorted(different))) if axis.is_numeric else axis


def _metric(spec: Spec, records: Sequence[Record]) -> str | None:
    """The metric that ranks, else the usual one; None where no run has a number for it."""
    rank_by = ranking_of(spec, records)
    metric = rank_by.metric if rank_by else USUAL_METRIC
    return metric if any(is_number(record.metrics.get(metric)) for record in records) else None


def _combinations(axes: Sequence[Axis]) -> list[tuple[Any, ...]]:
    return list(islice(product(*(axis.values for axis in axes)), MOST_PANELS))


def _panel(
    combination: tuple[Any, ...],
    further: Sequence[Axis],
    down: Axis,
    across: Axis,
    found: Mapping[tuple[str, ...], float | None],
) -> Panel:
    values = zip(further, combination, strict=True)
    title = ", ".join(
        f"{axis.name} {shortened(parameter_text(value), MOST_TITLE_CHARACTERS)}" for axis, value in values
    )
    rest = tuple(_same(value) for value in combination)
    rows = tuple(tuple(found.get((_same(y), _same(x), *rest)) for x in across.values) for y in down.values)
    return Panel(title, rows)


def _place(parameters: Mapping[str, Any], axes: Sequence[Axis]) -> tuple[str, ...]:
    return tuple(_same(parameters.get(axis.name)) for axis in axes)


def _same(value: Any) -> str:
    """What two spellings of one value share: 10 and 10.0 are one, 1 and true are not."""
    return f"{float(value)!r}" if is_number(value) else f"{type(value).__name__} {value!r}"
