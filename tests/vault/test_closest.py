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
        ("SMA crossovers results", ["SMA crossover results"]),
        ("nope 12", ["note 12"]),
        ("Value", []),
        ("", []),
    ],
)
def test_a_slip_or_a_shared_word_finds_the_name(wanted: str, near: list[str]) -> None:
    assert closest_names(wanted, NAMES) == near
