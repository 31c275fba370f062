"""A strategy file's parameters, read from its text: nothing of it runs."""

from __future__ import annotations

import ast
import io
import math
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.model.run import Parameter

TYPES = ("int", "float", "bool", "str", "None")
NOTEBOOK_NAMES = frozenset(
    {"symbol", "strategy", "start", "end", "cost_bps", "financing_bps_per_year", "benchmark", "tear_sheet"}
)
"""What notebooks call their own parameters: a strategy with one of the same name would take the notebook's value."""

_EXAMPLE = "Write it like `fast: int = 50  # bars in the fast average`."


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a strategy file declares: the name of its class and the class's parameters, in order."""

    class_name: str
    parameters: tuple[Parameter, ...]


def read_declaration(path: Path) -> Declaration:
    """Read a strategy file's class and parameters without running it.

    Raises:
        KbError: Not Python in UTF-8, not exactly one strategy class, or a parameter without a plain type and default.
    """
    text = read_source(path)
    node = _strategy_class(_parse(text, path), path)
    comments = _comments(text)
    lines = [line for line in node.body if isinstance(line, ast.AnnAssign)]
    declared = [_parameter(line, comments, path) for line in lines if "ClassVar" not in ast.unparse(line.annotation)]
    return Declaration(node.name, tuple(declared))


def read_source(path: Path) -> str:
    """A strategy file's text.

    Raises:
        KbError: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        do = "Check that the file is there and may be read."
        raise KbError(
            "Cannot read this strategy", path=shown(path), found=error.strerror or str(error), do=do
        ) from error
    except UnicodeDecodeError as error:
        raise KbError("This file is not UTF-8", path=shown(path), found=str(error), do="Save it as UTF-8.") from error


def shown(path: Path) -> str:
    """A strategy's file as its owner would type it, without the folders of this machine."""
    return f"{path.parent.name}/{path.name}"


def checked_value(parameter: Parameter, value: Any, path: Path) -> Any:
    """The value as its parameter wants it; an int given for a float becomes one.

    Raises:
        KbError: The value is of another type, or a number that is not finite.
    """
    allowed = _types(parameter)
    kind = "None" if value is None else type(value).__name__
    if kind == "int" and "int" not in allowed and "float" in allowed:
        return float(value)
    if kind in allowed and not (isinstance(value, float) and not math.isfinite(value)):
        return value
    raise KbError(
        f"The parameter `{parameter.name}` is {parameter.annotation}",
        path=shown(path),
        line=parameter.line,
        found=f"{value!r:.80} ({kind})",
        do=f"Give a value of that type; the default is {parameter.default!r}.",
    )


def _parse(text: str, path: Path) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        found = (error.text or "").strip()
        raise KbError(f"This is not Python: {error.msg}", path=shown(path), line=error.lineno, found=found) from error


def _strategy_class(tree: ast.Module, path: Path) -> ast.ClassDef:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and _decides(node)]
    if len(classes) == 1:
        return classes[0]
    raise KbError(
        "A strategy file holds one class with a method `target_positions`",
        path=shown(path),
        line=classes[1].lineno if classes else None,
        found=", ".join(node.name for node in classes) or "none",
        do="Start the names of other classes with `_`, or give each strategy a file of its own.",
    )


def _decides(node: ast.ClassDef) -> bool:
    methods = {line.name for line in node.body if isinstance(line, ast.FunctionDef)}
    return "target_positions" in methods and not node.name.startswith("_")


def _parameter(line: ast.AnnAssign, comments: dict[int, str], path: Path) -> Parameter:
    name = ast.unparse(line.target)
    try:
        default = ast.literal_eval(line.value or ast.Name("nothing"))
    except ValueError as error:
        what = f"The parameter `{name}` needs a plain default"
        raise KbError(what, path=shown(path), line=line.lineno, found=ast.unparse(line), do=_EXAMPLE) from error
    comment = comments.get(line.end_lineno or line.lineno, "")
    parameter = Parameter(name, ast.unparse(line.annotation), default, line.lineno, comment)
    _check_declared(parameter, path)
    return parameter


def _check_declared(parameter: Parameter, path: Path) -> None:
    if parameter.name in NOTEBOOK_NAMES:
        what = f"A strategy cannot have a parameter `{parameter.name}`: notebooks use that name themselves"
        raise KbError(what, path=shown(path), line=parameter.line, do="Choose another name.")
    if not set(_types(parameter)) <= set(TYPES):
        what = f"The parameter `{parameter.name}` has a type that kb cannot check"
        do = f"Use int, float, bool or str, with `| None` if need be. {_EXAMPLE}"
        raise KbError(what, path=shown(path), line=parameter.line, found=parameter.annotation or "", do=do)
    checked_value(parameter, parameter.default, path)


def _types(parameter: Parameter) -> list[str]:
    return [part.strip() for part in (parameter.annotation or "").split("|")]


def _comments(text: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
