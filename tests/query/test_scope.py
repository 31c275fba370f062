"""How much expressions may hold and do."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.files import Desk
from kb.query.scope import MOST_WEIGHT, MOST_WORK, Scope, weight_of


def test_a_value_weighs_what_is_in_it() -> None:
    assert weight_of(()) == 0
    assert weight_of((1, ("a" * 25, {"b": (2, 3)}))) == 2 + 2 + 2 + 1 + 2
    with pytest.raises(KbError, match="This list holds too much: more than 100,000 values"):
        weight_of((0,) * (MOST_WEIGHT + 1))
    with pytest.raises(KbError, match="This list holds too much"):
        weight_of(("a" * 100_000,) * 11)


def test_what_is_kept_is_work(desk: Desk) -> None:
    scope = Scope(desk.file("Plain.md"))

    assert [scope.kept(value) for value in (1, "a" * 100, (1, 2))] == [1, "a" * 100, (1, 2)]
    assert [*scope.look_at((5, 6), 3)] == [(0, 5), (1, 6)]
    assert scope.work == MOST_WORK - 10 - 2 - 6
