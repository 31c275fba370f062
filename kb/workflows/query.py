"""A question to the vault itself: a view of a base, or an expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.model.problem import Problem
from kb.query.base import Base, Filter, Sorting, View, column_of
from kb.query.checks import untold
from kb.query.disk import ENDING, facts_of
from kb.query.evaluate import prepared
from kb.query.files import Desk
from kb.query.reading import NO_KEY, VALUE_RULE, parse_base
from kb.query.rows import Answer, answer
from kb.vault.closest import closest_names, group_names
from kb.vault.index import Index
from kb.workflows.texts import read_index


@dataclass(frozen=True, slots=True)
class Shown:
    """How an answer is to be shown; what is not given here is as the view has it.

    Attributes:
        columns: The properties beside the file's name.
        sort: By which it is sorted; with `-` before it the other way round.
        limit: How many rows at most.
    """

    columns: Sequence[str] = ()
    sort: str = ""
    limit: int | None = None

    def changed(self, view: View) -> View:
        """A view, shown so."""
        columns = ("file.name", *map(column_of, self.columns)) if self.columns else view.columns
        sorting = (Sorting(column_of(self.sort.removeprefix("-")), self.sort.startswith("-")),)
        limit = view.limit if self.limit is None else self.limit
        return replace(view, columns=columns, sorting=sorting if self.sort else view.sorting, limit=limit)


def ask_vault(
    settings: Settings, question: str, shown: Shown, now: datetime
) -> tuple[Answer, list[Problem], tuple[Problem, ...]]:
    """Ask a base of the vault, or an expression, about all files.

    Args:
        settings: The workspace.
        question: A base as in a link, `Runs.base` or `Runs.base#View`, or an expression.
        shown: How the answer is to be shown.
        now: The present moment, without a zone.

    Returns:
        The answer, what is wrong in the base, and what is wrong with files of the vault.

    Raises:
        UsageError: It is neither.
        KbError: The base cannot be read.
    """
    index, unread = read_index(settings)
    desk = Desk(index, now, lambda file: facts_of(settings.vault / file))
    found, problems = ask_desk(desk, question, shown, lambda path: _read_base(settings, path))
    return found, problems, unread


def ask_desk(desk: Desk, question: str, shown: Shown, read_base: Callable[[str], str]) -> tuple[Answer, list[Problem]]:
    """Ask a base, or an expression, about the files that a desk knows of.

    Args:
        desk: What is asked about.
        question: As `ask_vault` takes it.
        shown: How the answer is to be shown.
        read_base: The path of a base -> its text.

    Returns:
        The answer, and what is wrong in the base.

    Raises:
        UsageError: It is neither.
        KbError: The base cannot be read.
    """
    path, name = _base_in(desk.index, question)
    base, view, problems = _view_of(read_base(path), path, name) if path else (*_base_of(question), [])
    found = answer(base, shown.changed(view), desk, desk.file(path) if path else None)
    return found, [*problems, *_faults(untold(found.faults, problems), path or None)]


def _base_in(index: Index, question: str) -> tuple[str, str]:
    """The path of the base that is meant, and its view; empty where none is."""
    name, _, view = question.strip().removeprefix("[[").removesuffix("]]").replace("\\", "/").partition("#")
    if not name.lower().endswith(ENDING):
        return "", ""
    paths = index.resolver.find(name, "")
    if len(paths) == 1:
        return paths[0], view
    bases = [path for path in index.attachments if path.lower().endswith(ENDING)]
    near = paths or closest_names(name, group_names(bases)) or bases[:3]
    do = f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else "The vault has none."
    raise UsageError("Several bases are called so" if paths else "There is no such base", found=name, do=do)


def _read_base(settings: Settings, path: str) -> str:
    try:
        return (settings.vault / path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KbError("This base cannot be read", path=path, found=str(error)) from error


def _view_of(text: str, path: str, name: str) -> tuple[Base, View, list[Problem]]:
    base, problems = parse_base(text, path=path)
    view = base.view(name)
    if view is None:
        known = ", ".join(f"`{one.name}`" for one in base.views if one.name)
        slips = (str(problem) for problem in problems if problem.what == NO_KEY)
        do = " ".join([f"It has {known}." if known else "No view of it has a name.", *slips])
        raise UsageError("This base has no such view", path=path, found=name, do=do)
    return base, view, [*problems]


def _base_of(question: str) -> tuple[Base, View]:
    try:
        prepared(question)
    except KbError as error:
        what = "This is neither a base of the vault nor an expression"
        raise UsageError(what, found=question, do=f"{error}") from error
    base = Base(filter=Filter("is", question))
    return base, base.views[0]


def _faults(faults: Mapping[str, KbError], path: str | None) -> list[Problem]:
    """Filters that could not be asked of some files, which the answer leaves out."""
    return [
        Problem(VALUE_RULE, error.what, error.do, path, None, f"{error.found}, in `{text}`", "warning")
        for text, error in faults.items()
    ]
