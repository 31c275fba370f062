"""Questions of notebooks in other languages: asked, planned, answered or refused.

The kernel of R here is Python's: what papermill writes in R, `fast = 10`, Python takes as well.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Result
from kb.runs.execute import execute_runs
from kb.runs.fingerprint import Inputs
from kb.runs.plan import Asked
from kb.workflows.ask import read_desk
from kb.workflows.plan import Plan, plan_notebook, plan_questions
from kb.workflows.run import run_plan

R = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}, "language_info": {"name": "R"}}
COBOL = {"kernelspec": {"name": "cobol", "display_name": "COBOL", "language": "cobol"}}
QUESTION = """\
# Question

```kb
name: Answers
notebook: answer
parameters: {slow: 100}
sweep:
  fast: [5, 10]
where: fast < slow
rank_by: ratio
```
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A workspace whose notebook is in R, on a machine that has a kernel of R."""
    for folder in ("notebooks", "vault", "jupyter/kernels/ir"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "notebooks/helper.py").write_text("K = 1\n")
    (tmp_path / "kb.toml").write_text('vault = "vault"\n')
    (tmp_path / "vault/Question.md").write_text(QUESTION)
    argv = [sys.executable, "-m", "ipykernel", "-f", "{connection_file}"]  # not as kb forks them
    kernel = {"argv": argv, "display_name": "R", "language": "R"}
    (tmp_path / "jupyter/kernels/ir/kernel.json").write_text(json.dumps(kernel))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    write_notebook(tmp_path, R)
    return Settings(tmp_path, tmp_path / "vault", timeout_seconds=60)


def write_notebook(root: Path, metadata: dict[str, Any], name: str = "answer") -> None:
    parameters = nbformat.v4.new_code_cell("fast = 1 # bars\nslow = 2\nrecords = ''")
    parameters.metadata["tags"] = ["parameters"]
    found = nbformat.v4.new_code_cell("import kb.emit\nkb.emit.record(ratio=fast / slow)\nprint('found')")
    node = nbformat.v4.new_notebook(cells=[parameters, found], metadata=metadata)
    (root / f"notebooks/{name}.ipynb").write_text(nbformat.writes(node))


def ask(settings: Settings, old: str, new: str) -> None:
    path = settings.vault / "Question.md"
    path.write_text(path.read_text().replace(old, new))


def plan(settings: Settings) -> Plan:
    return plan_questions(settings, read_desk(settings), Inputs(settings))


def execute(settings: Settings, asked: Sequence[Asked]) -> list[Result]:
    return [event for event in execute_runs(settings, asked, 1) if isinstance(event, Result)]


def test_a_notebook_in_another_language_is_planned_like_any_other(settings: Settings) -> None:
    assert [run.parameters for run in plan(settings).stale] == [{"slow": 100, "fast": 5}, {"slow": 100, "fast": 10}]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("fast: [", "fst: [", 8, "notebooks/answer.ipynb has no such parameter: fst. Did you mean `fast`?"),
        ("[5, 10]", "[[5], 10]", 8, "`fast` would not reach a notebook in R as it is: [5]"),
        ("{slow: 100}", "{slow: 2000-01-01}", 6, "`slow` is a date"),
        ("{slow: 100}", "{slow: 'é'}", 6, "papermill does not bring 'é' there unchanged"),
    ],
)
def test_its_parameters_are_checked(settings: Settings, old: str, new: str, line: int, message: str) -> None:
    ask(settings, old, new)

    (problem,) = plan(settings).problems

    assert (problem.path, problem.line) == ("Question.md", line)
    assert message in str(problem)


def test_a_language_that_papermill_cannot_write_is_refused(settings: Settings) -> None:
    write_notebook(settings.root, COBOL)

    (problem,) = plan(settings).problems

    assert "Question.md:5: papermill cannot give parameters to a notebook in this language: cobol" in str(problem)


@pytest.mark.parametrize(
    ("name", "language", "advice"),
    [
        ("gone", "R", 'Install it: `install.packages("IRkernel"); IRkernel::installspec()` in R.'),
        ("julia-9.9", "julia", 'Install it: `using Pkg; Pkg.add("IJulia")` in Julia.'),
        ("bash", "bash", "`pip install bash_kernel`, then `python -m bash_kernel.install`"),
        ("elsewhere", "python", "`python -m ipykernel install --user --name elsewhere`"),
        ("sparkkernel", "spark", "Install it, or choose one that `jupyter kernelspec list` shows here: ir, python3."),
    ],
)
def test_a_kernel_that_is_missing_is_told_before_anything_runs(
    settings: Settings, name: str, language: str, advice: str
) -> None:
    write_notebook(settings.root, {"kernelspec": {"name": name, "display_name": name, "language": language}})

    planned = plan(settings)

    (problem,) = planned.problems
    assert (planned.stale, problem.path, problem.line) == ((), "Question.md", 5)
    assert f"There is no such kernel on this machine: {name} in notebooks/answer.ipynb. " in str(problem)
    assert advice in problem.do


def test_a_notebook_that_names_no_kernel_is_told_so(settings: Settings) -> None:
    write_notebook(settings.root, {"language_info": {"name": "R"}})

    (problem,) = plan(settings).problems

    assert problem.what == "This notebook does not say which kernel it needs"


def test_a_summary_needs_its_kernel_too(settings: Settings) -> None:
    write_notebook(settings.root, {"kernelspec": {"name": "gone", "display_name": "R", "language": "R"}}, "report")
    ask(settings, "rank_by: ratio", "summary: report")

    (problem,) = plan(settings).problems

    assert (problem.line, problem.found) == (10, "gone in notebooks/report.ipynb")


def test_the_command_line_needs_the_kernel_as_well(settings: Settings) -> None:
    write_notebook(settings.root, {"kernelspec": {"name": "gone", "display_name": "R", "language": "R"}})

    with pytest.raises(KbError, match="There is no such kernel on this machine"):
        plan_notebook(settings, read_desk(settings), Inputs(settings), "answer", {"fast": "3"})


def test_a_strategy_of_another_language_is_a_text(settings: Settings) -> None:
    path = settings.notebooks / "answer.ipynb"
    path.write_text(path.read_text().replace("slow = 2", "strategy = 'mine'"))

    planned = plan_notebook(settings, read_desk(settings), Inputs(settings), "answer", {"strategy": "yours"})

    assert planned.stale[0].parameters == {"strategy": "yours"}


@pytest.mark.kernel
def test_its_answers_are_written_and_depend_on_its_cells_and_kernel(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    planned = plan(settings)
    outcome = run_plan(settings, read_desk(settings), planned, lambda asked: execute(settings, asked))

    results = {result.record.parameters["fast"]: result for result in outcome.results}
    assert {fast: result.record.metrics for fast, result in results.items()} == {5: {"ratio": 0.05}, 10: {"ratio": 0.1}}
    assert {result.way for result in outcome.results} == {"stock (no ipykernel)"}
    assert [item.kind for item in results[5].record.inputs] == ["notebook"]
    assert "found" in (settings.vault / "runs/Answers/Answers 10.md").read_text()
    assert not [line for line in caplog.messages if "parameter" in line]  # papermill cannot read the cell, and says so
    monkeypatch.setenv("JUPYTER_PATH", "")
    assert (plan(settings).stale, plan(settings).problems) == ((), ())  # what is known needs no kernel
    write_notebook(settings.root, R | {"language_info": {"name": "R", "version": "9.9"}})
    monkeypatch.setenv("JUPYTER_PATH", str(settings.root / "jupyter"))
    assert {run.reason for run in plan(settings).stale} == {"source"}


def test_a_machine_without_the_kernel_leaves_the_notes_of_others_as_they_are(settings: Settings) -> None:
    write_notebook(settings.root, {"kernelspec": {"name": "gone", "display_name": "R", "language": "R"}})
    note = settings.vault / "runs/Answers/Answers results.md"
    note.parent.mkdir(parents=True)
    note.write_text("---\nkb_batch: Answers\n---\nwritten elsewhere\n")

    outcome = run_plan(settings, read_desk(settings), plan(settings), lambda _asked: [])

    assert outcome.notes.changed == ()
    assert [problem.found for problem in outcome.blocked] == ["gone in notebooks/answer.ipynb"]
    assert note.read_text().endswith("written elsewhere\n")
