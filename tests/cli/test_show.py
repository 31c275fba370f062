from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.model.run import Failure
from kb.runs.store import read_results, write_result
from tests.cli.conftest import Kb

GOLDEN = Path(__file__).parents[1] / "golden" / "cli"


def test_a_run_is_shown(answered: Settings, kb: Kb) -> None:
    said = kb("show", "Crossover 5")

    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("Crossover 5  ")
    assert lines[0].endswith("  succeeded")
    assert lines[1] == "note: runs/Crossover/Crossover 5.md"
    assert f"  {'fast':28} 5" in lines
    assert f"  {'sharpe_ratio':28} 0.1" in lines
    assert lines[-1] == f"notebook: {next(answered.store.glob(f'runs/{lines[0].split()[2]}/*.ipynb'))}"


@pytest.mark.usefixtures("workspace")
def test_a_failed_run_shows_why(kb: Kb) -> None:
    kb("run")

    said = kb("show", "60")

    assert "note:" not in said.out
    assert "ValueError: too fast" in said.out


def test_a_run_of_another_machine_has_no_notebook(answered: Settings, kb: Kb) -> None:
    shutil.rmtree(answered.store)

    assert "notebook:" not in kb("show", "Crossover 5").out.replace("notebook  ", "")


@pytest.mark.usefixtures("answered")
def test_a_run_as_json(kb: Kb) -> None:
    table = json.loads(kb("show", "Crossover 5", "--json").out)

    assert table["metrics"] == {"sharpe_ratio": 0.1}
    assert table["note"] == "runs/Crossover/Crossover 5.md"
    assert table["executed"].endswith(".ipynb")


@pytest.mark.usefixtures("answered")
def test_an_unknown_run_exits_with_1(kb: Kb) -> None:
    said = kb("show", "nothing")

    assert (said.code, said.err) == (
        1,
        "kb: There is no note and no run of that name: nothing. `kb runs` lists runs with their keys.\n",
    )


def test_what_a_run_took_is_shown(answered: Settings, kb: Kb) -> None:
    result = next(found for found in read_results(answered) if found.record.title == "Crossover 5")
    write_result(answered, replace(result, way="fork", peak_bytes=3 * 2**20), b"{}")

    lines = kb("show", "Crossover 5").out.splitlines()
    table = json.loads(kb("show", "Crossover 5", "--json").out)

    assert lines[lines.index("took:") + 1 :][:3] == [
        f"  {'seconds':28} 1.0",
        f"  {'kernel':28} fork",
        f"  {'peak memory':28} 3 MB",
    ]
    assert (table["way"], table["peak_bytes"], table["seconds"], table["failure"]) == ("fork", 3 * 2**20, 1.0, None)


def test_a_failure_on_another_machine_is_shown_in_one_line(workspace: Settings, kb: Kb) -> None:
    kb("run")
    shutil.rmtree(workspace.store)

    assert kb("show", "60").out.splitlines()[-1] == "ValueError: too fast (cell 2)"


def test_a_run_that_is_damaged_is_said_to_be(answered: Settings, kb: Kb) -> None:
    next(result for result in read_results(answered) if result.record.title == "Crossover 5").executed.write_bytes(b"")

    said = kb("show", "Crossover 5")

    assert said.code == 0
    assert "  sharpe_ratio                 0.1" in said.out
    assert said.err.startswith("What is stored of this run on this machine is damaged. `kb run` runs it again")


def test_long_names_keep_their_values_in_line_and_what_is_empty_is_left_out(answered: Settings, kb: Kb) -> None:
    result = next(found for found in read_results(answered) if found.record.title == "Crossover 5")
    long = "a_metric_of_thirty_three_letters_"
    for metrics in ({long: 1, "b": 2}, {}):
        write_result(answered, replace(result, record=replace(result.record, metrics=metrics)), b"{}")
        lines = kb("show", "Crossover 5").out.splitlines()
        assert ("metrics:" in lines) is bool(metrics)
        assert not metrics or {f"  {long} 1", f"  {'b':33} 2"} <= set(lines)


@pytest.mark.parametrize(("message", "lines"), [("one\ntwo", ["  ValueError: one", "  two"]), ("", ["  ValueError"])])
def test_an_exception_is_shown_in_its_lines(answered: Settings, kb: Kb, message: str, lines: list[str]) -> None:
    result = next(found for found in read_results(answered) if found.record.title == "Crossover 5")
    write_result(answered, replace(result, failure=Failure("ValueError", message)), b"{}")

    said = kb("show", "Crossover 5").out.splitlines()

    assert said[-len(lines) - 1 : -1] == lines


def test_a_run_that_was_tried_more_than_once_says_how_often(answered: Settings, kb: Kb) -> None:
    result = next(found for found in read_results(answered) if found.record.title == "Crossover 5")
    assert "attempts" not in kb("show", "Crossover 5").out
    write_result(answered, replace(result, attempts=3), b"{}")

    assert f"  {'attempts':28} 3" in kb("show", "Crossover 5").out.splitlines()
    assert json.loads(kb("show", "Crossover 5", "--json").out)["attempts"] == 3
    assert [run["attempts"] for run in json.loads(kb("runs", "--json").out)] == [1, 3]


NOTE = """\
---
stage: draft
related: ["[[Question]]"]
since: 2024-05-01
---
# Title
Leads to [[Question]] and [[nothing]]. #tag

## Part
![[Question]] ^end
"""


def test_a_note_is_shown(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "Mine.md").write_text(NOTE)
    (workspace.vault / "Other.md").write_text("Said in [[Mine#Part|mine]] too.\n")

    said = kb("show", "mine")
    golden = GOLDEN / "show_note.txt"
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(said.out.encode())
        pytest.fail(f"Wrote {golden.name}: read it, then run again.")

    assert (said.code, said.out) == (0, golden.read_bytes().decode())


def test_a_note_without_anything_is_its_path(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "Empty.md").write_text("")

    assert kb("show", "Empty").out == "Empty.md\n"


def test_a_note_as_json(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "Mine.md").write_text(NOTE)

    table = json.loads(kb("show", "Mine", "--json").out)

    assert (table["path"], table["tags"], table["block_ids"]) == ("Mine.md", ["tag"], [["end", 10]])
    assert [link["target"] for link in table["links"]] == ["strategies/Question.md", "strategies/Question.md", ""]
    assert table["properties"]["since"] == "2024-05-01"


def test_what_links_to_a_picture_or_a_canvas_is_shown(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "files").mkdir()
    (workspace.vault / "files/a.png").touch()
    (workspace.vault / "Board.canvas").write_text('{"nodes": [{"type": "file", "file": "files/a.png"}]}')
    text = "%% hidden %%\n\n![[a.png|50]]\n\nSee ![](files/a.png) and [[Board.canvas]].\n"
    (workspace.vault / "Mine.md").write_text(text)

    assert kb("show", "files/a.png").out.splitlines() == [
        "files/a.png",
        "linked from:",
        "  Mine.md:3  ![[a.png|50]]",
        "  Mine.md:5  See ![](files/a.png) and Board.canvas.",
        "  Board.canvas:1  files/a.png",
    ]
    assert kb("show", "Board.canvas").out.splitlines()[1:] == ["linked from:", "  Mine.md:5  See and Board.canvas."]
    assert json.loads(kb("show", "a.png", "--json").out)["backlinks"][0]["line"] == 3

    (workspace.vault / "Board.canvas").write_text("{")

    assert kb("show", "Board.canvas").out.splitlines()[1:] == ["linked from:", "  Mine.md:5  See and Board.canvas."]


def test_a_note_that_cannot_be_read_says_why(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "latin1.md").write_bytes("\u00fc".encode("latin-1"))
    (workspace.vault / "Bad.md").write_text("---\na: [\n---\n# Title\n")

    said = kb("show", "latin1")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("kb: latin1.md:1: This note is not UTF-8")
    assert kb("show", "Bad").out.splitlines()[1:3] == [
        "properties:",
        "  cannot be read: line 3: This is not valid YAML (expected the node content, but found '<stream end>')",
    ]
