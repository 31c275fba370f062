from __future__ import annotations

import struct

import pytest

from kb.report.heat_values import Axis, HeatValues, Panel
from kb.report.heatmap import DOTS_PER_INCH, draw_heat_map


def values_of(columns: int, rows: int, panels: int = 1, offset: float = 0.0, name: str = "fast") -> HeatValues:
    grid = tuple(tuple(x - y + offset if x + y else None for x in range(columns)) for y in range(rows))
    return HeatValues(
        "sharpe_ratio",
        Axis(name, tuple(range(columns))),
        Axis("slow", tuple(f"value {number}" for number in range(rows))),
        tuple(Panel(f"symbol {number}", grid) for number in range(panels)),
        panels,
    )


def size(png: bytes) -> tuple[float, float]:
    """Width and height in inches."""
    width, height = struct.unpack_from(">II", png, 16)
    return width / DOTS_PER_INCH, height / DOTS_PER_INCH


def test_the_same_values_are_the_same_bytes() -> None:
    assert draw_heat_map(values_of(3, 2, 3)) == draw_heat_map(values_of(3, 2, 3))
    assert draw_heat_map(values_of(3, 2)) != draw_heat_map(values_of(3, 2, offset=5_000.0))


@pytest.mark.parametrize(("columns", "rows", "panels"), [(2, 2, 6), (3, 3, 5), (12, 4, 2), (80, 90, 1), (1, 1, 1)])
def test_a_map_is_never_wider_than_nine_inches(columns: int, rows: int, panels: int) -> None:
    width, height = size(draw_heat_map(values_of(columns, rows, panels, offset=5.0)))

    assert 1 < width <= 9
    assert height > 1


def test_names_from_data_are_not_read_as_mathematics() -> None:
    assert draw_heat_map(values_of(2, 2, name="$x_{"))
