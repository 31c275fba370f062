"""Names close to a misspelt one."""

from __future__ import annotations

import pytest

from kb.vault.closest import closest_names, group_names

NAMES = group_names(["Momentum", "SMA crossover", "SMA crossover results", "Carry", "note 1", "note 12"])


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("Momentun", ["Momentum"]),
        ("momntum", ["Momentum"]),
        ("Mommentum", ["Momentum"]),
        ("Moemntum", ["Momentum"]),
        ("SMA crossovers results", ["SMA crossover results", "SMA crossover"]),
        ("nope 12", ["note 12", "note 1"]),
        ("Momnetum", ["Momentum"]),
        ("Value", []),
        ("", []),
    ],
)
def test_a_slip_or_a_shared_word_finds_the_name(wanted: str, near: list[str]) -> None:
    assert closest_names(wanted, NAMES) == near


@pytest.mark.parametrize(("wanted", "near"), [("Nope", []), ("oepn", ["open"]), ("pen", ["open"]), ("opem", ["open"])])
def test_a_short_word_is_meant_only_where_it_begins_or_ends_alike(wanted: str, near: list[str]) -> None:
    assert closest_names(wanted, group_names(["open"])) == near


def test_among_thousands_a_slip_is_found_too() -> None:
    names = group_names(["Momentum", *(f"Note {number}" for number in range(5000))])

    found = [closest_names(wanted, names) for wanted in ("Momentun", "Momnetum", "Mometum", "Nothing")]
    assert found == [["Momentum"], ["Momentum"], ["Momentum"], []]
