"""Tags, aliases and links in properties, however people wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.note import Note
from kb.vault.properties import property_aliases, property_tags
from kb.vault.reading.notes import read_note
from tests.vault.conftest import Vault


def read(folder: Path) -> Note:
    note, problems = read_note(folder, "a.md")
    assert note
    assert problems == ()
    return note


@pytest.mark.parametrize(
    ("yaml", "tags"),
    [
        ("tags: [fx, carry/em]", ("fx", "carry/em")),
        ("tags:\n  - '#fx'\n  - 2024\n  - null\n  - 2024-01-02\n  - [nested]", ("fx", "2024", "2024-01-02")),
        ("tags: fx, carry  em", ("fx", "carry", "em")),
        ("tags: '#fx #carry'", ("fx", "carry")),
        ("tags:", ()),
        ("tags: 7", ("7",)),
        ("tags: [null]", ()),
        ("tags: ['', ' ', '#', '/']", ()),
        ("Tags: [fx]", ("fx",)),
        ("other: 1", ()),
    ],
)
def test_tags_are_read_however_written(vault: Vault, yaml: str, tags: tuple[str, ...]) -> None:
    assert property_tags(read(vault({"a.md": f"---\n{yaml}\n---\n"}))) == tags


@pytest.mark.parametrize(
    ("yaml", "aliases"),
    [
        ("aliases: [FX carry, 'a, b', 7]", ("FX carry", "a, b", "7")),
        ("aliases: FX carry, carry trade", ("FX carry", "carry trade")),
        ("aliases:", ()),
        ("aliases:\n  -", ()),
    ],
)
def test_aliases_are_read_however_written(vault: Vault, yaml: str, aliases: tuple[str, ...]) -> None:
    assert property_aliases(read(vault({"a.md": f"---\n{yaml}\n---\n"}))) == aliases


def test_links_in_property_values_have_the_line_they_stand_on(vault: Vault) -> None:
    text = "---\ntitle: x\nup: '[[Carry#Costs|why]]'\nmore:\n  - '[[A]] and [[B]]'\n  - {deep: '![[C]]'}\n---\n"
    links = read(vault({"a.md": text})).property_links

    assert [(link.target, link.fragment, link.text, link.line) for link in links] == [
        ("Carry", "Costs", "why", 3),
        ("A", "", "", 5),
        ("B", "", "", 5),
        ("C", "", "", 6),
    ]


def test_a_link_in_a_property_stands_where_it_says(vault: Vault) -> None:
    yaml = "up: '[[A]]' # see [[B]]\nboth: ['[[A]]', \"[[C|é]]\"]\nb: '[[B]]'\nq: \"[[\\u0044]]\"\nit: '[[it''s]]'"
    note = read(vault({"a.md": f"\ufeff---\r\n{yaml}\r\n---\r\n"}))

    places = [(link.target, link.line, link.column) for link in note.property_links]
    assert places == [("A", 2, 5), ("A", 3, 8), ("C", 3, 17), ("B", 2, -1), ("D", 2, -1), ("it's", 2, -1)]
