"""All that is wrong: in notes, in kb blocks, in records, in trials."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.rules import Choices, judged
from kb.runs.fingerprint import Inputs
from kb.runs.trials import check_trials
from kb.vault.checks.check import check_vault
from kb.vault.index import links_of
from kb.vault.names import folded_key
from kb.vault.reading.obsidian import read_obsidian
from kb.vault.writing.store import human_text
from kb.workflows.ask import Desk
from kb.workflows.places import results_name
from kb.workflows.plan import plan_questions
from kb.workflows.prune import check_forgotten, forgotten_notes
from kb.workflows.run import problems_of


def check_desk(settings: Settings, desk: Desk) -> list[Problem]:
    """Check a vault that was read; findings in the order of their files and lines."""
    forgotten = forgotten_notes(settings, desk)
    plan = plan_questions(settings, desk, Inputs(settings))
    obsidian, bad_settings = read_obsidian(settings.vault)
    found = [
        *desk.problems,
        *bad_settings,
        *(
            problem
            for problem in _check_notes(desk, settings.check, obsidian.types)
            if not _is_of_kb(problem, desk, forgotten)
        ),
        *problems_of(plan),
        *check_forgotten(forgotten),
        *check_trials(settings),
    ]
    return sorted(
        judged(found, settings.check), key=lambda problem: (problem.path or "", problem.line or 0, problem.rule)
    )


def _check_notes(desk: Desk, choices: Choices, types: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong in notes; a link to the results of a block that has not run yet is no error."""
    awaited = _links_to_awaited(desk)
    for problem in check_vault(desk.index, choices, types):
        if problem.rule == "broken-link" and (problem.path, problem.line, problem.found) in awaited:
            what, do = "These results are not there yet", "`kb run` writes them."
            yield Problem("no-results-yet", what, do, problem.path, problem.line, problem.found)
        else:
            yield problem


def _is_of_kb(problem: Problem, desk: Desk, forgotten: Collection[str]) -> bool:
    """Whether it is a link of kb's own in a note that nobody asks for: what is wrong there is told once, as that."""
    if problem.rule != "broken-link" or problem.path is None or problem.path not in forgotten:
        return False
    note = desk.index.notes[problem.path]
    return problem.found not in human_text(note.text, name=note.name)


def _links_to_awaited(desk: Desk) -> set[tuple[str | None, int | None, str]]:
    names = {folded_key(results_name(question.spec.name)) for question in desk.questions}
    return {
        (note.path, link.line, link.raw)
        for note in desk.index.notes.values()
        for link in links_of(note)
        if folded_key(link.target.rpartition("/")[2].removesuffix(".md")) in names
    }
