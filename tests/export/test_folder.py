from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.export.folder import MARKER, Content, write_export


def test_an_export_is_replaced_and_equal_bytes_are_not_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    picture = tmp_path / "p.png"
    picture.write_bytes(b"picture")
    write_export(out, {"a.md": b"one", "sub/b.md": b"two", "p.png": picture})

    done = write_export(out, {"a.md": b"new", "p.png": picture})

    assert (done.files, done.written, done.removed) == (2, ("a.md",), ("sub/b.md",))
    assert (out / "a.md").read_bytes() == b"new"
    assert (out / "p.png").read_bytes() == b"picture"
    assert not (out / "sub").exists()


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write_export(tmp_path, {"a.md": b"x"})
    (tmp_path / MARKER).unlink()

    with pytest.raises(KbError, match=r"holds files that no export wrote: a\.md"):
        write_export(tmp_path, {"a.md": b"x"})


@pytest.mark.parametrize(
    ("path", "what"), [("a.md", "was changed since it was exported"), ("new.md", "No export wrote this file")]
)
def test_what_someone_wrote_there_is_not_touched(tmp_path: Path, path: str, what: str) -> None:
    write_export(tmp_path, {"a.md": b"x"})
    (tmp_path / path).write_bytes(b"mine")

    with pytest.raises(KbError, match=what):
        write_export(tmp_path, {"a.md": b"y", "new.md": b"z"})

    assert (tmp_path / path).read_bytes() == b"mine"


def test_a_file_of_others_beside_it_stays(tmp_path: Path) -> None:
    write_export(tmp_path, {"sub/a.md": b"x"})
    (tmp_path / "sub/mine.txt").write_bytes(b"mine")

    assert write_export(tmp_path, {}).removed == ("sub/a.md",)
    assert (tmp_path / "sub/mine.txt").exists()


def test_an_export_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    write_export(tmp_path, {"a/1.md": b"x", "b/2.md": b"x"})
    (tmp_path / "b/2.md").unlink()
    (tmp_path / "b").rmdir()
    (tmp_path / "b").write_bytes(b"a file in the way")
    with pytest.raises(KbError, match="Cannot write this file"):
        write_export(tmp_path, {"a/1.md": b"y", "b/2.md": b"y"})
    (tmp_path / "b").unlink()

    assert (tmp_path / "a/1.md").read_bytes() == b"y"
    assert write_export(tmp_path, {"a/1.md": b"z", "b/2.md": b"y"}).written == ("a/1.md", "b/2.md")


def test_a_file_that_vanished_is_told_and_the_others_are_written(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(b"picture")
    write_export(tmp_path / "out", {"p.png": picture})
    picture.unlink()

    done = write_export(tmp_path / "out", {"p.png": picture, "a.md": b"x"})

    assert (done.files, done.written, done.removed) == (1, ("a.md",), ("p.png",))
    assert [(problem.path, problem.what) for problem in done.problems] == [
        ("p.png", "Cannot read this file, so that it is not exported")
    ]


class Shelf(dict[str, Content]):
    """Files of which something becomes between the look that plans and the one that copies."""

    meanwhile: Callable[[], object]

    def __getitem__(self, path: str) -> Content:
        self.meanwhile()
        return super().__getitem__(path)


def test_a_file_that_vanishes_while_the_export_runs_is_told(tmp_path: Path) -> None:
    picture, out = tmp_path / "p.png", tmp_path / "out"
    picture.write_bytes(b"picture")
    write_export(out, {"a.md": b"x", "p.png": b"old"})
    files = Shelf({"a.md": b"x", "p.png": picture})
    files.meanwhile = picture.unlink

    done = write_export(out, files)

    assert (done.files, done.written, done.removed) == (1, (), ("p.png",))
    assert [problem.path for problem in done.problems] == ["p.png"]
    assert write_export(out, {"a.md": b"x"}).written == ()


def test_a_file_that_changes_while_the_export_runs_is_still_kbs_own(tmp_path: Path) -> None:
    picture, out = tmp_path / "p.png", tmp_path / "out"
    picture.write_bytes(b"picture")
    files = Shelf({"p.png": picture})
    files.meanwhile = lambda: picture.write_bytes(b"changed")
    write_export(out, files)

    assert (out / "p.png").read_bytes() == b"changed"
    assert write_export(out, {"p.png": b"new"}).written == ("p.png",)


@pytest.mark.parametrize(
    ("function", "what"),
    [("kb.export.folder.file_checksum", "Cannot read this file"), ("pathlib.Path.unlink", "Cannot remove this file")],
)
def test_a_file_of_the_export_that_another_program_holds_stops_it(
    function: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    write_export(tmp_path, {"a.md": b"x"})
    monkeypatch.setattr(function, refuse)

    with pytest.raises(KbError, match=f"{what}: Permission denied"):
        write_export(tmp_path, {})


def test_a_marker_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text(json.dumps([]))

    with pytest.raises(KbError, match="What an earlier export noted here cannot be read"):
        write_export(tmp_path, {})


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    out = tmp_path / "out"
    write_export(out, {})
    (out / "sub").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(KbError, match="A link leads out of the folder"):
        write_export(out, {"sub/a.md": b"x"})


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")

    with pytest.raises(KbError, match="cannot be read"):
        write_export(tmp_path / "out", {})
