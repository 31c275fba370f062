"""What every language of queries makes of lists, objects and chains."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.files import Desk
from kb.query.nodes import ListOf, Literal, ObjectOf
from kb.query.scope import MOST_WORK, Scope, Step
from kb.query.signs import SIGNS
from kb.query.steps import Names, chain_step, list_step, literal_step, object_step


def make(node: Literal, names: Names) -> Step:
    assert names == {"value"}
    return literal_step(node.value)


@pytest.fixture
def scope(desk: Desk) -> Scope:
    return Scope(desk.file("Plain.md"))


def test_lists_and_objects_hold_what_their_parts_are_and_are_work(scope: Scope) -> None:
    names = frozenset({"value"})

    assert list_step(ListOf((Literal(1.0), Literal("a"))), names, make)(scope) == (1.0, "a")
    assert object_step(ObjectOf((("b", Literal(2.0)),)), names, make)(scope) == {"b": 2.0}
    assert scope.work == MOST_WORK - 3


def test_a_chain_goes_from_left_to_right_and_each_text_on_its_way_is_work(scope: Scope) -> None:
    step = chain_step(literal_step(7.0), [(SIGNS["-"], literal_step(2.0)), (SIGNS["-"], literal_step(1.0))])

    assert step(scope) == 4.0
    scope.work = 1
    with pytest.raises(KbError, match="too much work"):
        chain_step(literal_step("a" * 10), [(SIGNS["+"], literal_step("b" * 10))] * 2)(scope)
