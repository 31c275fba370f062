from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from kb.cli.progress_texts import tell_waiting
from kb.config import Settings
from kb.runs.lock import Holder, hold_lock
from tests.cli.conftest import Kb

Ask = Callable[[str, str], None]


def test_what_is_stale_runs_and_failures_are_told(workspace: Settings, kb: Kb) -> None:
    said = kb("run", "--jobs", "1")

    assert said.code == 1
    assert said.out.splitlines() == [
        "[1/3] Crossover 5 1.0 s",
        "[2/3] Crossover 10 1.0 s",
        "[3/3] Crossover 60 1.0 s failed",
        "3 runs in under a second, 1 failed, 0 fresh.",
        "4 files of the vault written.",
    ]
    failed, cell, source, error, opens = said.err.splitlines()
    assert (failed, cell, source) == ("failed: Crossover 60", "  notebooks/crossover.py, cell 2:", "> 1 ratio")
    assert error == "  ValueError: too fast"
    assert opens.startswith("  kb open ")
    assert (workspace.vault / "runs/Crossover/Crossover results.md").exists()


@pytest.mark.usefixtures("answered")
def test_a_second_run_runs_nothing(kb: Kb) -> None:
    said = kb("run")

    assert (said.code, said.out, said.err) == (0, "0 runs, 0 failed, 2 fresh.\n", "")


@pytest.mark.usefixtures("answered")
def test_an_edited_value_runs_only_what_is_new(kb: Kb, ask: Ask) -> None:
    ask("[5, 10]", "[5, 20]")

    assert "[1/1] Crossover 20" in kb("run").out


@pytest.mark.usefixtures("answered")
def test_force_runs_what_is_fresh(kb: Kb) -> None:
    assert "2 runs in under a second" in kb("run", "--force").out


@pytest.mark.usefixtures("workspace")
def test_a_summary_is_counted(kb: Kb, ask: Ask) -> None:
    ask(", 60", "")
    ask("notes: 2", "summary: report")

    said = kb("run")

    assert said.out.splitlines()[:3] == [
        "[1/2] Crossover 5 1.0 s",
        "[2/2] Crossover 10 1.0 s",
        "[summary 1/1] notebooks/report.py 1.0 s",
    ]
    assert said.out.splitlines()[3].startswith("2 runs and 1 summary in ")


@pytest.mark.parametrize("name", ["Question", "strategies/Question.md", "vault/strategies/Question.md", "question"])
@pytest.mark.usefixtures("answered")
def test_a_note_is_named_as_people_name_it(kb: Kb, name: str) -> None:
    assert "2 fresh" in kb("run", name).out


def test_a_note_is_named_by_its_file_from_any_folder(
    answered: Settings, kb: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(answered.vault / "strategies")

    assert "2 fresh" in kb("run", "Question.md").out
    assert "2 fresh" in kb("run", str(answered.vault / "strategies/Question.md")).out


@pytest.mark.usefixtures("workspace")
def test_a_notebook_runs_once_with_parameters(kb: Kb) -> None:
    said = kb("run", "notebooks/crossover.py", "-p", "fast=7")

    assert said.code == 0
    assert said.out.startswith("[1/1] crossover from the command line 7")


def test_a_note_without_a_block_is_told_so(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "Plain.md").write_text("No question.\n")

    said = kb("run", "Plain")

    assert said.code == 1
    assert said.err.startswith("kb: Plain.md: This note asks nothing: it has no kb block. ")


@pytest.mark.usefixtures("workspace")
def test_a_misspelt_name_gets_a_suggestion(kb: Kb) -> None:
    said = kb("run", "Questoin")

    assert (said.code, said.err) == (1, "kb: There is no such note or notebook: Questoin. Did you mean `Question`?\n")


@pytest.mark.usefixtures("workspace")
def test_a_name_like_no_other_gets_the_notebooks(kb: Kb) -> None:
    assert kb("run", "zzz").err.endswith("zzz. Notebooks here: crossover, report.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-p", "fast=1"), "-p goes with a notebook"),
        (("crossover", "-p", "fast"), "-p takes name=value, not 'fast'"),
        (("crossover", "-p", "=1"), "-p takes name=value, not '=…'"),
        (("crossover", "-p", "password:hidden"), "-p takes name=value, not 'password:…'"),
        (("crossover", "-p", "fast=1", "-p", "fast=2"), "-p gives 'fast' twice"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--memory", "much"), "This is no amount of memory: 'much'. Write it like 4GB, 512MiB or 60%."),
        (("--failed", "--force"), "--failed runs what failed, --force runs all"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_wrong_usage_exits_with_2(kb: Kb, words: tuple[str, ...], message: str) -> None:
    said = kb("run", *words)

    assert said.code == 2
    assert message in said.err


@pytest.mark.parametrize("word", ["run", "plan", "check", "build", "compile", "serve"])
def test_outside_of_a_workspace_kb_init_is_named(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.chdir(tmp_path)

    said = kb(word)

    assert (said.code, said.out) == (1, "")
    assert "`kb init`" in said.err


@pytest.mark.usefixtures("workspace")
def test_a_broken_block_is_told_and_the_exit_code_is_1(kb: Kb, ask: Ask) -> None:
    ask("fast: [5", "fsat: [5")

    said = kb("run")

    assert said.code == 1
    assert said.out.startswith("0 runs, 0 failed, 0 fresh.\n1 file of the vault written.\n")
    assert "error: strategies/Question.md:12: " in said.err
    assert "Did you mean `fast`?" in said.err


@pytest.mark.usefixtures("workspace")
def test_only_what_failed_before_runs_again_on_demand(kb: Kb, ask: Ask) -> None:
    assert "1 failed" in kb("run").out
    ask("[5, 10, 60]", "[5, 10, 20, 60]")

    said = kb("run", "--failed")

    assert said.code == 1
    out = "[1/1] Crossover 60 1.0 s failed\n1 run in under a second, 1 failed, 2 fresh.\n"
    assert said.out == out + "1 file of the vault written.\n"  # the results note: one run has not begun
    assert said.err.startswith("failed: Crossover 60\n")
    assert kb("run", "--failed", "--memory", "50%").out == out
    assert "[1/2] Crossover 20 1.0 s\n" in kb("run").out


@pytest.mark.usefixtures("workspace")
def test_events_are_json_and_nothing_else_is_printed(kb: Kb) -> None:
    said = kb("run", "--json", "--jobs", "1", "--memory", "2GB")
    events = [json.loads(line) for line in said.out.splitlines()]
    planned, first, *_, third, done = events

    assert (said.code, said.err) == (1, "")
    assert [event["event"] for event in events] == ["planned", "finished", "finished", "finished", "done"]
    assert planned == {
        "event": "planned", "runs": 3, "summaries": 0, "fresh": 0, "jobs": 1, "memory_bytes": 2 * 10**9, "seconds": 30.0
    }  # fmt: skip
    assert first | {"key": ""} == {
        "event": "finished", "key": "", "title": "Crossover 5", "status": "succeeded", "metrics": {"sharpe_ratio": 0.1},
        "seconds": 1.0, "way": "", "peak_bytes": None, "attempts": 1, "error": "",
    }  # fmt: skip
    assert (third["status"], third["error"]) == ("failed", "ValueError: too fast (cell 2)")
    assert (done["runs"], done["failed"], done["exit_code"], len(done["files"])) == (3, 1, 1, 4)


@pytest.mark.usefixtures("workspace")
def test_problems_are_in_the_last_event(kb: Kb, ask: Ask) -> None:
    ask("fast: [5", "fsat: [5")

    said = kb("run", "--json")

    (problem,) = json.loads(said.out.splitlines()[-1])["problems"]
    assert (said.code, problem["rule"], problem["line"]) == (1, "kb-block", 12)


def test_a_second_kb_waits_for_the_first_and_then_finds_everything_fresh(
    answered: Settings, kb: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as first:
        first.enter_context(hold_lock(answered, "kb build", lambda _: None))

        def tell_until_free(holder: Holder | None) -> None:
            tell_waiting(holder)
            first.close()

        monkeypatch.setattr("kb.cli.progress_lines.tell_waiting", tell_until_free)

        said = kb("run")

    assert (said.code, said.out) == (0, "0 runs, 0 failed, 2 fresh.\n")
    assert re.fullmatch(r"Waiting for `kb build` \(process \d+, since \d\d:\d\d\) …\n", said.err)
