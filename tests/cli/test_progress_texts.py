from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from kb.cli.progress_texts import (
    done_text,
    failure_text,
    how_text,
    retried_text,
    status_text,
    stopping_text,
    waiting_text,
)
from kb.model.run import Failure, Retried, Stopping
from kb.runs.lock import Holder
from tests.cli.batches import FAILURE, Clock, asked, done, pace_of, result

NOW = datetime.now().astimezone()


def test_how_far_a_batch_is() -> None:
    clock = Clock()
    pace = pace_of(*"abcd", clock=clock)

    assert status_text(pace_of(clock=clock)) == "starting"
    assert status_text(pace) == "0 done, 4 left, about 20 s to go"

    clock.now = 60
    pace.finished(result("a"))
    pace.finished(result("b", FAILURE))
    assert status_text(pace) == "2 done, 1 failed, 2 left; 2 a minute, about 1 s to go"

    clock.now = 7200
    assert status_text(pace) == "2 done, 1 failed, 2 left; 1.0 an hour, about 1 s to go"

    pace.finished(result("c"))
    pace.finished(result("d"))
    assert status_text(pace) == "4 done, 1 failed; writing notes"


def test_summaries_are_counted_apart() -> None:
    pace = pace_of("a", "b", clock=Clock())
    pace.foresee([asked("s").run])

    assert status_text(pace) == "0 done, 2 and 1 summary left, about 15 s to go"
    assert done_text(done(summaries=2)) == "3 runs and 2 summaries in 1.5 minutes, 0 failed, 2 fresh."


def test_the_answer_to_ctrl_c_says_how_many_run() -> None:
    assert stopping_text(Stopping(1)) == "Finishing what runs; Ctrl-C again ends it."
    assert stopping_text(Stopping(2)) == "Finishing the 2 runs under way; Ctrl-C again ends them."


@pytest.mark.parametrize(
    ("holder", "text"),
    [
        (None, "Waiting for another kb …"),
        (
            Holder("kb run", 4242, socket.gethostname(), NOW.replace(hour=12, minute=1).isoformat()),
            "Waiting for `kb run` (process 4242, since 12:01) …",
        ),
        (
            Holder("kb gc", 7, "elsewhere", datetime(2024, 5, 1, 9, 30, tzinfo=UTC).isoformat()),
            "Waiting for `kb gc` (process 7 on elsewhere, since 2024-05-01 09:30) …",
        ),
    ],
)
def test_who_is_waited_for(holder: Holder | None, text: str) -> None:
    assert waiting_text(holder) == text


def test_what_it_came_to() -> None:
    assert done_text(done()) == "3 runs in 1.5 minutes, 0 failed, 2 fresh."
    assert done_text(done(runs=0)) == "0 runs, 0 failed, 2 fresh."
    assert done_text(done(not_begun=1200, files=("a.md",), is_stopped=True)) == (
        "3 runs in 1.5 minutes, 0 failed, 2 fresh, 1,200 not begun.\n1 file of the vault written."
    )


def test_what_did_not_begin_though_nobody_stopped_it_has_its_reason() -> None:
    assert done_text(done(not_begun=4)).endswith("2 fresh, 4 not begun: the first failure stops their batch.")


def test_a_failure_names_its_cell_its_lines_and_where_to_look() -> None:
    assert failure_text(result("One")) == ""
    assert failure_text(result("One", FAILURE)).splitlines()[1:] == [
        "  notebooks/crossover.py, cell 2:",
        "> 1 ratio",
        "  ValueError: too fast",
        "  kb open one0000000000000",
    ]


def test_a_failure_outside_of_any_cell_names_no_cell() -> None:
    timed_out = Failure("Timeout", "over 600 s", None, "", "")

    assert failure_text(result("One", timed_out)).splitlines()[1:] == [
        "  Timeout: over 600 s",
        "  kb open one0000000000000",
    ]


def test_a_run_without_a_title_is_called_by_its_notebook() -> None:
    assert "failed: notebooks/crossover.py" in failure_text(result("", FAILURE)).splitlines()[0]


def test_how_a_kernel_was_started_and_what_it_held() -> None:
    assert how_text(result("One", way="fork", peak_bytes=56 * 2**20)) == "fork, 56 MB"
    assert how_text(result("One", way="stock: no fork here")) == "stock: no fork here"
    assert how_text(result("One")) == ""
    assert how_text(result("One", way="fork", attempts=3)) == "fork, 3 attempts"


@pytest.mark.parametrize(("message", "error"), [("", "KernelDied"), ("gone\nfor good", "KernelDied: gone")])
def test_why_an_attempt_does_not_stand_is_one_line(message: str, error: str) -> None:
    attempt = Retried("k", "", 1, Failure("KernelDied", message))

    assert retried_text(attempt) == f"tried again: a summary, attempt 1 failed: {error}"
