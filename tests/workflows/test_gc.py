from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.runs.store import read_results, results_folder, write_result
from kb.site.body.diagrams import drawing_names
from kb.site.charts import VEGA
from kb.workflows.ask import read_desk
from kb.workflows.gc import Garbage, find_garbage, remove_garbage
from kb.workflows.run import Outcome
from tests.workflows.fake_engine import QUESTION

Run = Callable[..., Outcome]
NOW = 2_000_000_000
DAY = 24 * 60 * 60


def garbage(settings: Settings) -> list[Garbage]:
    found, problems = find_garbage(settings, read_desk(settings), NOW)
    assert problems == []
    return found


def collect(settings: Settings) -> list[str]:
    removed, problems = remove_garbage(settings, garbage(settings))
    assert problems == []
    return [one.path.name for one in removed]


@pytest.fixture
def forgotten(settings: Settings, run_all: Run) -> str:
    """The key of a stored run that nothing refers to: no block, no record, no note."""
    result = run_all().results[0]
    stray = replace(result, record=replace(result.record, key="00ff00ff00ff00ff", title="Stray"))
    write_result(settings, stray, b"{}")
    return stray.record.key


def files_of(settings: Settings) -> set[Path]:
    return {path for path in settings.root.rglob("*") if path.is_file()}


def test_what_blocks_ask_for_is_kept(settings: Settings, run_all: Run) -> None:
    run_all()

    assert garbage(settings) == []


def test_a_run_that_nothing_needs_goes_and_nothing_else(settings: Settings, forgotten: str) -> None:
    folder = results_folder(settings) / forgotten
    before = files_of(settings)
    (found,) = garbage(settings)

    assert (found.what, found.key, found.title) == ("stored run", forgotten, "Stray")
    assert found.size_bytes == sum(file.stat().st_size for file in folder.iterdir())
    assert collect(settings) == [forgotten]
    assert before - files_of(settings) == {folder / "result.json", folder / "executed.ipynb"}


def test_a_run_that_a_note_or_a_record_names_is_kept(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "strategies/Question.md").write_text("No question any more.\n")
    assert garbage(settings) == []

    (settings.vault / "runs/Crossover/Crossover records.csv").unlink()
    kept = {result.record.title for result in read_results(settings)} - {one.title for one in garbage(settings)}

    assert kept == {"Crossover 5", "Crossover 10"}


def test_a_summary_is_kept(settings: Settings, run_all: Run) -> None:
    (settings.vault / "strategies/Question.md").write_text(QUESTION.replace("notes: 2", "summary: report"))
    run_all()
    (settings.vault / "runs/Crossover/Crossover summary.csv").unlink()

    assert garbage(settings) == []


def test_a_result_that_cannot_be_trusted_is_garbage_when_nobody_asks(settings: Settings, forgotten: str) -> None:
    (results_folder(settings) / forgotten / "result.json").write_bytes(b"")

    assert [(one.key, one.title) for one in garbage(settings)] == [(forgotten, "")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Broken.md", b"```kb\nnotebook: nothing\n```\n"),
        ("Bad.md", b"\xff"),
        ("Frontmatter.md", b"---\na: [\n---\n"),
        ("x records.csv", b"\xff"),
    ],
)
def test_while_something_cannot_be_read_no_run_goes(settings: Settings, forgotten: str, name: str, data: bytes) -> None:
    (settings.vault / name).write_bytes(data)

    found, (problem,) = find_garbage(settings, read_desk(settings), NOW)

    assert (found, problem.severity) == ([], "warning")
    assert (results_folder(settings) / forgotten).is_dir()


def test_tear_sheets_are_kept_that_a_run_recorded_or_a_note_names(settings: Settings, run_all: Run) -> None:
    result = run_all().results[0]
    folder = settings.store / "tear_sheets"
    folder.mkdir()
    for name in ("recorded", "named", "forgotten"):
        (folder / f"{name}.html").write_text("<html>")
    metrics = {"tear_sheet": ".kb/tear_sheets/recorded.html"}
    write_result(settings, replace(result, record=replace(result.record, metrics=metrics)), b"{}")
    (settings.vault / "Mine.md").write_text("See .kb/tear_sheets/named.html\n")

    assert collect(settings) == ["forgotten.html"]


def test_what_a_killed_kb_left_behind_goes(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.store / "run-123-abc/deep").mkdir(parents=True)
    (settings.store / "run-123-abc/deep/log.txt").write_text("x")
    (settings.store / "runs/.index.json.abc.tmp").write_text("x")

    assert collect(settings) == ["run-123-abc", ".index.json.abc.tmp"]
    assert garbage(settings) == []


def test_a_drawing_that_no_note_shows_goes(settings: Settings, run_all: Run) -> None:
    run_all()
    shown, gone = "pie\n  a: 1\n", "pie\n  a: 2\n"
    (settings.vault / "Mine.md").write_text(f"> ```{{.mermaid}}\n> {shown.replace(chr(10), chr(10) + '> ')}```\n")
    (settings.vault / "Bad.md").write_bytes(b"\xff")
    (settings.store / "diagrams").mkdir()
    for name in (*drawing_names(shown), *drawing_names(gone)):
        (settings.store / "diagrams" / name).write_text("<svg/>")

    found, _ = find_garbage(settings, read_desk(settings), NOW)

    assert {(one.what, one.path.name) for one in found} == {("drawn diagram", name) for name in drawing_names(gone)}


def test_scripts_of_another_version_go(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.store / "scripts").mkdir()
    for name in ("vega-0.1.js", VEGA.rpartition("/")[2]):
        (settings.store / "scripts" / name).write_text("x")

    assert collect(settings) == ["vega-0.1.js"]


def test_a_folder_that_a_link_on_disk_leads_to_hides_no_note(settings: Settings, forgotten: str) -> None:
    (settings.vault / "again").symlink_to(settings.vault / "strategies", target_is_directory=True)
    (settings.vault / "above").symlink_to(settings.root, target_is_directory=True)

    assert collect(settings) == [forgotten]


def test_what_could_not_be_written_into_an_edited_note_is_kept(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.store / "conflicts").mkdir()
    (settings.store / "conflicts/Crossover results.md").write_text("x")

    assert garbage(settings) == []


def test_the_trace_of_a_note_that_is_gone_goes(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "runs/Crossover/Crossover 5.md").unlink()

    assert [one.what for one in garbage(settings)] == ["trace of a note that is gone"]


def test_nothing_stored_is_no_garbage(settings: Settings) -> None:
    assert garbage(settings) == []


def test_what_is_linked_into_the_store_is_not_followed(settings: Settings, run_all: Run, tmp_path: Path) -> None:
    run_all()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.html").write_text("x")
    (settings.store / "tear_sheets").symlink_to(outside)
    (settings.store / "run-1-x").symlink_to(outside)
    (settings.store / "runs/00ff").symlink_to(outside)

    collect(settings)

    assert (outside / "mine.html").is_file()


def test_what_cannot_be_removed_is_reported_and_the_rest_goes(settings: Settings, forgotten: str) -> None:
    lost = Garbage("stored run", results_folder(settings) / "00", 0, key="00")
    nameless = Garbage("left-over folder", settings.store / ("x" * 300), 0)

    removed, problems = remove_garbage(settings, [lost, nameless, *garbage(settings)])

    assert [one.key for one in removed] == [forgotten]
    assert [problem.what for problem in problems] == ["This stored run cannot be removed", "This cannot be removed"]


def test_a_page_that_no_build_has_asked_for_in_30_days_goes(settings: Settings) -> None:
    for name, age_days in (("old", 31), ("young", 29)):
        file = settings.store / "pages" / "owner" / "ab" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a page")
        os.utime(file, (NOW - age_days * DAY, NOW - age_days * DAY))

    assert [(one.what, one.path.name, one.size_bytes) for one in garbage(settings)] == [("kept page", "old", 6)]
    assert collect(settings) == ["old"]
