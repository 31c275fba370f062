"""Dashboards in a vault: written where somebody embeds them, from what git tracks, and not twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Record
from kb.runs.records import render_records
from kb.runs.trials import append_trial
from kb.workflows.ask import read_desk
from kb.workflows.check import check_desk
from kb.workflows.dashboard.wanted import find_wanted
from kb.workflows.dashboard.write import write_dashboards
from kb.workflows.notes import Notes
from kb.workflows.prune import prune
from kb.workflows.run import Outcome
from tests.site.repositories import Repository
from tests.workflows.fake_engine import FakeEngine

Run = Callable[..., Outcome]
DESK, STATE = "runs/Desk.md", "runs/Question/Question state.md"
LEDGER = "native_id,time,kind,symbol,quantity,price,fee,amount,currency,original_time,source,note\n"


@pytest.fixture(autouse=True)
def _in_the_workspace(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace whose one question is a strategy, with both dashboards embedded; `kb.market` looks for it here."""
    monkeypatch.chdir(settings.root)
    write(settings, "index.md", "# Home\n\n![[Desk]]\n\n[[Question]]\n")
    question = settings.vault / "strategies/Question.md"
    text = question.read_text().replace("tags: [strategy]", "stage: draft\ntags: [strategy]")
    question.write_text(f"{text}\n![[Question state]]\n")


def write(settings: Settings, path: str, text: str) -> Path:
    file = settings.vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def read(settings: Settings, path: str) -> str:
    return (settings.vault / path).read_text("utf-8")


def section(settings: Settings, title: str) -> str:
    """What the desk says under a heading."""
    return read(settings, DESK).partition(f"## {title}\n\n")[2].partition("\n\n## ")[0].partition("\n\n%%")[0]


def renew(settings: Settings) -> Notes:
    desk = read_desk(settings)
    return write_dashboards(settings, desk, find_wanted(desk))


def test_of_two_strategies_of_one_name_one_has_a_state_and_the_other_is_told(settings: Settings, run_all: Run) -> None:
    other = "---\ntags: strategy\nstage: live\n---\n\n![[question state]]\n"
    write(settings, "zoo/Question.md", other)
    run_all()
    desk = read_desk(settings)
    told = [problem for problem in check_desk(settings, desk) if "shows the state" in problem.what]

    assert [(problem.path, problem.what) for problem in told] == [
        ("zoo/Question.md", "This shows the state of strategies/Question.md, a strategy of the same name")
    ]
    assert find_wanted(desk).states == {"strategies/Question.md": STATE}
    assert "State of [[strategies/Question|Question]]: " in read(settings, STATE)
    assert renew(settings).changed == ()


def test_what_is_embedded_is_written(settings: Settings, run_all: Run) -> None:
    outcome = run_all()

    assert {DESK, STATE} <= set(outcome.notes.changed)
    assert outcome.notes.problems == ()
    assert "| [[Question]] | 0.200 | draft |" in section(settings, "Strategies")
    assert "kb_state: '[[Question]]'" in read(settings, STATE)
    assert "Best run\n\n[[Crossover 10]]" in read(settings, STATE)


def test_written_again_nothing_changes(settings: Settings, run_all: Run) -> None:
    run_all()

    assert renew(settings).changed == ()
    assert run_all().notes.changed == ()


def test_a_fresh_clone_writes_the_same(settings: Settings, run_all: Run) -> None:
    run_all()
    shutil.rmtree(settings.store)

    assert renew(settings).changed == ()


def test_a_vault_without_embeds_gets_no_file(settings: Settings, run_all: Run) -> None:
    write(settings, "index.md", "# Home\n\n[[Desk]] [[Question]]\n")
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("![[Question state]]", ""))
    run_all()

    assert not (settings.vault / DESK).exists()
    assert not (settings.vault / STATE).exists()


def test_a_vault_that_asks_nothing_gets_no_file(settings: Settings) -> None:
    write(settings, "strategies/Question.md", "---\ntags: strategy\nstage: seedling\n---\n\n![[Question state]]\n")

    assert renew(settings).changed == ()


def test_a_note_that_people_wrote_is_not_touched(settings: Settings, run_all: Run) -> None:
    mine = write(settings, "Desk.md", "My furniture.\n")
    run_all()

    assert mine.read_text() == "My furniture.\n"
    assert not (settings.vault / DESK).exists()


def test_a_dashboard_is_renewed_where_people_moved_it(settings: Settings, run_all: Run) -> None:
    run_all()
    home = settings.vault / "Start here.md"
    (settings.vault / DESK).rename(home)
    home.write_text(f"{home.read_text()}\nMy words.\n")
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("stage: draft", "stage: live"))
    renew(settings)

    assert "| [[Question]] | 0.200 | live |" in home.read_text()
    assert home.read_text().endswith("\nMy words.\n")
    assert not (settings.vault / DESK).exists()


def test_the_state_follows_its_strategy(settings: Settings, run_all: Run) -> None:
    run_all()
    text = read(settings, "strategies/Question.md")
    (settings.vault / "strategies/Question.md").unlink()
    write(settings, "live/Answer.md", text)
    state = settings.vault / STATE
    state.write_text(state.read_text().replace("kb_state: '[[Question]]'", "kb_state: '[[live/Answer]]'"))
    renew(settings)

    assert "State of [[Answer]]" in state.read_text()
    assert not (settings.vault / "runs/Answer").exists()


def test_properties_that_people_set_stay(settings: Settings, run_all: Run) -> None:
    run_all()
    desk = settings.vault / DESK
    desk.write_text(desk.read_text().replace("kb_desk: home\n", "kb_desk: home\npublish: true\n"))
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("stage: draft", "stage: live"))
    renew(settings)

    assert "publish: true\n" in desk.read_text()
    assert "| live |" in desk.read_text()


def test_failures_are_those_that_stand(settings: Settings, run_all: Run) -> None:
    run_all()

    assert "| Crossover 60 | failed: ValueError: too fast (cell 2) | [[Question]] |" in section(settings, "Failures")

    records = settings.vault / "runs/Crossover/Crossover records.csv"
    records.write_text(
        records.read_text().replace(",failed,", ",succeeded,").replace("ValueError: too fast (cell 2)", "")
    )
    renew(settings)

    assert section(settings, "Failures") == "None is open."


def test_the_latest_runs_are_from_the_ledger_of_trials(settings: Settings, run_all: Run) -> None:
    for result in run_all().results:
        append_trial(settings, result, datetime(2026, 5, 2, 9, 30, tzinfo=UTC))
    renew(settings)

    assert "| 2026-05-02 | [[Crossover 10]] | sharpe ratio 0.200 | [[Question]] |" in section(settings, "Latest runs")
    assert "| 2026-05-02 | Crossover 60 | failed | [[Question]] |" in section(settings, "Latest runs")


def test_open_problems_do_not_depend_on_the_dashboards(settings: Settings, run_all: Run) -> None:
    write(settings, "Alone.md", "Nobody links here. [[Nowhere]]\n")
    run_all()
    first = section(settings, "Open problems")
    renew(settings)

    assert "- [[Alone]]: No note links to this one" in first
    assert "`[[Nowhere]]`" in first
    assert section(settings, "Open problems") == first


def test_problems_are_sought_again_when_something_changed(settings: Settings, run_all: Run) -> None:
    run_all()
    alone = write(settings, "Alone.md", "Nobody links here.\n")
    renew(settings)
    assert "[[Alone]]" in section(settings, "Open problems")

    alone.unlink()
    renew(settings)
    assert section(settings, "Open problems") == "None: `kb check` finds nothing."


def test_the_curve_of_the_best_run_is_drawn_from_its_chart(settings: Settings, run_all: Run) -> None:
    run_all()
    chart = {"data": {"values": [{"e": 1}, {"e": 2}]}, "mark": "line", "encoding": {"y": {"field": "e"}}}
    (key,) = (key for key, paths in read_desk(settings).index.runs.items() if "Crossover 10" in paths[0])
    write(settings, f"attachments/runs/{key}/equity.svg", "<svg/>")
    write(settings, f"attachments/runs/{key}/equity.vl.json", json.dumps(chart))
    changed = renew(settings).changed

    (curve,) = (path for path in changed if path.endswith(".svg"))
    assert f"![[{curve}\\|equity\\|90]]" in section(settings, "Strategies")
    assert "Question" not in curve
    assert f"![[attachments/runs/{key}/equity.svg]]" in read(settings, STATE)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"mark": "line"}', "\ud800"])
def test_a_chart_that_tells_nothing_leaves_no_curve(settings: Settings, run_all: Run, text: str) -> None:
    run_all()
    (key,) = (key for key, paths in read_desk(settings).index.runs.items() if "Crossover 10" in paths[0])
    write(settings, f"attachments/runs/{key}/equity.png", "")
    (settings.vault / f"attachments/runs/{key}/equity.vl.json").write_bytes(text.encode(errors="surrogatepass"))
    renew(settings)

    assert "equity" not in section(settings, "Strategies")


def test_stages_come_from_git_and_outlive_it(settings: Settings, run_all: Run) -> None:
    repository = Repository(settings.root)
    (settings.root / ".gitignore").write_text(".kb/\n")
    repository.commit()
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("stage: draft", "stage: live"))
    repository.commit()
    run_all()

    state = read(settings, STATE)
    picture = state.partition("![[")[2].partition("|")[0]

    assert "Stages: draft (2024-05-01) → **live** (2024-05-02)" in state
    assert f"![[{picture}|draft: 2024-05-01 to 2024-05-02, 1 day; live: since 2024-05-02]]" in state
    assert "Question" not in picture
    assert "live: since 2024-05-02" in read(settings, picture)
    assert "live 2024-05-02" in read(settings, picture.replace(".svg", ".vl.json"))

    shutil.rmtree(settings.root / ".git")
    shutil.rmtree(settings.store)

    assert renew(settings).changed == ()


def test_the_timeline_stays_where_it_is_when_a_strategy_moves(settings: Settings, run_all: Run) -> None:
    run_all()
    state = settings.vault / STATE
    head = "kb_state: '[[Question]]'\n"
    state.write_text(state.read_text().replace(head, f"{head}stages: [2024-05-01 idea]\n"))
    state.write_text(state.read_text().replace("kb_state best", "kb_state stages best"))
    renew(settings)
    before = sorted(settings.vault.glob("attachments/runs/desk/* stages.*"))
    (settings.vault / "strategies/Question.md").rename(settings.vault / "Moved.md")
    state.write_text(state.read_text().replace(head, head.replace("Question", "Moved")))
    renew(settings)

    assert "State of [[Moved]]" in state.read_text()
    assert len(before) == 2
    assert sorted(settings.vault.glob("attachments/runs/desk/* stages.*")) == before


ODD_STAGES = ["[draft, live]", "3", "2024-05-01", "true", "'[[live]] | #x'", "{a: b}", "wild idea", "''", "null", "[]"]


@pytest.mark.parametrize(
    ("tags", "is_one"), [("[strategy]", True), ("Strategy/trend", True), ("[idea]", False), ("[strategy-idea]", False)]
)
def test_a_strategy_has_the_tag_and_a_stage(settings: Settings, run_all: Run, tags: str, is_one: bool) -> None:
    write(settings, "ideas/Idea.md", f"---\nstage: open\ntags: {tags}\n---\n\n![[Idea state]]\n")
    write(settings, "ideas/Note.md", "---\ntags: [strategy]\n---\n")
    run_all()
    rows = section(settings, "Strategies")

    assert ("[[Idea]]" in rows) == is_one
    assert (settings.vault / "runs/Idea/Idea state.md").exists() == is_one
    assert "[[Note]]" not in rows


def test_odd_stages_do_no_harm(settings: Settings, run_all: Run) -> None:
    for number, stage in enumerate(ODD_STAGES):
        write(
            settings, f"odd/Odd {number}.md", f"---\ntags: strategy\nstage: {stage}\n---\n\n![[Odd {number} state]]\n"
        )
    outcome = run_all()
    named = [number for number in range(len(ODD_STAGES)) if f"[[Odd {number}]]" in section(settings, "Strategies")]

    assert outcome.notes.problems == ()
    assert named == [0, 1, 2, 3, 4, 5, 6]
    assert (settings.vault / "runs/Odd 0/Odd 0 state.md").exists()
    assert renew(settings).changed == ()


@pytest.mark.parametrize("name", ["a|b", "a[b]c", "a'b\"c", "a#b", "a^b", "a & b", "%%x%%", "`code`", "x" * 200])
def test_odd_names_do_no_harm(settings: Settings, run_all: Run, name: str) -> None:
    try:
        write(
            settings,
            f"odd/{name}.md",
            f"---\ntags: strategy\nstage: live\n---\n\n![[{name} state]]\n\n```kb\nname: Odd\n```\n",
        )
    except OSError:
        pytest.skip("no such name here")
    run_all()
    table = section(settings, "Strategies").split("\n\n")[0].splitlines()

    assert len(table) == 4
    assert len({row.replace("\\|", "").count("|") for row in table}) == 1
    assert renew(settings).changed == ()


def test_accounts_that_cannot_be_read_are_told(settings: Settings, run_all: Run) -> None:
    folder = settings.ledger / "accounts"
    folder.mkdir(parents=True)
    (folder / "empty.csv").write_text(LEDGER)
    (folder / "other.csv").write_text("not a ledger\n")
    (folder / "torn.csv").write_text(
        f"{LEDGER}1,2024-05-01T12:00:00Z,deposit,,,,,100,USD,,,\n2,yesterday,fill,X,1,1,,,USD,,,\n"
    )
    (folder / "mixed.csv").write_text(
        f"{LEDGER}1,2024-05-01T12:00:00Z,deposit,,,,,100,USD,,,\n2,2024-05-02T12:00:00Z,deposit,,,,,100,EUR,,,\n"
    )
    outcome = run_all()
    journal = section(settings, "Journal")

    assert outcome.notes.problems == ()
    assert "### empty\n\nNothing has happened yet." in journal
    assert "### other\n\n> [!warning] The figures leave something out" in journal
    assert "several currencies" in journal
    assert "### torn\n\nWorth 100.00 USD at the close of 2024-05-01" in journal
    assert "yesterday" in journal
    assert renew(settings).changed == ()


def test_many_strategies_and_runs_are_told(settings: Settings) -> None:
    block = "```kb\nname: Batch {0}\nnotebook: crossover\nsweep:\n  fast: [5]\nrank_by: sharpe_ratio\n```\n"
    for number in range(200):
        text = block.format(number)
        write(
            settings, f"many/S{number}.md", f"---\ntags: strategy\nstage: live\n---\n\n![[S{number} state]]\n\n{text}"
        )
        metrics = {"sharpe_ratio": 0.5, "benchmark_sharpe_ratio": 0.25}
        records = [
            Record(f"{number}-{run}", "succeeded", {"fast": run}, metrics, "f", (), f"Run {run}") for run in range(25)
        ]
        write(settings, f"runs/Batch {number}/Batch {number} records.csv", render_records(records))
    renew(settings)
    rows = section(settings, "Strategies").splitlines()

    assert len([row for row in rows if "| live |" in row]) == 200
    assert "| [[S199]] | 0.500 | live | Run 0 | 0.250 | 25 |" in rows
    assert len(list((settings.vault / "runs").glob("*/S* state.md"))) == 200


def test_a_strategy_without_runs_has_its_state(settings: Settings, engine: FakeEngine) -> None:
    del engine
    renew(settings)

    assert "State of [[Question]]: 0 runs for 1 question." in read(settings, STATE)
    assert "Stages: **draft**" in read(settings, STATE)
    assert "| [[Question]] | draft | 0 |" in section(settings, "Strategies")


def test_a_region_that_people_edited_is_left_and_told(settings: Settings, run_all: Run) -> None:
    run_all()
    desk = settings.vault / DESK
    desk.write_text(desk.read_text().replace("## Journal", "## My journal"))
    (problem,) = renew(settings).problems

    assert problem.rule == "cannot-write-note"
    assert "## My journal" in desk.read_text()


def test_the_state_of_a_strategy_that_is_gone_is_told_and_pruned(settings: Settings, run_all: Run) -> None:
    run_all()
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("stage: draft\n", "").replace("![[Question state]]", ""))
    desk = read_desk(settings)

    assert [problem.path for problem in check_desk(settings, desk) if problem.rule == "run-not-asked"] == [STATE]
    assert STATE in prune(settings, desk)[0]
    assert not (settings.vault / STATE).exists()


def test_dashboards_that_are_not_there_yet_are_no_broken_links(settings: Settings) -> None:
    found = {problem.found: problem.rule for problem in check_desk(settings, read_desk(settings))}

    assert found["![[Desk]]"] == found["![[Question state]]"] == "no-results-yet"


def test_what_keeps_dashboards_from_being_written_is_told(
    settings: Settings, run_all: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise KbError("No space is left", do="Make some.")

    monkeypatch.setattr("kb.workflows.dashboard.write.read_accounts", fails)
    outcome = run_all()

    assert [str(problem) for problem in outcome.notes.problems] == ["No space is left. Make some."]
    assert (settings.vault / "runs/Crossover/Crossover results.md").exists()


def test_a_copy_of_a_dashboard_is_told(settings: Settings, run_all: Run) -> None:
    run_all()
    for path in (DESK, STATE):
        write(settings, f"copies/{Path(path).name} copy.md", read(settings, path))
    found = [problem.path for problem in check_desk(settings, read_desk(settings)) if problem.rule == "copied-note"]

    assert len(found) == 2
