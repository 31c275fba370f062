"""Pages kept by what they were made from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.model.note import Heading
from kb.site.cache import PageCache
from kb.site.model import Page
from kb.site.search.findable import Findable

Damage = Callable[[bytes], bytes]

KEY = "ab" + "0" * 62
FINDABLE = Findable("a/", "one two", "1f", 2, ("tag:one",), "{}")
PAGE = Page("a.md", "a/", "Größe \ud800", "<p>x</p>", (Heading(2, "H", 3, "h"),), "about", ("one", "two"))


def test_a_page_comes_back_as_it_was(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "base")
    cache.store(KEY, PAGE, FINDABLE)

    assert cache.load(KEY) == (PAGE, FINDABLE)
    assert cache.load("cd" + KEY[2:]) is None


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda _: b"", lambda data: b"x" + data, lambda _: b"\xff\n{}"]
)
def test_a_file_that_was_cut_short_or_changed_holds_no_page(tmp_path: Path, damage: Damage) -> None:
    cache = PageCache(tmp_path, "base")
    cache.store(KEY, PAGE, FINDABLE)
    (file,) = tmp_path.glob("??/*")
    file.write_bytes(damage(file.read_bytes()))

    assert cache.load(KEY) is None


def test_where_nothing_can_be_kept_a_page_is_rendered_again(tmp_path: Path) -> None:
    (tmp_path / "ab").touch()
    cache = PageCache(tmp_path, "base")
    cache.store(KEY, PAGE, FINDABLE)

    assert cache.load(KEY) is None


def test_a_page_that_is_asked_for_is_young_again(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "base")
    cache.store(KEY, PAGE, FINDABLE)
    (file,) = tmp_path.glob("??/*")
    os.utime(file, (1000, 1000))
    cache.load(KEY)

    assert file.stat().st_mtime > 1000
