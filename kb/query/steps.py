"""Steps made of steps: what literals, lists, objects and chains of signs are in every language of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kb.query.nodes import ListOf, ObjectOf
from kb.query.scope import Scope, Step
from kb.query.signs import Do
from kb.query.values import Value

Names = frozenset[str]
"""Words in an expression that stand for values of the scope."""
Make = Callable[[Any, Names], Step]
"""Makes a node of an expression ready to be asked."""


def literal_step(value: Value) -> Step:
    """A value that stands in the expression."""
    return lambda _scope: value


def list_step(node: ListOf, names: Names, make: Make) -> Step:
    """A list of expressions."""
    steps = [make(item, names) for item in node.items]
    return lambda scope: scope.kept(tuple(step(scope) for step in steps))


def object_step(node: ObjectOf, names: Names, make: Make) -> Step:
    """An object of expressions."""
    steps = [(key, make(value, names)) for key, value in node.items]
    return lambda scope: scope.kept({key: step(scope) for key, step in steps})


def chain_step(first: Step, rest: Sequence[tuple[Do, Step]]) -> Step:
    """Expressions joined by signs, from left to right."""

    def chained(scope: Scope) -> Value:
        value = first(scope)
        for join, step in rest:
            value = scope.kept(join(value, step(scope)))
        return value

    return chained
