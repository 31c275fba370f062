"""The note of a strategy's state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kb.model.note import GeneratedNote
from kb.model.run import Record, Spec
from kb.report.state_note import render_state_note
from kb.report.strategy import Batch, Stage, Strategy, by_stage
from kb.vault.markdown import read_outline
from tests.report.conftest import Golden

SPEC = Spec("Averages", "notebooks/backtest.py", sweep={"fast": (10, 20)}, rank_by="sharpe_ratio", path="s/SMA.md")
SHORT = Spec("Short side", "notebooks/backtest.py", sweep={"short": (False, True)}, rank_by="sharpe_ratio")
STAGES = (Stage("draft", "2026-03-01"), Stage("backtest", "2026-05-02"), Stage("live"))


def record(key: str, sharpe: float | None, **parameters: Any) -> Record:
    metrics = {"sharpe_ratio": sharpe, "benchmark_sharpe_ratio": 0.5, "cagr": 0.123456, "trades": 12}
    return Record(key, "succeeded", parameters, metrics, "f", (), f"SMA {key}")


AVERAGES = Batch(SPEC, (record("a", 0.7123, fast=10), record("b", -0.2, fast=20)), "Averages results", "a/heatmap.png")
SHORTS = Batch(SHORT, (record("a", 0.7123, fast=10), record("c", None, short=True)), "Short side results")
STRATEGY = Strategy("s/SMA.md", "live", (AVERAGES, SHORTS))


def render(strategy: Strategy = STRATEGY, **more: Any) -> GeneratedNote:
    return render_state_note(strategy, "SMA", STAGES, note_names={"a": "SMA a"}, **more)


def test_the_note_of_several_questions(check_golden: Golden) -> None:
    check_golden("state", render(equity="attachments/runs/a/equity.svg", timeline="attachments/runs/desk/a stages.svg"))


def test_the_runs_of_a_single_question_are_in_its_results(check_golden: Golden) -> None:
    check_golden("state_single", render(replace(STRATEGY, batches=(AVERAGES,))))


def test_a_strategy_that_asks_nothing_has_its_stages() -> None:
    note = render(Strategy("s/SMA.md", "live", ()))

    assert (
        note.body
        == "State of [[SMA]]: it asks nothing yet.\n\nStages: draft (2026-03-01) → backtest (2026-05-02) → **live**"
    )
    assert note.properties["stages"] == ["2026-03-01 draft", "2026-05-02 backtest"]


def test_without_a_day_no_timeline_is_drawn() -> None:
    note = render_state_note(STRATEGY, "SMA", [Stage("live")], note_names={}, timeline="a.svg")

    assert note.attachments == {}
    assert "![[a.svg" not in note.body


def test_failures_are_counted() -> None:
    failed = replace(AVERAGES.records[0], status="failed", metrics={}, key="d")
    batch = replace(AVERAGES, records=(*AVERAGES.records, failed))

    assert "3 runs for 1 question, 1 failed." in render(replace(STRATEGY, batches=(batch,))).body


def test_runs_that_failed_are_among_the_runs_of_several_questions() -> None:
    failed = replace(AVERAGES.records[0], status="timed out", metrics={}, key="d", title="SMA d")
    many = tuple(record(str(number), 0.5) for number in range(200))
    batch = replace(AVERAGES, records=(*AVERAGES.records, failed, *many))
    rows = [line for line in render(replace(STRATEGY, batches=(batch, SHORTS))).body.splitlines() if "| SMA " in line]

    assert rows[-1].startswith("| SMA d | timed out | – | – |")  # noqa: RUF001
    assert len(rows) == 99  # beside the one with a note
    assert " | succeeded | 0.500 | " in rows[0]


def test_the_best_is_sought_in_all_questions_that_rank_alike() -> None:
    better = Batch(SHORT, (record("z", 2.0),))
    other = Batch(replace(SHORT, rank_by="-max_drawdown"), (record("y", 9.0),))
    best = Strategy("s", "live", (AVERAGES, better, other)).best

    assert best
    assert best.record.key == "z"


def test_without_a_rank_no_run_is_the_best() -> None:
    batch = replace(AVERAGES, spec=replace(SPEC, rank_by=None))

    assert Strategy("s", "live", (batch,)).best is None
    assert "## Best run" not in render(replace(STRATEGY, batches=(batch,))).body


def test_no_title_is_read_as_markup() -> None:
    odd = replace(AVERAGES.records[0], title="a|b [[c]] `d` #e", key="odd")
    spec = replace(SPEC, name="Q|[[x]]")
    note = render(Strategy("s", "[[live]]|#x", (Batch(spec, (odd,)), SHORTS)))
    outline = read_outline(note.body, path="", first_line=1)

    assert {link.target for link in outline.links} == {"SMA", "SMA a", "Short side results"}
    assert outline.tags == ()


def test_strategies_stand_by_stage_what_is_retired_last() -> None:
    stages = ["retired", "idea", "Draft", "backtest", "live", "forward"]
    ordered = by_stage([Strategy(stage, stage, ()) for stage in stages])

    assert [strategy.stage for strategy in ordered] == ["live", "forward", "backtest", "Draft", "idea", "retired"]


def test_of_a_stage_those_with_a_best_run_stand_first() -> None:
    new, answered = Strategy("a", "live", ()), replace(STRATEGY, path="b", stage="live")

    assert by_stage([new, answered]) == [answered, new]
