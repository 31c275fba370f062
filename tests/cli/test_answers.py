"""Questions that are answered while one writes: after a quiet second, one note at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kb.cli.answers import Answers, run_note


@dataclass
class Run:
    """A command that runs until it is given its exit code."""

    code: int | None = None
    waited: bool = False

    def poll(self) -> int | None:
        return self.code

    def wait(self) -> int:
        self.waited = True
        return 0


@dataclass
class World:
    """A clock that is set by hand, and what was begun and said."""

    seconds: float = 0.0
    begun: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    run: Run = field(default_factory=Run)

    def begin(self, note: str) -> Run:
        self.begun.append(note)
        self.run = Run()
        return self.run

    def answers(self) -> Answers:
        return Answers(self.begin, self.said.append, lambda: self.seconds)


def test_a_note_is_run_after_a_quiet_second() -> None:
    world = World()
    answers = world.answers()
    answers.follow(["Ask.md"])
    world.seconds = 0.9
    answers.follow(["Ask.md"])
    world.seconds = 1.5
    answers.follow([])

    assert world.begun == []

    world.seconds = 2.0
    answers.follow([])

    assert (world.begun, world.said) == (["Ask.md"], ["Running what Ask.md asks"])


def test_notes_are_run_one_after_the_other_and_what_fails_is_told() -> None:
    world = World()
    answers = world.answers()
    answers.follow(["A.md", "B.md"])
    world.seconds = 2
    answers.follow([])
    answers.follow([])

    assert world.begun == ["A.md"]

    world.run.code = 1
    answers.follow([])

    assert world.begun == ["A.md", "B.md"]
    assert "Something failed, or notes have errors; see above." in world.said


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (0, []),
        (2, ["Nothing was run; see above. In another terminal `kb run` asks before a large batch."]),
        (130, ["kb run ended with 130; see above."]),
    ],
)
def test_how_a_run_ended_is_told_in_words(code: int, told: list[str]) -> None:
    world = World()
    answers = world.answers()
    answers.follow(["A.md"])
    world.seconds = 2
    answers.follow([])
    world.run.code = code
    answers.follow([])

    assert world.said[1:] == told


def test_what_runs_is_waited_for_at_the_end() -> None:
    world = World()
    answers = world.answers()
    answers.close()
    answers.follow(["A.md"])
    world.seconds = 2
    answers.follow([])
    answers.close()

    assert world.run.waited


def test_a_note_is_run_by_kb_itself(tmp_path: Path) -> None:
    assert run_note(tmp_path, tmp_path, "A.md").wait() == 1  # there is no knowledge base here
