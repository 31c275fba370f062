from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb

GOLDEN = Path(__file__).parents[1] / "golden" / "cli" / "check.txt"


@pytest.fixture
def broken(workspace: Settings) -> Settings:
    text = b"[[Question]]\r\n\r\n[[my_note]] and [[Nowhere]]\r\n[x](my-note.md)"
    (workspace.vault / "index.md").write_bytes(text)
    (workspace.vault / "My note.md").touch()
    return workspace


@pytest.mark.usefixtures("workspace")
def test_warnings_are_told_and_the_exit_code_is_0(kb: Kb) -> None:
    said = kb("check")

    assert (said.code, said.err) == (0, "")
    assert "warning: strategies/Question.md:17: These results are not there yet" in said.out
    assert said.out.endswith("0 errors, 2 warnings.\n")


def test_an_error_makes_the_exit_code_1(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "index.md").write_text("[[Question]]\n\n[[Quest]]\n")

    said = kb("check")

    assert (said.code, said.out.splitlines()[-1]) == (1, "1 error, 1 warning.")
    assert "error: index.md:3: This link leads to nothing in the vault: [[Quest]]." in said.out


def test_findings_as_json(workspace: Settings, kb: Kb) -> None:
    assert kb("check", "--json").code == 0
    (workspace.vault / "index.md").write_text("[[Nowhere]]\n")

    said = kb("check", "--json")

    assert said.code == 1
    assert [found["rule"] for found in json.loads(said.out)] == ["broken-link", "orphan", "no-results-yet"]


@pytest.mark.usefixtures("broken")
def test_findings_read_as_their_golden_file_says(kb: Kb) -> None:
    said = kb("check")
    if not GOLDEN.exists():
        GOLDEN.write_bytes(said.out.encode())
        pytest.fail(f"Wrote {GOLDEN.name}: read it, then run again.")

    assert said.out == GOLDEN.read_bytes().decode()


@pytest.mark.usefixtures("broken")
def test_only_the_rules_that_are_named_are_told(kb: Kb) -> None:
    said = kb("check", "--rule", "orphan", "--rule", "no-results-yet")

    assert (said.code, said.out.splitlines()[-1]) == (0, "0 errors, 2 warnings.")


def test_a_rule_that_is_off_is_told_when_it_is_named(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "index.md").write_text("[[question]]\n")

    said = kb("check", "--rule", "link-case")

    assert said.out.endswith("[link-case]\n0 errors, 1 warning.\n`kb check --fix` can repair some of this.\n")


@pytest.mark.parametrize("name", ["index.md", "index", "vault/index.md", "Home page"])
def test_only_what_is_named_is_told(broken: Settings, kb: Kb, name: str) -> None:
    (broken.vault / "index.md").write_text("---\naliases: [Home page]\n---\n[[Nowhere]]\n")

    said = kb("check", name, "--json")

    assert said.code == 1
    assert {found["path"] for found in json.loads(said.out)} == {"index.md"}


def test_of_a_folder_all_files_are_told(broken: Settings, kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken.vault)

    found = {name: json.loads(kb("check", name, "--json").out) for name in ("strategies", "strategies/", ".")}

    assert {problem["path"] for problem in found["strategies"]} == {"strategies/Question.md"}
    assert found["strategies/"] == found["strategies"]
    assert {problem["path"] for problem in found["."]} > {"index.md", "My note.md"}


@pytest.mark.usefixtures("broken")
def test_only_what_is_named_is_repaired(kb: Kb) -> None:
    assert "index.md:3: [[my_note]]" not in kb("check", "My note", "--fix").out
    assert "index.md:3: [[my_note]] -> [[My note]]" in kb("check", "index", "--fix").out


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("name", ["My nota", "../desk", "strategies/no"])
def test_a_name_of_nothing_is_refused(kb: Kb, name: str) -> None:
    said = kb("check", name)

    assert (said.code, said.out) == (1, "")
    assert f"There is no such note, file or folder in the vault: {name}." in said.err
    assert ("Did you mean `My note`?" in said.err) == (name == "My nota")


@pytest.mark.usefixtures("broken")
def test_a_rule_that_there_is_not_is_a_wrong_use(kb: Kb) -> None:
    said = kb("check", "--rule", "broken-lnk")

    assert said.code == 2
    assert "There is no such rule: broken-lnk. Did you mean `broken-link`?" in said.err


def test_a_workspace_chooses_how_bad_a_rule_is(broken: Settings, kb: Kb) -> None:
    (broken.root / "kb.toml").write_text('[check.rules]\nbroken-link = "info"\n[check.ignore]\norphan = ["**"]\n')

    said = kb("check")

    assert said.code == 0
    assert "0 errors, 1 warning, 3 info." in said.out.splitlines()


def test_a_repair_is_shown_and_nothing_is_written(broken: Settings, kb: Kb) -> None:
    old = (broken.vault / "index.md").read_bytes()

    said = kb("check", "--fix", "--dry-run", "--rule", "broken-link")

    assert said.code == 1
    assert said.out.startswith("index.md:3: [[my_note]] -> [[My note]] [broken-link]\nindex.md:4: [x](my-note.md) -> ")
    assert (broken.vault / "index.md").read_bytes() == old


def test_what_is_repaired_is_written_and_what_is_left_is_told(broken: Settings, kb: Kb) -> None:
    said = kb("check", "--fix")

    assert (said.code, said.out.splitlines()[-1]) == (1, "1 error, 1 warning.")
    assert "This link leads to nothing in the vault: [[Nowhere]]" in said.out
    assert (
        broken.vault / "index.md"
    ).read_bytes() == b"[[Question]]\r\n\r\n[[My note]] and [[Nowhere]]\r\n[x](My%20note.md)"


@pytest.mark.usefixtures("broken")
def test_for_programs_the_repairs_are_on_stderr(kb: Kb) -> None:
    said = kb("check", "--fix", "--json")

    assert said.err.startswith("index.md:3: [[my_note]] -> [[My note]]")
    assert [found["found"] for found in json.loads(said.out) if found["rule"] == "broken-link"] == ["[[Nowhere]]"]


@pytest.mark.usefixtures("broken")
def test_findings_as_sarif(kb: Kb) -> None:
    said = kb("check", "--sarif")

    assert said.code == 1
    assert {found["ruleId"] for found in json.loads(said.out)["runs"][0]["results"]} >= {"broken-link", "orphan"}


@pytest.mark.usefixtures("broken")
def test_a_dry_run_of_nothing_is_a_wrong_use(kb: Kb) -> None:
    assert kb("check", "--dry-run").code == 2
