from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.model.run import Failure, Record, Result, Spec
from kb.runs.costs import UNKNOWN_BYTES, Costs
from kb.runs.plan import Asked, PlannedRun
from kb.runs.schedule import Schedule

MIB = 2**20


def asked(key: str, notebook: str = "n.py", **changes: object) -> Asked:
    return Asked(PlannedRun(key, notebook, {}, "new"), key, Spec("Batch", notebook, **changes))  # type: ignore[arg-type]


def result(key: str, seconds: float, mib: int | None = None, notebook: str = "n.py", *, fails: bool = False) -> Result:
    record = Record(key, "failed" if fails else "succeeded", {}, {}, "", (), key)
    failure = Failure("ValueError", "no") if fails else None
    return Result(record, notebook, Path(), seconds, failure, peak_bytes=None if mib is None else mib * MIB)


def costs(*known: Result) -> Costs:
    learned = Costs()
    for one in known:
        learned.learn(one)
    return learned


def begun(schedule: Schedule) -> list[str]:
    """All that begins before anything ends."""
    return [one.run.key for one in iter(schedule.next, None)]


def schedule_of(names: str, known: Costs, jobs: int = 99, mib: int = 10**6) -> Schedule:
    return Schedule([asked(name) for name in names], known, jobs, mib * MIB)


def test_the_longest_known_begins_first_and_the_unknown_count_as_the_mean_of_their_notebook() -> None:
    known = costs(result("a", 1), result("b", 9), result("c", 8))

    assert begun(schedule_of("abcxy", known)) == ["b", "c", "x", "y", "a"]


def test_what_nothing_is_known_of_begins_in_the_order_asked() -> None:
    assert begun(schedule_of("cab", costs())) == ["c", "a", "b"]


def test_no_more_run_at_a_time_than_jobs() -> None:
    schedule = schedule_of("abc", costs(), jobs=2)

    assert begun(schedule) == ["a", "b"]
    assert schedule.finished(result("a", 1))
    assert begun(schedule) == ["c"]


def test_a_run_that_does_not_fit_lets_a_shorter_one_that_fits_begin() -> None:
    known = costs(result("a", 9, 600), result("b", 8, 600), result("c", 1, 100))

    assert begun(schedule_of("abc", known, mib=1000)) == ["a", "c"]


def test_a_run_larger_than_the_budget_runs_alone() -> None:
    known = costs(result("a", 9, 5000), result("b", 1, 100))
    schedule = schedule_of("ab", known, mib=1000)

    assert begun(schedule) == ["a"]
    schedule.finished(result("a", 9, 5000))
    assert begun(schedule) == ["b"]


def test_the_first_result_of_a_notebook_says_what_the_others_need() -> None:
    schedule = schedule_of("abcdef", costs(), mib=3 * UNKNOWN_BYTES // MIB)

    assert begun(schedule) == ["a", "b", "c"]
    schedule.finished(result("a", 1, 128))
    assert begun(schedule) == ["d", "e", "f"]


def test_a_failure_with_tries_left_is_tried_again_and_does_not_stand() -> None:
    schedule = Schedule([asked("a", retries=1)], costs(), 1, MIB)
    stands = []
    while not schedule.is_over:
        schedule.next()
        stands.append(schedule.finished(result("a", 1, 64, fails=True)))

    assert stands == [False, True]
    assert schedule.attempts("a") == 2


def test_the_first_failure_that_stands_drops_what_waits_of_its_batch_where_it_says_so() -> None:
    other = Asked(PlannedRun("z", "z.py", {}, "new"), "z", Spec("Other", "z.py"))
    several = [asked(name, stop_on_failure=True) for name in "abc"]
    schedule = Schedule([*several, other], costs(), 1, MIB)

    schedule.next()
    assert schedule.finished(result("a", 1, fails=True))
    assert begun(schedule) == ["z"]


def test_a_failure_is_tried_again_before_others_begin() -> None:
    schedule = Schedule([asked(name, retries=1) for name in "ab"], costs(result("a", 1), result("b", 1)), 1, MIB)

    schedule.next()
    schedule.finished(result("a", 1, fails=True))
    assert begun(schedule) == ["a"]


def test_what_waits_to_be_tried_again_has_begun_and_is_not_dropped() -> None:
    schedule = Schedule([asked(name, stop_on_failure=True, retries=1) for name in "abc"], costs(), 2, 2**40)

    assert begun(schedule) == ["a", "b"]
    assert not schedule.finished(result("a", 1, fails=True))
    assert begun(schedule) == ["a"]
    assert not schedule.finished(result("b", 1, fails=True))
    assert schedule.finished(result("a", 1, fails=True))
    assert begun(schedule) == ["b"]
    assert schedule.finished(result("b", 1, fails=True))
    assert schedule.is_over


def test_nothing_of_a_dropped_batch_is_tried_again() -> None:
    batch = [asked("a", stop_on_failure=True), asked("b", stop_on_failure=True, retries=1), asked("c")]
    schedule = Schedule(batch, costs(), 2, 2**40)

    assert begun(schedule) == ["a", "b"]
    assert schedule.finished(result("a", 1, fails=True))
    assert schedule.finished(result("b", 1, fails=True))
    assert schedule.is_over


def test_a_batch_goes_on_after_a_failure_unless_it_says_otherwise() -> None:
    schedule = schedule_of("ab", costs(), jobs=1)

    schedule.next()
    schedule.finished(result("a", 1, fails=True))
    assert begun(schedule) == ["b"]


def test_stopped_it_begins_nothing_more_and_is_over_when_the_last_has_ended() -> None:
    schedule = Schedule([asked("a", retries=1), asked("b")], costs(), 1, MIB)

    schedule.next()
    schedule.stop()
    assert (begun(schedule), schedule.is_over) == ([], False)
    assert schedule.finished(result("a", 1, fails=True))
    assert schedule.is_over


Run = tuple[str, float, int | None, bool]
"""A notebook, its seconds, its peak in MiB, and whether it was known before."""
RUNS = st.lists(
    st.tuples(st.sampled_from("pqr"), st.floats(0, 100), st.none() | st.integers(0, 900), st.booleans()), max_size=25
)


@given(runs=RUNS, jobs=st.integers(1, 5), mib=st.integers(1, 2000), picks=st.lists(st.integers(0, 4), min_size=25))
def test_each_runs_once_within_jobs_and_within_memory_unless_alone(
    runs: Sequence[Run], jobs: int, mib: int, picks: Sequence[int]
) -> None:
    results = [result(f"{number}", seconds, peak, notebook) for number, (notebook, seconds, peak, _) in enumerate(runs)]
    known = costs(*(one for one, run in zip(results, runs, strict=True) if run[3]))
    wanted = [asked(one.record.key, one.notebook) for one in results]
    schedule = Schedule(wanted, known, jobs, mib * MIB)
    running: list[Asked] = []
    ended = []
    for pick in picks:
        while (one := schedule.next()) is not None:
            running.append(one)
            held = sum(known.peak_bytes(each.run) for each in running)

            assert len(running) <= jobs
            assert held <= mib * MIB or len(running) == 1
        if running:
            ended.append(running.pop(pick % len(running)).run.key)
            schedule.finished(results[int(ended[-1])])

    assert schedule.is_over
    assert sorted(ended) == sorted(one.run.key for one in wanted)
