"""Functions of numbers, and of lists of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from kb.query.arithmetic import Number, exact
from kb.query.dataview.functions.function import Closure, Function, Functions, closure_of
from kb.query.dataview.signs import joined
from kb.query.dataview.values import as_text, items_of, place_of
from kb.query.functions.function import number, short, whole, wrong
from kb.query.functions.numbers import NUMBERS as PLAIN
from kb.query.scope import Scope
from kb.query.values import Value, text_of

_OPERANDS = {"+", "-", "*", "/", "&", "|"}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "CNY": "CN¥", "KRW": "₩", "BRL": "R$"}
_WHOLE = {"JPY", "KRW"}
_LARGE = 1e21


def _round(_scope: Scope, value: Value, digits: Value = 0) -> Number | None:
    count = max(0, whole(0 if digits is None else digits, "The number of digits"))
    return None if value is None else PLAIN["round"].call(number(value, "What is rounded"), count)


def _whole(how: Callable[[float], int]) -> Callable[[Scope, Value], Number | None]:
    def made(_scope: Scope, value: Value) -> Number | None:
        if value is None:
            return None
        given: Number = number(value, "What is rounded")
        return exact(how(given)) if math.isfinite(given) else given

    return made


def _extreme(choose: Callable[..., Value]) -> Callable[..., Value]:
    def chosen(_scope: Scope, *values: Value) -> Value:
        given = items_of(values[0]) if len(values) == 1 else values
        there = [value for value in given if value is not None]
        return choose(there, key=place_of) if there else None

    return chosen


def _extreme_by(choose: Callable[..., Value]) -> Callable[..., Value]:
    def chosen(scope: Scope, items: Value, by: Value) -> Value:
        pairs = closure_of(by).of_each(scope, items_of(items))
        there = [(item, value) for item, value in pairs if value is not None] or pairs[:1]
        return choose(there, key=lambda pair: place_of(pair[1]))[0] if there else None

    return chosen


def _last_max(items: list[Value], key: Callable[[Value], Any]) -> Value:
    """The largest of values, of equals the last."""
    return max(reversed(items), key=key)


def _reduced(scope: Scope, items: tuple[Value, ...], sign: str) -> Value:
    if not items:
        return None
    value = items[0]
    for _, item in scope.look_at(items[1:], 1):
        value = joined(scope, sign, value, item)
    return value


def _reduce(scope: Scope, items: Value, operand: Value) -> Value:
    if isinstance(operand, Closure):
        given = items_of(items)
        value = given[0] if given else None
        for _, item in scope.look_at(given[1:], operand.cost):
            value = value if item is None else operand.ask(scope, value, item)
        return value
    sign = text_of(operand)
    if sign not in _OPERANDS:
        raise wrong("`reduce` takes one of + - * / & |", operand)
    return _reduced(scope, items_of(items), sign)


def _average(scope: Scope, items: Value) -> Value:
    given = items_of(items)
    return joined(scope, "/", _reduced(scope, given, "+"), len(given)) if given else None


def _currency(_scope: Scope, value: Value, currency: Value = None) -> str | None:
    if value is None:
        return None
    code = "USD" if currency is None else text_of(currency).upper()
    given = number(value, "An amount of money")
    if not abs(given) < _LARGE:
        return short(f"{code} {as_text(given)}")
    amount = f"{abs(given):,.{0 if code in _WHOLE else 2}f}"
    return short(f"{'-' if given < 0 else ''}{_SYMBOLS.get(code, f'{code[:10]} ')}{amount}")


NUMBERS: Functions = {
    "round": Function(_round, 1, 2, over=(0, 1)),
    "trunc": Function(_whole(math.trunc), over=(0,)),
    "floor": Function(_whole(math.floor), over=(0,)),
    "ceil": Function(_whole(math.ceil), over=(0,)),
    "min": Function(_extreme(min), 0, None),
    "max": Function(_extreme(max), 0, None),
    "sum": Function(lambda scope, items: _reduced(scope, items_of(items), "+")),
    "product": Function(lambda scope, items: _reduced(scope, items_of(items), "*")),
    "reduce": Function(_reduce, 2, 2, takes_closure=True),
    "average": Function(_average),
    "minby": Function(_extreme_by(min), 2, 2, takes_closure=True),
    "maxby": Function(_extreme_by(_last_max), 2, 2, takes_closure=True),
    "currencyformat": Function(_currency, 1, 2, over=(0,)),
}
