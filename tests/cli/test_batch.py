from __future__ import annotations

import io
import json
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kb.config import Settings
from kb.model.run import Started, Stopping
from kb.runs.plan import Asked
from kb.workflows.notes import Notes
from kb.workflows.run import Outcome
from tests.cli.conftest import Kb
from tests.workflows.fake_engine import FakeEngine

Ask = Callable[[str, str], None]
LAST = ["finished", "done"]
BEFORE = signal.getsignal(signal.SIGINT)


class PressedEngine:
    """Executes runs; while the second runs, Ctrl-C is pressed so many times, and heeded as in a batch."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.is_killed = False

    def __call__(
        self, settings: Settings, asked: Sequence[Asked], _jobs: int, _memory_bytes: int, stops: Callable[[], int]
    ) -> Iterator[object]:
        results = FakeEngine(settings)([] if stops() else asked)
        for number, one in enumerate(asked, 1):
            if stops():
                return
            yield Started(one.run.key, one.title)
            if number == 2 and self.times:
                yield from self._press(stops)
            yield next(results)

    def _press(self, stops: Callable[[], int]) -> Iterator[Stopping]:
        for _ in range(self.times):
            signal.raise_signal(signal.SIGINT)
        if stops() > 1:
            self.is_killed = True
            raise KeyboardInterrupt
        yield Stopping(1)


@pytest.fixture
def press(workspace: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], PressedEngine]:
    assert workspace

    def with_presses(times: int) -> PressedEngine:
        engine = PressedEngine(times)
        monkeypatch.setattr("kb.runs.execute.execute_runs", engine)
        return engine

    return with_presses


def results_note(settings: Settings) -> Path:
    return settings.vault / "runs/Crossover/Crossover results.md"


def test_ctrl_c_finishes_what_runs_and_writes_what_there_is(
    workspace: Settings, kb: Kb, press: Callable[[int], PressedEngine]
) -> None:
    engine = press(1)

    said = kb("run")

    assert (said.code, engine.is_killed) == (130, False)
    assert re.sub(r" in [^,]+", "", said.out).splitlines() == [
        "[1/3] Crossover 5 1.0 s",
        "[2/3] Crossover 10 1.0 s",
        "2 runs, 0 failed, 0 fresh, 1 not begun.",
        "4 files of the vault written.",
    ]
    assert said.err == "Finishing what runs; Ctrl-C again ends it.\nStopped. `kb run` goes on from here.\n"
    assert "[[Crossover 10]]" in results_note(workspace).read_text("utf-8")


def test_the_next_run_goes_on_from_there(kb: Kb, press: Callable[[int], PressedEngine]) -> None:
    press(1)
    kb("run")
    press(0)

    said = kb("run")

    assert re.search(r"^1 run in [^,]+, 1 failed, 2 fresh\.$", said.out, re.MULTILINE)


def test_ctrl_c_twice_ends_it_at_once(workspace: Settings, kb: Kb, press: Callable[[int], PressedEngine]) -> None:
    engine = press(2)

    said = kb("run")

    assert (said.code, engine.is_killed, results_note(workspace).exists()) == (130, True, False)
    assert said.err.endswith("Stopped. `kb run` goes on from here.\n")
    assert re.sub(r" in [^,]+", "", said.out.splitlines()[-1]) == "1 run, 0 failed, 0 fresh, 2 not begun."
    assert signal.getsignal(signal.SIGINT) is BEFORE


def test_ctrl_c_twice_leaves_a_last_event_too(kb: Kb, press: Callable[[int], PressedEngine]) -> None:
    press(2)

    done = json.loads(kb("run", "--json").out.splitlines()[-1])

    assert (done["event"], done["runs"], done["not_begun"], done["exit_code"]) == ("done", 1, 2, 130)


def test_a_forced_batch_that_was_stopped_does_not_say_that_it_goes_on(
    workspace: Settings, kb: Kb, press: Callable[[int], PressedEngine]
) -> None:
    press(0)
    kb("run")
    notebook = workspace.notebooks / "crossover.py"
    notebook.write_text(notebook.read_text() + "\n# %%\nprint(ratio)\n")
    press(1)

    said = kb("run", "--force")

    assert said.err.endswith("\nStopped. What was run anew is kept; `--force` begins all of it again.\n")
    assert "2 runs" in said.out


@pytest.mark.parametrize(("times", "notes"), [(1, ["Question"]), (2, [])])
def test_notes_are_written_to_the_end_unless_ctrl_c_is_pressed_twice(
    kb: Kb, press: Callable[[int], PressedEngine], monkeypatch: pytest.MonkeyPatch, times: int, notes: list[str]
) -> None:
    def write_notes(*_: object) -> Outcome:
        for _press in range(times):
            signal.raise_signal(signal.SIGINT)
        return Outcome((), Notes(("Question",)), ())

    press(0)
    monkeypatch.setattr("kb.workflows.run.run_plan", write_notes)

    said = kb("run", "--json")

    assert (said.code, said.err) == (130, "Stopped. `kb run` goes on from here.\n")
    assert json.loads(said.out.splitlines()[-1])["files"] == notes


def test_ctrl_c_is_an_event_of_its_own(kb: Kb, press: Callable[[int], PressedEngine]) -> None:
    press(1)

    events = [json.loads(line) for line in kb("run", "--json").out.splitlines()]

    assert [event["event"] for event in events] == ["planned", "started", "finished", "started", "stopped", *LAST]
    assert events[4] == {"event": "stopped", "finishing": 1}
    assert (events[-1]["exit_code"], events[-1]["is_stopped"]) == (130, True)


@pytest.fixture
def large(workspace: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The workspace, in which three runs are many."""
    monkeypatch.setattr("kb.cli.batch.MANY_RUNS", 2)
    return workspace


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who can be asked."""
    monkeypatch.setattr("kb.cli.options.can_ask", lambda: True)


@pytest.mark.usefixtures("large")
def test_a_large_batch_needs_to_be_agreed_to(kb: Kb) -> None:
    said = kb("run", "--jobs", "1")

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "kb: Crossover asks for 3 runs, about 30 s. Say `--yes` if that is meant; `kb plan` shows the runs.\n"
    )
    assert kb("build").code == 2
    assert kb("run", "--yes").out.endswith("4 files of the vault written.\n")


@pytest.mark.usefixtures("large", "at_a_terminal")
@pytest.mark.parametrize(
    ("answer", "code", "out"), [("y\n", 1, "[1/3] Crossover 5 1.0 s"), ("n\n", 1, ""), ("", 130, "")]
)
def test_at_a_terminal_a_large_batch_is_asked_about(
    kb: Kb, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, out: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))

    said = kb("run", "--jobs", "1")

    assert (said.code, said.out.partition("\n")[0]) == (code, out)
    assert said.err.startswith("Crossover asks for 3 runs, about 30 s. Go on? [y/N]: ")
    assert said.err.endswith("Nothing was begun.\n") == (code == 130 or answer == "n\n")
    assert "Stopped" not in said.err


@pytest.mark.usefixtures("large", "at_a_terminal")
def test_another_program_is_not_asked(kb: Kb) -> None:
    assert kb("run", "--json").code == 2


@pytest.mark.usefixtures("workspace")
def test_a_large_batch_says_what_the_block_asks_for_and_what_of_it_is_to_run(
    kb: Kb, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kb("run")
    ask("[5, 10, 60]", "[5, 10, 20, 30, 40]")
    monkeypatch.setattr("kb.cli.batch.MANY_RUNS", 2)

    assert "Crossover asks for 5 runs, 3 of them to run, about 2 s. " in kb("run", "--jobs", "2").err


def test_several_blocks_are_asked_about_together(large: Settings, kb: Kb) -> None:
    (large.vault / "Two.md").write_text("```kb\nnotebook: crossover\nname: Two\n```\n")

    assert "2 blocks ask for 4 runs" in kb("run").err
