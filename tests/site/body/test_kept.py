"""A drawing is made once for what it is made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import KbError
from kb.site.body.kept import drawing_name, kept_drawing

NAME = drawing_name("a -> b", "1.0")


def never() -> str:
    pytest.fail("drawn twice")


def test_what_was_drawn_is_not_drawn_again(tmp_path: Path) -> None:
    assert [kept_drawing(NAME, lambda: "<svg/>", tmp_path), kept_drawing(NAME, never, tmp_path)] == ["<svg/>"] * 2


def test_what_cannot_be_kept_or_read_is_drawn(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    assert kept_drawing(NAME, lambda: "<svg/>", tmp_path) == "<svg/>"
    assert kept_drawing(NAME, lambda: "<svg/>", None) == "<svg/>"


def test_what_cannot_be_drawn_is_not_kept(tmp_path: Path) -> None:
    def fails() -> str:
        raise KbError("It cannot be drawn")

    with pytest.raises(KbError):
        kept_drawing(NAME, fails, tmp_path)

    assert not list(tmp_path.iterdir())


def test_another_source_or_version_is_another_drawing() -> None:
    assert len({NAME, drawing_name("a -> c", "1.0"), drawing_name("a -> b", "1.1"), drawing_name("\ud800", "1.0")}) == 4
