"""SARIF 2.1.0 as code hosts require it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.cli.sarif import sarif_table
from kb.config import Settings
from kb.model.problem import Problem
from kb.model.rules import RULES

GOLDEN = Path(__file__).parents[1] / "golden" / "cli" / "check.sarif"
PROBLEMS = [
    Problem("broken-link", "This link leads nowhere", "Correct it.", "ideas/My #1 \u00fc%.md", 3, "[[x]]"),
    Problem("orphan", "No note links to this one", path="ideas/My #1 \u00fc%.md", severity="warning"),
    Problem("repeated-heading", "Twice there", path="a.md", line=1, severity="info"),
    Problem("trials", "Not a line", path="data/ledger/trials/x.csv", line=2),
    Problem("kb-block", "Nowhere in particular"),
    Problem("of-another-command", "No rule of the check", path="a.md"),
]


@pytest.fixture
def log(workspace: Settings) -> Any:
    (workspace.ledger / "trials").mkdir(parents=True)
    (workspace.ledger / "trials/x.csv").touch()
    return json.loads(json.dumps(sarif_table(workspace, PROBLEMS)))


def test_what_the_schema_requires_is_there(log: Any) -> None:
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]

    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    assert driver["name"] == "kb"
    assert ids == list(RULES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
    for result in run["results"]:
        assert result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"note", "warning", "error"}


def test_addresses_are_relative_to_the_workspace_and_quoted(log: Any) -> None:
    places = [result["locations"] for result in log["runs"][0]["results"]]
    uris = [place[0]["physicalLocation"]["artifactLocation"]["uri"] if place else None for place in places]
    lines = [place[0]["physicalLocation"].get("region") if place else None for place in places]

    assert uris == [
        *["vault/ideas/My%20%231%20%C3%BC%25.md"] * 2,
        "vault/a.md",
        "data/ledger/trials/x.csv",
        None,
        "vault/a.md",
    ]
    assert lines == [{"startLine": 3}, None, {"startLine": 1}, {"startLine": 2}, None, None]


def test_addresses_in_a_vault_elsewhere_are_relative_to_it(workspace: Settings, tmp_path: Path) -> None:
    settings = Settings(workspace.root, tmp_path / "Obsidian vault")
    settings.vault.mkdir()
    (settings.root / "data").mkdir()
    (settings.root / "data/x.csv").touch()
    [run] = sarif_table(settings, [PROBLEMS[0], Problem("trials", "Not a line", path="data/x.csv")])["runs"]
    files = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]

    assert run["originalUriBaseIds"] == {"VAULT": {"uri": f"{settings.vault.as_uri()}/"}}
    assert files == [{"uri": "ideas/My%20%231%20%C3%BC%25.md", "uriBaseId": "VAULT"}, {"uri": "data/x.csv"}]


def test_a_fingerprint_does_not_know_the_line(workspace: Settings) -> None:
    prints = [
        sarif_table(workspace, [Problem("orphan", "x", path="a.md", line=line)])["runs"][0]["results"][0][
            "partialFingerprints"
        ]
        for line in (1, 2)
    ]

    assert prints[0] == prints[1]


def test_the_results_are_as_their_golden_file_says(log: Any) -> None:
    del log["runs"][0]["tool"]
    text = json.dumps(log, indent=2) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_bytes(text.encode())
        pytest.fail(f"Wrote {GOLDEN.name}: read it, then run again.")

    assert text == GOLDEN.read_bytes().decode()
