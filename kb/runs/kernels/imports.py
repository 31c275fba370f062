"""Which imports of a notebook can be made before it runs, without any difference that it could notice."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator

_QUIET_MAGICS = ("%matplotlib inline", "%config InlineBackend", "%%time")
_QUIET_CALLS = {"warnings.filterwarnings", "warnings.simplefilter"}


def early_imports(sources: Iterable[str]) -> tuple[str, ...]:
    """The import statements of a notebook that nothing before them can influence; the standard library's are left out.

    They are taken from the top as long as all code before them imports, defines or names plain values: an import may
    depend on whatever else was done before it (`os.environ`, `sys.path`, `matplotlib.use`), and must then wait.

    Args:
        sources: Its code cells.
    """
    found: list[str] = []
    for source in sources:
        try:
            statements = ast.parse(_without_quiet_magics(source)).body
        except (SyntaxError, ValueError):
            break
        quiet = list(_until_loud(statements))
        found += [ast.unparse(statement) for statement in quiet if _is_library_import(statement)]
        if len(quiet) < len(statements):
            break
    return tuple(dict.fromkeys(found))


def _without_quiet_magics(source: str) -> str:
    lines = source.splitlines()
    return "\n".join("" if line.strip().startswith(_QUIET_MAGICS) else line for line in lines)


def _until_loud(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in statements:
        if not _is_quiet(statement):
            return
        yield statement


def _is_library_import(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return not {alias.name.partition(".")[0] for alias in statement.names} <= sys.stdlib_module_names
    if isinstance(statement, ast.ImportFrom):
        return (statement.module or "").partition(".")[0] not in sys.stdlib_module_names
    return False


def _is_quiet(statement: ast.stmt) -> bool:
    """Whether a statement can change nothing that an import sees, but by importing."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=function)):
            return ast.unparse(function) in _QUIET_CALLS
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(target, ast.Name) for target in targets) and _is_plain(value)
        case ast.AnnAssign(target=ast.Name(), value=value):
            return value is None or _is_plain(value)
        case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
            defaults = [*arguments.defaults, *arguments.kw_defaults]
            return not statement.decorator_list and all(default is None or _is_plain(default) for default in defaults)
    return False


def _is_plain(value: ast.expr) -> bool:
    """Whether evaluating an expression does nothing else: literals, names, signs."""
    plain = ast.Constant | ast.Name | ast.List | ast.Tuple | ast.Set | ast.Dict | ast.UnaryOp
    return all(isinstance(node, plain | ast.expr_context | ast.unaryop) for node in ast.walk(value))
