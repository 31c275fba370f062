from __future__ import annotations

from typing import TYPE_CHECKING

from kb.cli.progress import Done
from kb.cli.progress_lines import STATUS_SECONDS, Lines
from kb.model.problem import Problem
from kb.model.run import Started, Stopping
from kb.runs.pace import Pace
from tests.cli.batches import FAILURE, PLANNED, Clock, pace_of, result

if TYPE_CHECKING:
    import pytest


def lines(pace: Pace, *, is_verbose: bool = False) -> Lines:
    teller = Lines(is_verbose=is_verbose)
    teller.planned(PLANNED, pace)
    return teller


def test_each_run_that_ended_is_a_line_and_failures_are_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    pace = pace_of("One", "Two", clock=Clock())
    teller = lines(pace)
    for ended in (result("One"), result("Two", FAILURE)):
        teller.started(Started(ended.record.key, ended.record.title))
        pace.finished(ended)
        teller.finished(ended)
    teller.close()

    said = capsys.readouterr()
    assert said.out == "[1/2] One 1.2 s\n[2/2] Two 1.2 s failed\n"
    assert said.err.startswith("failed: Two\n")


def test_asked_to_say_much_it_says_how_kernels_were_started(capsys: pytest.CaptureFixture[str]) -> None:
    pace = pace_of("One", "Two", clock=Clock())
    teller = lines(pace, is_verbose=True)
    for ended in (result("One", way="fork", peak_bytes=2**20), result("Two", FAILURE, way="spawn")):
        pace.finished(ended)
        teller.finished(ended)

    said = capsys.readouterr()
    assert said.out == "[1/2] One 1.2 s (fork, 1 MB)\n[2/2] Two 1.2 s failed (spawn)\n"


def test_a_long_batch_says_now_and_then_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    pace = pace_of("a", "b", "c", "d", clock=clock)
    teller = lines(pace)
    for title, seconds in (("a", STATUS_SECONDS), ("b", 1), ("c", STATUS_SECONDS), ("d", STATUS_SECONDS)):
        clock.now += seconds
        pace.finished(result(title))
        teller.finished(result(title))

    assert [line for line in capsys.readouterr().out.splitlines() if not line.startswith("[")] == [
        "1 done, 3 left; 1 a minute, about 2 s to go",
        "3 done, 1 left; 1 a minute, about 1 s to go",
    ]


def test_the_end_is_a_line_and_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    teller = lines(pace_of(clock=Clock()))
    teller.waiting(None)
    teller.stopping(Stopping(1))
    teller.done(Done(0, 0, 0, 2, 0, 0.0, (), (Problem("records", "Bad record"),)))

    said = capsys.readouterr()
    assert said.out == "0 runs, 0 failed, 2 fresh.\n"
    assert said.err.splitlines() == [
        "Waiting for another kb …",
        "Finishing what runs; Ctrl-C again ends it.",
        "error: Bad record [records]",
    ]
