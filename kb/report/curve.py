"""The numbers of a chart's first curve: what a small picture of it is drawn from."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.report.numbers import number_or_none

_CURVES = {"line", "area", "trail"}
_PARTS = ("layer", "hconcat", "vconcat", "concat")
MOST_DEEP = 20
_ESCAPED = re.compile(r"\\([.\[\]])")
"""Vega-Lite writes a point in the name of a field with a backslash."""

Row = Mapping[str, Any]
Values = list[float | None]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A mark of a chart, with the data and the encoding that it has from what it stands in."""

    kind: Any
    data: Any
    encoding: Mapping[str, Any]


def read_curve(chart: Any) -> Values:
    """The values of the first curve of a Vega-Lite chart, in the order of its rows; empty where it has none.

    Of several curves, told apart by colour, it is the first of the colours' scale, else of those that are drawn. On a
    log scale they are logarithms, so that equal steps are equal ratios in any picture of them.
    """
    if not isinstance(chart, Mapping):
        return []
    datasets = chart.get("datasets")
    sets = datasets if isinstance(datasets, Mapping) else {}
    units = list(_units(chart, None, {}, 0))
    order = next(filter(None, (_domain(unit.encoding.get("color")) for unit in units)), [])  # all marks share a scale
    curves = [unit for unit in units if unit.kind in _CURVES]
    found = [
        (_place(unit.encoding.get("color"), order), _values(_rows(unit.data, sets), unit.encoding, order))
        for unit in curves
    ]
    return min(((place, values) for place, values in found if values), key=lambda pair: pair[0], default=(0, []))[1]


def _units(part: Mapping[str, Any], data: Any, encoding: Mapping[str, Any], depth: int) -> Iterator[_Unit]:
    data, own = part.get("data", data), part.get("encoding")
    encoding = {**encoding, **own} if isinstance(own, Mapping) else encoding
    if "mark" in part:
        mark = part["mark"]
        kind = mark.get("type") if isinstance(mark, Mapping) else mark
        yield _Unit(kind if isinstance(kind, str) else None, data, encoding)
    for name in _PARTS if depth < MOST_DEEP else ():
        inner = part.get(name)
        for one in inner if isinstance(inner, list) else []:
            if isinstance(one, Mapping):
                yield from _units(one, data, encoding, depth + 1)


def _rows(data: Any, datasets: Mapping[str, Any]) -> Sequence[Row]:
    """The rows of data that stand in the chart, as objects or as the text of a table."""
    if not isinstance(data, Mapping):
        return []
    name = data.get("name")
    values = data.get("values", datasets.get(name) if isinstance(name, str) else None)
    if isinstance(values, str):
        return _table(values)
    return [row for row in values if isinstance(row, Mapping)] if isinstance(values, list) else []


def _table(text: str) -> Sequence[Row]:
    try:
        return [{name: _number(cell) for name, cell in row.items()} for row in csv.DictReader(text.splitlines())]
    except csv.Error:
        return []


def _number(cell: Any) -> Any:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell


def _values(rows: Sequence[Row], encoding: Mapping[str, Any], order: Sequence[Any]) -> Values:
    name, series = _field(encoding.get("y")), _field(encoding.get("color"))
    if not name:
        return []
    if series:
        found = [row.get(series) for row in rows]
        first = [*(value for value in order if value in found), *found, None][0]
        rows = [row for row in rows if row.get(series) == first]
    is_log = _scale(encoding.get("y")).get("type") == "log"
    values = [_logarithm(value) if is_log else value for value in (number_or_none(row.get(name)) for row in rows)]
    return values if any(value is not None for value in values) else []


def _logarithm(value: float | None) -> float | None:
    return math.log(value) if value is not None and value > 0 else None


def _field(channel: Any) -> str:
    field = channel.get("field") if isinstance(channel, Mapping) else None
    return _ESCAPED.sub(r"\1", field) if isinstance(field, str) else ""


def _scale(channel: Any) -> Mapping[str, Any]:
    scale = channel.get("scale") if isinstance(channel, Mapping) else None
    return scale if isinstance(scale, Mapping) else {}


def _domain(channel: Any) -> list[Any]:
    domain = _scale(channel).get("domain")
    return domain if isinstance(domain, list) else []


def _place(color: Any, order: Sequence[Any]) -> int:
    """Which curve it is that has a colour of its own: its place in the colours' scale."""
    datum = color.get("datum") if isinstance(color, Mapping) else None
    return order.index(datum) if datum in order else len(order)
