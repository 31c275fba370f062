"""What a page is, what its kind is called, and that a kind keeps its colour while a vault grows."""

from __future__ import annotations

import pytest

from kb.site.graph.kinds import COLOURS, GREY, colours_of, kind_of, names_of
from kb.vault.reading.entries import note_of
from kb.vault.reading.parse import parse_note

VAULT = {
    "Guide": 26,
    "Run": 16,
    "Base": 7,
    "Journal": 5,
    "Results": 5,
    "Dashboard": 4,
    "Idea": 4,
    "Research": 4,
    "Strategies": 4,
    "Note": 3,
    "Canvas": 2,
}


@pytest.mark.parametrize(
    ("path", "properties", "kind"),
    [
        ("x.md", "", "Note"),
        ("trading-ideas/deep/x.md", "", "Trading ideas"),
        ("a/x.md", "type: book-review", "Book review"),
        ("a/x.md", "Type: [person, friend]", "Person"),
        ("a/x.md", "type: 3", "A"),
        ("a/x.md", "type: []", "A"),
        ("runs/x.md", "kb_run: 1", "Run"),
        ("runs/x.md", "kb_batch: 1", "Results"),
        ("runs/x.md", "kb_desk: home", "Dashboard"),
        ("runs/x.md", "kb_state: '[[A]]'", "Dashboard"),
    ],
)
def test_what_a_note_is(path: str, properties: str, kind: str) -> None:
    note, _ = note_of(parse_note(f"---\n{properties}\n---\n".encode(), path, ""), path)

    assert kind_of(note) == kind


def test_kinds_that_differ_by_case_or_as_one_and_many_are_one_by_the_name_that_most_have() -> None:
    names = names_of(["Project", "Project", "Projects", "Strategies", "strategy", "strategy", "Glass", "Glas"])

    assert names == {
        "Project": "Project",
        "Projects": "Project",
        "Strategies": "strategy",
        "strategy": "strategy",
        "Glass": "Glass",
        "Glas": "Glas",
    }


def test_kinds_of_few_pages_and_those_that_are_only_a_form_are_grey() -> None:
    colours = colours_of(VAULT)

    assert {kind for kind, colour in colours.items() if colour == GREY} == {"Base", "Dashboard", "Note", "Canvas"}
    assert len({*colours.values()}) == COLOURS + 1


@pytest.mark.parametrize("kind", VAULT)
def test_a_few_more_pages_of_a_kind_change_no_colour(kind: str) -> None:
    more = {**VAULT, kind: VAULT[kind] + (1 if VAULT[kind] < 16 and kind != "Note" else 0)}

    assert colours_of(more) == colours_of(VAULT)


def test_a_kind_of_many_more_pages_keeps_its_colour_and_so_do_all_others() -> None:
    assert colours_of({**VAULT, "Idea": 15}) == colours_of(VAULT)


@pytest.mark.parametrize("new", ["Person", "Book", "Meeting", "Broker"])
def test_a_kind_that_is_new_takes_a_colour_from_few(new: str) -> None:
    few = dict(list(VAULT.items())[:5])
    before, after = colours_of(few), colours_of({**few, new: 4})

    assert sum(before[kind] != after[kind] for kind in few) <= 2


def test_one_and_many_have_the_same_colour_and_names_of_kb_their_own() -> None:
    assert colours_of({"Project": 3}) == {"Project": colours_of({"Projects": 9})["Projects"]}
    assert [colours_of({kind: 1})[kind] for kind in ("guide", "Runs", "Results")] == [0, 1, 2]


def test_a_kind_of_any_spelling_has_a_colour() -> None:
    assert all(0 <= colour < GREY for colour in colours_of({"s": 1, "": 1, "\ud800": 1, "ies": 1, "日誌": 1}).values())
