"""All that is wrong: in notes, in kb blocks, in records."""

from __future__ import annotations

from kb.config import Settings
from kb.model.problem import Problem
from kb.runs.fingerprint import Inputs
from kb.vault.check import check_vault
from kb.workflows.ask import read_desk
from kb.workflows.plan import plan_questions
from kb.workflows.prune import check_forgotten
from kb.workflows.run import problems_of


def check_workspace(settings: Settings) -> list[Problem]:
    """Check the whole vault; findings in the order of their files and lines."""
    desk = read_desk(settings)
    plan = plan_questions(settings, desk, Inputs(settings))
    found = [*desk.problems, *check_vault(desk.index), *problems_of(plan), *check_forgotten(settings, desk)]
    return sorted(found, key=lambda problem: (problem.path or "", problem.line or 0, problem.rule))
