from __future__ import annotations

import pytest

from kb.vault.obsidian import DEFAULTS, ObsidianSettings, read_obsidian
from tests.vault.conftest import Vault


def test_a_vault_without_settings_has_obsidians_defaults(vault: Vault) -> None:
    assert read_obsidian(vault({"a.md": ""})) == (DEFAULTS, ())


def test_the_settings_say_where_notes_go_and_how_they_begin(vault: Vault) -> None:
    files = {
        ".obsidian/templates.json": '{"folder": "/Meta/Templates/", "dateFormat": "DD.MM.YY", "timeFormat": "h a"}',
        ".obsidian/daily-notes.json": '{"folder": "Days", "format": "YYYY/MM/DD", "template": "Meta/Templates/Day"}',
        ".obsidian/app.json": '\ufeff{"newFileLocation": "folder", "newFileFolderPath": "Inbox"}',
    }
    found = ObsidianSettings("Meta/Templates", "DD.MM.YY", "h a", "Days", "YYYY/MM/DD", "Meta/Templates/Day", "Inbox")

    assert read_obsidian(vault(files)) == (found, ())


@pytest.mark.parametrize("place", ["root", "current"])
def test_other_places_of_new_notes_are_the_top_of_the_vault(vault: Vault, place: str) -> None:
    text = f'{{"newFileLocation": "{place}", "newFileFolderPath": "Inbox"}}'

    assert read_obsidian(vault({".obsidian/app.json": text}))[0].new_folder == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "These settings of Obsidian cannot be read"),
        (b"\xff", "These settings of Obsidian cannot be read"),
        ("[" * 100_000, "These settings of Obsidian cannot be read"),
        ("[1]", "These settings of Obsidian are no JSON object"),
        ('{"folder": 5}', "`folder` is no text"),
        ('{"folder": "../x"}', "`folder` leads out of the vault"),
    ],
)
def test_settings_that_cannot_be_read_are_named_and_their_defaults_count(
    vault: Vault, text: str | bytes, what: str
) -> None:
    settings, problems = read_obsidian(vault({".obsidian/templates.json": text}))

    assert settings == DEFAULTS
    assert [(problem.what, problem.path, problem.severity) for problem in problems] == [
        (what, ".obsidian/templates.json", "warning")
    ]


@pytest.mark.parametrize(
    ("text", "is_strict"),
    [
        ('{"strictLineBreaks": true}', True),
        ('{"strictLineBreaks": false}', False),
        ('{"strictLineBreaks": 1}', False),
        ("{}", False),
    ],
)
def test_line_breaks_are_strict_only_where_obsidian_says_so(vault: Vault, text: str, is_strict: bool) -> None:
    assert read_obsidian(vault({".obsidian/app.json": text}))[0].has_strict_line_breaks is is_strict


def test_templates_are_the_notes_of_the_templates_folder() -> None:
    paths = ["templates/Idea.md", "Templates/a/b.md", "templates.md", "a/templates/x.md"]

    assert [DEFAULTS.is_template(path) for path in paths] == [True, True, False, False]


@pytest.mark.parametrize("folder", ["", "/", "."])
def test_a_vault_whose_top_is_the_folder_of_templates_has_notes_all_the_same(vault: Vault, folder: str) -> None:
    files = {".obsidian/plugins/templater-obsidian/data.json": f'{{"templates_folder": "{folder}"}}'}
    settings, problems = read_obsidian(vault(files))

    assert (settings.is_template("a.md"), problems) == (False, ())


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ('{"types": {"Rating": "text", "due": "datetime", "odd": {}}}', {"rating": "text", "due": "datetime"}),
        ("{}", {}),
        ('{"types": null}', {}),
    ],
)
def test_properties_have_the_types_that_obsidian_gave_them(vault: Vault, text: str, types: dict[str, str]) -> None:
    settings, problems = read_obsidian(vault({".obsidian/types.json": text}))

    assert (settings.types, problems) == (types, ())


@pytest.mark.parametrize("text", ["", "[]", '{"types": []}', b"\xff", "[" * 100_000])
def test_types_that_cannot_be_read_are_none_and_that_is_told(vault: Vault, text: str | bytes) -> None:
    settings, (problem,) = read_obsidian(vault({".obsidian/types.json": text}))

    assert (settings, problem.path) == (DEFAULTS, ".obsidian/types.json")
