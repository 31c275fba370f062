"""The parameters cell, read by `ast`: nothing of it runs."""

from __future__ import annotations

import ast
import difflib
import io
import tokenize
from collections.abc import Iterable, Mapping
from typing import Any

from kb.errors import KbError
from kb.model.run import Parameter
from kb.runs.foreign import parse_foreign_parameters
from kb.runs.languages import PYTHON, translated, untranslated
from kb.runs.notebook import Notebook, parameters_cell
from kb.runs.secret_parameters import names_a_secret, secret_parameter


def read_parameters(notebook: Notebook) -> dict[str, Parameter]:
    """The parameters that a notebook declares, by name, in order.

    Raises:
        KbError: No parameters cell, one that is not in its language or declares a secret, or a language that papermill
            cannot write parameters in.
    """
    source, first_line = parameters_cell(notebook)
    if notebook.language == PYTHON:
        return parse_parameters(source, path=notebook.path, first_line=first_line)
    known_as = translated(notebook.kernel, notebook.language)
    if known_as is None:
        raise untranslated(notebook.language, notebook.path)
    return parse_foreign_parameters(source, known_as, path=notebook.path, first_line=first_line)


def parse_parameters(source: str, *, path: str, first_line: int = 1) -> dict[str, Parameter]:
    """Read the assignments of a parameters cell without running it.

    Raises:
        KbError: The source is not Python, or a parameter is named like a secret.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        line = first_line + (error.lineno or 1) - 1
        raise KbError("The parameters cell is not Python", path=path, line=line, found=error.msg) from error
    comments = _comments(source)
    found = {}
    for statement in statements:
        for name, annotation, value in _assignments(statement):
            default, is_literal = _literal(value)
            line = first_line + statement.lineno - 1
            if names_a_secret(name):
                raise secret_parameter(name, path=path, line=line)
            comment = comments.get(statement.end_lineno or statement.lineno, "")
            found[name] = Parameter(name, annotation or _kind(default), default, line, comment, is_literal)
    return found


def _assignments(statement: ast.stmt) -> Iterable[tuple[str, str | None, ast.expr | None]]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id, _annotation(statement.annotation), statement.value
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, None, statement.value


def _annotation(node: ast.expr) -> str:
    is_quoted = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_quoted else ast.unparse(node)  # type: ignore[attr-defined]


def _literal(node: ast.expr | None) -> tuple[Any, bool]:
    try:
        return (None, False) if node is None else (ast.literal_eval(node), True)
    except ValueError:
        return None, False


def _kind(default: Any) -> str | None:
    """The type that a line without annotation has by its default; None leaves it open."""
    if default is None:
        return None
    return "int | float" if type(default) is int else type(default).__name__


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ").strip() for token in tokens if token.type == tokenize.COMMENT}


def unknown_parameter(name: str, known: Mapping[str, Parameter], notebook: str) -> KbError:
    """The error for a name that the notebook does not declare, with the nearest one that it does."""
    near = difflib.get_close_matches(name, known, 1)
    do = f"Did you mean `{near[0]}`?" if near else f"It takes: {', '.join(known) or 'none'}."
    return KbError(f"{notebook} has no such parameter", found=name, do=do)
