from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.runs.fingerprint import Inputs
from kb.workflows import init
from kb.workflows.ask import read_desk
from kb.workflows.check import check_desk
from kb.workflows.init import init_workspace
from kb.workflows.plan import plan_questions
from kb.workflows.run import run_plan
from tests.workflows.fake_engine import QUESTION, FakeEngine

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def own_vault(folder: Path) -> Path:
    (folder / ".obsidian").mkdir(parents=True)
    (folder / "Mine.md").write_text("mine\n")
    return folder


def test_a_workspace_is_made_from_nothing(tmp_path: Path) -> None:
    written = init_workspace(tmp_path / "desk", None, NOW)

    names = {path.relative_to(tmp_path / "desk").as_posix() for path in written}
    assert names == set(tree(tmp_path / "desk"))
    assert {
        "kb.toml",
        "mkdocs.yml",
        ".gitignore",
        "notebooks/backtest.py",
        "notebooks/journal.py",
        "notebooks/sweep_report.py",
        "vault/index.md",
        "vault/templates/Strategy.md",
        "vault/.obsidian/app.json",
    } <= names
    assert (tmp_path / "desk/strategies").is_dir()
    assert (tmp_path / "desk/data/bars").is_dir()
    assert "# desk" in (tmp_path / "desk/vault/index.md").read_text()


def test_a_fresh_workspace_has_no_errors(tmp_path: Path) -> None:
    init_workspace(tmp_path / "desk", None, NOW)

    settings = read_settings(tmp_path / "desk")
    problems = check_desk(settings, read_desk(settings))

    assert [str(problem) for problem in problems if problem.severity == "error"] == []


def test_what_was_tried_here_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tmp_path / "repository"
    for name in ("mkdocs.yml", "data/ledger/accounts/paper.csv", "data/ledger/trials/0123abcd.csv"):
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text("docs_dir: vault\n")
    monkeypatch.setattr(init, "shipped", lambda name: repository / name)

    init_workspace(tmp_path / "desk", None, NOW)

    assert [name for name in tree(tmp_path / "desk") if name.startswith("data/")] == ["data/ledger/accounts/paper.csv"]


def test_the_wheel_carries_what_a_workspace_is_made_from_and_no_more() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert carried == {name: f"kb/starter/{name}" for name in ("mkdocs.yml", *init.SHIPPED, *init.SHIPPED_INTO_VAULT)}


def test_templates_are_copied_unfilled(tmp_path: Path) -> None:
    init_workspace(tmp_path / "desk", None, NOW)

    assert "{{title}}" in (tmp_path / "desk/vault/templates/Experiment.md").read_text()


@pytest.mark.parametrize("name", ["plain", 'say "yes"', "日本 語", "#1"])
def test_any_folder_name_is_a_title(tmp_path: Path, name: str) -> None:
    init_workspace(tmp_path / name, None, NOW)

    assert read_settings(tmp_path / name).site_name == name


def test_a_second_time_is_refused(tmp_path: Path) -> None:
    init_workspace(tmp_path, None, NOW)

    with pytest.raises(KbError, match="There is a workspace here already"):
        init_workspace(tmp_path, None, NOW)


def test_what_is_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")

    init_workspace(tmp_path, None, NOW)

    assert (tmp_path / "mkdocs.yml").read_text() == "mine"
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(("place", "setting"), [("elsewhere", None), ("desk/vault", "vault"), ("desk/Notes", "Notes")])
def test_an_existing_vault_is_not_written_to(tmp_path: Path, place: str, setting: str | None) -> None:
    vault = own_vault(tmp_path / place)
    before = tree(vault)

    init_workspace(tmp_path / "desk", vault, NOW)

    assert tree(vault) == before
    assert read_settings(tmp_path / "desk").vault == vault.resolve()
    assert f'vault = "{setting or vault.as_posix()}"' in (tmp_path / "desk/kb.toml").read_text()
    assert f'docs_dir: "{setting or vault.as_posix()}"' in (tmp_path / "desk/mkdocs.yml").read_text()


def test_a_vault_copied_in_place_is_not_written_to(tmp_path: Path) -> None:
    vault = own_vault(tmp_path / "desk/vault")
    before = tree(vault)

    init_workspace(tmp_path / "desk", None, NOW)

    assert tree(vault) == before


def test_a_run_writes_only_its_own_folders_into_an_existing_vault(tmp_path: Path) -> None:
    vault = own_vault(tmp_path / "elsewhere")
    (vault / "Ask.md").write_text(QUESTION.replace("crossover", "backtest").replace("{slow: 50}", "{slow: 300}"))
    before = tree(vault)
    init_workspace(tmp_path / "desk", vault, NOW)
    settings = read_settings(tmp_path / "desk")

    run_all(settings)

    after = tree(vault)
    assert {name: after[name] for name in before} == before
    assert {name.partition("/")[0] for name in after.keys() - before.keys()} <= {"runs", "attachments"}
    assert "runs/Crossover/Crossover results.md" in after


def run_all(settings: Settings) -> None:
    desk = read_desk(settings)
    plan = plan_questions(settings, desk, Inputs(settings))
    assert run_plan(settings, desk, plan, FakeEngine(settings)).blocked == ()


def test_a_file_is_no_vault_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(KbError, match="The vault is not a folder"):
        init_workspace(tmp_path / "desk", tmp_path / "file", NOW)
    assert not (tmp_path / "desk").exists()


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(KbError, match="This is a file"):
        init_workspace(tmp_path / "file", None, NOW)


@pytest.mark.parametrize("inside", [".", "desk"])
def test_a_workspace_inside_of_the_vault_is_refused(tmp_path: Path, inside: str) -> None:
    vault = own_vault(tmp_path / "vault")

    with pytest.raises(KbError, match="would be inside of the vault"):
        init_workspace(vault / inside, vault, NOW)
    assert sorted(tree(vault)) == ["Mine.md"]


def test_a_workspace_over_a_vault_is_told_what_to_type(tmp_path: Path) -> None:
    vault = own_vault(tmp_path / "vault")

    with pytest.raises(KbError, match="kb init desk --vault"):
        init_workspace(vault, None, NOW)
