from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.runs.lock import Holder, _forget, _held, hold_lock, read_holder

HOLD = """
import sys
from pathlib import Path
from kb.config import Settings
from kb.runs.lock import hold_lock

root = Path(sys.argv[1])
with hold_lock(Settings(root, root / "vault"), "kb run", print):
    {then}
"""
WAIT = "print('held', flush=True); sys.stdin.read()"
FORK = """
    import os
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, b".")
        sys.stdin.read()
    else:
        os.read(reading, 1)
        print("held", flush=True)
    os._exit(0)
"""


def never(_: object) -> None:
    pytest.fail("nobody else holds it")


@contextmanager
def another(settings: Settings, then: str = WAIT) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD.format(then=then), str(settings.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_the_lock_names_its_holder_while_it_is_held(settings: Settings) -> None:
    with hold_lock(settings, "kb run", never):
        holder = read_holder(settings.store / "lock")

    assert holder is not None
    assert (holder.command, holder.process) == ("kb run", os.getpid())
    assert read_holder(settings.store / "lock") is None


def test_who_comes_second_is_told_once_who_holds_it_and_waits(settings: Settings) -> None:
    told: list[Holder | None] = []
    waits: list[float] = []

    with another(settings) as process:

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                process.communicate()

        with hold_lock(settings, "kb build", told.append, wait):
            pass

    assert [(holder.command, holder.process) for holder in told if holder] == [("kb run", process.pid)]
    assert len(waits) == 3


def test_a_killed_holder_blocks_nobody(settings: Settings) -> None:
    with another(settings) as process:
        process.kill()
        process.wait()

    assert read_holder(settings.store / "lock") is not None
    with hold_lock(settings, "kb run", never):
        holder = read_holder(settings.store / "lock")
    assert holder is not None
    assert holder.process == os.getpid()


def test_what_a_killed_holder_had_half_written_is_removed(settings: Settings) -> None:
    with another(settings) as process:
        process.kill()
        process.wait()
    left = settings.vault / f".note.md.{process.pid}.abcdefgh.tmp"
    left.write_text("half")

    with hold_lock(settings, "kb run", never):
        assert not left.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_does_not_hold_the_lock_of_its_parent(settings: Settings) -> None:
    with another(settings, FORK) as process:
        process.wait()

        with hold_lock(settings, "kb run", never):
            process.communicate()


def test_what_a_child_forgets_is_closed(tmp_path: Path) -> None:
    handle = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    _held.add(handle)

    _forget()

    with pytest.raises(OSError, match="Bad file descriptor"):
        os.close(handle)


def test_a_process_that_is_started_does_not_inherit_the_lock(settings: Settings) -> None:
    start = "subprocess.Popen([sys.executable, '-c', 'import sys; sys.stdin.read()'], stdout=subprocess.DEVNULL)"
    with another(settings, f"import subprocess, os; {start}; print('held', flush=True); os._exit(0)") as process:
        process.wait()

        with hold_lock(settings, "kb run", never):
            process.communicate()


def test_a_file_of_nonsense_is_a_lock_that_nobody_holds(settings: Settings) -> None:
    settings.store.mkdir()
    (settings.store / "lock").write_text('{"pid": 1}')

    assert read_holder(settings.store / "lock") is None
    with hold_lock(settings, "kb run", never):
        pass


def test_the_lock_is_free_after_an_error(settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError), hold_lock(settings, "kb run", never):
        raise ZeroDivisionError

    with hold_lock(settings, "kb run", never):
        pass


def test_a_folder_that_takes_no_lock_is_told_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("kb.runs.lock._lock", no_locks)

    with pytest.raises(KbError, match=r"cannot take its lock: Operation not supported"), hold_lock(settings, "", never):
        pass


def test_a_lock_that_is_no_file_is_told_so(settings: Settings) -> None:
    Path(settings.store / "lock").mkdir(parents=True)

    with pytest.raises(KbError, match="cannot take its lock"), hold_lock(settings, "kb run", never):
        pass
