"""How a link names a file: best first, in the style in which it was written."""

from __future__ import annotations

from itertools import islice

import pytest

from kb.vault.destinations import Form
from kb.vault.spelling import names_file, spellings, style_of, written


@pytest.mark.parametrize(
    ("target", "first"),
    [
        ("Old", ["New", "y/New", "x/y/New"]),
        ("OLD.md", ["New.md", "y/New.md", "x/y/New.md"]),
        ("a/b/Old", ["x/y/New", "/x/y/New"]),
        ("b/Old", ["../x/y/New", "x/y/New", "/x/y/New"]),
        ("/a/b/Old", ["/x/y/New", "x/y/New"]),
        ("./b/Old", ["../x/y/New", "x/y/New"]),
        ("An alias", ["New", "y/New"]),
    ],
)
def test_a_style_stays(target: str, first: list[str]) -> None:
    found = spellings(target, "a/b/Old.md", "x/y/New.md", "a", "z")

    assert list(islice(found, len(first))) == first


def test_the_end_of_a_path_stays_one() -> None:
    assert next(spellings("b/Old", "a/b/Old.md", "x/y/New.md", "c", "c")) == "y/New"


def test_a_relative_path_into_the_same_folder_keeps_its_dot() -> None:
    assert next(spellings("../x/Old", "x/Old.md", "y/New.md", "y", "y")) == "./New"


def test_what_a_file_without_ending_would_catch_gets_the_ending() -> None:
    assert list(spellings("Old", "Old.md", "New.md", "", ""))[-2:] == ["New.md", "/New.md"]


@pytest.mark.parametrize(
    ("target", "style"),
    [("../x", "dotted"), ("/x", "absolute"), ("x", "bare"), ("a/b/x", "path"), ("b/x.md", "relative"), ("c/x", "end")],
)
def test_a_style_is_known_by_its_look(target: str, style: str) -> None:
    assert style_of(target, "a/b/x.md", "a") == style


def test_a_link_says_the_name_of_a_file_or_an_alias() -> None:
    assert names_file("b/X", "a/b/x.md")
    assert names_file("x.MD", "a/x.md")
    assert not names_file("other", "a/x.md")


@pytest.mark.parametrize(
    ("target", "form", "before", "text"),
    [
        ("a b", "wiki", "x", "a b"),
        ("a#b", "wiki", "x", None),
        ("a|b", "wiki", "x", None),
        ("a [[b", "wiki", "x", None),
        (" a", "wiki", "x", None),
        ("a b", "path", "x", "a b"),
        ("a b.md", "plain", "x", "a%20b.md"),
        ("ü b.md", "plain", "x", "ü%20b.md"),
        ("ü b.md", "plain", "%C3%A9", "%C3%BC%20b.md"),
        ("a (1).md", "plain", "x", "a%20(1).md"),
        ("a (1.md", "plain", "x", "a%20%281.md"),
        ("a&amp;b.md", "plain", "x", "a%26amp%3Bb.md"),
        ("100%.md", "plain", "x", "100%25.md"),
        ("a b.md", "angle", "x y", "a b.md"),
        ("a b.md", "angle", "x%20y", "a%20b.md"),
        ("100%20.md", "angle", "x", "100%2520.md"),
        ("a<b.md", "angle", "x", "a%3Cb.md"),
        ("a\\!.md", "angle", "x", "a%5C%21.md"),
        ("a#b.md", "plain", "x", "a%23b.md"),
    ],
)
def test_a_target_is_written_as_the_link_wrote_its_old_one(
    target: str, form: Form, before: str, text: str | None
) -> None:
    assert written(target, form, before) == text
