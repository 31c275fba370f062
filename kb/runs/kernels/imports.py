"""Which imports of a notebook can be made before it runs, without any difference that it could notice."""

from __future__ import annotations

import ast
import builtins
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SKIPPED = "skip-execution"
"""nbclient does not execute cells that are tagged so."""
_QUIET_MAGICS = re.compile(r"%matplotlib inline|%config InlineBackend\.\w+ ?= ?(?P<value>.+)")
_FILTERS = {"warnings.filterwarnings", "warnings.simplefilter"}


def sources_of(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """What a notebook will execute, cell by cell; of cells as nbformat or a notebook's file has them."""
    executed = [
        cell["source"]
        for cell in cells
        if cell["cell_type"] == "code" and SKIPPED not in cell.get("metadata", {}).get("tags", [])
    ]
    return ["".join(source) for source in executed]


def early_imports(sources: Iterable[str]) -> tuple[str, ...]:
    """The import statements of a notebook that nothing before them can influence.

    They are taken from the top as long as all code before them imports, defines or names plain values: an import may
    depend on whatever else was done before it (`os.environ`, `sys.path`, `matplotlib.use`), and must then wait. Calls
    that filter warnings stand between them, since an import may do so too. After the last import of a library there is
    nothing to gain.

    Args:
        sources: Its code cells.
    """
    found: list[ast.stmt] = []
    known = set(dir(builtins))
    for source in sources:
        statements = _parse(source)
        quiet = list(_until_loud(statements or [], known))
        found += quiet
        if statements is None or len(quiet) < len(statements):
            break
    kept = [one for one in found if isinstance(one, ast.Import | ast.ImportFrom) or _is_filter(one)]
    while kept and not _is_library_import(kept[-1]):
        kept.pop()
    return tuple(dict.fromkeys(ast.unparse(statement) for statement in kept))


def _parse(source: str) -> list[ast.stmt] | None:
    """A cell's statements; None for a cell that is no Python, or that the compiler warns of."""
    lines = source.strip().splitlines()
    if lines[:1] == ["%%time"]:
        lines[0] = ""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            tree = ast.parse("\n".join(map(_without_quiet_magic, lines)))
            compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except (SyntaxError, ValueError):
            return None
    return tree.body


def _without_quiet_magic(line: str) -> str:
    magic = _QUIET_MAGICS.fullmatch(line.strip())
    is_quiet = magic and (not magic["value"] or _is_plain(ast.parse(magic["value"], mode="eval").body))
    return "" if is_quiet else line


def _until_loud(statements: Iterable[ast.stmt], known: set[str]) -> Iterator[ast.stmt]:
    """The statements before the first that may do more than import; notes the names that they bind."""
    for statement in statements:
        if not _is_quiet(statement, known):
            return
        known |= _bound(statement)
        yield statement


def _is_quiet(statement: ast.stmt, known: set[str]) -> bool:
    """Whether a statement can change nothing that an import sees, but by importing, and cannot fail before one."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=function, args=arguments, keywords=keywords)):
            parts = [function, *arguments, *(keyword.value for keyword in keywords)]
            return _is_filter(statement) and all(_is_known(part, known) for part in parts)
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(target, ast.Name) for target in targets) and _is_plain(value)
        case ast.AnnAssign(target=ast.Name(), annotation=annotation, value=value):
            return _is_known(annotation, known) and (value is None or _is_plain(value))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return not statement.decorator_list and _is_quiet_signature(statement, known)
    return False


def _is_quiet_signature(function: ast.FunctionDef | ast.AsyncFunctionDef, known: set[str]) -> bool:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    annotations = [function.returns, *(argument.annotation for argument in named if argument)]
    defaults = [*arguments.defaults, *arguments.kw_defaults]
    return all(_is_plain(default) for default in defaults if default) and all(
        _is_known(annotation, known) for annotation in annotations if annotation
    )


def _bound(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {alias.asname or alias.name.partition(".")[0] for alias in names}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return {name}
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _is_filter(statement: ast.stmt) -> bool:
    """Whether a statement is a call that filters warnings."""
    match statement:
        case ast.Expr(value=ast.Call(func=function)):
            return ast.unparse(function) in _FILTERS
    return False


def _is_plain(value: ast.expr) -> bool:
    """Whether an expression is a literal."""
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _is_known(value: ast.expr, known: set[str]) -> bool:
    """Whether an expression only looks up what is there, as annotations do."""
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in known
        case ast.Attribute(value=inner):
            return _is_known(inner, known)
        case ast.Subscript(value=left, slice=right) | ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_known(left, known) and _is_known(right, known)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(_is_known(part, known) for part in parts)
    return False


def _is_library_import(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return not {alias.name.partition(".")[0] for alias in statement.names} <= sys.stdlib_module_names
    if isinstance(statement, ast.ImportFrom):
        return (statement.module or "").partition(".")[0] not in sys.stdlib_module_names
    return False
