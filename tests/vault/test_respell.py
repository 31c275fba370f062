"""A link written anew keeps all that its author chose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Link
from kb.vault.markdown import read_outline
from kb.vault.respell import respelled


def link_in(text: str) -> Link:
    return max(read_outline(text, path="a.md", first_line=1).links, key=lambda link: len(link.raw))


@pytest.mark.parametrize(
    ("old", "target", "fragment", "new"),
    [
        ("[[old]]", "New name", "", "[[New name]]"),
        ("![[old]]", "New", "", "![[New]]"),
        ("[[ old | text ]]", "New", "", "[[ New | text ]]"),
        ("[[old#H#I|text]]", "New", "H#J", "[[New#H#J|text]]"),
        ("[[old #H]]", "New", "H", "[[New#H]]"),
        ("[[old\\|text]]", "New", "", "[[New\\|text]]"),
        ("[[#H]]", "", "I", "[[#I]]"),
        ("[[#^a_b]]", "", "^a-b", "[[#^a-b]]"),
        ("![[old.png|100x50]]", "new.png", "", "![[new.png|100x50]]"),
        ("[text](old.md)", "New name.md", "", "[text](New%20name.md)"),
        ("[*text* `x`](old.md#H)", "caf\u00e9", "H I", "[*text* `x`](caf\u00e9#H%20I)"),
        ("[text](<old.md>)", "New name.md", "", "[text](<New name.md>)"),
        ("[text](old.md 'title')", "New.md", "", "[text](New.md 'title')"),
        ('[text]( old.md "ti (t) le" )', "New (1).md", "", '[text]( New%20%281%29.md "ti (t) le" )'),
        ("![alt|100](old.png)", "new.png", "", "![alt|100](new.png)"),
        ("[![a](b.png)](old.md)", "New.md", "", "[![a](b.png)](New.md)"),
        ("[text](old%20one.md)", "100%.md", "", "[text](100%25.md)"),
    ],
)
def test_only_what_is_named_changes(old: str, target: str, fragment: str, new: str) -> None:
    assert respelled(link_in(old), target, fragment) == new


@pytest.mark.parametrize(
    ("old", "target"),
    [
        ("[[old]]", "C# notes"),
        (f"[[old|{'x' * 1000}]]", "New"),
        ("[t](old 'a](b')", "New"),
        ("[[old]]", "a|b"),
        ("[[old]]", "a]]b"),
        ("[text][ref]\n\n[ref]: old.md", "New.md"),
    ],
)
def test_what_cannot_be_written_there_is_not(old: str, target: str) -> None:
    assert respelled(link_in(old), target, "") == ""


@given(
    old=st.sampled_from(["[[o]]", "![[o#f|t]]", "[[o\\|t]]", "[t](o)", "![t](<o>)", '[t](o#f "u")']),
    target=st.text(alphabet="aB \u00e9#|^[]()<>%&'\"\\`*_./:", min_size=1, max_size=8),
    fragment=st.text(alphabet="aB #^[]()%|\\", max_size=5),
)
def test_a_link_written_anew_is_read_as_it_was_meant_or_is_not_written(old: str, target: str, fragment: str) -> None:
    new = respelled(link_in(old), target, fragment)
    found = [(link.target, link.fragment) for link in read_outline(new, path="a.md", first_line=1).links]

    assert found == ([(target, fragment)] if new else [])
