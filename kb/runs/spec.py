"""A kb block as text becomes a spec: parsed with line numbers, checked against the notebook before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.model.note import FencedBlock
from kb.model.problem import Problem
from kb.model.run import Parameter, Spec
from kb.runs.batch import check_size
from kb.runs.block import RULE, Block
from kb.runs.notebook import Notebook, find_notebook, read_notebook
from kb.runs.parameters import read_parameters, unknown_parameter
from kb.runs.values import check_value
from kb.runs.where import names_in, parse_where
from kb.yaml import read_mapping

SUMMARY_PARAMETER = "records"
SUMMARY_NAME = "summary"
"""The spec of a summary, which stands in no note: its path is None."""

Extra = Callable[[str, Mapping[str, Sequence[Any]]], Mapping[str, Parameter]]
"""Given a notebook's path and the values asked for: parameters that it takes beyond those of its cell."""


def no_extra(_notebook: str, _values: Mapping[str, Sequence[Any]]) -> Mapping[str, Parameter]:
    """A notebook takes what its cell declares and nothing else."""
    return {}


def parse_block(
    block: FencedBlock,
    settings: Settings,
    extra: Extra = no_extra,
    default_name: str = "",
) -> tuple[Spec, list[Problem]]:
    """Read one kb block.

    Args:
        block: The block.
        settings: The workspace, for its notebooks.
        extra: What a notebook takes beyond its cell.
        default_name: The batch's name where the block gives none; empty for that of its note.

    Returns:
        The spec, and what is wrong with it; a spec with problems must not run.
    """
    name = default_name or PurePosixPath(block.path).stem
    spec = Spec(name=name, notebook="", path=block.path, line=block.line)
    try:
        table = read_mapping(block.text, path=block.path, first_line=block.line + 1)
    except KbError as error:
        return spec, [Problem(RULE, error.what, error.do, block.path, error.line, error.found)]
    reader = Block(table, block)
    spec = replace(spec, **reader.plain_fields())
    reader.attempt(lambda: check_size(spec), "sweep")
    if spec.notebook:
        reader.attempt(lambda: _check_against_notebook(spec, reader, settings, extra))
    problems = sorted(reader.problems, key=lambda problem: problem.line or 0)
    return replace(spec, name=spec.name or name, **reader.changes), problems


def problem_at(block: FencedBlock, key: str, error: KbError) -> Problem:
    """What is wrong at a key of a block that could be read."""
    reader = Block(read_mapping(block.text, path=block.path, first_line=block.line + 1), block)
    reader.add(error, key)
    return reader.problems[0]


def _check_against_notebook(spec: Spec, reader: Block, settings: Settings, extra: Extra) -> None:
    path = reader.attempt(lambda: find_notebook(settings, spec.notebook), "notebook")
    if spec.summary:
        summary = spec.summary
        reader.changes["summary"] = reader.attempt(lambda: _find_summary(settings, summary), "summary")
    if path is None:
        return
    reader.changes["notebook"] = path
    notebook = reader.attempt(lambda: read_notebook(settings, path), "notebook")
    cell = notebook and reader.attempt(lambda: read_parameters(notebook), "notebook")
    if cell is None:
        return
    more = reader.attempt(lambda: extra(path, asked_values(spec, cell)), "parameters")
    if more is None:
        return
    known = {**more, **cell}
    _check_values(spec, reader, known, notebook)
    _check_where(spec, reader, known, path)


def _find_summary(settings: Settings, name: str) -> str:
    path = find_notebook(settings, name)
    if SUMMARY_PARAMETER not in read_parameters(read_notebook(settings, path)):
        do = f"Declare `{SUMMARY_PARAMETER}: str`: the path of the batch's records."
        raise KbError(f"A summary notebook needs the parameter `{SUMMARY_PARAMETER}`", found=path, do=do)
    return path


def asked_values(spec: Spec, cell: Mapping[str, Parameter]) -> dict[str, Sequence[Any]]:
    """Every value that a parameter takes in a batch: its default, the fixed value, or those swept."""
    defaults = {name: (parameter.default,) for name, parameter in cell.items()}
    return {**defaults, **{name: (value,) for name, value in spec.parameters.items()}, **spec.sweep}


def _check_values(spec: Spec, reader: Block, known: Mapping[str, Parameter], notebook: Notebook) -> None:
    def checked(section: str, name: str, values: Sequence[Any]) -> list[Any]:
        if name not in known:
            reader.add(unknown_parameter(name, known, notebook.path), section, name)
            return []
        return [reader.attempt(partial(check_value, known[name], value), section, name) for value in values]

    for name in spec.parameters:
        if name in spec.sweep:
            error = KbError("A parameter is either fixed or swept", found=name, do="Remove it from one of the two.")
            reader.add(error, "sweep", name)
    fixed = {name: checked("parameters", name, [value]) for name, value in spec.parameters.items()}
    reader.changes["parameters"] = {name: values[0] for name, values in fixed.items() if values}
    swept = {name: tuple(checked("sweep", name, values)) for name, values in spec.sweep.items()}
    reader.changes["sweep"] = swept


def _check_where(spec: Spec, reader: Block, known: Mapping[str, Parameter], notebook: str) -> None:
    tree = reader.attempt(lambda: parse_where(spec.where or ""), "where") if spec.where is not None else None
    for name in names_in(tree) if tree is not None else ():
        if name not in known:
            reader.add(unknown_parameter(name, known, notebook), "where")
