"""What of this machine must not leave is part of what a site was built from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.secrets import Places
from kb.site.private.machine import machine_key


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "kb.toml").touch()
    (tmp_path / "vault").mkdir()
    return read_settings(tmp_path)


def places_with(file: Path, text: str) -> Places:
    file.write_text(text, "utf-8")
    return Places({}, lambda _name: None, file)


def test_a_new_secret_and_another_folder_change_the_key(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    keys = [machine_key(settings, places_with(file, "A=first-value\n"))]
    keys.append(machine_key(settings, places_with(file, "A=first-value\nB=second-value\n")))
    elsewhere = replace(settings, vault=tmp_path / "elsewhere")
    keys.append(machine_key(elsewhere, places_with(file, "A=first-value\n")))

    assert len(set(keys)) == 3
    assert machine_key(settings, places_with(file, "A=first-value\n")) == keys[0]


def test_who_reads_the_key_cannot_try_values(settings: Settings, tmp_path: Path) -> None:
    places = places_with(tmp_path / "secrets", "A=first-value\n")
    before = machine_key(settings, places)
    (settings.store / "salt").unlink()

    assert machine_key(settings, places) != before
