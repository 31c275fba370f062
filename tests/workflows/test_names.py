from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.workflows.names import class_name, file_name, module_name, note_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Turtle breakout", "Turtle breakout"),
        ("a # b", "a b"),
        ("a | b", "a b"),
        ('Say: "yes"', "Say yes"),
        ("back\\slash", "back slash"),
        (".hidden", "hidden"),
        ("ends in a dot.", "ends in a dot"),
        ("rocket 🚀", "rocket 🚀"),
        ("CON", "CON_"),
        ("nul.txt", "nul.txt_"),
        ("console", "console"),
        ("half \ud800 character", "half character"),
        ("%%", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_file_name_that_every_platform_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_title_of_nothing_is_untitled_for_kb() -> None:
    assert note_name("%%") == "untitled"


@given(st.text(max_size=300))
def test_a_file_name_is_short_and_stays_what_it_is(title: str) -> None:
    name = file_name(title)

    assert len(name) <= 81
    assert len(f"{name} results.md".encode()) <= 255
    assert file_name(name) == name
    assert not set(name) & set('\\/:*?"<>|#^[]%\n\0')


@pytest.mark.parametrize(
    ("title", "module", "name"),
    [
        ("Turtle breakout", "turtle_breakout", "TurtleBreakout"),
        ("class", "s_class", "SClass"),
        ("3 ducks", "s_3_ducks", "S3Ducks"),
        ("CON", "s_con", "SCon"),
        ("Überraschung", "uberraschung", "Uberraschung"),
        ("日本語", "日本語", "日本語"),
        ("🚀", "strategy", "Strategy"),
        ("true", "true", "TrueStrategy"),
        ("kb error", "kb_error", "KbErrorStrategy"),
    ],
)
def test_a_title_becomes_names_of_code(title: str, module: str, name: str) -> None:
    assert (module_name(title), class_name(title)) == (module, name)


@given(st.text(max_size=60))
def test_any_title_gives_names_that_python_takes(title: str) -> None:
    tree = ast.parse(f"import {module_name(title)}\nclass {class_name(title)}: ...")

    assert len(tree.body) == 2
