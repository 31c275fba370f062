"""A workspace of one question, and `kb` as typed in it; runs are executed by a fake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.cli.main import main
from kb.config import Settings
from kb.model.run import Result
from kb.runs.execute import execute_runs
from kb.runs.plan import Asked
from tests.runs.instant import Instant
from tests.workflows.fake_engine import FakeEngine, write_workspace


@dataclass(frozen=True)
class Said:
    """What a command came to: its exit code, what it printed, what it complained of."""

    code: int
    out: str
    err: str


Kb = Callable[..., Said]
RunIn = Callable[[Path], Said]
Stops = Callable[[], int]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = write_workspace(tmp_path / "desk")
    monkeypatch.chdir(settings.root)
    monkeypatch.setattr("kb.runs.execute.execute_runs", execute_by_fake)
    return settings


def execute_by_fake(
    settings: Settings, asked: Sequence[Asked], jobs: int, memory_bytes: int, stops: Stops
) -> Iterator[Result]:
    assert jobs >= 1
    assert memory_bytes > 0
    assert stops() == 0
    return FakeEngine(settings)(asked)


@pytest.fixture
def kb(capsys: pytest.CaptureFixture[str]) -> Kb:
    """Type a command."""

    def run(*words: str) -> Said:
        with pytest.raises(SystemExit) as end:
            main(list(words))
        return Said(int(end.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def run_in(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> RunIn:
    """`kb run` in a folder, with the real engine; only that its notebooks take no time."""

    def execute(
        settings: Settings, asked: Sequence[Asked], jobs: int, memory_bytes: int, stops: Stops
    ) -> Iterator[object]:
        return execute_runs(settings, asked, jobs, memory_bytes, Instant(), stops=stops)

    def run(folder: Path) -> Said:
        monkeypatch.chdir(folder)
        return kb("run", "--jobs", "1")

    monkeypatch.setattr("kb.runs.execute.execute_runs", execute)
    return run


@pytest.fixture
def ask(workspace: Settings) -> Callable[[str, str], None]:
    """Edit the question."""

    def edit(old: str, new: str) -> None:
        path = workspace.vault / "strategies/Question.md"
        path.write_text(path.read_text().replace(old, new))

    return edit


@pytest.fixture
def answered(workspace: Settings, ask: Callable[[str, str], None], kb: Kb) -> Settings:
    """The workspace after a first `kb run` in which nothing failed."""
    ask(", 60", "")
    assert kb("run").code == 0
    return workspace
