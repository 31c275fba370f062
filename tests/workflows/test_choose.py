from __future__ import annotations

from typing import Any

import pytest

from kb.errors import KbError
from kb.model.run import Input
from kb.workflows.choose import check_names, in_order, of_condition, of_notebook
from kb.workflows.runs import KnownRun
from tests.workflows.test_runs import known_run


def runs_with(*ratios: Any) -> list[KnownRun]:
    """Runs titled A, B, C … with these Sharpe ratios."""
    return [
        known_run(key=str(place), title="ABCDEFG"[place], metrics={"sharpe_ratio": ratio})
        for place, ratio in enumerate(ratios)
    ]


def titles(runs: list[KnownRun]) -> str:
    return "".join(run.record.title for run in runs)


def test_numbers_come_highest_first_and_what_is_undefined_last() -> None:
    runs = runs_with(1, None, 3, float("nan"), 2.5)

    assert titles(in_order(runs, "sharpe_ratio")) == "CEABD"
    assert titles(in_order(runs, "sharpe_ratio", reverse=True)) == "AECBD"


def test_texts_come_from_a_to_z_and_after_numbers() -> None:
    runs = runs_with("b", "A", 1, [0], None)

    assert titles(in_order(runs, "sharpe_ratio")) == "CDBAE"
    assert titles(in_order(runs, "title", reverse=True)) == "EDCBA"


def test_equal_ones_keep_their_order() -> None:
    assert titles(in_order(runs_with(1, 1, 1), "sharpe_ratio")) == "ABC"


@pytest.mark.parametrize(
    ("name", "do"),
    [("sharp_ratio", "Did you mean `sharpe_ratio`?"), ("zzzz", "Known here: key, title, status")],
)
def test_a_name_that_no_run_has_gets_a_suggestion(name: str, do: str) -> None:
    with pytest.raises(KbError, match="No run has a parameter or metric of this name") as raised:
        in_order(runs_with(1), name)

    assert raised.value.do.startswith(do)


def test_a_long_list_of_names_is_cut() -> None:
    run = known_run(metrics={f"m{number}": number for number in range(30)})

    with pytest.raises(KbError, match=", …") as raised:
        check_names([run], ["zzzz"])

    assert "m29" not in raised.value.do


def test_a_name_that_some_runs_have_is_known() -> None:
    runs = [known_run(metrics={}), *runs_with(None)]

    assert in_order(runs, "sharpe_ratio") == runs


def test_where_there_are_no_runs_any_name_will_do() -> None:
    assert in_order([], "zzz") == []


@pytest.mark.parametrize(
    ("condition", "chosen"),
    [("sharpe_ratio > 1", "C"), ("title == 'A' or sharpe_ratio > 1", "AC"), ("not sharpe_ratio > 1", "A")],
)
def test_a_condition_chooses_where_it_can_be_decided(condition: str, chosen: str) -> None:
    assert titles(of_condition(runs_with(1, None, 2), condition)) == chosen


def test_a_condition_on_what_no_run_has_is_refused() -> None:
    with pytest.raises(KbError, match="Did you mean `sharpe_ratio`"):
        of_condition(runs_with(1), "sharpe > 1")


@pytest.mark.parametrize("name", ["x", "x.py", "notebooks/x.py", "notebooks\\x.py"])
def test_runs_are_chosen_by_notebook(name: str) -> None:
    mine, other = known_run(), known_run(inputs=(Input("notebook", "notebooks/y.py", "1"),))

    assert of_notebook([mine, other], name) == [mine]


def test_a_notebook_without_runs_gets_a_suggestion() -> None:
    with pytest.raises(KbError, match="No run of such a notebook is known: xx. Did you mean `x`"):
        of_notebook([known_run()], "xx")
    with pytest.raises(KbError, match="Known here: nothing yet"):
        of_notebook([], "xx")
