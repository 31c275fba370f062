"""The types that parameters are annotated with, and whether a value is of one."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

_SIMPLE: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "str": (str,),
    "bool": (bool,),
    "None": (type(None),),
    "list": (list,),
    "dict": (dict,),
}


@lru_cache
def parse_annotation(annotation: str) -> ast.expr | None:
    """An annotation as Python has it; None where it is no expression."""
    try:
        return ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None


def names_in(annotation: str) -> list[str]:
    """The types that an annotation names."""
    tree = parse_annotation(annotation)
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree else []


def fits(value: Any, kind: ast.expr, *, exact: bool = False) -> bool:
    """Whether a value is of an annotated type; `exact` does not take an int for a float."""
    match kind:
        case ast.Constant(value=None):
            return value is None
        case ast.Constant(value=str(quoted)):
            inner = parse_annotation(quoted)
            return inner is not None and fits(value, inner, exact=exact)
        case ast.Name(id="Any" | "object"):
            return True
        case ast.Name(id="float") if exact:
            return isinstance(value, float)
        case ast.Name(id="bool"):
            return isinstance(value, bool)
        case ast.Name(id=name):
            return isinstance(value, _SIMPLE.get(name, ())) and not isinstance(value, bool)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return fits(value, left, exact=exact) or fits(value, right, exact=exact)
        case ast.Attribute(attr=name):
            return fits(value, ast.Name(id=name), exact=exact)
        case ast.Subscript(value=ast.Attribute(attr=name) | ast.Name(id=name), slice=inner):
            return _fits_generic(value, name, inner, exact=exact)
    return False


def _fits_generic(value: Any, name: str, inner: ast.expr, *, exact: bool) -> bool:
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    match name:
        case "Optional":
            return value is None or fits(value, inner, exact=exact)
        case "Union":
            return any(fits(value, argument, exact=exact) for argument in arguments)
        case "Literal":
            options = [ast.literal_eval(argument) for argument in arguments]
            return any(value == option and type(value) is type(option) for option in options)
        case "list" | "List" | "Sequence":
            return isinstance(value, list) and all(fits(item, inner, exact=exact) for item in value)
        case "dict" | "Dict" | "Mapping" if len(arguments) == 2:  # noqa: PLR2004  (key and value)
            return isinstance(value, dict) and all(
                fits(key, arguments[0], exact=exact) and fits(item, arguments[1], exact=exact)
                for key, item in value.items()
            )
    return False
