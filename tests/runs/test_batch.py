from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.model.run import Parameter, Spec
from kb.runs.batch import check_size, combinations, run_key, run_title

KNOWN = {
    "fast": Parameter("fast", "int", 10, 1),
    "slow": Parameter("slow", "int", 100, 2),
}


def spec(**changes: object) -> Spec:
    return Spec("Crossover", "notebooks/crossover.py", **changes)  # type: ignore[arg-type]


def test_a_sweep_is_every_combination_in_the_order_written() -> None:
    asked = spec(parameters={"cost_bps": 2.0}, sweep={"symbol": ("A", "B"), "fast": (1, 2)})

    assert combinations(asked, KNOWN) == [
        {"cost_bps": 2.0, "symbol": "A", "fast": 1},
        {"cost_bps": 2.0, "symbol": "A", "fast": 2},
        {"cost_bps": 2.0, "symbol": "B", "fast": 1},
        {"cost_bps": 2.0, "symbol": "B", "fast": 2},
    ]


def test_where_drops_combinations_and_knows_the_defaults() -> None:
    asked = spec(sweep={"fast": (50, 100, 200)}, where="fast < slow")

    assert combinations(asked, KNOWN) == [{"fast": 50}]


def test_a_value_written_twice_is_one_run() -> None:
    assert combinations(spec(sweep={"fast": (5, 5)}), KNOWN) == [{"fast": 5}]


def test_a_block_without_a_sweep_is_one_run() -> None:
    assert combinations(spec(parameters={"fast": 5}), KNOWN) == [{"fast": 5}]


def test_a_where_that_admits_nothing_is_an_error() -> None:
    with pytest.raises(KbError, match="No combination"):
        combinations(spec(sweep={"fast": (200,)}, where="fast < slow"), KNOWN)


def test_a_run_key_knows_no_order_of_parameters() -> None:
    assert run_key("n.py", {"a": 1, "b": 2}) == run_key("n.py", {"b": 2, "a": 1})


def test_a_run_key_tells_notebooks_and_values_apart() -> None:
    keys = {
        run_key("n.py", {"a": 1}),
        run_key("m.py", {"a": 1}),
        run_key("n.py", {"a": 2}),
        run_key("n.py", {"a": "1"}),
    }

    assert len(keys) == 4


def test_a_title_has_texts_in_words_and_numbers_joined() -> None:
    values = {"symbol": "AAPL", "fast": 10, "slow": 200, "is_long": True, "days": [1], "nothing": None}

    assert run_title("Crossover", list(values), values) == "Crossover AAPL true 10-200 [1] null"


def test_a_title_shows_the_beginning_of_a_long_value() -> None:
    values = {"text": "word " * 200_000, "days": list(range(1000)), "fast": 10}

    title = run_title("Crossover", list(values), values)

    assert title.startswith("Crossover word word")
    assert len(title) < 200
    assert title.count("…") == 2


def test_a_large_sweep_is_spread_out_and_one_beyond_all_measure_is_refused_before() -> None:
    values = tuple(range(1000))
    large = spec(sweep={"fast": values, "slow": values})

    check_size(large)
    with pytest.raises(KbError, match="too large: 1,001,000 combinations"):
        check_size(spec(sweep={"fast": values, "slow": (*values, 1000)}))
