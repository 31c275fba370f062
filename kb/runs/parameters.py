"""The parameters cell, read by `ast`; values checked against it before anything runs."""

from __future__ import annotations

import ast
import difflib
import io
import math
import tokenize
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from kb.errors import KbError
from kb.model.run import Parameter
from kb.runs.foreign import parse_foreign_parameters
from kb.runs.languages import PYTHON, check_delivered, translated, untranslated
from kb.runs.notebook import Notebook, parameters_cell
from kb.runs.secret_parameters import names_a_secret, secret_parameter

_SIMPLE: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "str": (str,),
    "bool": (bool,),
    "None": (type(None),),
    "list": (list,),
    "dict": (dict,),
}
_EXAMPLES = {"int": "a whole number, like 20", "float": "a number, like 0.5", "bool": "true or false"}
_UNDELIVERABLE = {"date", "datetime", "Decimal", "Path", "tuple", "set", "time", "timedelta", "Timestamp"}


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


def check_value(parameter: Parameter, value: Any) -> Any:
    """The value as the notebook will get it: an int for a `float` becomes a float.

    Raises:
        KbError: The value's type is not the parameter's, papermill would change it on the way, or it holds a secret.
    """
    _refuse_undeliverable(parameter.name, value)
    if parameter.language != PYTHON:
        check_delivered(parameter.name, value, parameter.language)
    if parameter.annotation is None:
        return value
    kind = _parse_annotation(parameter.annotation)
    if kind is None or not _fits(value, kind):
        raise KbError(
            f"`{parameter.name}` must be {parameter.annotation}",
            found=f"{value!r:.80}",
            do=_advice(parameter.annotation, value),
        )
    return float(value) if type(value) is int and not _fits_as(value, kind, exact=True) else value


def _advice(annotation: str, value: Any) -> str:
    if _UNDELIVERABLE & set(_names(annotation)):
        return "papermill hands over text, numbers, lists and mappings only: annotate it `str` and convert it there."
    if isinstance(value, str) and annotation in _EXAMPLES:
        kind = ast.Name(id=annotation)
        is_quoted = any(_fits(reading, kind) for reading in _readings(value))
        return "Write it without quotes." if is_quoted else f"Write {_EXAMPLES[annotation]}."
    return "Put it in quotes." if "str" in _names(annotation) else "Correct the value."


def _names(annotation: str) -> list[str]:
    tree = _parse_annotation(annotation)
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree else []


def _refuse_undeliverable(name: str, value: Any) -> None:
    """Papermill turns what it does not know into text without a word; kb says so first. Secrets never go that way."""
    if names_a_secret(name.rpartition(".")[2]):
        raise secret_parameter(name)
    if isinstance(value, float) and not math.isfinite(value):
        raise KbError(f"`{name}` must be a finite number", found=str(value), do="Leave it out, or write null.")
    if value is None or isinstance(value, bool | int | float | str):
        return
    if isinstance(value, list):
        for item in value:
            _refuse_undeliverable(name, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_undeliverable(f"{name}.{key}", item)
    else:
        kind = type(value).__name__
        do = (
            "Put it in quotes: the notebook gets text." if kind.startswith("date") else "Give text, a number or a list."
        )
        raise KbError(f"`{name}` is a {kind}, which a notebook cannot be given", found=str(value), do=do)


@lru_cache
def _parse_annotation(annotation: str) -> ast.expr | None:
    try:
        return ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None


def _fits(value: Any, kind: ast.expr) -> bool:
    return _fits_as(value, kind, exact=False)


def _fits_as(value: Any, kind: ast.expr, *, exact: bool) -> bool:
    """Whether a value is of an annotated type; `exact` does not take an int for a float."""
    match kind:
        case ast.Constant(value=None):
            return value is None
        case ast.Constant(value=str(quoted)):
            inner = _parse_annotation(quoted)
            return inner is not None and _fits_as(value, inner, exact=exact)
        case ast.Name(id="Any" | "object"):
            return True
        case ast.Name(id="float") if exact:
            return isinstance(value, float)
        case ast.Name(id="bool"):
            return isinstance(value, bool)
        case ast.Name(id=name):
            return isinstance(value, _SIMPLE.get(name, ())) and not isinstance(value, bool)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _fits_as(value, left, exact=exact) or _fits_as(value, right, exact=exact)
        case ast.Attribute(attr=name):
            return _fits_as(value, ast.Name(id=name), exact=exact)
        case ast.Subscript(value=ast.Attribute(attr=name) | ast.Name(id=name), slice=inner):
            return _fits_generic(value, name, inner, exact=exact)
    return False


def _fits_generic(value: Any, name: str, inner: ast.expr, *, exact: bool) -> bool:
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    match name:
        case "Optional":
            return value is None or _fits_as(value, inner, exact=exact)
        case "Union":
            return any(_fits_as(value, argument, exact=exact) for argument in arguments)
        case "Literal":
            options = [ast.literal_eval(argument) for argument in arguments]
            return any(value == option and type(value) is type(option) for option in options)
        case "list" | "List" | "Sequence":
            return isinstance(value, list) and all(_fits_as(item, inner, exact=exact) for item in value)
        case "dict" | "Dict" | "Mapping" if len(arguments) == 2:  # noqa: PLR2004  (key and value)
            return isinstance(value, dict) and all(
                _fits_as(key, arguments[0], exact=exact) and _fits_as(item, arguments[1], exact=exact)
                for key, item in value.items()
            )
    return False


def unknown_parameter(name: str, known: Mapping[str, Parameter], notebook: str) -> KbError:
    """The error for a name that the notebook does not declare, with the nearest one that it does."""
    near = difflib.get_close_matches(name, known, 1)
    do = f"Did you mean `{near[0]}`?" if near else f"It takes: {', '.join(known) or 'none'}."
    return KbError(f"{notebook} has no such parameter", found=name, do=do)


def parse_text(parameter: Parameter, text: str) -> Any:
    """A value given on the command line, read by the parameter's type and not guessed from its looks.

    Raises:
        KbError: The text is not of that type.
    """
    kind = _parse_annotation(parameter.annotation) if parameter.annotation else None
    for value in _readings(text):
        if kind is None or _fits(value, kind):
            return check_value(parameter, value)
    raise KbError(f"`{parameter.name}` must be {parameter.annotation}", found=text[:80], do="Correct the value.")


def _readings(text: str) -> Iterable[Any]:
    """What a text can mean, most specific first: null, truth, number, list or mapping, and always itself."""
    words: dict[str, Any] = {"null": None, "none": None, "true": True, "false": False}
    if text.lower() in words:
        yield words[text.lower()]
    with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        yield ast.literal_eval(text)
    yield text
