"""One account, written in several ways."""

from __future__ import annotations

import pytest

from kb.site.private.accounts import account_forms


@pytest.mark.parametrize("text", ["U7654321", "u7654321", "U 7654321", "U-7654321", "U.7654321"])
def test_an_account_is_known_in_any_case_however_letters_and_digits_are_joined(text: str) -> None:
    forms = account_forms(text)

    assert {"U7654321", "u7654321", "U 7654321", "u-7654321", "U.7654321", "U\u00a07654321", "7654321"} <= forms


@pytest.mark.parametrize(("text", "digits"), [("DU12345", "12345"), ("U1200000", "1200000")])
def test_few_or_round_digits_are_not_known_alone(text: str, digits: str) -> None:
    assert account_forms(text) >= {text.lower()}
    assert digits not in account_forms(text)


@pytest.mark.parametrize(
    "text", ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "de89-3704-0044-0532-0130-00"]
)
def test_an_iban_is_known_with_and_without_its_groups(text: str) -> None:
    forms = account_forms(text)

    assert {"DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "de89370400440532013000"} <= forms


def test_a_card_is_known_with_and_without_its_groups() -> None:
    visa = {"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111"}

    assert [visa <= account_forms(text) for text in visa] == [True] * 3
    assert "3782 822463 10005" in account_forms("378282246310005")


@pytest.mark.parametrize("text", ["", "Ideas", "98765.43", "2024-05-01", "U12", "Q1 2024 report", "1,234,567"])
def test_other_texts_have_no_other_forms(text: str) -> None:
    assert account_forms(text) == set()
