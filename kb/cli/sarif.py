"""Findings as SARIF 2.1.0, which code hosts show beside the lines that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from kb import __version__
from kb.config import Settings
from kb.errors import say
from kb.files import checksum
from kb.model.problem import Problem
from kb.model.rules import RULES, Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "off": "none"}


def sarif_table(settings: Settings, problems: Sequence[Problem]) -> dict[str, Any]:
    """A log of one run of kb, with all rules and with paths relative to the workspace."""
    rules = [_rule(name, rule) for name, rule in RULES.items()]
    driver = {"name": "kb", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, settings) for problem in problems],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str, rule: Rule) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": f"{rule.what}."},
        "help": {"text": rule.do},
        "defaultConfiguration": {"enabled": rule.severity != "off", "level": _LEVELS[rule.severity]},
    }


def _result(problem: Problem, settings: Settings) -> dict[str, Any]:
    return {
        "ruleId": problem.rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": say(problem.what, do=problem.do, found=problem.found)},
        "locations": [_location(problem, problem.path, settings)] if problem.path else [],
        "partialFingerprints": {"kb/v1": checksum(f"{problem.rule}\n{problem.path}\n{problem.found}".encode())[:16]},
    }


def _location(problem: Problem, path: str, settings: Settings) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(path, settings)}}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    return {"physicalLocation": place}


def _uri(path: str, settings: Settings) -> str:
    """Relative to the workspace, or whole where the vault is elsewhere; paths of notes are relative to the vault."""
    in_root, in_vault = settings.root / path, settings.vault / path
    file = in_root if in_root.exists() and not in_vault.exists() else in_vault
    return quote(file.relative_to(settings.root).as_posix()) if file.is_relative_to(settings.root) else file.as_uri()
