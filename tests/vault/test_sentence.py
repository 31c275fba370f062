"""The sentence around a link."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Note
from kb.vault.markdown import read_outline
from kb.vault.sentence import sentence_around


def sentences(text: str, body_line: int = 1) -> list[str]:
    body = text.split("\n", body_line - 1)[-1]
    outline = read_outline(body, path="a.md", first_line=body_line)
    note = Note("a.md", {}, outline, text, body_line, "")
    return [sentence_around(note, link) for link in outline.links]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two [[b]] three. Four.", "Two [[b]] three."),
        ("One! See [[St. Louis]], e.g. Here? Four.", "See [[St. Louis]], e.g. Here?"),
        ("It said “so.” Then *[b](b.md)* came.\nNext.", "Then *[b](b.md)* came."),
        ("a line\nthat goes [[b]] on\nfor three. More", "a line that goes [[b]] on for three."),
        ("before\n\n[[b]] alone\n\nafter", "[[b]] alone"),
        ("- one\n- two. Then [[b]]\n  goes on\n- three", "Then [[b]] goes on"),
        ("1. [ ] do [[b]] ^id", "do [[b]]"),
        ("> quoted\n> see [[b]] here", "quoted see [[b]] here"),
        ("> [!tip] Title [[b]]\n> body", "Title [[b]] body"),
        ("# On [[b]]\ntext", "On [[b]]"),
        ("| a | b |\n| - | - |\n| x | see [[b\\|c]] now |", "see [[b\\|c]] now"),
        ("a | b\n- | -\nx | see [[b]]", "see [[b]]"),
        ("x[^1]\n\n[^1]: As [[b]] says.", "As [[b]] says."),
        ("前。见[[b]]。后。", "见[[b]]。"),
        ("Version 2.5 of [[b]] by J. Doe is out. Yes.", "Version 2.5 of [[b]] by J. Doe is out."),
    ],
)
def test_a_link_stands_in_its_sentence_item_or_cell(text: str, sentence: str) -> None:
    assert sentences(text) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("%% a. Secret %% See [[b]]. More.", "See b."),
        ("Text %%open\n\nSecret. And %% [[b|it]] tail", "Text it tail"),
        ("`50%%` see %%Secret. Yes%% [[b]] x", "50%% see b x"),
        ("%% kb:begin %%\nSee [[b]].\n%% kb:end %%", "See [[b]]."),
        ("%%\nSecret\n%%\n\n- x\n  - %%Secret%% ![[b]] seen", "seen"),
    ],
)
def test_a_comment_is_never_shown(text: str, sentence: str) -> None:
    assert sentences(text) == [sentence]


def test_a_sentence_does_not_reach_into_the_properties() -> None:
    assert sentences("---\nup: x\n---\nBoth [[b]].", body_line=4) == ["Both [[b]]."]


def test_of_a_link_in_a_property_the_line_is_shown() -> None:
    note = Note("a.md", {}, read_outline("[[b]]", path="a.md", first_line=1), "---\nup: '[[b]]'\n---\nSee [[b]]", 4, "")
    link = read_outline("\n[[b]]", path="a.md", first_line=1).links[0]

    assert sentence_around(note, link) == "up: '[[b]]'"


@given(st.text(st.sampled_from("ab. |>-*#[]%`\n!")).map(lambda text: f"{text}[[b]]{text}"))
def test_any_text_has_a_sentence_around_a_link(text: str) -> None:
    assert all(isinstance(sentence, str) for sentence in sentences(text))


def test_a_line_of_thousands_of_links_is_cut() -> None:
    started = time.process_time()
    found = sentences("word [[b]] and. " * 3_000)

    assert max(map(len, found)) < 1_000
    assert time.process_time() - started < 20
