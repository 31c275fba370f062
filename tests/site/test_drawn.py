"""The bases and canvases of a vault, as they are read."""

from __future__ import annotations

from pathlib import Path

from kb.site.drawn import read_drawn


def test_those_that_can_be_read_are_and_the_others_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.canvas").write_bytes(b"\xef\xbb\xbf{}")
    (tmp_path / "b.BASE").write_bytes(b"views: []\r\n")
    (tmp_path / "c.canvas").write_bytes(b"\xff")
    (tmp_path / "d.canvas").write_bytes(b" " * 5_000_001)
    (tmp_path / "e.canvas").write_bytes(b"[")
    names = ["a.canvas", "b.BASE", "c.canvas", "d.canvas", "e.canvas", "gone.base", "x.png"]
    drawn, problems = read_drawn(tmp_path, names)

    assert drawn == {"a.canvas": "{}", "b.BASE": "views: []\n", "e.canvas": "["}
    assert [(problem.rule, problem.path, problem.what) for problem in problems] == [
        ("bad-base", "gone.base", "This base cannot be read"),
        ("bad-canvas", "c.canvas", "This canvas is not UTF-8"),
        ("bad-canvas", "d.canvas", "This canvas is over 5 MB"),
        ("bad-canvas", "e.canvas", "This canvas is not valid JSON"),
    ]
