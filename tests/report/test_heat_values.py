from __future__ import annotations

from itertools import product
from typing import Any

from kb.model.run import Record, Spec
from kb.report.heat_values import Axis, HeatValues, heat_values


def values_of(sweep: dict[str, tuple[Any, ...]], **spec: Any) -> HeatValues | None:
    combinations = [dict(zip(sweep, values, strict=True)) for values in product(*sweep.values())]
    records = [
        Record(str(number), "succeeded", parameters, {"cagr": float(number)}, "", (), "")
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


def test_a_rank_by_that_names_no_metric_leaves_the_map_to_the_first_metric() -> None:
    values = values_of({"fast": (10, 20), "slow": (100, 200)}, rank_by="tradse")

    assert values
    assert values.metric == "cagr"


def test_the_metric_that_ranks_is_drawn_and_runs_that_are_missing_are_blank() -> None:
    records = [Record("k", "succeeded", {"fast": 10.0, "slow": 200}, {"cagr": 1, "trades": 7}, "", (), "")]
    spec = Spec("n", "n.py", sweep={"fast": (10, 20), "slow": (100, 200)}, rank_by="-trades")
    values = heat_values(spec, records)

    assert values
    assert values.metric == "trades"
    assert values.panels[0].rows == ((None, 7), (None, None))


def test_without_a_rank_the_first_metric_with_numbers_is_drawn_whatever_its_name() -> None:
    metrics = {"title": "T", "note": "a text", "sharpe_ratio": None, "wealth": 5}
    record = Record("k", "succeeded", {"fast": 10, "slow": 100}, metrics, "", (), "T")
    values = heat_values(Spec("n", "n.py", sweep={"fast": (10, 20), "slow": (100, 200)}), [record])

    assert values
    assert values.metric == "wealth"


def test_what_a_failed_run_recorded_before_it_failed_is_not_drawn() -> None:
    record = Record("k", "failed", {"fast": 10, "slow": 100}, {"cagr": 1.0}, "", (), "", "ValueError")

    assert heat_values(Spec("n", "n.py", sweep={"fast": (10, 20), "slow": (100, 200)}), [record]) is None
