"""`where`: a comparison of parameters, parsed into a tree that can do nothing else."""

from __future__ import annotations

import ast
import itertools
import operator
from collections.abc import Callable, Mapping
from typing import Any

from kb.errors import KbError

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_EXAMPLE = "Write something like `fast < slow` or `fast * 2 <= slow and symbol != 'IBM'`."
_MOST_CHARACTERS = 500


def parse_where(text: str) -> ast.expr:
    """Parse a comparison of parameters, numbers and texts, joined by `and`, `or`, `not`.

    Raises:
        KbError: It is anything else.
    """
    refusal = KbError("`where` must compare parameters", found=text[:120], do=_EXAMPLE)
    try:
        tree = ast.parse(text.strip(), mode="eval").body if len(text) <= _MOST_CHARACTERS else None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise refusal from error
    if tree is None or not _is_condition(tree):
        raise refusal
    return tree


def names_in(tree: ast.expr) -> list[str]:
    """The parameters that a condition speaks of, sorted."""
    return sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})


def holds(tree: ast.expr, values: Mapping[str, Any]) -> bool:
    """Whether a parsed condition is true of these parameters.

    Raises:
        KbError: Two values cannot be compared, like a number with None.
    """
    try:
        return bool(_evaluate(tree, values))
    except (TypeError, ZeroDivisionError, KeyError) as error:
        shown = ", ".join(f"{name}={values.get(name)!r:.80}" for name in names_in(tree))
        do = "Give each parameter in it a value."
        raise KbError(f"`where` cannot be decided: {ast.unparse(tree)}", found=shown, do=do) from error


def _is_condition(node: ast.expr) -> bool:
    match node:
        case ast.BoolOp(values=values):
            return all(map(_is_condition, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_condition(operand)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            return all(type(op) in _COMPARE for op in ops) and all(map(_is_value, (left, *comparators)))
    return False


def _is_value(node: ast.expr) -> bool:
    match node:
        case ast.Name():
            return True
        case ast.Constant(value=value):
            return value is None or isinstance(value, bool | int | float | str)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _is_value(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return type(op) in _ARITHMETIC and _is_value(left) and _is_value(right)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all(map(_is_value, items))
    return False


def _evaluate(node: ast.expr, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=value):
            return value
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_evaluate(part, values) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_evaluate(part, values) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _evaluate(operand, values)
        case ast.UnaryOp(operand=operand):
            return -_evaluate(operand, values)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            terms = [_evaluate(term, values) for term in (left, *comparators)]
            return all(_COMPARE[type(op)](*pair) for op, pair in zip(ops, itertools.pairwise(terms), strict=True))
        case ast.BinOp(left=left, op=op, right=right):
            return _ARITHMETIC[type(op)](_evaluate(left, values), _evaluate(right, values))
    return [_evaluate(item, values) for item in node.elts]  # type: ignore[attr-defined]  # a list or tuple: `_is_value`
