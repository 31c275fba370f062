from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from kb.model.run import Record, Spec
from kb.report.heat_values import Axis, HeatValues, heat_values


def values_of(sweep: dict[str, tuple[Any, ...]], **spec: Any) -> HeatValues | None:
    combinations = [dict(zip(sweep, values, strict=True)) for values in product(*sweep.values())]
    records = [
        Record(str(number), "succeeded", parameters, {"sharpe_ratio": float(number), "trades": 9 - number}, "", (), "")
        for number, parameters in enumerate(combinations)
    ]
    return heat_values(Spec("n", "n.py", sweep=sweep, **spec), records)


def test_two_numbers_are_the_axes_and_a_text_makes_the_panels() -> None:
    values = values_of({"symbol": ("IBM", "AAPL", "XOM", "GE"), "fast": (20, 10), "slow": (50, 100, 200)})

    assert values
    assert values.down == Axis("slow", (50, 100, 200))
    assert values.across == Axis("fast", (10, 20))
    assert [panel.title for panel in values.panels] == ["symbol IBM", "symbol AAPL", "symbol XOM", "symbol GE"]
    assert values.panels[0].rows == ((3.0, 0.0), (4.0, 1.0), (5.0, 2.0))


def test_texts_are_axes_where_there_are_no_two_numbers() -> None:
    values = values_of({"symbol": ("IBM", "AAPL"), "fast": (10, 20, 50)})

    assert values
    assert (values.down.name, values.across) == ("fast", Axis("symbol", ("IBM", "AAPL")))
    assert [panel.title for panel in values.panels] == [""]


def test_only_six_panels_are_drawn() -> None:
    values = values_of({"a": (1, 2), "b": (1, 2), "c": tuple("stuvwxyz")})

    assert values
    assert len(values.panels) == 6
    assert values.total_panels == 8


def test_one_axis_is_no_map() -> None:
    assert values_of({"fast": (10, 20), "slow": (100,)}) is None
    assert values_of({"fast": (10, 20), "slow": (100, 100.0)}) is None


def test_runs_without_the_metric_are_no_map() -> None:
    record = Record("k", "succeeded", {"fast": 10, "slow": 100}, {"cagr": 1.0, "trades": None}, "", (), "")
    spec = Spec("n", "n.py", sweep={"fast": (10, 20), "slow": (100, 200)}, rank_by="trades")

    assert heat_values(spec, [record]) is None


SQUARE = Spec("n", "n.py", sweep={"fast": (10, 20), "slow": (100, 200, 300)})


def square(metric: str, *rows: tuple[float | None, ...]) -> list[Record]:
    """One run for each place of a grid of `fast` down and `slow` across."""
    return [
        Record(f"{fast}-{slow}", "succeeded", {"fast": fast, "slow": slow}, {"trades": 7, metric: value}, "", (), "")
        for fast, row in zip((10, 20), rows, strict=True)
        for slow, value in zip((100, 200, 300), row, strict=True)
    ]


@pytest.mark.parametrize("rank_by", [None, "tradse"], ids=["no rank_by", "one that no run recorded"])
def test_where_nothing_ranks_the_sharpe_ratio_is_drawn(rank_by: str | None) -> None:
    values = values_of({"fast": (10, 20), "slow": (100, 200)}, rank_by=rank_by)

    assert values
    assert values.metric == "sharpe_ratio"


def test_where_nothing_ranks_and_no_run_has_a_sharpe_ratio_nothing_is_drawn() -> None:
    assert heat_values(SQUARE, square("sharpe", (1, 2, 3), (4, 5, 6))) is None
    assert heat_values(SQUARE, square("sharpe_ratio", (None,) * 3, (None,) * 3)) is None


def test_the_metric_that_ranks_is_drawn_and_places_without_a_run_or_a_value_are_blank() -> None:
    spec = replace(SQUARE, sweep={**SQUARE.sweep, "fast": (10.0, 20)}, rank_by="-cost")
    values = heat_values(spec, square("cost", (1, None, 3), (4, 5, 6))[:-1])

    assert values
    assert (values.metric, values.down.name) == ("cost", "slow")
    assert values.panels[0].rows == ((1, 4), (None, 5), (3, None))


@pytest.mark.parametrize(
    "rows",
    [((1, 2, None), (3, None, None)), ((1, 2, 3), (None, None, None)), ((1, None, None), (2, None, None))],
    ids=["three cells", "one row", "one column"],
)
def test_a_few_cells_or_a_single_line_of_them_are_no_map(rows: tuple[tuple[float | None, ...], ...]) -> None:
    assert heat_values(SQUARE, square("sharpe_ratio", *rows)) is None


def test_a_line_of_values_in_each_panel_is_no_map_however_many_they_are() -> None:
    values = values_of({"symbol": ("IBM", "AAPL", "GE"), "fast": (10, 20), "slow": (100, 200)})
    spec = Spec("n", "n.py", sweep={"symbol": ("IBM", "AAPL", "GE"), "fast": (10, 20), "slow": (100, 200)})
    line = [
        Record("k", "succeeded", {"symbol": symbol, "fast": 10, "slow": slow}, {"sharpe_ratio": 1.0}, "", (), "")
        for symbol, slow in product(("IBM", "AAPL", "GE"), (100, 200))
    ]

    assert values
    assert heat_values(spec, line) is None


def test_what_a_failed_run_recorded_before_it_failed_is_not_drawn() -> None:
    records = square("sharpe_ratio", (1, 2, None), (3, 4, None))
    failed = [replace(records[0], status="failed", error="ValueError"), *records[1:]]

    assert heat_values(SQUARE, records)
    assert heat_values(SQUARE, failed) is None
