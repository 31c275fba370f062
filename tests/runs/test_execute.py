"""Real runs through papermill, in processes of their own."""

from __future__ import annotations

import contextlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any

import nbformat
import pytest

from kb.config import Settings
from kb.model.run import Result, Retried, Spec, Started, Stopping
from kb.runs.batch import run_key
from kb.runs.engine import execute_job
from kb.runs.execute import execute_runs
from kb.runs.job import Job
from kb.runs.plan import Asked, PlannedRun
from kb.runs.store import read_results
from tests.runs.instant import Instant

pytestmark = pytest.mark.kernel
SPEC = Spec("X", "notebooks/x.py")


def run(settings: Settings, cells: str, **parameters: Any) -> Result:
    text = f'# %% tags=["parameters"]\nfast: int = 10\n\n# %%\n{cells}\n'
    (settings.notebooks / "x.py").write_text(text)
    return execute(settings, PlannedRun(run_key("notebooks/x.py", parameters), "notebooks/x.py", parameters, "new"))


def execute(settings: Settings, planned: PlannedRun, spec: Spec = SPEC) -> Result:
    events = list(execute_runs(settings, [Asked(planned, "X", spec)], 1))
    assert events[0] == Started(planned.key, "X")
    (result,) = (event for event in events[1:] if isinstance(event, Result))
    return result


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

    result = execute(settings, PlannedRun("0011", "notebooks/x.ipynb", {}, "new"))

    assert "There is no such kernel on this machine: none_such. Install it, or choose one" in result.record.error


def test_runs_come_back_as_they_end(settings: Settings) -> None:
    (settings.notebooks / "x.py").write_text('# %% tags=["parameters"]\nfast: int = 1\n\n# %%\n1 / fast\n')
    planned = [PlannedRun(run_key("notebooks/x.py", {"fast": n}), "notebooks/x.py", {"fast": n}, "new") for n in (0, 1)]

    results = list(execute_runs(settings, [Asked(one, f"X {one.parameters['fast']}", SPEC) for one in planned], 2))

    assert {(result.record.title, result.record.status) for result in results if isinstance(result, Result)} == {
        ("X 0", "failed"),
        ("X 1", "succeeded"),
    }


def test_a_run_that_was_lost_with_the_process_it_came_from_is_begun_again(settings: Settings) -> None:
    cells = "import os\nfrom pathlib import Path\nnote = Path('../killed')\n"

    result = run(settings, cells + "if not note.exists():\n    note.touch()\n    os.kill(os.getppid(), 9)")

    assert result.record.status == "succeeded", result.failure


def test_a_run_that_is_lost_each_time_is_said_to_have_died(settings: Settings) -> None:
    result = run(settings, "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(60)")

    assert result.record.status == "died"
    assert result.record.error == "KernelDied: The kernel ended with the process that it came from. (cell 2)"


def test_the_result_says_which_signal_ended_a_kernel_and_what_it_held(settings: Settings) -> None:
    result = run(settings, "import ctypes\nprint('before', flush=True)\nctypes.string_at(0)")

    assert "The kernel ended by SIGSEGV, having held " in result.record.error
    assert "before" in result.executed.read_text()
    assert result.peak_bytes
    assert result.peak_bytes > 2**20


def test_a_cell_that_takes_too_long_is_named(settings: Settings) -> None:
    spec = replace(SPEC, cell_timeout_seconds=0.5)
    (settings.notebooks / "x.py").write_text('# %% tags=["parameters"]\nfast: int = 10\n\n# %%\nwhile True: pass\n')

    result = execute(settings, PlannedRun("0011", "notebooks/x.py", {}, "new"), spec)

    assert result.record.error.startswith("CellTimeLimit: A cell ran longer than 0.5 seconds")
    assert result.record.error.endswith("(cell 2)")


def test_a_failing_run_is_tried_again_as_often_as_its_block_says(settings: Settings) -> None:
    cells = "from pathlib import Path\nnote = Path('../tried')\ntries = len(note.read_text()) if note.exists() else 0\n"
    cells += "note.write_text('x' * (tries + 1))\nassert tries == 2"
    (settings.notebooks / "x.py").write_text(f'# %% tags=["parameters"]\nfast: int = 10\n\n# %%\n{cells}\n')

    result = execute(settings, PlannedRun("0011", "notebooks/x.py", {}, "new"), replace(SPEC, retries=2))

    assert (result.record.status, result.attempts) == ("succeeded", 3)


def test_each_attempt_that_does_not_stand_is_told(settings: Settings) -> None:
    (settings.notebooks / "x.py").write_text('# %% tags=["parameters"]\nfast: int = 10\n\n# %%\n1 / 0\n')
    asked = Asked(PlannedRun("0011", "notebooks/x.py", {}, "new"), "X", replace(SPEC, retries=1))

    _, retried, again, result = execute_runs(settings, [asked], 1)

    assert isinstance(retried, Retried)
    assert isinstance(result, Result)
    assert (retried.title, retried.attempt, retried.failure.name, again) == (
        "X", 1, "ZeroDivisionError", Started("0011", "X")
    )  # fmt: skip
    assert (result.record.status, result.attempts) == ("failed", 2)
    assert [one.attempts for one in read_results(settings)] == [2]


def test_a_secret_is_taken_out_before_anything_is_written(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROKER_KEY", "hunter2-hunter2")

    result = run(settings, "import kb\nprint(kb.secret('BROKER_KEY'))\nraise ValueError(kb.secret('BROKER_KEY'))")

    kept = [path.read_text() for path in settings.store.rglob("*") if path.is_file()]
    assert not [text for text in kept if "hunter2" in text]
    assert result.record.error == "ValueError: [secret BROKER_KEY] (cell 2)"


def test_jobs_travel_to_other_processes(settings: Settings) -> None:
    (settings.notebooks / "x.py").write_text('# %% tags=["parameters"]\nfast: int = 1\n\n# %%\nprint(fast)\n')
    asked = Asked(PlannedRun("0011", "notebooks/x.py", {"fast": 3}, "new"), "X", SPEC)

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        _, result = execute_runs(settings, [asked], 1, executor=elsewhere)

    assert isinstance(result, Result)
    assert result.record.status == "succeeded"
    assert (result.way, "3" in result.executed.read_text()) == ("fork", True)


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


def test_a_notebook_named_like_a_library_stands_in_nobodys_way(settings: Settings) -> None:
    (settings.notebooks / "papermill.py").write_text("raise RuntimeError\n")

    assert run(settings, "1").record.status == "succeeded"


def test_a_kernel_that_jupyter_starts_writes_nothing_to_the_terminal(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = replace(settings, kernels="stock")

    result = run(settings, "import os\nos.system('echo aloud')\nos._exit(3)")

    assert (result.record.status, result.way) == ("died", "stock (as asked)")
    assert result.failure
    assert "aloud" in result.failure.traceback
    assert capfd.readouterr() == ("", "")


def four_runs(settings: Settings, cells: str = "") -> list[Asked]:
    (settings.notebooks / "x.py").write_text(f'# %% tags=["parameters"]\nfast: int = 1\n\n# %%\n{cells}\n')
    planned = [PlannedRun(f"{n:016}", "notebooks/x.py", {"fast": n}, "new") for n in range(1, 5)]
    return [Asked(one, one.key, SPEC) for one in planned]


def stored(settings: Settings) -> set[object]:
    return {result.record.parameters["fast"] for result in read_results(settings)}


def test_a_batch_that_is_asked_to_stop_finishes_what_has_begun_and_tells_all_of_it(settings: Settings) -> None:
    instant = Instant()
    asked = four_runs(settings)
    events = execute_runs(settings, asked, 2, executor=instant, stops=lambda: len(instant.asked) // 2)

    assert [type(event) for event in events] == [Started, Started, Result, Result, Stopping]
    assert stored(settings) == set(instant.asked) == {1, 2}


def test_a_batch_that_is_to_stop_does_not_begin(settings: Settings) -> None:
    instant = Instant()

    assert list(execute_runs(settings, four_runs(settings), 2, executor=instant, stops=lambda: 1)) == []
    assert instant.asked == []


def test_what_runs_is_finished_and_stored_where_the_caller_takes_no_more_of_it(settings: Settings) -> None:
    instant = Instant()
    events = execute_runs(settings, four_runs(settings), 2, executor=instant)
    with contextlib.closing(events):  # type: ignore[type-var]
        next(events)

    assert stored(settings) == set(instant.asked) == {1}


def test_a_batch_that_is_asked_to_stop_twice_ends_what_runs(settings: Settings) -> None:
    presses = [0]
    events = execute_runs(settings, four_runs(settings, "import time; time.sleep(60)"), 2, stops=lambda: presses[0])
    next(events)
    presses[0] = 2

    with pytest.raises(KeyboardInterrupt):
        next(events)
    assert stored(settings) == set()


def test_an_error_that_the_kernel_cannot_show_is_told_all_the_same(settings: Settings) -> None:
    cells = "ip = get_ipython()\nip.showtraceback = lambda *a, **k: None\nip._last_traceback = []\n"
    cells += "raise MemoryError('all of it')"

    result = run(settings, cells)

    assert result.record.error == "MemoryError: all of it (cell 2)"


def test_a_job_whose_folder_is_elsewhere_runs_in_an_empty_one(settings: Settings) -> None:
    cell = nbformat.v4.new_code_cell("import os\nprint('holds', os.listdir())")
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    source = nbformat.writes(nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": spec})).encode()

    execution = execute_job(Job("0011", source, {}, "python3", settings.root / "elsewhere", 60))

    assert execution.status == "succeeded", execution.failure
    assert b"holds []" in execution.executed
