"""The note of the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kb.model.problem import Problem
from kb.model.run import Record
from kb.report.desk_note import (
    MOST_PROBLEMS,
    Dataset,
    Sections,
    render_data,
    render_desk_note,
    render_problems,
)
from kb.report.desk_runs import MOST_RUNS, render_failures, render_latest
from kb.report.numbers import column_texts
from kb.report.strategy import Strategy
from kb.report.strategy_table import render_strategies
from kb.report.text import Markup
from kb.runs.trial import Trial
from kb.vault.markdown import read_outline
from tests.report.conftest import Golden
from tests.report.test_state_note import AVERAGES, SPEC, STRATEGY

AT = datetime(2026, 5, 2, 9, 30, tzinfo=UTC)
LINKS = {"s/SMA.md": Markup("[[SMA]]"), "s/Idle.md": Markup("[[Idle]]")}
RUNS = {"a": Markup("[[SMA a]]")}


def trial(key: str, days: int = 0, **more: Any) -> Trial:
    found = Trial(
        AT + timedelta(days), key, "f", "notebooks/backtest.py", f"Run {key}", "succeeded", {}, {"cagr": 0.25}
    )
    return replace(found, **more)


def failed(key: str, error: str = "ValueError: a|b [[c]]") -> Record:
    return Record(key, "failed", {}, {}, "f", (), f"Run {key}", error)


def problem(rule: str, path: str | None = "a.md", **more: Any) -> Problem:
    return Problem(rule, "Something `here` is wrong", "Do.", path, 3, **more)


def names(path: str) -> Markup | None:
    return Markup(f"[[{path.removesuffix('.md')}]]") if path.endswith(".md") else None


def test_the_note_with_all_that_there_can_be(check_golden: Golden) -> None:
    trials = [trial("a"), trial("b", 1, status="failed", metrics={}, error="x"), trial("c", 1)]
    sections = Sections(
        strategies=render_strategies(
            [STRATEGY, Strategy("s/Idle.md", "draft", ())], LINKS, RUNS, {"s/SMA.md": "attachments/x.svg"}
        ),
        latest=render_latest(trials, RUNS, {"a": Markup("[[SMA]]")}, total=7),
        failures=render_failures([failed("b")], trials, RUNS, {"b": Markup("[[SMA]]")}),
        journal="### paper\n\nWorth 1.",
        problems=render_problems([problem("orphan", severity="warning"), problem("broken-link", found="[[x]]")], names),
        data=render_data([Dataset("AAPL", "data/bars/aapl.csv", "bars", 1234, "2000-03-01", "2013-03-01", 1)]),
        attachments={"attachments/x.svg": b""},
    )
    check_golden("desk", render_desk_note(sections))


def test_the_note_of_an_empty_desk_has_all_headings(check_golden: Golden) -> None:
    check_golden("desk_empty", render_desk_note(Sections("", "", "", "", "", "", {})))


def test_what_no_strategy_has_is_no_column() -> None:
    table = render_strategies([Strategy("s/Idle.md", "draft", ())], LINKS, RUNS, {})

    assert table.splitlines()[0] == "| strategy | stage | runs |"


def test_a_metric_of_its_own_that_ranks_a_strategy_stands_with_its_best_run() -> None:
    moves = tuple(
        Record(key, "succeeded", {}, {"average_move": move}, "f", (), f"Move {key}")
        for key, move in [("low", 0.12), ("high", 0.5)]
    )
    own = Strategy(
        "s/Idle.md", "draft", (replace(AVERAGES, spec=replace(SPEC, rank_by="-average_move"), records=moves),)
    )
    table = render_strategies([STRATEGY, own], LINKS, RUNS, {})

    assert table.splitlines()[-1] == "| [[Idle]] | – | draft | Move low, average move 0.120 | – | – | – | 2 |"  # noqa: RUF001


@pytest.mark.parametrize(
    ("value", "text"), [(0.683456, "0.683"), (1.07, "1.070"), (36.83, "36.830"), (-0.07, "-0.070"), (483.75, "483.75")]
)
def test_a_ratio_has_three_decimals_wherever_it_stands(value: float, text: str) -> None:
    latest = render_latest([trial("a", metrics={"sharpe_ratio": value})], {}, {})

    assert f"| sharpe ratio {text} |" in latest
    assert column_texts([value, None]) == [text, "–"]  # noqa: RUF001


def test_a_very_large_figure_leaves_the_others_of_its_column_as_they_are() -> None:
    assert column_texts([12345.678, 0.71234, -0.5, 12.5, 0, 1e-9]) == ["12346", "0.712", "-0.5", "12.5", "0", "1e-9"]
    assert column_texts([4_938_271.564, -1_000_000, 0.25]) == ["4938272", "-1000000", "0.25"]
    assert column_texts([1500.0, 12.0, 1234.5]) == ["1500", "12", "1234"]


def test_two_hundred_strategies_are_all_there() -> None:
    many = [Strategy(f"s/{number}.md", "draft", (AVERAGES,)) for number in range(200)]
    table = render_strategies(many, {one.path: Markup(f"[[{one.path}]]") for one in many}, RUNS, {})

    assert len(table.splitlines()) == 202


def test_an_audience_finds_as_many_runs_as_the_owner() -> None:
    mine, theirs = [f"mine {number}" for number in range(30)], [f"theirs {number}" for number in range(30)]
    questions = {key: Markup(f"[[{key}]]") for key in [*mine, *theirs]}
    trials = [trial(key, 9) for key in mine] + [trial(key) for key in theirs]
    latest = render_latest(trials, {}, questions, readers=[set(theirs)])
    failures = render_failures([failed(key) for key in [*mine, *theirs]], trials, {}, questions, readers=[set(theirs)])

    for text in (latest, failures):
        rows = text.split("\n\n")[0].splitlines()[2:]
        assert ["[[mine" in row for row in rows] == [True] * 10 + [False] * 10
    assert failures.endswith("*20 of 60 rows*")


def test_a_run_is_told_once_and_a_large_batch_leaves_room_for_others() -> None:
    trials = [trial("again", day) for day in range(3)]
    trials += [trial(f"many {number}", 10) for number in range(50)] + [
        trial(f"one {number}", 5) for number in range(50)
    ]
    questions = {f"many {number}": Markup("[[Many]]") for number in range(50)}
    rows = render_latest(trials, {}, questions).split("\n\n")[0].splitlines()[2:]

    assert [row.split(" | ")[1] for row in rows] == [
        "Run many 0",
        "Run many 1",
        "Run many 10",
        "Run one 0",
        "Run one 1",
        "Run one 10",
    ]
    assert len(rows) <= MOST_RUNS


def test_a_failure_of_which_no_trial_tells_has_no_day() -> None:
    table = render_failures([failed("x"), failed("b")], [trial("b", status="failed")], {}, {})

    assert [row.split(" | ")[0] for row in table.splitlines()[2:]] == ["| 2026-05-02", "| –"]  # noqa: RUF001


def test_problems_are_counted_by_rule_and_the_first_are_named() -> None:
    found = [problem("orphan", f"{number}.md", severity="warning") for number in range(20)]
    text = render_problems([*found, problem("records", "data/x.csv")], names)

    assert "| error | records | 1 |\n| warning | orphan | 20 |" in text
    assert text.count("\n- ") + text.startswith("- ") == MOST_PROBLEMS
    assert "- `data/x.csv`: Something `here` is wrong\n" in text
    assert text.endswith("9 more: `kb check`.")


def test_an_edit_that_only_moves_lines_changes_nothing() -> None:
    before, after = problem("orphan"), replace(problem("orphan"), line=9)

    assert render_problems([before], names) == render_problems([after], names)


def test_nothing_of_what_is_told_is_read_as_markup() -> None:
    sections = Sections(
        render_strategies([Strategy("s/SMA.md", "[[live]] #x|y", ())], LINKS, {}, {}),
        render_latest([trial("a", title="[[x]] | #y")], {}, {}),
        render_failures([failed("b", "[[z]] %% kb:end %%")], [], {}, {}),
        "",
        render_problems([problem("broken-link", "b`x.csv", found="[[q]] `#t`")], names),
        render_data([Dataset("[[A]]|", "x/[[y]]|z.csv")]),
        {},
    )
    outline = read_outline(render_desk_note(sections).body, path="", first_line=1)

    assert [link.target for link in outline.links] == ["SMA"]
    assert outline.tags == ()
