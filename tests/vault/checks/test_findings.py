"""Every finding as people read it, in a golden file to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.rules import RULES, Choices
from kb.vault.checks.check import check_vault
from tests.vault.checks.every_finding import EVERY_FINDING
from tests.vault.writing.written import index_of

GOLDEN = Path(__file__).parents[2] / "golden" / "vault" / "findings.txt"
TOLD_ELSEWHERE = {
    *("bad-frontmatter", "unreadable-note", "unreadable-folder", "conflict-copy"),  # when the vault is read
    *("unreadable-name", "linked-folder", "outside-vault", "dead-link", "bad-canvas", "obsidian-settings"),
    *("no-results-yet", "kb-block", "run-not-asked", "records", "trials"),  # by the workflow
    *("address-clash", "bad-permalink", "empty-audience", "private-name", "unread-table", "whole-file"),  # of the site
    *("bad-base", "base-value", "dataview", "bad-chart"),  # when bases and queries are asked, and charts drawn
}


def test_every_finding_reads_as_its_golden_file_says() -> None:
    problems = check_vault(index_of(EVERY_FINDING), Choices({"link-case": "info"}), {"size": "number"})
    text = "".join(f"{problem.severity}: {problem} [{problem.rule}]\n" for problem in problems)
    if not GOLDEN.exists():
        GOLDEN.write_bytes(text.encode())
        pytest.fail(f"Wrote {GOLDEN.name}: read it, then run again.")

    assert text == GOLDEN.read_bytes().decode()


def test_there_is_one_of_each_rule() -> None:
    problems = check_vault(index_of(EVERY_FINDING), Choices({"link-case": "info"}), {"size": "number"})

    assert {problem.rule for problem in problems} == RULES.keys() - TOLD_ELSEWHERE
