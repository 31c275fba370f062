from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Record, Result, Spec
from kb.runs import trials
from kb.runs.machine import machine_name
from kb.runs.plan import Asked, PlannedRun
from kb.runs.spec import SUMMARY_NAME
from kb.runs.trial import render_trial, trial_of
from kb.runs.trials import HEADER, append_trial, check_trials, is_trial, parse_trials, read_trials, trials_folder

AT = datetime(2024, 5, 1, 9, 30, 5, tzinfo=UTC)
RECORD = Record("k1", "succeeded", {"fast": 10}, {"sharpe_ratio": 0.5}, "f1", (), "Averages 10")
RESULT = Result(RECORD, "notebooks/backtest.py", Path(), 1.0)
GIT = shutil.which("git") or ""
LINE = render_trial(trial_of(RESULT, AT)).encode()


def result(key: str = "k1", fingerprint: str = "f1", **changes: Any) -> Result:
    return replace(RESULT, record=replace(RECORD, key=key, fingerprint=fingerprint, **changes))


def own_file(settings: Settings) -> Path:
    return trials_folder(settings) / f"{machine_name()}.csv"


def write(settings: Settings, name: str, *lines: bytes) -> Path:
    path = trials_folder(settings) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\n".join(lines))
    return path


def told(settings: Settings) -> list[tuple[str | None, int | None, str]]:
    return [(problem.path, problem.line, problem.found) for problem in check_trials(settings)]


def test_the_first_trial_makes_this_machines_file(settings: Settings) -> None:
    assert append_trial(settings, RESULT, AT)
    assert own_file(settings).read_bytes() == HEADER + b"\n" + LINE + b"\n"
    assert read_trials(settings) == ([trial_of(RESULT, AT)], [])


def test_before_the_first_there_are_none(settings: Settings) -> None:
    assert read_trials(settings) == ([], [])


def test_what_was_tried_before_is_not_appended(settings: Settings) -> None:
    assert append_trial(settings, RESULT, AT)
    assert not append_trial(settings, result(metrics={"sharpe_ratio": 0.6}), AT)
    assert append_trial(settings, result(fingerprint="f2"), AT)
    assert append_trial(settings, result(key="k2", status="failed", metrics={}, error="ValueError: no"), AT)

    assert [trial.pair for trial in read_trials(settings)[0]] == [("k1", "f1"), ("k1", "f2"), ("k2", "f1")]


def test_what_another_machine_has_tried_is_not_appended(settings: Settings) -> None:
    write(settings, "0123abcd.csv", HEADER, LINE, b"")

    assert not append_trial(settings, RESULT, AT)
    assert not own_file(settings).exists()


def test_what_a_killed_process_left_is_told_and_the_next_trial_stands_alone(settings: Settings) -> None:
    path = write(settings, own_file(settings).name, HEADER, LINE[:-30])

    assert append_trial(settings, RESULT, AT)
    assert path.read_bytes() == b"\n".join([HEADER, LINE[:-30], LINE, b""])
    assert read_trials(settings)[0] == [trial_of(RESULT, AT)]
    assert told(settings) == [(f"data/ledger/trials/{path.name}", 2, "unexpected end of data")]


def test_a_line_that_only_lacks_its_end_counts(settings: Settings) -> None:
    path = write(settings, own_file(settings).name, HEADER, LINE)

    assert not append_trial(settings, RESULT, AT)
    assert append_trial(settings, result("k2"), AT)
    assert (len(read_trials(settings)[0]), told(settings)) == (2, [])
    assert path.read_bytes().count(b"\n") == 3


def test_trials_stand_in_order_of_time_and_each_once_as_it_was_first(settings: Settings) -> None:
    late, early = (trial_of(RESULT, AT + timedelta(days=days)) for days in (1, -1))
    other = trial_of(result("k2"), AT)
    write(settings, "0123abcd.csv", HEADER, *(render_trial(trial).encode() for trial in (late, other)))
    write(settings, "4567abcd.csv", HEADER, render_trial(early).encode())

    assert read_trials(settings) == ([early, other], [])


def test_line_ends_of_windows_a_mark_and_two_headers_do_no_harm() -> None:
    """Two processes may both begin a file, and a union merge may keep two of its heads."""
    data = b"\xef\xbb\xbf" + b"\r\n".join([HEADER, LINE, HEADER, b"", LINE])

    trial = trial_of(RESULT, AT)
    assert parse_trials(data, "a.csv") == ([trial, trial], [])


def test_each_line_that_cannot_be_read_is_told(settings: Settings) -> None:
    write(settings, "a.csv", HEADER, b"<<<<<<< HEAD", LINE, b"\xff", LINE.replace(b"succeeded", b"well"))

    assert [(line, found) for _, line, found in told(settings)] == [
        (2, "1 of 9 columns"),
        (4, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (5, "status 'well'"),
    ]


def test_a_file_that_cannot_be_read_is_told(settings: Settings) -> None:
    (trials_folder(settings) / "folder.csv").mkdir(parents=True)

    assert [(problem.rule, problem.path, problem.line) for problem in check_trials(settings)] == [
        ("trials", "data/ledger/trials/folder.csv", None)
    ]


@given(st.binary(max_size=60), st.integers(0, len(LINE)))
def test_no_bytes_hide_the_lines_around_them(junk: bytes, cut: int) -> None:
    data = b"\n".join([HEADER, LINE, junk, LINE[:cut], LINE])

    found, _ = parse_trials(data, "a.csv")

    assert found[0] == found[-1] == trial_of(RESULT, AT)


def test_threads_lose_nothing_and_write_nothing_twice(settings: Settings) -> None:
    keys = [f"k{number % 50}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda key: append_trial(settings, result(key), AT), keys))

    assert sum(new) == 50
    assert own_file(settings).read_bytes().count(b"\n") == 51
    assert {trial.key for trial in read_trials(settings)[0]} == set(keys)


def test_the_trials_are_read_once_for_a_process(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    append_trial(settings, RESULT, AT)
    monkeypatch.setattr(trials, "_read_folder", lambda *_: pytest.fail("read again"))

    assert append_trial(settings, result("k2"), AT)


def test_a_full_disk_is_told_and_the_trial_is_not_taken_as_known(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(KbError, match="Cannot write the trials: No space left on device"):
            append_trial(settings, RESULT, AT)

    assert append_trial(settings, RESULT, AT)


def test_a_line_that_does_not_fit_leaves_the_file_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_trial(settings, RESULT, AT)
    before, write_all = own_file(settings).read_bytes(), os.write

    def fill(handle: int, data: bytes) -> int:
        write_all(handle, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", fill)

    with pytest.raises(KbError, match="No space left on device"):
        append_trial(settings, result("k2"), AT)
    assert own_file(settings).read_bytes() == before


def test_a_write_that_took_a_part_goes_on_with_the_rest(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    write_some = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write_some(handle, data[:40]))
    append_trial(settings, RESULT, AT)

    assert own_file(settings).read_bytes() == HEADER + b"\n" + LINE + b"\n"


def test_text_that_no_file_can_hold_is_written_as_a_question_mark(settings: Settings) -> None:
    append_trial(settings, result(title="a\ud800b"), AT)

    assert [trial.title for trial in read_trials(settings)[0]] == ["a?b"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (Spec("Averages", "notebooks/backtest.py", path="ideas/Averages.md"), True),
        (Spec("summary", "notebooks/backtest.py", path="ideas/Averages.md"), True),
        (Spec("summary from the command line", "notebooks/summary.py"), True),
        (Spec(SUMMARY_NAME, "notebooks/sweep_report.py"), False),
    ],
)
def test_a_summary_tries_nothing(spec: Spec, expected: bool) -> None:
    assert is_trial(Asked(PlannedRun("k", spec.notebook, {}, "new"), "", spec)) == expected


@pytest.mark.skipif(not GIT, reason="git is not here")
def test_git_merges_two_branches_of_one_machine(settings: Settings) -> None:
    """The attribute that this repository and a new workspace have keeps the lines of both."""
    root = Path(__file__).parents[2]
    starter = (root / "kb/starter/gitattributes").read_text()

    def git(*words: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run((GIT, *names, *words), cwd=settings.root, check=True, capture_output=True)

    def commit(key: str) -> None:
        append_trial(settings, result(key), AT)
        git("add", ".")
        git("commit", "-qm", key)

    assert "data/ledger/trials/*.csv merge=union" in (root / ".gitattributes").read_text()
    (settings.root / ".gitattributes").write_text(starter)
    git("init", "-q", "-b", "main")
    commit("k1")
    git("switch", "-qc", "other")
    commit("k2")
    git("switch", "-q", "main")
    commit("k3")
    git("merge", "-q", "other", "-m", "both")

    assert {trial.key for trial in read_trials(settings)[0]} == {"k1", "k2", "k3"}
    assert check_trials(settings) == []
