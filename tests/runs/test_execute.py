"""Real runs through papermill, in processes of their own."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import nbformat
import pytest

from kb.config import Settings
from kb.model.run import Result, Spec
from kb.runs.batch import run_key
from kb.runs.execute import execute_run, execute_runs
from kb.runs.plan import Asked, PlannedRun
from kb.runs.store import read_results

pytestmark = pytest.mark.kernel
SPEC = Spec("X", "notebooks/x.py")


def run(settings: Settings, cells: str, **parameters: Any) -> Result:
    text = f'# %% tags=["parameters"]\nfast: int = 10\n\n# %%\n{cells}\n'
    (settings.notebooks / "x.py").write_text(text)
    return execute_run(
        settings, PlannedRun(run_key("notebooks/x.py", parameters), "notebooks/x.py", parameters, "new"), "X", set()
    )


def test_a_run_records_metrics_and_what_it_depended_on(settings: Settings) -> None:
    (settings.notebooks / "helper.py").write_text("import yaml\nDOUBLE = 2\n")
    (settings.root / "bars.csv").write_text("1\n")
    cells = """\
import kb.emit
from helper import DOUBLE
kb.emit.read("../bars.csv")
kb.emit.record(answer=fast * DOUBLE, title=f"Answer {fast}")
"""

    result = run(settings, cells, fast=21)

    assert result.record.status == "succeeded", result.failure
    assert (result.record.title, result.record.metrics) == ("Answer 21", {"answer": 42})
    names = [(item.kind, item.name.lower()) for item in result.record.inputs]
    assert names == [
        ("notebook", "notebooks/x.py"),
        ("code", "notebooks/helper.py"),
        ("library", "pyyaml"),
        ("library", "tradekb"),
        ("data", "bars.csv"),
    ]


def test_a_notebook_that_raises_keeps_what_ran_and_names_the_cell(settings: Settings) -> None:
    result = run(settings, "print('before')\n\n# %%\na = 1\nraise ValueError('too fast')\n\n# %%\nprint('after')")

    assert result.record.status == "failed"
    assert result.record.error == "ValueError: too fast (cell 3)"
    assert result.failure
    assert ">   2 raise ValueError('too fast')" in result.failure.source
    node = nbformat.read(result.executed, as_version=4)
    assert "before" in str(node.cells[1].outputs)
    assert node.cells[-1].outputs == []


def test_a_notebook_that_never_ends_is_ended(settings: Settings) -> None:
    result = run(replace(settings, timeout_seconds=6), "print('started')\n\n# %%\nwhile True: pass")

    assert result.record.status == "timed out"
    assert "longer than 6 seconds" in result.record.error
    assert "started" in result.executed.read_text()


def test_a_kernel_that_dies_is_said_to_have_died(settings: Settings) -> None:
    result = run(settings, "import os\nos._exit(3)")

    assert result.record.status == "died"
    assert result.record.error.startswith("KernelDied")


def test_endless_output_is_cut(settings: Settings) -> None:
    result = run(settings, "for _ in range(50):\n    print('x' * 1_000_000)")

    assert result.record.status == "succeeded"
    assert result.executed.stat().st_size < 3_000_000


def test_a_missing_kernel_is_named(settings: Settings) -> None:
    spec = {"name": "none_such", "display_name": "None such", "language": "cobol"}
    cell = nbformat.v4.new_code_cell("DISPLAY 1", metadata={"tags": ["parameters"]})
    node = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": spec})
    (settings.notebooks / "x.ipynb").write_text(nbformat.writes(node))

    result = execute_run(settings, PlannedRun("0011", "notebooks/x.ipynb", {}, "new"), "X", set())

    assert "no kernel named none_such" in result.record.error


def test_runs_come_back_as_they_end(settings: Settings) -> None:
    (settings.notebooks / "x.py").write_text('# %% tags=["parameters"]\nfast: int = 1\n\n# %%\n1 / fast\n')
    planned = [PlannedRun(run_key("notebooks/x.py", {"fast": n}), "notebooks/x.py", {"fast": n}, "new") for n in (0, 1)]

    results = list(execute_runs(settings, [Asked(one, f"X {one.parameters['fast']}", SPEC) for one in planned], 2))

    assert {(result.record.title, result.record.status) for result in results if isinstance(result, Result)} == {
        ("X 0", "failed"),
        ("X 1", "succeeded"),
    }


def test_a_run_whose_process_is_killed_is_said_to_have_died(settings: Settings) -> None:
    cells = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(60)"

    result = run(settings, cells)

    assert result.record.status == "died"
    assert result.record.error.startswith("RunDied")


def test_who_stops_early_gets_what_runs_stored_and_nothing_more(settings: Settings) -> None:
    (settings.notebooks / "x.py").write_text('# %% tags=["parameters"]\nfast: int = 1\n')
    planned = [PlannedRun(str(n), "notebooks/x.py", {"fast": n}, "new") for n in range(4)]

    results = execute_runs(settings, [Asked(one, one.key, SPEC) for one in planned], 1)
    next(iter(results))
    results.close()  # type: ignore[attr-defined]

    assert 1 <= len(read_results(settings)) <= 3


def test_a_notebook_that_leaves_early_depends_on_all_code(settings: Settings) -> None:
    (settings.notebooks / "helper.py").write_text("K = 1\n")

    result = run(settings, "from helper import K\nraise SystemExit")

    assert "notebooks/helper.py" in {item.name for item in result.record.inputs}


def test_what_a_killed_kb_left_behind_is_swept_up(settings: Settings) -> None:
    left, others = settings.store / "run-999999999-x", settings.store / f"run-{os.getpid()}-y"
    for folder in (left, others):
        folder.mkdir(parents=True)

    assert list(execute_runs(settings, [], 1)) == []

    assert [folder.exists() for folder in (left, others)] == [False, True]


def test_a_notebook_named_like_a_library_stands_in_nobodys_way(settings: Settings) -> None:
    (settings.notebooks / "papermill.py").write_text("raise RuntimeError\n")

    assert run(settings, "1").record.status == "succeeded"
