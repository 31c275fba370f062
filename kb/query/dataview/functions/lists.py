"""Functions of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.query.dataview.functions.function import Closure, Function, Functions, closure_of
from kb.query.dataview.same import key_of
from kb.query.dataview.values import as_text, items_of, place_of
from kb.query.functions.function import not_too_long, short, whole
from kb.query.functions.lists import unique
from kb.query.scope import Scope
from kb.query.values import Value, is_empty, is_true, text_of

_MOST_DEEP = 100
_COST_OF_ORDER = 20
"""How often each of very many items is compared."""


def _sorted(scope: Scope, items: Value, by: Value = None) -> tuple[Value, ...]:
    given = tuple(item for _, item in scope.look_at(items_of(items), _COST_OF_ORDER))
    if isinstance(by, Closure):
        return tuple(item for item, _ in sorted(by.of_each(scope, given), key=lambda pair: place_of(pair[1])))
    return tuple(sorted(given, key=place_of))


def _reversed(_scope: Scope, items: Value) -> Value:
    return items[::-1] if isinstance(items, str | tuple) else items


def _quantified(judge: Callable[[Iterator[bool]], bool]) -> Callable[..., bool]:
    """Of the items of a list, of what a function says of them, or of all arguments."""

    def judged(scope: Scope, *values: Value) -> bool:
        if len(values) > 1 and isinstance(values[1], Closure):
            return judge(is_true(said) for _, said in values[1].of_each(scope, items_of(values[0])))
        return judge(map(is_true, items_of(values[0]) if len(values) == 1 else values))

    return judged


def _join(_scope: Scope, items: Value, by: Value = ", ") -> str:
    between, given = text_of(by), items_of(items)
    not_too_long(len(between) * len(given))
    return short(between.join(map(as_text, given)))


def _filtered(scope: Scope, items: Value, test: Value) -> tuple[Value, ...]:
    return tuple(item for item, said in closure_of(test).of_each(scope, items_of(items)) if is_true(said))


def _mapped(scope: Scope, items: Value, each: Value) -> tuple[Value, ...]:
    return tuple(said for _, said in closure_of(each).of_each(scope, items_of(items)))


def _flat(_scope: Scope, items: Value, deep: Value = 1) -> tuple[Value, ...]:
    return tuple(_flattened(items_of(items), min(_MOST_DEEP, whole(deep, "The depth"))))


def _flattened(items: tuple[Value, ...], deep: int) -> Iterator[Value]:
    for item in items:
        if isinstance(item, tuple) and deep > 0:
            yield from _flattened(item, deep - 1)
        else:
            yield item


def _slice(_scope: Scope, items: Value, start: Value = 0, end: Value = None) -> tuple[Value, ...]:
    return items_of(items)[whole(start, "The start") : None if end is None else whole(end, "The end")]


def _there(_scope: Scope, *values: Value) -> tuple[Value, ...]:
    return tuple(item for item in (items_of(values[0]) if len(values) == 1 else values) if item is not None)


def _first(_scope: Scope, items: Value) -> Value:
    return next((item for item in items_of(items) if item is not None), None)


def _default(_scope: Scope, value: Value, otherwise: Value) -> Value:
    return otherwise if value is None else value


def _choice(_scope: Scope, condition: Value, then: Value, otherwise: Value) -> Value:
    return then if is_true(condition) else otherwise


LISTS: Functions = {
    "sort": Function(_sorted, 1, 2, takes_closure=True),
    "reverse": Function(_reversed),
    "nonnull": Function(_there, 1, None),
    "nonempty": Function(lambda _scope, items: tuple(item for item in items_of(items) if not is_empty(item))),
    "firstvalue": Function(_first),
    "all": Function(_quantified(all), 1, None, takes_closure=True),
    "any": Function(_quantified(any), 1, None, takes_closure=True),
    "none": Function(_quantified(lambda said: not any(said)), 1, None, takes_closure=True),
    "join": Function(_join, 1, 2),
    "filter": Function(_filtered, 2, 2, takes_closure=True),
    "map": Function(_mapped, 2, 2, takes_closure=True),
    "unique": Function(lambda _scope, items: unique(items_of(items), key_of)),
    "flat": Function(_flat, 1, 2),
    "slice": Function(_slice, 1, 3),
    "default": Function(_default, 2, 2, over=(0, 1)),
    "ldefault": Function(_default, 2, 2),
    "choice": Function(_choice, 3, 3, over=(0,)),
}
