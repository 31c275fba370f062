from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.export.folder import MARKER, write_export


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
    write_export(tmp_path, {"a.md": b"x", "b.md": b"x"})
    with pytest.raises(KbError, match="Cannot read this file"):
        write_export(tmp_path, {"a.md": b"y", "b.md": tmp_path / "gone"})
    (tmp_path / "b.md").unlink()

    assert write_export(tmp_path, {"a.md": b"y", "b.md": b"y"}).written == ("a.md", "b.md")


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
