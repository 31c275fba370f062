"""Which names cannot stand in a text by chance."""

from __future__ import annotations

import pytest

from kb.site.private.distinct import holds_name, is_distinctive


@pytest.mark.parametrize("name", ["Secret plan", "clients/ACME", "Q3 plan", "Acme2024deal", "秘密計画", "Ärger mit Öl"])
def test_a_name_of_two_words_or_with_digits_or_of_ideographs_is_distinctive(name: str) -> None:
    assert is_distinctive(name)


@pytest.mark.parametrize("name", ["Ideas", "2024-05-01", "a b", "", "Q3", "12345678", "index", "計画", "--"])
def test_a_word_or_a_date_is_not(name: str) -> None:
    assert not is_distinctive(name)


@pytest.mark.parametrize("text", ["the secret-plan!", "Secret  Plan", "a SECRET plan of ours"])
def test_a_text_holds_a_name_in_any_case_and_with_other_signs(text: str) -> None:
    assert holds_name(text, "Secret plan")


@pytest.mark.parametrize(
    ("text", "name"), [("my ideas", "Ideas"), ("secret plans", "Secret plan"), ("", "Secret plan")]
)
def test_a_text_does_not_hold_a_common_word_or_a_part_of_one(text: str, name: str) -> None:
    assert not holds_name(text, name)
