"""Calls in expressions: which function is meant, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.errors import KbError
from kb.query.files import File
from kb.query.functions.anything import ANYTHING, NOTHING
from kb.query.functions.dates import DATES
from kb.query.functions.everywhere import EVERYWHERE
from kb.query.functions.files import FILES, LINKS
from kb.query.functions.function import Function, Functions
from kb.query.functions.lists import LISTS, OBJECTS
from kb.query.functions.numbers import NUMBERS
from kb.query.functions.texts import PATTERNS, TEXTS
from kb.query.moments import relative
from kb.query.nodes import Call, Expression
from kb.query.scope import Scope, Step, light
from kb.query.values import Value, is_true, type_name
from kb.vault.closest import closest_names, group_names

METHODS: Mapping[str, Functions] = {
    "null": NOTHING,
    "boolean": {"isEmpty": Function(lambda _value: False)},
    "string": TEXTS,
    "number": NUMBERS,
    "date": DATES,
    "list": LISTS,
    "object": OBJECTS,
    "file": FILES,
    "link": LINKS,
    "regexp": PATTERNS,
}
class NothingThere(KbError):
    """A function was called where a note has no value."""


Make = Callable[[Expression, frozenset[str]], Step]
"""Makes an expression ready in which some words stand for values."""


def _mapped(scope: Scope, items: tuple[Value, ...], each: Step) -> Value:
    return light(tuple(_asked(scope, each, index=index, value=value) for index, value in scope.look_at(items)))


def _filtered(scope: Scope, items: tuple[Value, ...], each: Step) -> Value:
    pairs = scope.look_at(items)
    return tuple(value for index, value in pairs if is_true(_asked(scope, each, index=index, value=value)))


def _reduced(scope: Scope, items: tuple[Value, ...], each: Step, first: Step) -> Value:
    acc = first(scope)
    for index, value in scope.look_at(items):
        acc = _asked(scope, each, index=index, value=value, acc=acc)
    return acc


def _asked(scope: Scope, each: Step, **names: Value) -> Value:
    """An expression about one item; around it the words keep what they stood for."""
    outer = scope.names
    scope.names = {**outer, **names}
    try:
        return each(scope)
    finally:
        scope.names = outer


OF_EACH: Mapping[str, tuple[Callable[..., Value], tuple[str, ...], int]] = {
    "map": (_mapped, ("index", "value"), 1),
    "filter": (_filtered, ("index", "value"), 1),
    "reduce": (_reduced, ("index", "value", "acc"), 2),
}
"""Functions of lists whose first argument is asked of each item: the words in it, and how many arguments there are."""
KNOWN = frozenset({*ANYTHING, *OF_EACH, "relative", *(name for functions in METHODS.values() for name in functions)})


def call_step(call: Call, names: frozenset[str], make: Make) -> Step:
    """A call, ready to be asked.

    Raises:
        KbError: There is no such function, or it takes another number of arguments.
    """
    if call.of is None:
        return _global(call, names, make)
    if call.name not in KNOWN:
        raise _unknown(call.name, KNOWN)
    of = make(call.of, names)
    arguments = [make(argument, names) for argument in call.arguments]
    if call.name in OF_EACH:
        do, words, count = OF_EACH[call.name]
        _check_count(call.name, len(arguments), count, count)
        each = make(call.arguments[0], names | {*words})
        return lambda scope: _of_each(scope, of(scope), call.name, do, [each, *arguments[1:]])
    if call.name == "relative":
        return lambda scope: relative(_of_kind(of(scope), "date", call.name), scope.file.desk.now)
    return lambda scope: _method(of(scope), call.name, [argument(scope) for argument in arguments])


def _of_each(scope: Scope, value: Value, name: str, do: Callable[..., Value], steps: list[Step]) -> Value:
    return do(scope, _of_kind(value, "list", name), *steps)


def _of_kind(value: Value, kind: str, name: str) -> Value:
    if type_name(value) != kind:
        raise _not_for(name, value)
    return value


def _method(value: Value, name: str, arguments: list[Value]) -> Value:
    function = METHODS.get(type_name(value), {}).get(name) or ANYTHING.get(name)
    if function is None:
        raise _not_for(name, value)
    _check_count(name, len(arguments), function.least, function.most)
    return function.call(value, *arguments)


def _global(call: Call, names: frozenset[str], make: Make) -> Step:
    arguments = [make(argument, names) for argument in call.arguments]
    if call.name == "if":
        _check_count("if", len(arguments), 2, 3)
        condition, then, *other = arguments
        otherwise = other[0] if other else _nothing
        return lambda scope: then(scope) if is_true(condition(scope)) else otherwise(scope)
    function = EVERYWHERE.get(call.name)
    if function is None:
        raise _unknown(call.name, {*EVERYWHERE, "if"})
    _check_count(call.name, len(arguments), function.least, function.most)
    return lambda scope: function.call(_place(scope), *(argument(scope) for argument in arguments))


def _nothing(_scope: Scope) -> Value:
    return None


def _place(scope: Scope) -> File:
    return scope.file


def _check_count(name: str, count: int, least: int, most: int | None) -> None:
    if count < least or (most is not None and count > most):
        wanted = f"{least}" if most == least else f"{least} or more" if most is None else f"{least} to {most}"
        raise KbError(f"`{name}` takes {wanted} arguments", found=f"{count}")


def _unknown(name: str, known: frozenset[str] | set[str]) -> KbError:
    meant = closest_names(name, group_names(sorted(known)))
    do = f"Did you mean {' or '.join(f'`{one}`' for one in meant)}?" if meant else "The guide lists what there is."
    return KbError("There is no such function", found=f"{name}()", do=do)


def _not_for(name: str, value: Value) -> KbError:
    if value is None:
        do = "Ask first whether there is one: `if(price, price.round())`."
        return NothingThere(f"There is no value for `{name}`", found="nothing", do=do)
    return KbError(f"`{name}` is not for such a value", found=type_name(value))
