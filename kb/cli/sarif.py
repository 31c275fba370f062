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
_VAULT = "VAULT"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "off": "none"}


def sarif_table(settings: Settings, problems: Sequence[Problem]) -> dict[str, Any]:
    """A log of one run of kb, with all rules; paths are relative to the workspace, or to a vault that is elsewhere."""
    rules = [_rule(name, rule) for name, rule in RULES.items()]
    driver = {"name": "kb", "semanticVersion": __version__, "rules": rules}
    bases = {} if _is_inside(settings) else {_VAULT: {"uri": f"{settings.vault.as_uri()}/"}}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": bases,
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
    place: dict[str, Any] = {"artifactLocation": _file(path, settings)}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    return {"physicalLocation": place}


def _file(path: str, settings: Settings) -> dict[str, str]:
    """A file of the workspace, or one of the vault, to which the paths of notes are relative."""
    is_in_root = (settings.root / path).exists() and not (settings.vault / path).exists()
    if is_in_root or not _is_inside(settings):
        return {"uri": quote(path)} | ({} if is_in_root else {"uriBaseId": _VAULT})
    return {"uri": quote((settings.vault / path).relative_to(settings.root).as_posix())}


def _is_inside(settings: Settings) -> bool:
    return settings.vault.is_relative_to(settings.root)
