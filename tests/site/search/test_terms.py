"""Words in one form, and what each weighs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.search.record import Record, Section
from kb.site.search.terms import LONGEST, count_terms, fold, weigh


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("One, two: ONE!", {"one": 2, "two": 1}),
        ("sma_20", {"sma_20": 1, "sma": 1, "20": 1}),
        ("BRK.B.", {"brk.b": 1, "brk": 1, "b": 1}),
        ("3.14159 and -0.5", {"3.14159": 1, "and": 1, "0.5": 1}),
        ("10-200 long-short", {"10-200": 1, "10": 1, "200": 1, "long": 1, "short": 1}),
        ("2024-01-05", {"2024-01-05": 1, "2024": 1, "01": 1, "05": 1}),
        ("Größe ÉTÉ naïve Łódź", {"grosse": 1, "ete": 1, "naive": 1, "lodz": 1}),
        ("\ufb01ne \uff21\uff22", {"fine": 1, "ab": 1}),
        ("ΣΟΦΟΣ σοφός", {"σοφοσ": 2}),
        ("東京都", {"東京": 1, "京都": 1, "都": 1}),
        ("2024年", {"2024": 1, "年": 1}),
        ("हिन्दी", {"हिन्दी": 1}),
        ("don't", {"don": 1, "t": 1}),
        ("... -- __ $%&", {}),
        ("x" * 99, {"x" * LONGEST: 1}),
    ],
)
def test_the_terms_of_a_text(text: str, terms: dict[str, int]) -> None:
    assert count_terms(text) == terms


@given(st.text())
def test_terms_hold_no_space_and_are_their_own_normal_form(text: str) -> None:
    for term in count_terms(text):
        assert term.split() == [term]
        assert fold(term) == term
        assert len(term) <= LONGEST


@given(st.text(), st.text())
def test_the_terms_of_two_texts_are_those_of_both(first: str, second: str) -> None:
    assert count_terms(f"{first}\n{second}").keys() == count_terms(first).keys() | count_terms(second).keys()


def test_a_word_weighs_by_its_place() -> None:
    record = Record(
        url="",
        title="Title",
        sections=(Section("", "Heading", "body body"),),
        tags=("tag",),
        aliases=("alias",),
        properties=(("property", "value"),),
    )
    weights, length = weigh(record)

    assert sorted(weights, key=lambda word: (-weights[word], word)) == [
        "title",
        "alias",
        "tag",
        "heading",
        "body",
        "property",
        "value",
    ]
    assert length == 2


def test_a_title_of_one_word_says_more_by_it() -> None:
    alone, _ = weigh(Record("", "Search"))
    among, _ = weigh(Record("", "Search for better things"))

    assert alone["search"] > among["search"]


def test_no_weight_leaves_four_bits() -> None:
    text = "word " * 1000
    weights, _ = weigh(Record("", text, sections=(Section("", text, text),), tags=(text,), aliases=(text,)))

    assert weights == {"word": 15} or weights["word"] <= 15
