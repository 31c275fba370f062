from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest

from kb.runs.machine import machine_id, machine_name


def test_the_name_stays_the_same_and_tells_nobody() -> None:
    first = machine_name()
    machine_name.cache_clear()

    assert re.fullmatch("[0-9a-f]{8}", first)
    assert machine_name() == first


def test_the_id_is_the_first_that_the_system_has(tmp_path: Path) -> None:
    empty, binary, own = tmp_path / "empty", tmp_path / "binary", tmp_path / "own"
    empty.write_text("\n")
    binary.write_bytes(b"\xff")
    own.write_text("0123abcd\n")

    assert machine_id([tmp_path / "none", empty, binary, own]) == "0123abcd"


@pytest.mark.parametrize(("card", "expected"), [(0x001122334455, "001122334455"), (0x011122334455, "")])
def test_without_one_a_network_card_counts_but_not_a_made_up_number(
    monkeypatch: pytest.MonkeyPatch, card: int, expected: str
) -> None:
    monkeypatch.setattr(uuid, "getnode", lambda: card)

    assert machine_id([]) == expected
