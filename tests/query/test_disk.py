"""What the disk knows of a vault."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kb.query.disk import facts_of, local_time, read_bases
from kb.query.files import FileFacts


def test_a_base_that_is_no_text_is_told_and_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "Bad.base").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "Good.BASE").write_text("\ufeffviews: []", "utf-8")
    texts, problems = read_bases(tmp_path, ["Bad.base", "Good.BASE", "a.md", "gone.base"])

    assert texts == {"Good.BASE": "views: []"}
    assert [problem.path for problem in problems] == ["Bad.base", "gone.base"]


def test_a_file_has_a_size_and_dates_and_one_that_is_gone_has_none(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("four", "utf-8")
    facts = facts_of(file)

    assert facts.size == 4
    assert facts.modified == local_time(datetime.fromtimestamp(file.stat().st_mtime, UTC))
    assert facts_of(tmp_path / "none.md") == FileFacts()
