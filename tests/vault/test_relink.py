"""A link written anew keeps all that its author chose, and nothing else in the file is read otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.vault.canvas import parse_canvas
from kb.vault.edits import edited
from kb.vault.relink import relinked, reread, spots_of
from tests.vault.texts import NOTES
from tests.vault.written import note_of


def said_of(text: str, target: str, fragment: str) -> str:
    """The text with its longest link saying that; empty where it cannot be written."""
    note = note_of("a.md", text)
    spot = max(spots_of(note), key=lambda spot: len(spot.link.raw))
    change = relinked(spot, target, fragment)
    return edited(text, [change.edit]) if change else ""


@pytest.mark.parametrize(
    ("old", "target", "fragment", "new"),
    [
        ("[[old]]", "New name", "", "[[New name]]"),
        ("![[old]]", "New", "", "![[New]]"),
        ("[[ old | text ]]", "New", "", "[[ New | text ]]"),
        ("[[old#H#I|text]]", "New", "H#J", "[[New#H#J|text]]"),
        ("[[old #H]]", "New", "H", "[[New #H]]"),
        ("[[old # H ]]", "old", "I", "[[old # I ]]"),
        ("| [[old\\|text]] |\n|-|", "New", "", "| [[New\\|text]] |\n|-|"),
        ("[[#H]]", "", "I", "[[#I]]"),
        ("[[#^a_b]]", "", "^a-b", "[[#^a-b]]"),
        ("![[old.png|100x50]]", "new.png", "", "![[new.png|100x50]]"),
        ("[text](old.md)", "New name.md", "", "[text](New%20name.md)"),
        ("[*text* `x`](old.md#H)", "caf\u00e9", "H I", "[*text* `x`](caf\u00e9#H%20I)"),
        ("[text](old.md#H)", "old.md", "A?", "[text](old.md#A%3F)"),
        ("[text](#h)", "", "A b", "[text](#A%20b)"),
        ("[text](<old.md>)", "New name.md", "", "[text](<New name.md>)"),
        ("[text](<old.md#h> 'title')", "New name.md", "A <b", "[text](<New name.md#A%20%3Cb> 'title')"),
        ("[text](old.md 'title')", "New.md", "", "[text](New.md 'title')"),
        ('[text]( old.md "ti (t) le" )', "New (1).md", "", '[text]( New%20(1).md "ti (t) le" )'),
        ("[t](old 'a](b')", "New", "", "[t](New 'a](b')"),
        ("![alt|100](old.png)", "new.png", "", "![alt|100](new.png)"),
        ("[![a](b.png)](old.md)", "New.md", "", "[![a](b.png)](New.md)"),
        ("[text](old%20one.md)", "100%.md", "", "[text](100%25.md)"),
        ("[text][ref]\n\n[ref]: old.md#h 't'", "New.md", "I", "[text][ref]\n\n[ref]: New.md#I 't'"),
    ],
)
def test_only_what_is_named_changes(old: str, target: str, fragment: str, new: str) -> None:
    assert said_of(old, target, fragment) == new


@pytest.mark.parametrize("target", ["C# notes", "a|b", "a]]b", "a\nb", " a", "a\\"])
def test_what_cannot_be_written_there_is_not(target: str) -> None:
    assert said_of("[[old]]", target, "") == ""


def test_a_link_that_names_nothing_inside_gets_no_fragment() -> None:
    assert said_of("[[old]]", "old", "H") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`[[a]]` [[a]]", [(1, "a]]")]),
        ("---\nup: ['[[a]]', \"[[b]]\"]\n---\n[[c]]", [(2, 'a]]\', "[[b]]"]'), (2, 'b]]"]'), (4, "c]]")]),
        ("[x][r] [r]\n\n[r]: a.md", [(3, "a.md"), (3, "a.md")]),
        ("> [x\n> y](<\n> a.md)\n\n[x\ny](\na.md)", [(7, "a.md)")]),
        ("---\n# [[a]]\nup: >\n  to\n  [[a]]\n---\n", [(5, "a]]")]),
        ("---\nup: [\nto: '[[a]]'\n---\n[[b]]", [(5, "b]]")]),
        ('---\nup: "[[\\\n  a]]"\n---\n', [(2, "")]),
    ],
)
def test_each_link_has_its_place(text: str, found: list[tuple[int, str]]) -> None:
    spots = spots_of(note_of("a.md", text))

    ends = [text[spot.place :].partition("\n")[0] if spot.is_certain else "" for spot in spots]
    assert [(spot.line, end) for spot, end in zip(spots, ends, strict=True)] == found


@given(
    old=st.sampled_from(
        ["[[o]]", "![[o#f|t]]", "|[[o\\|t]]|\n|-|", "[t](o)", "![t](<o>)", '[t](o#f "u")', "[t]\n\n[t]: o"]
    ),
    target=st.text(alphabet="aB \u00e9#|^[]()<>%&'\"\\`*_./:", min_size=1, max_size=8),
    fragment=st.text(alphabet="aB #^[]()%|\\", max_size=5),
)
def test_a_link_written_anew_is_read_as_it_was_meant_or_is_not_written(old: str, target: str, fragment: str) -> None:
    note = note_of("a.md", old)
    (spot,) = spots_of(note)
    change = relinked(spot, target, fragment)
    new = reread(note, [spot], [change]) if change else None

    if new:
        assert [(spot.link.target, spot.link.fragment) for spot in spots_of(new)] == [(target, fragment)]


@given(NOTES)
def test_other_letters_between_brackets_change_how_nothing_else_is_read(text: str) -> None:
    note = note_of("a.md", text)
    spots = spots_of(note)
    changes = [relinked(spot, "in/z_z - 1.md", spot.link.fragment) for spot in spots]
    plain = [change if change and change.is_plain else None for change in changes]

    assert reread(note, spots, plain)


def test_a_canvas_that_would_be_read_otherwise_is_not_changed() -> None:
    canvas = parse_canvas(b'{"nodes": [{"text": "x %% [[b]] [[a]]"}]}', path="a.canvas")
    spots = spots_of(canvas)

    assert reread(canvas, spots, [None, relinked(spots[1], "c", "")])
    assert reread(canvas, spots, [None, relinked(spots[1], "c%%", "")]) is None
