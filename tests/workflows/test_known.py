from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

from kb.config import Settings
from kb.workflows.ask import read_desk
from kb.workflows.known import Known, read_known
from kb.workflows.run import Outcome

Run = Callable[..., Outcome]


def known_of(settings: Settings) -> Known:
    return read_known(settings, read_desk(settings).index.attachments)


def test_a_run_is_known_from_the_store_and_from_its_record(settings: Settings, run_all: Run) -> None:
    result = run_all().results[0]

    assert list(known_of(settings)(result.record.key)) == [result.record, result.record]


def test_where_nothing_is_stored_the_record_is_known(settings: Settings, run_all: Run) -> None:
    result = run_all().results[0]
    shutil.rmtree(settings.store)

    assert list(known_of(settings)(result.record.key)) == [result.record]


def test_nothing_is_known_of_a_run_that_never_ran(settings: Settings) -> None:
    assert list(known_of(settings)("0011")) == []


def test_a_new_result_takes_the_place_of_the_one_before(settings: Settings, run_all: Run) -> None:
    result = run_all().results[0]
    newer = replace(result, seconds=9.0)

    assert known_of(settings).with_results([newer]).results[result.record.key] == newer


def test_a_run_that_is_damaged_is_known_to_be_until_it_has_run_again(settings: Settings, run_all: Run) -> None:
    result = run_all().results[0]
    result.executed.write_bytes(b"x")
    known = known_of(settings)

    assert known.damaged == {result.record.key}
    assert known.with_results([result]).damaged == frozenset()
