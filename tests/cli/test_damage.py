"""Files that lost a part or a bit: found out, run again or told, never believed, never a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import RunIn
from tests.runs.chaos.checks import damage, differences, trials_of
from tests.runs.chaos.workspace import files_of, make_workspace

Harm = Callable[[bytes], bytes]


def flip(place: float) -> Harm:
    """Turn over one bit, so far into the file."""

    def harm(data: bytes) -> bytes:
        where = int((len(data) - 1) * place)
        return data[:where] + bytes([data[where] ^ 4]) + data[where + 1 :]

    return harm


HARMS: dict[str, Harm] = {
    "empty": lambda _: b"",
    "cut in half": lambda data: data[: len(data) // 2],
    "zeros": lambda data: bytes(len(data)),
    "not UTF-8": lambda data: data[:10] + b"\xff" + data[10:],
    "first bit": flip(0),
    "bit in the middle": flip(0.5),
    "last bit": flip(1),
}
STORE, RECORDS, TRIALS = ".kb/", "vault/runs/Waves/Waves ", "data/ledger/trials/"


@pytest.fixture
def calm(tmp_path: Path, run_in: RunIn) -> Path:
    """A workspace in which all is known."""
    make_workspace(tmp_path / "calm", run_in, earlier=[4], now=[3, 4])
    assert run_in(tmp_path / "calm").code == 0
    return tmp_path / "calm"


def harmed(calm: Path, harm: str, beginning: str) -> Path:
    """A copy of a workspace in which each file that kb wrote at a place is harmed, but for notes."""
    desk = calm.parent / f"{harm} {beginning.replace('/', ' ')}"
    shutil.copytree(calm, desk)
    for name, data in files_of(desk).items():
        if name.startswith(beginning) and not name.endswith(".md") and data:
            (desk / name).write_bytes(HARMS[harm](data))
    return desk


def test_a_store_that_was_harmed_is_run_again(calm: Path, run_in: RunIn) -> None:
    for harm in HARMS:
        desk = harmed(calm, harm, STORE)
        said, again = run_in(desk), run_in(desk)

        assert (said.code, said.err) == (0, ""), harm
        assert "2 runs and 1 summary" in said.out
        assert again.out == "0 runs, 0 failed, 2 fresh.\n"
        assert damage(desk) + differences(desk, calm) == []


def test_records_that_were_harmed_are_told_and_written_anew(calm: Path, run_in: RunIn) -> None:
    for harm in HARMS:
        desk = harmed(calm, harm, RECORDS)
        said, again = run_in(desk), run_in(desk)

        assert (said.code == 0) == (said.err == ""), harm
        assert (again.code, again.err, again.out) == (0, "", "0 runs, 0 failed, 2 fresh.\n")
        assert differences(desk, calm) == []


def test_records_that_were_harmed_where_there_is_no_store_are_told_or_run_again(calm: Path, run_in: RunIn) -> None:
    for harm in HARMS:
        desk = harmed(calm, harm, RECORDS)
        shutil.rmtree(desk / STORE)
        run_in(desk)
        again = run_in(desk)

        assert (again.code, again.err, again.out) == (0, "", "0 runs, 0 failed, 2 fresh.\n"), harm
        assert damage(desk) == []


def test_trials_that_were_harmed_keep_nobody_from_running(calm: Path, run_in: RunIn) -> None:
    for harm in HARMS:
        desk = harmed(calm, harm, TRIALS)
        (desk / "notebooks/wave.py").write_text((desk / "notebooks/wave.py").read_text() + "\n# %%\nfast\n")
        said = run_in(desk)

        assert (said.code, said.err) == (0, ""), harm
        assert len(trials_of(desk) - trials_of(calm)) >= 2
        if "bit" in harm:
            assert len(trials_of(calm) - trials_of(desk)) <= 1
