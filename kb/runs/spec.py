"""A kb block as text becomes a spec: parsed with line numbers, checked against the notebook before anything runs."""

from __future__ import annotations

import difflib
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
from kb.runs.notebook import Notebook, find_notebook, read_notebook
from kb.runs.parameters import check_value, read_parameters, unknown_parameter
from kb.runs.where import names_in, parse_where
from kb.yaml import key_line, read_mapping

RULE = "kb-block"
SUMMARY_PARAMETER = "records"
KEYS = ("notebook", "parameters", "sweep", "where", "rank_by", "notes", "summary", "name")
MOST_NOTES = 1000

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
    reader = _Block(table, block)
    spec = replace(spec, **reader.plain_fields())
    if spec.notebook:
        reader.attempt(lambda: _check_against_notebook(spec, reader, settings, extra))
    problems = sorted(reader.problems, key=lambda problem: problem.line or 0)
    return replace(spec, name=spec.name or name, **reader.changes), problems


class _Block:
    """One block while it is read: its table and what has been found wrong so far."""

    def __init__(self, table: Mapping[Any, Any], block: FencedBlock) -> None:
        self.table = {str(key): _plain(value) for key, value in table.items()}
        self.raw = table
        self.block = block
        self.problems: list[Problem] = []
        self.changes: dict[str, Any] = {}

    def line_of(self, *keys: str) -> int:
        """The file's line of a key, or of a key within a key."""
        table, line = self.raw, self.block.line
        for key in keys:
            if not isinstance(table, Mapping) or key not in table:
                return line
            line = key_line(table, key, self.block.line + 1)
            table = table[key]
        return line

    def add(self, error: KbError, *keys: str) -> None:
        """Note what is wrong at a key."""
        self.problems.append(
            Problem(RULE, error.what, error.do, self.block.path, self.line_of(*keys), error.found),
        )

    def attempt(self, check: Callable[[], Any], *keys: str) -> Any:
        """Run a check; what it raises becomes a finding at that key."""
        try:
            return check()
        except KbError as error:
            self.add(error, *keys)
            return None

    def plain_fields(self) -> dict[str, Any]:
        """The fields that can be judged without the notebook."""
        for key in self.table:
            if key not in KEYS:
                near = difflib.get_close_matches(key, KEYS, 1)
                do = f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(KEYS)}."
                self.add(KbError("A kb block has no such entry", found=key, do=do), key)
        return {
            "name": self._typed("name", str, "", "text"),
            "notebook": self._typed("notebook", str, "", "the name of a notebook", required=True),
            "parameters": self._typed("parameters", dict, {}, "`name: value` entries"),
            "sweep": self._sweep(),
            "where": self._typed("where", str, None, "a comparison of parameters"),
            "rank_by": self._typed("rank_by", str, None, "the name of a metric"),
            "notes": self._notes(),
            "summary": self._typed("summary", str, None, "the name of a notebook"),
        }

    def _typed(self, key: str, kind: type, default: Any, expected: str, *, required: bool = False) -> Any:
        value = self.table.get(key)
        if value is None and not (required or key in self.table):
            return default
        if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
            found = "nothing" if value is None else f"{value!r:.80}"
            self.add(KbError(f"`{key}` must be {expected}", found=found, do="Correct the block."), key)
            return default
        return value

    def _sweep(self) -> dict[str, tuple[Any, ...]]:
        axes = self._typed("sweep", dict, {}, "`name: [value, value]` entries")
        for name, values in axes.items():
            if not isinstance(values, list) or not values:
                do = "Write a list, like [10, 20]; a single value belongs in `parameters`."
                error = KbError(f"`sweep` needs a list of values for `{name}`", found=f"{values!r:.80}", do=do)
                self.add(error, "sweep", name)
        return {str(name): tuple(values) for name, values in axes.items() if isinstance(values, list)}

    def _notes(self) -> int:
        value = self.table.get("notes", Spec.__dataclass_fields__["notes"].default)
        if type(value) is not int or not 0 <= value <= MOST_NOTES:
            error = KbError("`notes` must be a whole number from 0 to 1000", found=f"{value!r:.80}")
            self.add(error, "notes")
            return 0
        return value


def _check_against_notebook(spec: Spec, reader: _Block, settings: Settings, extra: Extra) -> None:
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


def _check_values(spec: Spec, reader: _Block, known: Mapping[str, Parameter], notebook: Notebook) -> None:
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


def _check_where(spec: Spec, reader: _Block, known: Mapping[str, Parameter], notebook: str) -> None:
    tree = reader.attempt(lambda: parse_where(spec.where or ""), "where") if spec.where is not None else None
    for name in names_in(tree) if tree is not None else ():
        if name not in known:
            reader.add(unknown_parameter(name, known, notebook), "where")


def _plain(value: Any) -> Any:
    """A YAML value as plain Python: ruamel's own numbers, texts and collections lose their class."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value
