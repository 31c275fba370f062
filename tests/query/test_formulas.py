"""Formulas in the order in which they can be asked."""

from __future__ import annotations

from kb.errors import KbError
from kb.query.base import Base, Filter, Sorting, View
from kb.query.files import Desk
from kb.query.formulas import circles, named_in, needed_formulas, values_of
from kb.query.scope import Scope


def test_only_formulas_that_are_needed_are_asked() -> None:
    base = Base(
        filter=Filter("not", parts=(Filter("is", "formula.in_base"),)),
        formulas=dict.fromkeys(("in_base", "in_view", "shown", "sorted", "grouped", "inner", "unused"), "1")
        | {"shown": "formula.inner + formula.none"},
    )
    view = View(
        filter=Filter("is", "[formula['in_view']].length"),
        columns=("formula.shown", "file.name", "formula.none"),
        sorting=(Sorting("formula.sorted"),),
        group=Sorting("formula.grouped"),
    )
    needed = [*needed_formulas(base, view)]

    assert sorted(needed) == ["grouped", "in_base", "in_view", "inner", "shown", "sorted"]
    assert needed.index("inner") < needed.index("shown")


def test_formulas_named_anywhere_are_found() -> None:
    text = "!formula.a && -formula.b > {x: [formula.c]}.x[formula.d] + f(formula.e).g(formula.f) / /x/.matches(1)"

    assert named_in(text) == {"a", "b", "c", "d", "e", "f"}
    assert named_in("not an expression") == frozenset()


def test_formulas_in_a_circle_are_told_with_the_way_around() -> None:
    formulas = {"a": "formula.b", "b": "formula.c + formula.d", "c": "formula.a", "d": "formula.d", "e": "formula.a"}

    assert circles(formulas) == {
        "a": ("a", "b", "c", "a"),
        "b": ("b", "c", "a", "b"),
        "c": ("c", "a", "b", "c"),
        "d": ("d", "d"),
    }


def test_a_formula_that_fails_says_why_and_those_that_need_it_too(desk: Desk) -> None:
    base = Base(formulas={"a": "formula.b + 1", "b": "price.xyzzy()", "c": "formula.c", "d": "price * 2"})
    scope = Scope(desk.file("Books/Dune.md"))
    values_of(needed_formulas(base, View(columns=("formula.a", "formula.c", "formula.d"))), scope)
    found = {name: str(value) for name, value in scope.formulas.items()}

    assert found == {
        "a": "There is no such function: xyzzy(). The guide lists what there is.",
        "b": "There is no such function: xyzzy(). The guide lists what there is.",
        "c": "These formulas need one another: c → c",
        "d": "25",
    }
    assert all(value.__traceback__ is None for value in scope.formulas.values() if isinstance(value, KbError))
