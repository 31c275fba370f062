from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.run import Failure, Record, Result, Retried, Spec, Started
from kb.runs.costs import Costs, costs_of
from kb.runs.pace import Pace
from kb.runs.plan import Asked, PlannedRun
from kb.runs.spec import SUMMARY_NAME


class Clock:
    """A clock that stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def asked(key: str, notebook: str = "n.py") -> Asked:
    return Asked(PlannedRun(key, notebook, {}, "new"), f"Run {key}", Spec("Batch", notebook))


def result(key: str, seconds: float, notebook: str = "n.py", *, fails: bool = False) -> Result:
    record = Record(key, "failed" if fails else "succeeded", {}, {}, "", (), key)
    return Result(record, notebook, Path(), seconds, Failure("ValueError", "no") if fails else None)


def test_before_anything_has_ended_a_batch_takes_what_its_runs_took_before() -> None:
    pace = Pace(costs_of([result("a", 4), result("b", 8)]), jobs=2, clock=Clock())
    pace.ask([asked("a"), asked("b"), asked("new")])

    assert pace.seconds_left == (4 + 8 + 6) / 2


def test_what_runs_has_part_of_its_time_behind_it() -> None:
    clock = Clock()
    pace = Pace(costs_of([result("a", 4), result("b", 8)]), jobs=2, clock=clock)
    pace.ask([asked("a"), asked("b")])
    for key in "ab":
        pace.started(Started(key, f"Run {key}"))
    clock.now += 5

    assert pace.seconds_left == (0 + 3) / 2
    assert pace.running == (("Run a", 5), ("Run b", 5))


def test_a_notebook_that_has_become_quicker_is_expected_to_stay_so_and_another_is_not() -> None:
    pace = Pace(costs_of([result(key, 10) for key in "abc"] + [result("z", 10, "z.py")]), jobs=1, clock=Clock())
    pace.ask([asked("a"), asked("b"), asked("c"), asked("z", "z.py")])
    pace.finished(result("a", 1))

    assert pace.seconds_left == pytest.approx(1 + 1 + 10)


def test_what_ended_is_counted_and_gives_the_rate() -> None:
    clock = Clock()
    pace = Pace(Costs(), jobs=1, clock=clock)
    pace.ask([asked("a"), asked("b"), asked("c")])

    assert pace.runs_per_minute == 0

    clock.now += 4
    pace.finished(result("a", 2))
    pace.finished(result("b", 2, fails=True))

    assert (pace.total, pace.done, pace.failed, pace.left) == (3, 2, 1, 1)
    assert (pace.seconds, pace.runs_per_minute, pace.seconds_left) == (4, 30, 2)


def test_what_runs_cost_besides_their_own_time_counts_too() -> None:
    clock = Clock()
    pace = Pace(Costs(), jobs=2, clock=clock)
    pace.ask([asked(key) for key in "abcd"])
    pace.started(Started("a", ""))
    clock.now += 5
    pace.finished(result("a", 2))

    assert pace.seconds_left == 3 * 5

    pace.started(Started("b", ""))
    clock.now += 1
    assert pace.seconds_left == pytest.approx((1 + 2 + 2) * 6 / (2 + 1))


def test_summaries_are_counted_apart_and_known_from_the_start() -> None:
    pace = Pace(Costs(), jobs=1, clock=Clock())
    summary, unforeseen = (Asked(asked(key).run, "", Spec(SUMMARY_NAME, "n.py")) for key in ("s", "u"))
    pace.foresee([summary.run])
    pace.ask([asked("a")])

    assert (pace.runs.total, pace.summaries.total, pace.total, pace.seconds_left) == (1, 1, 2, 20)

    pace.finished(result("a", 10))
    pace.ask([summary, unforeseen])
    pace.finished(result("s", 10))

    assert (pace.place("a"), pace.place("s")) == ("1/1", "summary 1/2")


def test_what_is_to_be_tried_again_does_not_run() -> None:
    pace = Pace(Costs(), jobs=1, clock=Clock())
    pace.ask([asked("a")])
    pace.started(Started("a", "Run a"))
    pace.retried(Retried("a", "Run a", 1, Failure("ValueError", "no")))

    assert (pace.running, pace.left) == ((), 1)


def test_nothing_asked_takes_no_time() -> None:
    assert Pace(Costs(), jobs=4).seconds_left == 0


@given(took=st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.booleans()), max_size=12))
def test_what_is_left_is_never_below_nothing_and_is_nothing_at_the_end(took: list[tuple[float, float, bool]]) -> None:
    clock = Clock()
    pace = Pace(costs_of([result(str(n), before) for n, (before, _, _) in enumerate(took)]), jobs=3, clock=clock)
    pace.ask([asked(str(n)) for n in range(len(took))])
    for number, (_, now, has_started) in enumerate(took):
        if has_started:
            pace.started(Started(str(number), ""))
        clock.now += now

        assert pace.seconds_left >= 0
        pace.finished(result(str(number), now))

    assert (pace.left, pace.running) == (0, ())
    assert pace.seconds_left == pytest.approx(0, abs=1e-3)
