from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator

import pytest
from rich.console import Console

from kb.cli.batch import teller_for
from kb.cli.progress import Done, Planned
from kb.cli.progress_bar import Bar, running_lines
from kb.model.run import Retried, Started, Stopping
from tests.cli.batches import FAILURE, PLANNED, Clock, asked, pace_of, result

Opened = Callable[..., "tuple[Bar, Terminal]"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Open a bar at a terminal; called in a test, because pytest has its own stderr for each of its phases."""
    bars = []

    def at_terminal(*, is_verbose: bool = False) -> tuple[Bar, Terminal]:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        bar = teller_for(is_verbose=is_verbose)
        assert isinstance(bar, Bar)
        bars.append(bar)
        return bar, terminal

    yield at_terminal
    for bar in bars:
        bar.close()


def drawn(bar: Bar) -> list[str]:
    """What the bar shows now, as lines."""
    console = Console(file=io.StringIO(), width=120)
    console.print(bar.drawn())
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


def test_a_bar_shows_how_far_it_is_and_what_runs(opened: Opened) -> None:
    bar, _ = opened()
    clock = Clock()
    pace = pace_of("One", "Two", "Three", clock=clock)
    bar.planned(PLANNED, pace)
    pace.finished(result("One"))
    pace.started(Started(result("Two").record.key, "Two"))
    clock.now = 12

    first, *rest = drawn(bar)
    assert first.endswith(" 1 done, 2 left; 5 a minute, about 1 s to go")
    assert rest == ["  Two  12 s"]


def test_failures_are_told_above_the_bar_and_the_end_below_it(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    bar, terminal = opened()
    pace = pace_of("One", "Two", clock=Clock())
    bar.planned(PLANNED, pace)
    for ended in (result("One"), result("Two", FAILURE)):
        pace.finished(ended)
        bar.finished(ended)
    bar.done(Done(2, 0, 1, 0, 0, 5.0, (), ()))

    assert "failed: Two" in terminal.getvalue()
    assert "ValueError: too fast" in terminal.getvalue()
    assert "One" not in terminal.getvalue()
    assert capsys.readouterr().out == "2 runs in 5 s, 1 failed, 0 fresh.\n"


def test_asked_to_say_much_it_tells_of_every_run(opened: Opened) -> None:
    bar, terminal = opened(is_verbose=True)
    pace = pace_of("One", clock=Clock())
    bar.planned(PLANNED, pace)
    pace.finished(result("One", way="fork"))
    bar.finished(result("One", way="fork"))
    bar.close()

    assert "One 1.2 s (fork)" in terminal.getvalue()


def test_where_nothing_is_stale_no_bar_is_opened_until_a_run_begins(opened: Opened) -> None:
    bar, terminal = opened()
    pace = pace_of(clock=Clock())
    bar.planned(Planned(0, 0, 5, 2, 1, 0.0), pace)
    bar.finished(result("Early", FAILURE))

    assert "failed: Early" in terminal.getvalue()
    assert "━" not in terminal.getvalue()

    pace.ask([asked("Lost")])
    bar.started(Started(result("Lost").record.key, "Lost"))
    bar.started(Started(result("Lost").record.key, "Lost"))
    bar.close()
    assert "━" in terminal.getvalue()


def test_what_is_tried_again_is_told_above_the_bar(opened: Opened) -> None:
    bar, terminal = opened()
    bar.planned(PLANNED, pace_of("One", clock=Clock()))
    bar.retried(Retried("k", "One", 2, FAILURE))
    bar.close()

    assert "tried again: One, attempt 2 failed: ValueError: too fast" in terminal.getvalue()


def test_ctrl_c_is_answered_beside_the_bar(opened: Opened) -> None:
    bar, _ = opened()
    pace = pace_of("One", clock=Clock())
    bar.planned(PLANNED, pace)
    bar.stopping(Stopping(1))

    assert drawn(bar)[0].endswith(" Finishing what runs; Ctrl-C again ends it.")


def test_of_many_runs_under_way_the_longest_are_named() -> None:
    clock = Clock()
    titles = [f"Run {number}" for number in range(10)]
    pace = pace_of(*titles, clock=clock)
    for number, title in enumerate(titles):
        clock.now = float(number)
        pace.started(Started(result(title).record.key, title if number else ""))

    lines = running_lines(pace)
    assert (lines[0], lines[-2], lines[-1]) == ("  a summary  9 s", "  Run 7  2 s", "  and 2 more")
