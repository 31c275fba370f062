from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from kb.model.note import GeneratedNote
from kb.model.problem import Problem
from kb.model.run import Record, Spec
from kb.report.cells import Cells
from kb.report.ranking import check_rank_by
from kb.report.results_note import render_problem, render_results_note
from kb.vault.markdown import read_outline

SPEC = Spec(
    "SMA crossover",
    "notebooks/backtest.py",
    parameters={"cost_bps": 2},
    sweep={"symbol": ("AAPL", "MSFT"), "fast": (10, 20), "slow": (100, 200)},
    rank_by="sharpe_ratio",
    path="strategies/SMA crossover.md",
    line=12,
)


def records() -> list[Record]:
    """Eight runs: the third has no Sharpe ratio, the last failed."""
    made = []
    for number, (symbol, fast, slow) in enumerate(product(*SPEC.sweep.values())):
        parameters = {"cost_bps": 2, "symbol": symbol, "fast": fast, "slow": slow}
        metrics: dict[str, Any] = {
            "trades": number,
            "sharpe_ratio": None if number == 2 else (number * 37 % 8) / 7 - 0.3,
            "cagr": number / 70,
        }
        made.append(Record(f"k{number}", "succeeded", parameters, metrics, "f", (), f"SMA {symbol} {fast}-{slow}"))
    return [*made[:7], replace(made[7], status="failed", metrics={}, error="ValueError: a|b [[c]]")]


def run_lines(body: str) -> list[str]:
    """The runs, as listed."""
    lines = body.partition("| run |")[2].partition("##")[0].splitlines()
    return [next(cell for cell in line.split(" | ") if "SMA" in cell).strip("| ") for line in lines if "SMA" in line]


def render(spec: Spec = SPEC, rows: Sequence[Record] | None = None, **more: Any) -> str:
    return render_results_note(spec, records() if rows is None else rows, **more).body


def test_the_note_of_a_batch(check_golden: Callable[[str, GeneratedNote], None]) -> None:
    note = render_results_note(
        SPEC,
        records(),
        note_names={"k5": "SMA MSFT 10-200", "k3": "runs/SMA AAPL 20-200"},
        summary=Cells("### Luck\n\n8 trials.", {"attachments/runs/s/luck.png": b"png"}),
        problems=[Problem("unused", "The parameter `cost` is not used", "Remove it.", line=14, severity="warning")],
        spec_link="SMA crossover",
    )

    check_golden("results", note)


def test_the_note_of_a_block_that_cannot_run(check_golden: Callable[[str, GeneratedNote], None]) -> None:
    problems = [
        Problem(
            "unknown-parameter",
            "The notebook has no parameter of this name",
            "Did you mean `fast`?",
            "vault/strategies/SMA crossover.md",
            15,
            "fats: [10, 20]",
        ),
        Problem("no-parameters-cell", "No cell is tagged `parameters`", "Tag one.", "notebooks/backtest.py", 1),
        Problem("other", "Something else"),
    ]

    check_golden("results_errors", render_results_note(SPEC, [], problems=problems, spec_link="SMA crossover"))


def test_a_finding_shows_names_as_code_and_all_else_as_text() -> None:
    problem = Problem("r", "`sweep` needs [[a]] list for `f*st`", "Did you mean `fast`? See #tag.", found="x `[[y]]`")

    assert render_problem(problem, None).splitlines() == [
        r"> [!error] `sweep` needs \[\[a]] list for `f*st`: `x '[[y]]'`",
        r"> Did you mean `fast`? See \#tag.",
    ]


def test_properties_name_the_best() -> None:
    note = render_results_note(SPEC, records(), note_names={"k3": "Best one"}, spec_link="SMA crossover")

    assert list(note.properties.items()) == [
        ("kb_batch", "SMA crossover"),
        ("spec", "[[SMA crossover]]"),
        ("notebook", "notebooks/backtest.py"),
        ("runs", 8),
        ("failed", 1),
        ("rank_by", "sharpe_ratio"),
        ("best", "[[Best one]]"),
        ("best_value", 0.7),
        ("tags", ["kb/results"]),
    ]


def test_the_best_run_stands_first_and_an_undefined_one_last() -> None:
    lines = run_lines(render())

    assert lines[-1] == "SMA AAPL 20-100"
    assert run_lines(render(replace(SPEC, rank_by="-sharpe_ratio"))) == [*reversed(lines[:-1]), lines[-1]]


def test_without_a_rank_runs_stand_in_their_order() -> None:
    note = render_results_note(replace(SPEC, rank_by=None), records())

    assert run_lines(note.body)[0] == "SMA AAPL 10-100"
    assert "best" not in note.properties
    assert "rank_by" not in note.properties
    assert "ranked by" not in note.body
    assert "## Runs\n\n| run | symbol | fast | slow | sharpe_ratio | cagr | trades |" in note.body
    assert "Ranking" not in note.body


def test_a_metric_that_no_run_recorded_does_not_rank() -> None:
    spec = replace(SPEC, rank_by="sharp_ratio")
    note = render_results_note(spec, records(), problems=check_rank_by(spec, records()))

    assert "> [!error] Line 12: No run recorded the metric that `rank_by` names: `sharp_ratio`\n" in note.body
    assert "> Did you mean `sharpe_ratio`?\n" in note.body
    assert "\n## Runs\n\n| run | symbol | fast | slow | sharpe_ratio | cagr | trades |\n" in note.body
    assert run_lines(note.body)[:2] == ["SMA AAPL 10-100", "SMA AAPL 10-200"]
    assert "ranked by" not in note.body
    assert "rank_by" not in note.properties


def test_the_best_twenty_are_listed_and_fifty_that_nothing_ranks() -> None:
    rows = [replace(records()[0], key=str(number)) for number in range(60)]

    ranked, unranked = render(rows=rows), render(replace(SPEC, rank_by=None), rows)

    assert ("*20 of 60 rows*" in ranked, len(run_lines(ranked))) == (True, 20)
    assert ("*50 of 60 rows*" in unranked, len(run_lines(unranked))) == (True, 50)


def test_the_map_of_all_runs_stands_above_the_ranking_of_the_best() -> None:
    headings = [line for line in render().splitlines() if line.startswith("## ")]

    assert headings == ["## Heat map", "## Ranking", "## Failures"]


def test_links_in_the_table_can_be_followed() -> None:
    body = render(note_names={"k0": "runs/a/SMA one"})
    links = read_outline(body, path="a.md", first_line=1).links

    assert r"[[runs/a/SMA one\|SMA one]]" in body
    assert [(link.target, link.text) for link in links if not link.is_embed] == [("runs/a/SMA one", "SMA one")]


def test_a_batch_that_nothing_ranks_and_without_a_sharpe_ratio_has_no_map(
    check_golden: Callable[[str, GeneratedNote], None],
) -> None:
    rows = [
        replace(each, metrics={"sharpe": number / 4, "trades": number}) for number, each in enumerate(records()[:4])
    ]
    spec = replace(SPEC, sweep={**SPEC.sweep, "symbol": ("AAPL",)}, rank_by=None)

    check_golden("results_unranked", render_results_note(spec, rows, spec_link="SMA crossover"))


def test_a_batch_of_failures_has_no_runs_listed_and_no_map() -> None:
    body = render(rows=[replace(record, status="failed", metrics={}) for record in records()])

    assert "## Ranking" not in body
    assert "## Heat map" not in body
    assert "8 failed." in body


def test_panels_that_are_left_out_are_counted() -> None:
    symbols = tuple("ABCDEFGH")
    sweep = {**SPEC.sweep, "symbol": symbols}
    rows = [replace(records()[0], parameters=dict(zip(sweep, each, strict=True))) for each in product(*sweep.values())]

    assert "6 of 8 panels" in render(replace(SPEC, sweep=sweep), rows)


def test_a_batch_without_a_sweep_is_one_sentence_and_a_row() -> None:
    body = render(Spec("One", "notebooks/backtest.py"), records()[:1])

    assert body.startswith("1 run of `backtest`.\n\n## Runs\n\n| run | sharpe_ratio | cagr | trades |\n")


def test_runs_asked_for_on_the_command_line_show_what_differs_between_them() -> None:
    body = render(Spec("backtest from the command line", "notebooks/backtest.py"), records()[:2])

    assert "| run | slow | sharpe_ratio |" in body
    assert "| SMA AAPL 10-200 | 200 |" in body


def test_a_block_whose_notebook_cannot_be_read_leaves_its_name_out() -> None:
    note = render_results_note(replace(SPEC, notebook=""), records())

    assert note.body.startswith("8 runs over `symbol`, `fast` and `slow`, ranked by")
    assert "notebook" not in note.properties


def test_parameters_stand_as_a_block_writes_them_and_missing_ones_as_a_dash() -> None:
    spec = Spec("One", "notebooks/own.py", sweep={"is_short": (False, True), "stop": (None, 5)})
    given: list[dict[str, Any]] = [{"is_short": False, "stop": None}, {"is_short": True, "stop": 5}, {"stop": 5}]
    body = render(spec, [replace(records()[0], parameters=parameters) for parameters in given])
    rows = [line for line in body.splitlines() if line.startswith("| SMA")]

    assert [row.split(" | ")[1:3] for row in rows] == [["false", "null"], ["true", "5"], ["–", "5"]]  # noqa: RUF001
    assert "\n| --- | --- | ---: |" in body


def test_the_metrics_of_any_notebook_are_shown() -> None:
    metrics = {"title": "T", "zeta": 1, "pnl": 39153.51, "cagr": 0.1, "alpha": 2, "b": 3, "c": 4, "d": 5}
    body = render(Spec("One", "notebooks/own.py"), [replace(records()[0], metrics=metrics)])

    assert "| run | cagr | pnl | alpha | b | c | d |" in body
    assert "| 0.1 | 39153.51 | 2 | 3 | 4 | 5 |" in body


def test_equal_batches_are_equal_bytes_whatever_order_metrics_came_in() -> None:
    turned = [
        replace(
            record,
            metrics=dict(reversed(list(record.metrics.items()))),
            parameters=dict(reversed(list(record.parameters.items()))),
        )
        for record in records()
    ]
    first, second = render_results_note(SPEC, records()), render_results_note(SPEC, turned)

    assert first == second
    assert list(first.properties) == list(second.properties)


def test_runs_that_did_not_begin_are_counted_with_the_reason() -> None:
    stopping = replace(SPEC, stop_on_failure=True)
    lead = render(stopping, not_begun=4).split("\n\n")[0]

    assert " 1 failed. 4 not begun: the first failure stops this batch. Best: " in lead
    assert " 1 failed. 4 not begun. Best: " in render(not_begun=4)
    assert "not begun" not in render(stopping)
