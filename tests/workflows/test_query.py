"""What the disk knows of the files that are asked about."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from kb.config import Settings
from kb.query.values import text_of
from kb.workflows.query import Shown, ask_vault

NOW = datetime(2025, 5, 27, 12)  # noqa: DTZ001  (local)


def test_files_have_the_size_and_times_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("four")
    then = datetime(2025, 5, 24, 10).timestamp()  # noqa: DTZ001
    os.utime(tmp_path / "a.md", (then, then))
    shown = Shown(["file.size", "file.mtime", "file.ctime"])
    found, problems, unread = ask_vault(
        Settings(tmp_path, tmp_path), "file.mtime.relative() == '3 days ago'", shown, NOW
    )
    cells = found.groups[0].rows[0].cells

    assert [text_of(cell) for cell in cells[:3]] == ["a", "4", "2025-05-24 10:00:00"]
    assert text_of(cells[3]) > text_of(cells[2])
    assert (problems, unread) == ([], ())
