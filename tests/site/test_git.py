"""The history of a vault as git has it, in every way that a vault can stand in a repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.site.git import past_of, read_history
from kb.site.history import NO_HISTORY, History
from tests.site.repositories import Repository

NAME = 'Größe "1"\tx.md'


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "root")


def days_of(history: History) -> dict[str, list[int]]:
    return {path: [change.at.day for change in changes] for path, changes in history.changes.items()}


def test_a_vault_that_is_a_repository_has_dates_and_old_names(repository: Repository) -> None:
    (repository.root / NAME).write_text("x", "utf-8")
    repository.commit(a="one\n" * 20)
    repository.git("mv", "a.md", "b.md")
    repository.commit(b="one\n" * 20 + "two\n")
    history, problems = read_history(repository.root)

    assert days_of(history) == {"b.md": [2, 1], NAME: [1]}
    assert history.old_paths == {"b.md": ("a.md",)}
    assert problems == ()


def test_of_a_vault_in_a_folder_paths_begin_there(repository: Repository) -> None:
    repository.commit(other="x", **{"my vault__a": "x"})
    repository.commit(other="y")
    (repository.root / "my vault" / "a.md").write_text("y", "utf-8")
    history, _ = read_history(repository.root / "my vault")

    assert days_of(history) == {"a.md": [1]}
    assert history.uncommitted == {"a.md"}


def test_the_users_own_settings_of_git_change_nothing(repository: Repository) -> None:
    repository.commit(a="one\n" * 20, in__b="x")
    repository.git("mv", "a.md", "c.md")
    repository.commit(d="x")
    found = read_history(repository.root)
    for setting in ("log.follow=true", "log.showRoot=false", "diff.renames=false", "log.showSignature=true"):
        repository.git("config", *setting.split("="))
    repository.git("config", "core.fsmonitor", "/nowhere/program")

    assert read_history(repository.root) == found
    assert days_of(found[0]) == {"c.md": [2, 1], "in/b.md": [1], "d.md": [2]}


def test_a_note_that_git_does_not_have_is_in_no_history(repository: Repository) -> None:
    repository.commit(a="x")
    (repository.root / "new.md").write_text("y", "utf-8")
    history, _ = read_history(repository.root)

    assert (set(history.changes), history.uncommitted) == ({"a.md"}, frozenset())


def test_a_vault_in_no_repository_and_one_without_commits_have_no_history(
    tmp_path: Path, repository: Repository
) -> None:
    assert read_history(tmp_path) == (NO_HISTORY, ())
    assert read_history(repository.root) == (NO_HISTORY, ())


def test_where_there_is_no_git_a_vault_in_a_repository_is_told_and_another_needs_none(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(vault__a="x")
    monkeypatch.setattr("kb.git.environment", lambda: {"PATH": "/nowhere"})
    monkeypatch.setenv("PATH", "/nowhere")
    history, (problem,) = read_history(repository.root / "vault")

    assert history == NO_HISTORY
    assert str(problem).startswith("The vault is in a repository, and there is no git here. Install it")
    assert problem.severity == "warning"
    assert read_history(tmp_path / "elsewhere") == (NO_HISTORY, ())
    assert past_of(repository.root) == ""


def test_while_git_runs_a_hook_the_vaults_own_repository_counts(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a="x")
    Repository(tmp_path / "other").commit(b="x")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other" / ".git" / "index"))

    assert days_of(read_history(repository.root)[0]) == {"a.md": [1]}


def test_a_repository_that_git_refuses_is_told(repository: Repository) -> None:
    repository.commit(a="x")
    (repository.root / ".git" / "config").write_text("[core\n", "utf-8")
    history, (problem,) = read_history(repository.root)

    assert history == NO_HISTORY
    assert (problem.rule, problem.severity) == ("history", "warning")
    assert "bad config" in problem.found


def test_a_git_that_takes_too_long_is_told(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(a="x")
    monkeypatch.setattr("kb.git.LONGEST_SECONDS", 0)

    assert "timed out" in read_history(repository.root)[1][0].found


def test_a_shallow_clone_tells_what_it_knows_and_that_there_is_more(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a="x", b="x")
    repository.commit(a="y")
    repository.commit(a="z")
    repository.git("clone", "-q", "--depth=2", f"file://{repository.root}", str(tmp_path / "clone"))
    history, (problem,) = read_history(tmp_path / "clone")

    assert days_of(history) == {"a.md": [3]}
    assert "git fetch --unshallow" in problem.do


def test_when_it_has_fetched_the_rest_what_is_kept_of_its_log_does_not_count(
    repository: Repository, tmp_path: Path
) -> None:
    for text in "xyz":
        repository.commit(a=text)
    clone = Repository(tmp_path / "clone")
    clone.git("pull", "-q", "--depth=2", f"file://{repository.root}", "HEAD")
    before = past_of(clone.root)
    read_history(clone.root, tmp_path / "kept")
    clone.git("fetch", "-q", "--unshallow", f"file://{repository.root}")

    assert past_of(clone.root) != before
    assert read_history(clone.root, tmp_path / "kept") == read_history(repository.root)


def test_a_submodule_is_its_own_repository(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit(deep="x")
    repository.commit(a="x")
    repository.git("submodule", "--quiet", "add", str(inner.root), "sub")
    repository.commit(a="y")

    assert "sub/deep.md" not in read_history(repository.root)[0].changes
    assert days_of(read_history(repository.root / "sub")[0]) == {"deep.md": [1]}


def test_what_both_sides_of_a_merge_changed_counts(repository: Repository) -> None:
    repository.commit(a="x\n", b="x\n")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(a="y\n")
    repository.git("checkout", "-q", "main")
    repository.commit(b="y\n")
    repository.git("merge", "-q", "--no-edit", "side")

    assert days_of(read_history(repository.root)[0]) == {"a.md": [2, 1], "b.md": [3, 1]}


def test_a_kept_log_gives_what_git_gives_whatever_came_since(repository: Repository, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    repository.commit(a="x\n", b="x\n")
    steps: list[Callable[[], object]] = [
        lambda: repository.commit(a="y\n"),
        lambda: None,
        lambda: repository.git("checkout", "-q", "-b", "side", "HEAD~1"),
        lambda: repository.commit(b="side\n"),
        lambda: repository.git("checkout", "-q", "main"),
        lambda: repository.commit(c="z\n"),
        lambda: repository.git("merge", "-q", "--no-edit", "side"),
        lambda: kept.write_bytes(kept.read_bytes()[:-3]),
        lambda: repository.git("reset", "-q", "--hard", "HEAD~2"),
        kept.unlink,
    ]
    for step in steps:
        step()

        assert read_history(repository.root, kept) == read_history(repository.root)


def test_what_is_kept_is_not_asked_again(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a="x")
    found = read_history(repository.root, tmp_path / "kept")
    monkeypatch.setattr("kb.site.git._log", lambda *_: "")

    assert read_history(repository.root, tmp_path / "kept") == found


def test_a_place_where_nothing_can_be_kept_is_no_fault(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a="x")
    (tmp_path / "file").touch()

    assert days_of(read_history(repository.root, tmp_path / "file" / "kept")[0]) == {"a.md": [1]}


def test_a_clone_without_old_contents_asks_nobody_for_them(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a="one\n" * 20)
    repository.git("mv", "a.md", "b.md")
    repository.commit(b="one\n" * 20 + "two\n")
    repository.git("config", "uploadpack.allowFilter", "true")
    place = f"file://{repository.root}"
    repository.git("clone", "-q", "--filter=blob:none", place, str(tmp_path / "clone"))
    history, _ = read_history(tmp_path / "clone")

    assert days_of(history) == {"b.md": [2]}
