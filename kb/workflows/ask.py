"""What the vault asks: its kb blocks as specs with their combinations, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.model.note import FencedBlock
from kb.model.problem import Problem
from kb.model.run import Parameter, Spec
from kb.runs.batch import combinations
from kb.runs.block import RULE
from kb.runs.fingerprint import Inputs
from kb.runs.languages import PYTHON
from kb.runs.notebook import Notebook
from kb.runs.parameters import read_parameters
from kb.runs.spec import parse_block, problem_at
from kb.strategies.registry import parameters_of, refuse_foreign
from kb.vault.index import Index, is_by_kb
from kb.workflows.names import note_name
from kb.workflows.texts import read_index

BLOCK_LANGUAGE = "kb"


@dataclass(frozen=True, slots=True)
class Question:
    """One kb block.

    Attributes:
        spec: What it asks, as far as it could be read.
        combinations: The parameters of each of its runs; empty where it cannot run.
        problems: Why it cannot run; empty where it can.
    """

    spec: Spec
    combinations: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A vault as read: its index, its questions, and what is wrong with its files."""

    index: Index
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def read_desk(settings: Settings) -> Desk:
    """Read the vault and every question in it."""
    index, problems = read_index(settings)
    inputs = Inputs(settings)
    questions = [read_question(block, name, settings, inputs) for block, name in kb_blocks(index)]
    return Desk(index, tuple(_refuse_same_names(questions)), problems)


def kb_blocks(index: Index) -> list[tuple[FencedBlock, str]]:
    """The kb blocks that people wrote, each with the name its batch has where the block gives none."""
    named = []
    count: dict[str, int] = {}
    for block in index.blocks.get(BLOCK_LANGUAGE, ()):
        if _is_asking(index, block.path):
            number = count[block.path] = count.get(block.path, 0) + 1
            stem = PurePosixPath(block.path).stem
            named.append((block, stem if number == 1 else f"{stem} {number}"))
    return named


def _is_asking(index: Index, path: str) -> bool:
    note = index.notes[path]
    return not note.is_template and not is_by_kb(note)


def read_question(block: FencedBlock, name: str, settings: Settings, inputs: Inputs) -> Question:
    """Parse a block, check it against its notebook, and spread its sweep."""

    def extra(notebook: str, values: Mapping[str, Sequence[Any]]) -> Mapping[str, Parameter]:
        return strategy_parameters(settings, inputs.notebook(notebook), values)

    spec, problems = parse_block(block, settings, extra, name)
    if problems:
        return Question(spec, (), tuple(problems))
    try:
        runs = combinations(spec, read_parameters(inputs.notebook(spec.notebook)))
    except KbError as error:
        return Question(spec, (), (problem_at(block, "where", error),))
    return Question(spec, tuple(runs), ())


def strategy_parameters(
    settings: Settings, notebook: Notebook, values: Mapping[str, Sequence[Any]]
) -> Mapping[str, Parameter]:
    """The parameters that a notebook's strategies declare, for one in Python that takes a `strategy`.

    Raises:
        KbError: There is no strategy of that name, or one would ignore a value because it belongs to another.
    """
    if notebook.language != PYTHON:
        return {}
    names = [name for name in values.get("strategy", ()) if isinstance(name, str)]
    given = {key: next((value for value in asked if value is not None), None) for key, asked in values.items()}
    for name in names:
        refuse_foreign(name, given, settings.strategies)
    declared = [parameter for name in names for parameter in parameters_of(name, settings.strategies)]
    return {parameter.name: parameter for parameter in declared}


def answers(desk: Desk, question: Question) -> bool:
    """Whether the results note of a question's name is this question's: the first to ask under a name has it."""
    name = note_key(question.spec)
    return next((other for other in desk.questions if note_key(other.spec) == name), question) is question


def note_key(spec: Spec) -> str:
    """What two batches must not share: where it is equal, their notes would be the same files."""
    return note_name(spec.name).casefold()


def _refuse_same_names(questions: Sequence[Question]) -> list[Question]:
    """The second of two batches of one name cannot run."""
    first: dict[str, Spec] = {}
    checked = []
    for question in questions:
        spec = question.spec
        other = first.setdefault(note_key(spec), spec)
        if other is spec:
            checked.append(question)
            continue
        do = f"Give this block a `name:` of its own; {other.path}:{other.line} has this one."
        problem = Problem(RULE, "Two kb blocks have one name", do, spec.path, spec.line, spec.name)
        checked.append(Question(spec, (), (*question.problems, problem)))
    return checked
