"""Calls in expressions: which function is meant, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from kb.errors import KbError
from kb.query.functions.anything import ANYTHING, NOTHING
from kb.query.functions.dates import DATES
from kb.query.functions.everywhere import EVERYWHERE
from kb.query.functions.files import FILES, LINKS
from kb.query.functions.function import Function, Functions
from kb.query.functions.lists import LISTS, OBJECTS
from kb.query.functions.numbers import NUMBERS
from kb.query.functions.texts import PATTERNS, TEXTS
from kb.query.hidden import whole
from kb.query.missing import MissingValueError
from kb.query.moments import relative
from kb.query.nodes import Call, size
from kb.query.scope import Scope, Step
from kb.query.steps import Make, Names
from kb.query.values import TEXT_LIKE, Value, is_true, text_of, type_name
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


def or_nothing(step: Step) -> Step:
    """Where it is asked whether something is true: what needs a value that a note does not have is not."""

    def asked(scope: Scope) -> Value:
        try:
            return step(scope)
        except MissingValueError:
            return None

    return asked


def call_step(call: Call, names: Names, make: Make, make_part: Make) -> Step:
    """A call, ready to be asked; `make_part` is for a list of whose items parts may be taken.

    Raises:
        KbError: There is no such function, or it takes another number of arguments.
    """
    arguments = call.arguments
    if call.of is None:
        return _global(call.name, [make(argument, names) for argument in arguments])
    if call.name in OF_EACH:
        do, words, count = OF_EACH[call.name]
        _check_count(call.name, len(arguments), count, count)
        each, *others = make(arguments[0], names | {*words}), *(make(argument, names) for argument in arguments[1:])
        of = make_part(call.of, names)
        return _of_each(call.name, of, lambda scope, items: do(scope, items, each, size(arguments[0]), *others))
    return _method(call.name, make(call.of, names), [make(argument, names) for argument in arguments])


def _global(name: str, arguments: list[Step]) -> Step:
    if name == "if":
        _check_count("if", len(arguments), 2, 3)
        condition, then, otherwise = [or_nothing(arguments[0]), *arguments[1:], _nothing][:3]
        return lambda scope: then(scope) if is_true(condition(scope)) else otherwise(scope)
    function = EVERYWHERE.get(name)
    if function is None:
        raise unknown_function(name, {*EVERYWHERE, "if"})
    _check_count(name, len(arguments), function.least, function.most)
    return lambda scope: scope.kept(function.call(scope.file, *(argument(scope) for argument in arguments)))


def _nothing(_scope: Scope) -> Value:
    return None


def _method(name: str, of: Step, arguments: list[Step]) -> Step:
    if name == "relative":
        _check_count(name, len(arguments), 0, 0)
        return lambda scope: relative(_of_kind("date", of(scope), name), scope.file.desk.now)
    if name not in KNOWN:
        raise unknown_function(name, KNOWN)

    def called(scope: Scope) -> Value:
        function, value = _function(of(scope), name)
        _check_count(name, len(arguments), function.least, function.most)
        return scope.kept(function.call(value, *(argument(scope) for argument in arguments)))

    return called


def _function(value: Value, name: str) -> tuple[Function, Value]:
    """A value's own function, or one of any value, or of the text that it shows; and what it is called on."""
    if function := METHODS.get(type_name(value), {}).get(name) or ANYTHING.get(name):
        return function, value
    if isinstance(value, TEXT_LIKE) and name in TEXTS:
        return TEXTS[name], text_of(value)
    raise _not_for(name, value)


def _of_each(name: str, of: Step, do: Callable[[Scope, tuple[Value, ...]], Value]) -> Step:
    return lambda scope: scope.kept(do(scope, _of_kind("list", of(scope), name)))


def _of_kind(kind: str, value: Value, name: str) -> Value:
    if type_name(value) != kind:
        raise _not_for(name, value)
    return value


def _mapped(scope: Scope, items: tuple[Value, ...], each: Step, cost: int) -> Value:
    return tuple(_asked(scope, each, index=index, value=value) for index, value in scope.look_at(items, cost))


def _filtered(scope: Scope, items: tuple[Value, ...], each: Step, cost: int) -> Value:
    pairs = scope.look_at(items, cost)
    return tuple(whole(value) for index, value in pairs if is_true(_asked(scope, each, index=index, value=value)))


def _reduced(scope: Scope, items: tuple[Value, ...], each: Step, cost: int, first: Step) -> Value:
    acc = first(scope)
    for index, value in scope.look_at(items, cost):
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


def _check_count(name: str, count: int, least: int, most: int | None) -> None:
    if count < least or (most is not None and count > most):
        wanted = "no" if most == 0 else f"{least}" if most == least else f"{least} or more"
        wanted = wanted if most in {None, 0, least} else f"{least} to {most}"
        what = f"`{name}` takes {wanted} argument{'' if wanted == '1' else 's'}"
        raise KbError(what, found=f"{count}")


def unknown_function(name: str, known: Collection[str], what: str = "There is no such function") -> KbError:
    """An error that names the functions that may be meant."""
    meant = closest_names(name, group_names(sorted(known)))
    do = f"Did you mean {' or '.join(f'`{one}`' for one in meant)}?" if meant else "The guide lists what there is."
    return KbError(what, found=f"{name}()", do=do)


def _not_for(name: str, value: Value) -> KbError:
    if value is None:
        do = "Ask first whether there is one: `if(price, price.round())`."
        return MissingValueError(f"There is no value for `{name}`", found="nothing", do=do)
    return KbError(f"`{name}` is not for such a value", found=type_name(value))
