from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from kb.model.problem import Problem
from kb.vault.reading.walk import inside_files, is_conflict_copy, walk_vault


def test_files_are_walked_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("a.md", "b/c.csv", ".obsidian/app.json", "node_modules/x.md", "b/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    assert sorted(walk_vault(tmp_path, [])) == ["a.md", "b/c.csv"]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []

    assert list(walk_vault(tmp_path / "none", problems)) == []
    assert problems[0].rule == "unreadable-folder"


@pytest.mark.parametrize(
    ("path", "is_copy"),
    [("a/x (conflicted copy 2024-01-01).md", True), ("x.sync-conflict-20240101-101010.csv", True), ("a/x.md", False)],
)
def test_a_sync_clients_conflict_copy_is_known_by_its_name(path: str, *, is_copy: bool) -> None:
    assert is_conflict_copy(path) is is_copy


def found(folder: Path) -> tuple[list[str], list[tuple[str, str | None]]]:
    """The paths of the files, and what is wrong with the rest."""
    problems: list[Problem] = []
    paths = sorted(walk_vault(folder, problems))
    return paths, [(problem.rule, problem.path) for problem in problems]


def write(folder: Path, *names: str) -> Path:
    """Make files with a word in them."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    return folder


unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files, or asks for a right")


@unix
def test_links_to_folders_that_are_read_anyway_are_told_and_not_followed(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", "a/b.md", "c/d.md")
    (vault / "a/up").symlink_to(vault, target_is_directory=True)
    (vault / "a/across").symlink_to(vault / "c", target_is_directory=True)
    (vault / "a/itself").symlink_to(vault / "a", target_is_directory=True)
    (vault / "around").symlink_to(tmp_path, target_is_directory=True)
    (vault / "beside").symlink_to(vault / "c", target_is_directory=True)
    links = ["around", "beside", "a/across", "a/itself", "a/up"]

    assert found(vault) == (["a/b.md", "c/d.md"], [("linked-folder", link) for link in links])


@unix
def test_a_folder_elsewhere_is_read_once_whatever_links_to_it(tmp_path: Path) -> None:
    vault, other = write(tmp_path / "vault", "a.md"), write(tmp_path / "other", "b.md", "in/c.md")
    for name, target in (("one", other), ("two", other), ("within", other / "in")):
        (vault / name).symlink_to(target, target_is_directory=True)
    (other / "back").symlink_to(vault, target_is_directory=True)
    paths, problems = found(vault)

    assert paths == ["a.md", "one/b.md", "one/in/c.md"]
    assert problems == [
        *(
            ("outside-vault", "one"),
            ("linked-folder", "two"),
            ("linked-folder", "within"),
            ("linked-folder", "one/back"),
        )
    ]


@unix
def test_folders_full_of_links_to_each_other_are_each_read_once(tmp_path: Path) -> None:
    vault, others = write(tmp_path / "vault", "a.md"), [tmp_path / f"other{number}" for number in range(12)]
    for folder in others:
        write(folder, "note.md")
    for folder in (vault, *others):
        for other in others:
            (folder / other.name).symlink_to(other, target_is_directory=True)
    paths, problems = found(vault)

    assert len(paths) == 1 + len(others)
    assert [rule for rule, _ in problems].count("linked-folder") == len(others) ** 2
    assert [rule for rule, _ in problems].count("outside-vault") == len(others)


@unix
def test_files_outside_of_the_vault_are_told_and_are_not_inside(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", "a.png", "in/b.png")
    write(tmp_path / "other", "note.md", "sub/secret.png")
    (vault / "folder").symlink_to(tmp_path / "other", target_is_directory=True)
    (vault / "secret.png").symlink_to(tmp_path / "other/sub/secret.png")
    (vault / "again.png").symlink_to("a.png")
    (vault / "note.md").symlink_to(tmp_path / "other/note.md")
    problems: list[Problem] = []
    files = sorted(walk_vault(vault, problems))

    assert {problem.path for problem in problems} == {"folder", "secret.png"}
    assert inside_files(files, problems) == ["a.png", "again.png", "in/b.png", "note.md"]
    assert inside_files(files, []) == files


@unix
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")

    assert found(tmp_path) == (["a.md"], [("dead-link", "gone.md"), ("dead-link", "loop.md")])


@unix
def test_pipes_sockets_and_devices_are_no_files(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "device.md").symlink_to("/dev/zero")
    (tmp_path / "link.md").symlink_to(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server, as_folder(tmp_path):
        server.bind("socket.md")

        assert found(tmp_path) == (["a.md"], [])


@contextmanager
def as_folder(folder: Path) -> Iterator[None]:
    """The folder as the current one, because a socket's name must be short."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_told_and_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))).mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("x")

    assert found(tmp_path) == (["a.md"], [("unreadable-name", "caf?"), ("unreadable-name", "caf?.md")])


@unix
def test_folders_a_thousand_deep_are_walked(tmp_path: Path) -> None:
    folders = ["a/" * depth for depth in range(1, 1001)]
    for folder in folders:
        (tmp_path / folder).mkdir()
    walked = found(write(tmp_path, f"{folders[-1]}b.md"))
    (tmp_path / folders[-1] / "b.md").unlink()
    for folder in reversed(folders):  # pytest's own way of removing them is not made for so many
        (tmp_path / folder).rmdir()

    assert walked == ([f"{folders[-1]}b.md"], [])


class Entry:
    """An entry of a folder that changes while it is looked at."""

    name, path = "a.md", "/nowhere/a.md"

    def is_dir(self) -> bool:
        raise PermissionError(13, "Permission denied")


def test_an_entry_that_cannot_be_looked_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "scandir", lambda _: nullcontext([Entry()]))

    assert found(tmp_path) == ([], [("dead-link", "a.md")])


def test_a_folder_that_vanishes_or_closes_while_it_is_walked_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c.md", "d.md", "e/f.md")
    problems: list[Problem] = []
    walk = walk_vault(tmp_path, problems)
    first = next(walk)
    shutil.rmtree(tmp_path / "a")

    assert [first, *walk] == ["d.md", "e/f.md"]
    assert [(problem.rule, problem.path) for problem in problems] == [("unreadable-folder", "a/")]
