"""All of it or nothing, wherever the process is killed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.errors import KbError
from kb.files import write_atomically
from kb.vault.writing.changes import JOURNAL, Changes, finish_changes, write_changes

BEFORE = {"a.md": "one\r\n", "b/c.md": "\ufefftwo", "d.md": "three"}
CHANGES = Changes(
    {"a.md": ("one\r\n", "ONE\r\n"), "b/c.md": ("\ufefftwo", "\ufeffTWO é")}, (("d.md", "x/e.md"), ("b", "x/y"))
)
AFTER = {"a.md": "ONE\r\n", "x/y/c.md": "\ufeffTWO é", "x/e.md": "three"}


STEPS = 14
"""What changes in the file system."""


class Killed(BaseException):
    """What nothing catches."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A vault of three notes, and beside it the place of the journal."""
    for path, text in BEFORE.items():
        (tmp_path / "vault" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / path).write_bytes(text.encode())
    (tmp_path / ".kb").mkdir()
    return tmp_path / ".kb"


def contents(store: Path) -> dict[str, str]:
    vault = store.parent / "vault"
    found = (path for path in vault.rglob("*") if path.is_file())
    return {path.relative_to(vault).as_posix(): path.read_bytes().decode() for path in found}


def is_killed(monkeypatch: pytest.MonkeyPatch, step: int, act: Callable[[], None]) -> bool:
    """Act, and die before one of the changes of a file system: a file replaced, renamed, removed, a folder made."""
    steps = iter(range(1000))

    def dying(change: Callable[..., Any]) -> Callable[..., Any]:
        def change_or_die(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                raise Killed
            return change(*arguments, **options)

        return change_or_die

    with monkeypatch.context() as patch:
        for name in ("replace", "rename", "mkdir", "unlink"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        try:
            act()
        except Killed:
            return True
    return False


def write(store: Path) -> None:
    write_changes(store.parent / "vault", store, CHANGES)


def finish(store: Path) -> None:
    finish_changes(store.parent / "vault", store)


def test_changes_are_made_and_the_journal_is_gone(store: Path) -> None:
    write(store)

    assert contents(store) == AFTER
    assert list(store.iterdir()) == []


@pytest.mark.parametrize("step", range(16))
def test_after_a_kill_the_next_command_finishes_or_nothing_has_begun(
    store: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    was_killed = is_killed(monkeypatch, step, lambda: write(store))
    has_begun = (store / JOURNAL).exists() or not was_killed
    finish(store)

    assert contents(store) == (AFTER if has_begun else BEFORE)
    assert not (store / JOURNAL).exists()
    assert was_killed == (step < STEPS)


def test_a_second_kill_while_it_is_finished_changes_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_killed(monkeypatch, 4, lambda: write(store))
    assert is_killed(monkeypatch, 2, lambda: finish(store))
    finish(store)

    assert contents(store) == AFTER


def test_what_someone_edited_after_a_kill_is_kept_and_the_rest_undone(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_killed(monkeypatch, STEPS - 3, lambda: write(store))
    (store.parent / "vault/b/c.md").write_text("mine")

    with pytest.raises(KbError, match=r"b/c.md: What a killed command had begun cannot be finished.*It is undone"):
        finish(store)
    assert contents(store) == BEFORE | {"b/c.md": "mine"}
    assert not (store / JOURNAL).exists()


def test_a_file_that_changed_before_is_left_and_so_is_all_else(store: Path) -> None:
    (store.parent / "vault/b/c.md").write_text("mine")

    with pytest.raises(KbError, match=r"b/c.md: Another program saved this file just now"):
        write(store)
    assert contents(store) == BEFORE | {"b/c.md": "mine"}


def test_a_taken_name_undoes_what_was_written(store: Path) -> None:
    (store.parent / "vault/x/y").mkdir(parents=True)

    with pytest.raises(KbError, match=r"x/y: There is something of this name"):
        write(store)
    assert contents(store) == BEFORE
    assert list(store.iterdir()) == []


def test_what_cannot_be_moved_undoes_what_was_written(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(KbError, match=r"d.md: Cannot move this: Permission denied"):
        write(store)
    assert contents(store) == BEFORE


def test_a_journal_that_cannot_be_read_stops_everything(store: Path) -> None:
    (store / JOURNAL).write_text("{")

    with pytest.raises(KbError, match="kb cannot read what it had begun to change"):
        finish(store)


def test_a_name_may_change_its_case_only(store: Path) -> None:
    write_changes(store.parent / "vault", store, Changes({}, (("d.md", "D.md"),)))

    assert sorted(contents(store)) == ["D.md", "a.md", "b/c.md"]


def test_where_case_does_not_count_the_folder_tells_which_name_is_true(store: Path) -> None:
    """Both names are found there, as on macOS: here the second is a link to the first."""
    vault = store.parent / "vault"
    (store / JOURNAL).write_text(json.dumps({"contents": {}, "renames": [["d.md", "D.md"]]}))
    (vault / "D.md").hardlink_to(vault / "d.md")

    finish_changes(vault, store)
    assert not (store / JOURNAL).exists()
    assert "D.md" in contents(store)


def test_what_cannot_be_written_undoes_the_rest(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> bool:
        if b"TWO" in data and path.name == "c.md":
            raise KbError("Cannot write this file", path=path, found="No space left on device")
        return write_atomically(path, data)

    monkeypatch.setattr("kb.vault.writing.changes.write_atomically", refuse)

    with pytest.raises(KbError, match=r"^b/c.md: Cannot write this file: No space left on device"):
        write(store)
    assert contents(store) == BEFORE
    assert list(store.iterdir()) == []


def test_a_file_that_vanished_stops_the_changes(store: Path) -> None:
    (store.parent / "vault/a.md").unlink()

    with pytest.raises(KbError, match=r"a.md: Another program saved this file just now"):
        write(store)
