"""A disk that is full from the n-th write on, for every n: nothing is lost, nothing is half there, and it is said."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import RunIn
from tests.runs.chaos.checks import damage, differences
from tests.runs.chaos.workspace import make_workspace


class Disk:
    """Takes so many writes, and then no more.

    Attributes:
        room: How many it still takes.
        writes: How many it was asked for.
    """

    def __init__(self) -> None:
        self.room: float = float("inf")
        self.writes = 0
        self._sync, self._write = os.fsync, os.write

    def sync(self, handle: int) -> None:
        """What was written is on disk, or does not fit."""
        self._take()
        self._sync(handle)

    def write(self, handle: int, data: bytes) -> int:
        """Write; where there is no room, the first half still fits."""
        if self.room < 1:
            self._write(handle, data[: len(data) // 2])
            self._take()
        return self._write(handle, data)

    def _take(self) -> None:
        self.writes += 1
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "fsync", disk.sync)
    monkeypatch.setattr(os, "write", disk.write)
    return disk


def test_a_disk_that_is_full_at_any_write_is_told_and_loses_nothing(tmp_path: Path, disk: Disk, run_in: RunIn) -> None:
    make_workspace(tmp_path / "before", run_in, earlier=[4], now=[3, 4])
    shutil.copytree(tmp_path / "before", tmp_path / "calm")
    disk.writes = 0
    run_in(tmp_path / "calm")
    writes = disk.writes

    for room in range(writes):
        desk = tmp_path / f"desk {room}"
        shutil.copytree(tmp_path / "before", desk)
        disk.room = room
        full = run_in(desk)
        disk.room = float("inf")
        half_written = damage(desk)
        again = run_in(desk)

        assert (full.code, again.code, again.err) == (1, 0, "")
        assert "No space left on device" in full.err
        assert half_written == []
        assert differences(desk, tmp_path / "calm") == []
