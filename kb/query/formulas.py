"""The formulas of a base in the order in which they can be asked, each once for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

from kb.errors import KbError
from kb.model.problem import Problem
from kb.query.base import Base, View, part
from kb.query.evaluate import ready
from kb.query.nodes import Expression, Field, Name, children
from kb.query.scope import Scope, Step
from kb.query.syntax import parse_expression

FORMULA = "formula."
Formulas = Mapping[str, Step]
"""Name -> the formula, those that others need before these."""


def needed_formulas(base: Base, view: View) -> Formulas:
    """The formulas that a view shows, filters, groups or sorts by, and those that they need."""
    named = {column.removeprefix(FORMULA) for column in view.asked if column.startswith(FORMULA)}
    texts = (*base.filter.expressions, *view.filter.expressions)
    waiting = [*named, *(name for text in texts for name in named_in(text))]
    needed: dict[str, frozenset[str]] = {}
    while waiting:
        name = waiting.pop()
        if name in base.formulas and name not in needed:
            needed[name] = named_in(base.formulas[name]) & base.formulas.keys()
            waiting += needed[name]
    return {name: _step(base, name, needed) for name in _in_order(needed)}


def problems_of(base: Base, view: View) -> Iterator[Problem]:
    """What is wrong in a base as far as a view uses it: not in other views, nor in formulas that it does not need."""
    used = {part("formulas", name) for name in needed_formulas(base, view)}
    used |= {part("summaries", name) for name in view.summaries.values()}
    used |= {part("views", place) for place, one in enumerate(base.views) if one.name == view.name}
    return (problem for where, problem in base.problems if not where or where in used)


def named_in(text: str) -> frozenset[str]:
    """The formulas that an expression names; none where it is no expression."""
    try:
        waiting: list[Expression] = [parse_expression(text)]
    except KbError:
        return frozenset()
    found = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Field) and node.of == Name("formula"):
            found.add(node.name)
        waiting += children(node)
    return frozenset(found)


def circles(formulas: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The formulas that need themselves, each with the way around."""
    needs = {name: named_in(text) & formulas.keys() for name, text in formulas.items()}
    return {name: way for name in needs if (way := _circle(name, needs))}


def values_of(formulas: Formulas, scope: Scope) -> None:
    """Ask all formulas about the file of a scope, which keeps what they say."""
    known: dict[str, object] = {}
    scope.formulas = known
    for name, step in formulas.items():
        try:
            known[name] = step(scope)
        except KbError as error:
            known[name] = error.with_traceback(None)


def _step(base: Base, name: str, needed: Mapping[str, frozenset[str]]) -> Step:
    way = _circle(name, needed)
    if not way:
        return ready(base.formulas[name])

    def fail(_scope: Scope) -> object:
        raise KbError("These formulas need one another", found=" → ".join(way))

    return fail


def _circle(name: str, needs: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The way from a formula back to itself; empty where there is none."""
    before: dict[str, str] = {}
    waiting = [name]
    while waiting:
        here = waiting.pop()
        for other in sorted(needs.get(here, ())):
            if other == name:
                way = [here]
                while way[-1] != name:
                    way.append(before[way[-1]])
                return (*reversed(way), name)
            if other not in before:
                before[other] = here
                waiting.append(other)
    return ()


def _in_order(needs: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Those that others need before these; those in a circle in any order."""
    in_circles = {name for name in needs if _circle(name, needs)}
    rest = {name: others - in_circles for name, others in needs.items() if name not in in_circles}
    yield from sorted(in_circles)
    yield from (name for name in TopologicalSorter(rest).static_order() if name in rest)
