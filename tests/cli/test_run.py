from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli.run import Progress, failure_text
from kb.config import Settings
from kb.model.run import Failure, Record, Result
from tests.cli.conftest import Kb

Ask = Callable[[str, str], None]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def result(title: str, failure: Failure | None = None) -> Result:
    status = "failed" if failure else "succeeded"
    record = Record("0123456789abcdef", status, {}, {}, "", (), title, "")  # type: ignore[arg-type]
    return Result(record, "notebooks/crossover.py", Path("executed.ipynb"), 1.25, failure)


FAILURE = Failure("ValueError", "too fast", 2, "> 1 ratio", "Traceback")


def test_what_is_stale_runs_and_failures_are_told(workspace: Settings, kb: Kb) -> None:
    said = kb("run", "--jobs", "1")

    assert said.code == 1
    assert said.out.splitlines() == [
        "[1/3] Crossover 5 1.0 s",
        "[2/3] Crossover 10 1.0 s",
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

    assert "[3/3]" in kb("run").out


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


def test_a_bar_is_drawn_at_a_terminal_and_its_total_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    lines = io.StringIO()
    monkeypatch.setattr(sys, "stdout", lines)

    with Progress() as told:
        list(told([], 0))
        before = terminal.getvalue()
        list(told([result("One"), result("Two", FAILURE)], 2))
        list(told([result("Summary")], 1))

    assert before == ""
    assert "3/3" in terminal.getvalue()
    assert "failed: Two" in terminal.getvalue()
    assert lines.getvalue() == ""


def test_without_a_terminal_there_are_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as told:
        list(told([result("One")], 1))
        list(told([result("Summary")], 1))

    assert capsys.readouterr().out == "[1/1] One 1.2 s\n[2/2] Summary 1.2 s\n"


def test_a_failure_outside_of_any_cell_names_no_cell() -> None:
    timed_out = Failure("Timeout", "over 600 s", None, "", "")

    assert failure_text(result("One")) == ""
    assert failure_text(result("One", timed_out)).splitlines()[1:] == [
        "  Timeout: over 600 s",
        "  kb open 0123456789abcdef",
    ]


def test_a_run_without_a_title_is_called_by_its_notebook() -> None:
    assert "failed: notebooks/crossover.py" in failure_text(result("", FAILURE)).splitlines()[0]
