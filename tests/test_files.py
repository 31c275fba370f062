"""Writes are whole or not at all; checksums are the same on every platform."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import files
from kb.errors import KbError
from kb.files import checksum, file_checksum, remove_leftovers, text_checksum, write_atomically

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes and asks for a right to make links")
INTACT = "Its old content is intact. Check permissions and space, close it elsewhere, then run again."


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refuse_moves(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Another program holds the file for the first few tries."""
    move, left = Path.replace, [times]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(errno.EACCES, "The file is in use")
        return move(self, target)

    monkeypatch.setattr(files, "RETRY_SECONDS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "replace", replace)


def test_new_content_replaces_the_old(note: Path) -> None:
    assert write_atomically(note, b"new")
    assert note.read_bytes() == b"new"
    assert names(note.parent) == ["note.md"]


def test_equal_content_is_not_written(note: Path) -> None:
    before = note.stat()

    assert not write_atomically(note, b"old")
    assert (note.stat().st_ino, note.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_folders_are_made(tmp_path: Path) -> None:
    assert write_atomically(tmp_path / "a/b/c.md", b"new")
    assert (tmp_path / "a/b/c.md").read_bytes() == b"new"


def test_long_names_of_any_letters_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("Ünïcödé 数" * 8 + ".md")

    assert write_atomically(path, b"new")
    assert names(tmp_path) == [path.name]


@POSIX
def test_the_mode_of_the_file_is_kept(note: Path) -> None:
    note.chmod(0o640)

    write_atomically(note, b"new")

    assert stat.S_IMODE(note.stat().st_mode) == 0o640


@POSIX
def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new.md", b"new")
    finally:
        os.umask(mask)

    assert stat.S_IMODE((tmp_path / "new.md").stat().st_mode) == 0o640


@POSIX
def test_a_link_stays_a_link(note: Path) -> None:
    link = note.parent / "link.md"
    link.symlink_to(note.name)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert note.read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_content(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(KbError) as error:
        write_atomically(note, b"new")

    assert str(error.value) == f"{note}: Cannot write this file: No space left on device. {INTACT}"
    assert note.read_bytes() == b"old"
    assert names(note.parent) == ["note.md"]


def test_a_read_only_folder_leaves_the_old_content(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)

    with pytest.raises(KbError, match="Cannot write this file: Permission denied"):
        write_atomically(note, b"new")

    assert note.read_bytes() == b"old"


def test_a_file_that_is_held_for_a_while_is_written_after_it(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_moves(monkeypatch, times=3)

    assert write_atomically(note, b"new")
    assert note.read_bytes() == b"new"
    assert names(note.parent) == ["note.md"]


def test_a_file_that_stays_held_keeps_its_content(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_moves(monkeypatch, times=100)

    with pytest.raises(KbError, match=r"note\.md: Cannot write this file: The file is in use"):
        write_atomically(note, b"new")

    assert note.read_bytes() == b"old"
    assert names(note.parent) == ["note.md"]


def test_a_process_killed_before_the_move_leaves_the_old_content(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", kill)

    with pytest.raises(KeyboardInterrupt):
        write_atomically(note, b"new")

    assert note.read_bytes() == b"old"
    assert names(note.parent) == ["note.md"]


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(KbError, match="Cannot write this file"):
        write_atomically(tmp_path / "folder", b"new")

    assert names(tmp_path) == ["folder"]


def test_an_error_without_words_of_its_own_is_still_told(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError("out of luck")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(KbError, match="Cannot write this file: out of luck"):
        write_atomically(note, b"new")


def test_the_checksum_is_sha_256(note: Path) -> None:
    expected = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    note.write_bytes(b"foo")

    assert (checksum(b"foo"), text_checksum("foo"), file_checksum(note)) == (expected,) * 3


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"))))
def test_text_has_one_checksum_whatever_its_line_ends(lines: list[str]) -> None:
    assert text_checksum("\r\n".join(lines)) == text_checksum("\n".join(lines))


def test_bytes_have_the_checksum_of_their_line_ends() -> None:
    assert checksum(b"a\r\n") != checksum(b"a\n")


KILLED = """
import os, signal, sys
from pathlib import Path
from kb.files import write_atomically

os.fsync = lambda _: os.kill(os.getpid(), signal.SIGTERM)
write_atomically(Path(sys.argv[1]), b"new")
"""


def test_what_a_killed_process_had_begun_to_write_is_removed(note: Path) -> None:
    (note.parent / "deep").mkdir()
    for path in (note, note.parent / "deep/new.md"):
        subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert (len(names(note.parent)), len(names(note.parent / "deep"))) == (3, 1)

    remove_leftovers(note.parent)

    assert (names(note.parent), names(note.parent / "deep")) == (["deep", "note.md"], [])
    assert note.read_bytes() == b"old"


def test_what_a_living_process_or_another_program_writes_stays(note: Path) -> None:
    mine = f".note.md.{os.getpid()}.a1b2c_d4.tmp"
    others = [mine, "note.1.a1b2c_d4.tmp", ".note.tmp", ".note.1.tmp", ".note.a1b2c_d4.tmp"]
    for name in others:
        (note.parent / name).write_bytes(b"ha")

    remove_leftovers(note.parent)

    assert names(note.parent) == sorted(["note.md", *others])
