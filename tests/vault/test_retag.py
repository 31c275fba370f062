"""A tag gets another name wherever Obsidian reads it as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.vault.canvas import parse_canvas
from kb.vault.retag import renaming, retag_canvas, retag_note

RENAMED = renaming("fx", "money/fx")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#fx, #FX/em and #fxx #x/fx", "#money/fx, #money/fx/em and #fxx #x/fx"),
        ("`#fx` $#fx$ %%#fx%% \\#fx x#fx", None),
        ("```\n#fx\n```\n", None),
        ("> - a #fx\n| #fx | [[a\\|b]] #fx |\n|-|-|", "> - a #money/fx\n| #money/fx | [[a\\|b]] #money/fx |\n|-|-|"),
        ("x[^1] ^[see #fx]\n\n[^1]: #fx", "x[^1] ^[see #money/fx]\n\n[^1]: #money/fx"),
        ("\ufeffa\r\n#fx\r\n", "\ufeffa\r\n#money/fx\r\n"),
        ("---\ntags: [fx, '#fx/em', other] # fx\n---\n", "---\ntags: [money/fx, '#money/fx/em', other] # fx\n---\n"),
        (
            '---\r\nTags:\r\n  - fx # mine\r\n  - "x"\r\n---\r\n',
            '---\r\nTags:\r\n  - money/fx # mine\r\n  - "x"\r\n---\r\n',
        ),
        ("---\ntags: '#fx, other  FX/em'\n---\n", "---\ntags: '#money/fx, other  money/fx/em'\n---\n"),
        ("---\ntags: fx\n---\n#fx", "---\ntags: money/fx\n---\n#money/fx"),
        ("---\ntags: [fx, money/fx]\n---\n", "---\ntags:\n  - money/fx\n---\n"),
        ("---\ntags: fx, x, Money/FX\n---\n", "---\ntags: x, Money/FX\n---\n"),
        ("---\ntags: [fx, fx, x]\n---\n", "---\ntags:\n  - money/fx\n  - x\n---\n"),
        ("---\ntags:\n---\n", None),
        ("---\ntags: 7\nother: fx\n---\n", None),
        ("---\ntags: [fx\n---\n#fx", "---\ntags: [fx\n---\n#money/fx"),
        ("---\ntags: [null, 7, fx]\n---\n", "---\ntags: [null, 7, money/fx]\n---\n"),
    ],
)
def test_a_tag_is_renamed_where_it_is_one(before: str, after: str | None) -> None:
    assert retag_note(before, RENAMED, path="a.md")[0] == (before if after is None else after)


def test_each_change_has_its_line() -> None:
    _, edits = retag_note("---\ntags:\n- fx\n---\n\n#fx/em", RENAMED, path="a.md")

    found = [(edit.line, edit.before, edit.after) for edit in edits]
    assert found == [(3, "fx", "money/fx"), (6, "#fx/em", "#money/fx/em")]


def test_a_tag_of_several_parts_is_renamed_with_those_below_it() -> None:
    text, _ = retag_note("#a/b #A/B/c #a #ab/b", renaming("a/b", "z"), path="")

    assert text == "#z #z/c #a #ab/b"


@pytest.mark.parametrize("name", ["null", "true", "2024-01-01", "1e3"])
def test_a_name_that_yaml_reads_as_something_else_is_quoted(name: str) -> None:
    text, _ = retag_note("---\ntags: [fx, x]\n---\n", renaming("fx", name), path="")

    assert text == f"---\ntags:\n  - '{name}'\n  - x\n---\n"


def test_a_name_that_would_break_the_yaml_is_quoted() -> None:
    assert retag_note("---\ntags: fx\n---\n", renaming("fx", "-"), path="")[0] == "---\ntags: '-'\n---\n"


def test_tags_in_the_texts_of_a_canvas_are_renamed_and_all_else_stays() -> None:
    raw = '{"nodes": [{"text":"\\u00e9 #fx\\n`#fx`", "file":"#fx"}, {"label":"#fx"}]}'

    text, edits = retag_canvas(raw, parse_canvas(raw.encode(), path="a.canvas"), RENAMED)
    assert text == raw.replace("\\u00e9 #fx", "\\u00e9 #money/fx")
    assert [edit.before for edit in edits] == ["#fx"]


PIECES = [
    "#fx",
    "#FX/a",
    " ",
    "\n",
    "`",
    "> ",
    "- ",
    "| ",
    "[[a|#fx]]",
    "%%",
    "$",
    "é",
    "^[",
    "]",
    "\\",
    "#money/fx",
    "---\n",
    "tags: ",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_tag_is_left_and_nothing_else_changes(text: str) -> None:
    after, edits = retag_note(text, renaming("fx", "zz"), path="")

    assert retag_note(after, renaming("fx", "zz"), path="")[1] == ()
    assert len(after) == len(text)
    if not edits:
        assert after == text
