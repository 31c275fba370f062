"""Expressions made ready to be asked of many files: each node of their tree becomes a function."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.errors import KbError
from kb.query import nodes
from kb.query.called import call_step
from kb.query.files import FIELDS, File
from kb.query.moments import Moment
from kb.query.nodes import Expression
from kb.query.patterns import Pattern, check_pattern
from kb.query.scope import Scope, Step, light
from kb.query.signs import applied, negative
from kb.query.syntax import parse_expression
from kb.query.values import Value, is_true, type_name

_DATE_FIELDS = ("year", "month", "day", "hour", "minute", "second", "millisecond")


@lru_cache(maxsize=4096)
def ready(text: str, names: tuple[str, ...] = ()) -> Step:
    """An expression, ready to be asked; where it is wrong, asking it raises what is.

    Args:
        text: The expression.
        names: Words in it that stand for values of the scope.

    Returns:
        It raises KbError where a value is not what a function or sign takes, and nothing else.
    """
    try:
        return _guarded(_step(parse_expression(text), frozenset(names)))
    except KbError as error:
        return _failing(error)


def _failing(error: KbError) -> Step:
    def fail(_scope: Scope) -> Value:
        raise error

    return fail


def _guarded(step: Step) -> Step:
    def asked(scope: Scope) -> Value:
        try:
            return step(scope)
        except RecursionError as error:
            raise KbError("These values stand too deep inside of one another") from error

    return asked


def _step(node: Expression, names: frozenset[str]) -> Step:
    match node:
        case nodes.Literal(value):
            return lambda _scope: value
        case nodes.Name(name):
            return _name(name, names)
        case nodes.Field(nodes.Name("note"), name) if "note" not in names:
            return lambda scope: scope.file.value_of(name)
        case nodes.Field(nodes.Name("formula"), name) if "formula" not in names:
            return lambda scope: _formula(scope, name)
        case nodes.Field(of, name):
            inner = _step(of, names)
            return lambda scope: field_of(inner(scope), name)
        case nodes.Item(of, key):
            inner, place = _step(of, names), _step(key, names)
            return lambda scope: _item(inner(scope), place(scope))
        case nodes.Call():
            return call_step(node, names, _step)
        case nodes.Unary(sign, of):
            inner = _step(of, names)
            return (lambda scope: not is_true(inner(scope))) if sign == "!" else lambda scope: negative(inner(scope))
        case nodes.Chain(first, rest):
            return _chain(_step(first, names), [(sign, _step(other, names)) for sign, other in rest])
        case nodes.ListOf(items):
            steps = [_step(item, names) for item in items]
            return lambda scope: light(tuple(step(scope) for step in steps))
        case nodes.ObjectOf(pairs):
            values = [(key, _step(value, names)) for key, value in pairs]
            return lambda scope: light({key: step(scope) for key, step in values})
        case nodes.Regexp(source, flags):
            pattern = Pattern(source, flags)
            check_pattern(pattern)
            return lambda _scope: pattern


def _name(name: str, names: frozenset[str]) -> Step:
    if name in names:
        return lambda scope: scope.names[name]
    if name == "file":
        return lambda scope: scope.file
    if name == "this":
        return lambda scope: scope.this
    if name == "note":
        return lambda scope: scope.file.properties
    if name == "formula":
        raise KbError("A formula is named", found="formula", do="Write `formula.its_name`.")
    return lambda scope: scope.file.value_of(name)


def _formula(scope: Scope, name: str) -> Value:
    if name not in scope.formulas:
        raise KbError("This base has no such formula", found=name)
    value = scope.formulas[name]
    if isinstance(value, KbError):
        raise value
    return value


def _chain(first: Step, rest: list[tuple[str, Step]]) -> Step:
    if rest[0][0] in {"&&", "||"}:
        return _either(first, [step for _, step in rest], is_found=rest[0][0] == "||")

    def chained(scope: Scope) -> Value:
        value = first(scope)
        for sign, step in rest:
            value = applied(sign, value, step(scope))
        return value

    return chained


def _either(first: Step, rest: list[Step], *, is_found: bool) -> Step:
    """The first value that is true, or with `&&` the first that is not; else the last."""

    def asked(scope: Scope) -> Value:
        value = first(scope)
        for step in rest:
            if is_true(value) == is_found:
                return value
            value = step(scope)
        return value

    return asked


def field_of(value: Value, name: str) -> Value:
    """A part of a value by its name; nothing of nothing.

    Raises:
        KbError: Such values have no such part.
    """
    match value:
        case None:
            return None
        case Mapping():
            return value.get(name)
        case File():
            return getattr(value, name) if name in FIELDS else value.value_of(name)
        case Moment() if name in _DATE_FIELDS:
            return value.at.microsecond // 1000 if name == "millisecond" else getattr(value.at, name)
        case str() | tuple() if name == "length":
            return len(value)
    raise KbError(f"A {type_name(value)} has no such part", found=name)


def _item(value: Value, key: Value) -> Value:
    if isinstance(key, str):
        return field_of(value, key)
    if isinstance(value, tuple | str) and isinstance(key, int | float) and 0 <= key < len(value):
        return value[int(key)]
    return None
