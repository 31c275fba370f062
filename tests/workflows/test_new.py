from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.runs.fingerprint import Inputs
from kb.vault.reading.obsidian import DEFAULTS, ObsidianSettings
from kb.workflows.ask import read_desk
from kb.workflows.new import Kind, Wish, daily_note, new_note
from kb.workflows.plan import plan_questions
from kb.workflows.starter import shipped

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
ODD_TITLES = [
    'Say: "yes" it\'s',
    "'quoted'",
    "- dash",
    "@at",
    "&and",
    "!bang",
    "{braces}",
    "true",
    "2024-01-01",
    "3 🦆",
]


@pytest.fixture
def desk(settings: Settings) -> Settings:
    """A workspace that has the shipped notebooks too, as `kb init` makes it."""
    for name in ("backtest.py", "sweep_report.py"):
        (settings.notebooks / name).write_bytes((shipped("notebooks") / name).read_bytes())
    return settings


def new(settings: Settings, kind: Kind, title: str) -> list[str]:
    return [path.relative_to(settings.root).as_posix() for path in new_note(settings, kind, title, NOW)]


@pytest.mark.parametrize(
    ("kind", "title", "path"),
    [
        ("note", "My title", "vault/My title.md"),
        ("note", "My title.md", "vault/My title.md"),
        ("idea", "Gaps that fill", "vault/ideas/Gaps that fill.md"),
        ("journal", "2024-03-01", "vault/journal/2024-03-01.md"),
        ("idea", "projects/kb/Plan", "vault/projects/kb/Plan.md"),
        ("idea", "/etc/passwd", "vault/etc/passwd.md"),
        ("note", "C:\\x", "vault/C/x.md"),
    ],
)
def test_a_note_is_written_where_its_kind_or_its_title_says(
    settings: Settings, kind: Kind, title: str, path: str
) -> None:
    assert new(settings, kind, title) == [path]
    assert "created: 2024-03-01" in (settings.root / path).read_text("utf-8")


def test_the_vaults_own_template_is_taken(settings: Settings) -> None:
    (settings.vault / "templates").mkdir()
    (settings.vault / "templates/Idea.md").write_text("{{title}} of {{date:DD.MM.YY}} at {{time}}, {{author}}\n")

    (path,) = new(settings, "idea", "Mine")

    assert (settings.root / path).read_text() == "Mine of 01.03.24 at 09:30, {{author}}\n"


def test_a_template_that_is_not_utf8_is_named(settings: Settings) -> None:
    (settings.vault / "templates").mkdir()
    (settings.vault / "templates/Idea.md").write_bytes(b"\xff")

    with pytest.raises(KbError, match="Idea.md: This template cannot be read"):
        new(settings, "idea", "Mine")


@pytest.mark.parametrize("title", ["", "   ", "%%", "//", "%%/x"])
def test_a_title_that_names_nothing_is_refused(settings: Settings, title: str) -> None:
    with pytest.raises(UsageError, match="A note needs a title"):
        new(settings, "note", title)


@pytest.mark.parametrize("title", ["../x", "a/../x", "..", "..\\x"])
def test_a_title_that_leaves_the_vault_is_refused(settings: Settings, title: str) -> None:
    with pytest.raises(UsageError, match="stays inside the vault"):
        new(settings, "note", title)


def test_a_very_long_title_is_cut(settings: Settings) -> None:
    (path,) = new(settings, "note", "日" * 300)

    assert (settings.root / path).is_file()


def test_nothing_that_exists_is_overwritten(settings: Settings) -> None:
    new(settings, "note", "Mine")

    with pytest.raises(KbError, match="exists already"):
        new(settings, "note", "Mine")


@pytest.mark.parametrize("title", ODD_TITLES)
@pytest.mark.parametrize("kind", ["strategy", "experiment"])
def test_the_block_of_any_title_can_run(desk: Settings, kind: Kind, title: str) -> None:
    note = new(desk, kind, title)[0].removeprefix("vault/")

    plan = plan_questions(desk, read_desk(desk), Inputs(desk), only=note)

    assert plan.blocked == ()
    assert plan.batches[0].spec.name == Path(note).stem
    assert f"![[{Path(note).stem} results]]" in (desk.vault / note).read_text("utf-8")


@pytest.mark.parametrize("title", [*ODD_TITLES, "class", "kb error", "日本語"])
def test_a_strategy_comes_with_code_that_python_reads(settings: Settings, title: str) -> None:
    code = (settings.root / new(settings, "strategy", title)[1]).read_text("utf-8")

    assert "{{" not in code
    ast.parse(code)


def test_a_strategy_that_the_library_has_is_refused_and_nothing_written(settings: Settings) -> None:
    with pytest.raises(KbError, match="There is a strategy of this name: sma_crossover"):
        new(settings, "strategy", "SMA crossover")

    assert not (settings.vault / "strategies/SMA crossover.md").exists()


def write_template(settings: Settings, name: str, text: str) -> None:
    path = settings.vault / "Meta" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


OBSIDIAN = ObsidianSettings(
    templates="Meta",
    date_format="D MMM YYYY",
    time_format="h A",
    daily_folder="Days",
    daily_format="YYYY/MM-DD dddd",
    daily_template="Meta/Day.md",
    new_folder="Inbox",
)


@pytest.mark.parametrize("name", ["Meeting", "meeting", "Meeting.md", "people/Call", "people\\Call"])
def test_a_template_is_found_by_its_name_and_filled_in_by_the_vaults_settings(settings: Settings, name: str) -> None:
    for template in ("Meeting.md", "people/Call.md"):
        write_template(settings, template, "{{title}}: {{date}} at {{time}}\n")
    (path,) = new_note(settings, "note", "Ada", NOW, Wish(OBSIDIAN, name))

    assert path == settings.vault / "Inbox/Ada.md"
    assert path.read_text() == "Ada: 1 Mar 2024 at 9 AM\n"


def test_a_template_of_no_such_name_is_refused_with_those_that_are_close(settings: Settings) -> None:
    write_template(settings, "Meeting.md", "")

    with pytest.raises(KbError, match="There is no such template: Meting. Did you mean `Meeting`?"):
        new_note(settings, "note", "Ada", NOW, Wish(OBSIDIAN, "Meting"))
    with pytest.raises(KbError, match="See the names in that folder"):
        new_note(settings, "note", "Ada", NOW, Wish(OBSIDIAN, "zzz"))


@pytest.mark.parametrize(("title", "path"), [("Ada", "projects/kb/Ada.md"), ("x/Ada", "x/Ada.md")])
def test_a_folder_is_taken_where_the_title_names_none(settings: Settings, title: str, path: str) -> None:
    assert new_note(settings, "note", title, NOW, Wish(folder="projects/kb")) == [settings.vault / path]


def test_the_property_of_a_shipped_template_is_a_date_whatever_obsidian_is_set_to(settings: Settings) -> None:
    (path,) = new_note(settings, "idea", "Mine", NOW, Wish(OBSIDIAN))

    assert "created: 2024-03-01\n" in path.read_text("utf-8")


def test_a_daily_note_follows_the_vaults_settings_and_is_never_overwritten(settings: Settings) -> None:
    write_template(settings, "Day.md", "# {{date:dddd}} {{title}}\n")
    path = daily_note(settings, NOW, OBSIDIAN)

    assert path == settings.vault / "Days/2024/03-01 Friday.md"
    assert path.read_text() == "# Friday 03-01 Friday\n"

    path.write_text("Mine.")

    assert daily_note(settings, NOW, OBSIDIAN) == path
    assert path.read_text() == "Mine."


def test_a_daily_note_without_settings_is_an_empty_note_at_the_top(settings: Settings) -> None:
    path = daily_note(settings, NOW, DEFAULTS)

    assert (path, path.read_bytes()) == (settings.vault / "2024-03-01.md", b"")


def test_a_daily_template_that_is_gone_is_named(settings: Settings) -> None:
    with pytest.raises(KbError, match=r"Day\.md: There is no such template of daily notes.*daily-notes\.json"):
        daily_note(settings, NOW, OBSIDIAN)


def test_a_template_that_is_no_file_is_named(settings: Settings) -> None:
    (settings.vault / "Meta/Day.md").mkdir(parents=True)

    with pytest.raises(KbError, match=r"Day\.md: This template cannot be read: .*Check that it is a file"):
        daily_note(settings, NOW, OBSIDIAN)


@pytest.mark.parametrize("folder", ["../out", "a/../.."])
def test_a_folder_stays_inside_the_vault(settings: Settings, folder: str) -> None:
    with pytest.raises(UsageError, match="stays inside the vault"):
        new_note(settings, "note", "Ada", NOW, Wish(folder=folder))
