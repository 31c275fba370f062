from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kb.workflows.starter import fill, shipped

NOW = datetime(2024, 3, 1, 9, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{date}}", "2024-03-01"),
        ("{{time}}", "09:05"),
        ("{{ date }}", "2024-03-01"),
        ("{{date:dddd DD.MM.YY}}", "Friday 01.03.24"),
        ("{{time:HH:mm:ss}}", "09:05:07"),
        ("{{title}}", "Mine"),
        ("{{other}} {braces}", "{{other}} {braces}"),
    ],
)
def test_a_template_is_filled_in_as_obsidian_does(template: str, text: str) -> None:
    assert fill(template, NOW, title="Mine") == text


def test_a_title_is_not_a_template() -> None:
    assert fill("{{title}}", NOW, title="{{date}}") == "{{date}}"


@pytest.mark.parametrize("name", ["notebooks", "data/ledger", "vault/templates", "kb.toml", "vault/index.md"])
def test_what_kb_ships_is_there(name: str) -> None:
    assert shipped(name).exists()
