"""Functions of lists and objects; those that ask an expression of each item are in `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.query.functions.function import Function, Functions, short, whole
from kb.query.values import Order, Value, is_same, text_of

_MOST_DEEP = 100


def contains(items: tuple[Value, ...], value: Value) -> bool:
    """Whether a list has a value, compared as `==` does."""
    return any(is_same(item, value) for item in items)


def _flat(items: tuple[Value, ...], deep: int = 0) -> Iterator[Value]:
    for item in items:
        if isinstance(item, tuple) and deep < _MOST_DEEP:
            yield from _flat(item, deep + 1)
        else:
            yield item


def _slice(items: tuple[Value, ...], start: Value, end: Value = None) -> tuple[Value, ...]:
    return items[whole(start, "The start") : None if end is None else whole(end, "The end")]


def unique(items: tuple[Value, ...]) -> tuple[Value, ...]:
    """Each value once, where it first stands."""
    kept: dict[tuple[str, str], list[Value]] = {}
    found: list[Value] = []
    for item in items:
        alike = kept.setdefault((type(item).__name__, text_of(item)), [])
        if not contains(tuple(alike), item):
            alike.append(item)
            found.append(item)
    return tuple(found)


def _sorted(items: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(sorted(items, key=Order))


LISTS: Functions = {
    "contains": Function(contains, 1, 1),
    "containsAll": Function(lambda items, *values: all(contains(items, value) for value in values), 1, None),
    "containsAny": Function(lambda items, *values: any(contains(items, value) for value in values), 1, None),
    "flat": Function(lambda items: tuple(_flat(items))),
    "isEmpty": Function(lambda items: not items),
    "join": Function(lambda items, by=",": short(text_of(by).join(map(text_of, items))), 0, 1),
    "reverse": Function(lambda items: items[::-1]),
    "slice": Function(_slice, 1, 2),
    "sort": Function(_sorted),
    "unique": Function(unique),
}


def _keys(table: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(table)


OBJECTS: Functions = {
    "isEmpty": Function(lambda table: not table),
    "keys": Function(_keys),
    "values": Function(lambda table: tuple(table.values())),
}
