"""Since when a strategy stands at its stage, from git and from what stands in the note of its state."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.report.strategy import Stage
from kb.vault.reading.notes import read_vault
from kb.workflows.dashboard.stages import joined_stages, read_stages, stage_text
from tests.site.repositories import Repository


def note(stage: str, body: str = "Text.") -> str:
    return f"---\nstage: {stage}\n---\n\n{body}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "vault")


def stages(vault: Path) -> Mapping[str, list[tuple[str, str]]]:
    notes, _, _ = read_vault(vault)
    return {path: [(one.name, one.since[5:]) for one in each] for path, each in read_stages(vault, notes).items()}


def test_each_change_of_the_stage_has_the_day_of_its_author(repository: Repository) -> None:
    repository.commit(A=note("draft"), B=note("live"))
    repository.commit(A=note("draft", "Other text, stage: live, stage: retired."))
    repository.commit(A=note("'backtest'"))

    assert stages(repository.root) == {
        "A.md": [("draft", "05-01"), ("backtest", "05-03")],
        "B.md": [("live", "05-01")],
    }


def test_what_stands_in_the_text_is_no_stage(repository: Repository) -> None:
    repository.commit(A=note("draft", "```yaml\nstage: live\n```"))
    repository.commit(A=note("draft", "stage: retired"))

    assert stages(repository.root) == {"A.md": [("draft", "05-01")]}


def test_a_note_is_followed_through_its_names(repository: Repository) -> None:
    text = "The same text, long enough for git to see that it is one note. " * 5
    repository.commit(Old=note("draft", text))
    repository.git("mv", "Old.md", "New name.md")
    repository.commit()
    (repository.root / "deep").mkdir()
    repository.git("mv", "New name.md", "deep/Größe.md")
    repository.commit(deep__Größe=note("live", text))

    assert stages(repository.root) == {"deep/Größe.md": [("draft", "05-01"), ("live", "05-03")]}


def test_a_stage_that_comes_back_is_told_again(repository: Repository) -> None:
    for stage in ("draft", "live", "draft"):
        repository.commit(A=note(stage))

    assert stages(repository.root)["A.md"] == [("draft", "05-01"), ("live", "05-02"), ("draft", "05-03")]


def test_a_branch_that_left_the_stage_alone_says_nothing(repository: Repository) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(30))
    repository.commit(A=note("draft", lines))
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(A=note("draft", f"{lines}\n\nMore."))
    repository.git("checkout", "-q", "main")
    repository.commit(A=note("live", lines))
    repository.day += 1
    repository.git("merge", "-q", "side", "-m", "x")

    assert stages(repository.root)["A.md"] == [("draft", "05-01"), ("live", "05-03")]


def test_a_shallow_clone_does_not_take_where_it_ends_for_a_beginning(repository: Repository, tmp_path: Path) -> None:
    repository.commit(A=note("draft"))
    repository.commit(A=note("live"))
    repository.commit(A=note("retired"))
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.root}", str(clone))

    assert stages(clone) == {"A.md": [("retired", "05-03")]}


def test_a_vault_below_its_repository_is_asked_alike(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(vault__A=note("draft"), A=note("live"))

    assert stages(tmp_path / "vault") == {"A.md": [("draft", "05-01")]}


def test_outside_of_git_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text(note("draft"))

    assert stages(tmp_path) == {}


def test_where_git_fails_nothing_is_known(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(A=note("draft"))

    def fails(*_arguments: object, **_named: object) -> bytes:
        raise subprocess.CalledProcessError(128, "git")

    monkeypatch.setattr("kb.workflows.dashboard.stages.ask_git_for_bytes", fails)

    assert stages(repository.root) == {}


def test_many_strategies_are_asked_about_at_once(repository: Repository) -> None:
    repository.commit(**{f"{'a long name ' * 15}{number}": note("draft") for number in range(1000)})

    assert len(stages(repository.root)) == 1000


def test_a_note_that_was_broken_once_does_no_harm(repository: Repository) -> None:
    repository.commit(A="---\nstage: [\n---\n")
    repository.commit(A=note("live"))

    assert stages(repository.root) == {"A.md": [("live", "05-02")]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("live", "live"),
        (3, "3"),
        (["draft", "live"], "draft, live"),
        (True, "true"),
        ("two\nlines", "two lines"),
        (date(2024, 5, 1), "2024-05-01"),
        (None, ""),
        ("", ""),
        ([], ""),
        (0, "0"),
        (False, "false"),
    ],
)
def test_a_stage_is_what_people_wrote(value: Any, text: str) -> None:
    assert stage_text(value) == text


def test_what_git_no_longer_tells_is_kept_as_it_stands() -> None:
    standing = ["2024-05-01 draft", "2024-05-02 backtest"]

    assert joined_stages(standing, [Stage("live", "2024-05-09")], "live") == (
        Stage("draft", "2024-05-01"),
        Stage("backtest", "2024-05-02"),
        Stage("live", "2024-05-09"),
    )
    assert joined_stages(standing, [], "backtest") == (Stage("draft", "2024-05-01"), Stage("backtest", "2024-05-02"))


def test_a_vault_that_begins_anew_in_git_keeps_its_past() -> None:
    told = [Stage("backtest", "2024-06-01"), Stage("live", "2024-06-02")]

    assert joined_stages(["2024-05-01 draft", "2024-05-02 backtest"], told, "live") == (
        Stage("draft", "2024-05-01"),
        Stage("backtest", "2024-05-02"),
        Stage("live", "2024-06-02"),
    )


def test_a_stage_that_is_not_committed_yet_has_no_day() -> None:
    assert joined_stages(None, [Stage("draft", "2024-05-01")], "live")[-1] == Stage("live")


@pytest.mark.parametrize("standing", ["2024-05-01 draft", ["draft"], [3, None, "x y", "2024-13-01 z", "2024-05-01"]])
def test_what_is_no_such_list_counts_for_nothing(standing: Any) -> None:
    assert joined_stages(standing, [], "live") == (Stage("live"),)


days = st.integers(0, 30).map(lambda number: (date(2024, 5, 1) + timedelta(number)).isoformat())
names = st.sampled_from(["draft", "backtest", "live"])


@given(st.lists(st.tuples(days, names)), st.lists(st.tuples(days, names)), names)
def test_joining_again_changes_nothing(
    standing: list[tuple[str, str]], told: list[tuple[str, str]], present: str
) -> None:
    lines = [f"{day} {name}" for day, name in sorted(standing)]
    known = [Stage(name, day) for day, name in sorted(told)]
    once = joined_stages(lines, known, present)
    again = joined_stages([f"{stage.since} {stage.name}" for stage in once if stage.since], known, present)

    assert again == once
