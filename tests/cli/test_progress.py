from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kb.cli.progress import follow
from kb.cli.progress_json import Events
from kb.cli.progress_lines import Lines
from kb.model.problem import Problem
from kb.model.run import Retried, Started
from kb.runs.lock import Holder
from tests.cli.batches import FAILURE, PLANNED, Clock, done, pace_of, result

if TYPE_CHECKING:
    import pytest


def test_results_are_passed_on_and_told_and_starts_are_only_told(capsys: pytest.CaptureFixture[str]) -> None:
    pace = pace_of("a", clock=Clock())
    teller = Lines(is_verbose=False)
    teller.planned(PLANNED, pace)
    ended = result("a")

    assert list(follow([Started(ended.record.key, "a"), ended], pace, teller)) == [ended]
    assert capsys.readouterr().out == "[1/1] a 1.2 s\n"


def test_the_exit_code_is_that_of_the_worst() -> None:
    warning, error = (Problem("records", "Bad", severity=severity) for severity in ("warning", "error"))

    assert [
        done().code,
        done(problems=(warning,)).code,
        done(problems=(warning, error)).code,
        done(failed=1).code,
        done(failed=1, is_stopped=True).code,
    ] == [0, 0, 1, 1, 130]


def test_an_attempt_that_does_not_stand_is_told_and_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    attempt = Retried(result("a").record.key, "a", 1, FAILURE)
    for teller in (Lines(is_verbose=False), Events()):
        pace = pace_of("a", clock=Clock())
        teller.planned(PLANNED, pace)
        assert list(follow([Started(attempt.key, "a"), attempt], pace, teller)) == []
        assert (pace.running, pace.left) == ((), 1)

    said = capsys.readouterr()
    assert said.err == "tried again: a, attempt 1 failed: ValueError: too fast\n"
    assert json.loads(said.out.splitlines()[-1]) == {
        "event": "retried", "key": attempt.key, "title": "a", "attempt": 1, "error": "ValueError: too fast"
    }  # fmt: skip


def test_waiting_is_an_event_too(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Events()
    teller.waiting(Holder("kb gc", 7, "elsewhere", "2024-05-01T09:30:00+00:00"))
    teller.waiting(None)

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {
            "event": "waiting",
            "command": "kb gc",
            "process": 7,
            "host": "elsewhere",
            "since": "2024-05-01T09:30:00+00:00",
        },
        {"event": "waiting"},
    ]
