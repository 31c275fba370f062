"""Functions of lists and objects; those that ask an expression of each item are in `called`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from kb.query.arithmetic import exact
from kb.query.functions.function import Function, Functions, not_too_long, short, whole
from kb.query.values import Value, is_same, key_of, sort_key, text_of

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


def _join(items: tuple[Value, ...], by: Value = ",") -> str:
    between = text_of(by)
    not_too_long(len(between) * len(items))
    return short(between.join(map(text_of, items)))


def _slice(items: tuple[Value, ...], start: Value, end: Value = None) -> tuple[Value, ...]:
    return items[whole(start, "The start") : None if end is None else whole(end, "The end")]


def unique(items: tuple[Value, ...], key: Callable[[Value], Hashable] = key_of) -> tuple[Value, ...]:
    """Each value once, where it first stands; two of one key are the same."""
    found: dict[Hashable, Value] = {}
    for item in items:
        found.setdefault(key(item), item)
    return tuple(found.values())


def numbers_of(items: Iterable[Value]) -> list[float]:
    """The numbers among values."""
    return [item for item in items if isinstance(item, int | float) and not isinstance(item, bool)]


def mean(items: Iterable[Value]) -> Value:
    """The average of the numbers among values; None where there are none."""
    numbers = numbers_of(items)
    return exact(sum(numbers) / len(numbers)) if numbers else None


def _sorted(items: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(sorted(items, key=sort_key))


LISTS: Functions = {
    "contains": Function(contains, 1, 1),
    "containsAll": Function(lambda items, *values: all(contains(items, value) for value in values), 1, None),
    "containsAny": Function(lambda items, *values: any(contains(items, value) for value in values), 1, None),
    "flat": Function(lambda items: tuple(_flat(items))),
    "isEmpty": Function(lambda items: not items),
    "join": Function(_join, 0, 1),
    "mean": Function(mean),
    "sum": Function(lambda items: exact(sum(numbers_of(items)))),
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
