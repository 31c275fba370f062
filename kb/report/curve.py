"""The numbers of a chart's first curve: what a small picture of it is drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.report.numbers import number_or_none

_CURVES = {"line", "area", "trail"}
_PARTS = ("layer", "hconcat", "vconcat", "concat")
MOST_DEEP = 20
_FIELD = re.compile(r"\\?([.\[\]])")
"""Vega-Lite writes a point in the name of a field with a backslash."""


def read_curve(chart: Any) -> list[float | None]:
    """The values of the first curve of a Vega-Lite chart, in the order of its rows; empty where it has none.

    Of several curves in one mark, told apart by colour, it is the first of the scale's domain, else of the rows.
    """
    if not isinstance(chart, Mapping):
        return []
    datasets = chart.get("datasets")
    for unit, data, encoding in _units(chart, None, {}, 0):
        rows = _rows(data, datasets if isinstance(datasets, Mapping) else {})
        if _kind(unit) in _CURVES and (values := _values(rows, encoding)):
            return values
    return []


def _units(
    part: Mapping[str, Any], data: Any, encoding: Mapping[str, Any], depth: int
) -> Iterator[tuple[Mapping[str, Any], Any, Mapping[str, Any]]]:
    """The marks of a chart with the data and the encoding that they have from what they stand in."""
    data, own = part.get("data", data), part.get("encoding")
    encoding = {**encoding, **own} if isinstance(own, Mapping) else encoding
    if "mark" in part:
        yield part, data, encoding
    for name in _PARTS if depth < MOST_DEEP else ():
        inner = part.get(name)
        for one in inner if isinstance(inner, list) else []:
            if isinstance(one, Mapping):
                yield from _units(one, data, encoding, depth + 1)


def _kind(unit: Mapping[str, Any]) -> Any:
    mark = unit["mark"]
    kind = mark.get("type") if isinstance(mark, Mapping) else mark
    return kind if isinstance(kind, str) else None


def _rows(data: Any, datasets: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if not isinstance(data, Mapping):
        return []
    name = data.get("name")
    values = data.get("values", datasets.get(name) if isinstance(name, str) else None)
    return [row for row in values if isinstance(row, Mapping)] if isinstance(values, list) else []


def _values(rows: Sequence[Mapping[str, Any]], encoding: Mapping[str, Any]) -> list[float | None]:
    name, series = _field(encoding.get("y")), _field(encoding.get("color"))
    if not name:
        return []
    if series:
        first = _first(encoding.get("color"), [row.get(series) for row in rows])
        rows = [row for row in rows if row.get(series) == first]
    values = [number_or_none(row.get(name)) for row in rows]
    return values if any(value is not None for value in values) else []


def _field(channel: Any) -> str:
    field = channel.get("field") if isinstance(channel, Mapping) else None
    return _FIELD.sub(r"\1", field) if isinstance(field, str) else ""


def _first(channel: Any, found: Sequence[Any]) -> Any:
    scale = channel.get("scale") if isinstance(channel, Mapping) else None
    domain = scale.get("domain") if isinstance(scale, Mapping) else None
    wanted = [value for value in domain if value in found] if isinstance(domain, list) else []
    return [*wanted, *found, None][0]
