"""Expressions made ready to be asked of many files: each node of their tree becomes a function."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.errors import KbError
from kb.query.called import call_step, or_nothing
from kb.query.fields import field_of, item_of
from kb.query.hidden import whole
from kb.query.nodes import Call, Chain, Expression, Field, Item, ListOf, Literal, Name, ObjectOf, Regexp, Unary
from kb.query.patterns import Pattern, check_pattern
from kb.query.scope import Scope, Step
from kb.query.signs import SIGNS, negative
from kb.query.steps import Make, Names, chain_step, list_step, literal_step, object_step
from kb.query.syntax import parse_expression
from kb.query.values import Value, is_true


def prepared(text: str, names: tuple[str, ...] = ()) -> Step:
    """An expression, ready to be asked.

    Args:
        text: The expression.
        names: Words in it that stand for values of the scope.

    Returns:
        It raises KbError where a value is not what a function or sign takes, and nothing else.

    Raises:
        KbError: It is no expression, or calls what there is not.
    """
    return _step(parse_expression(text), frozenset(names))


@lru_cache(maxsize=4096)
def ready(text: str, names: tuple[str, ...] = ()) -> Step:
    """The same, once for each text; where it is wrong, asking it raises what is."""
    try:
        return prepared(text, names)
    except KbError as error:
        return _failing(error)


def _failing(error: KbError) -> Step:
    def fail(_scope: Scope) -> Value:
        raise error.with_traceback(None)  # else each time adds to where it was raised before

    return fail


def _step(node: Expression, names: Names) -> Step:
    step = part_step(node, names)
    return whole_step(step) if isinstance(node, Name | Field | Item) else step


def whole_step(step: Step) -> Step:
    """A step for whoever takes all of what it names."""
    return lambda scope: whole(step(scope))


def part_step(node: Expression, names: Names) -> Step:
    """The same for whoever takes a part of it by its name."""
    return _STEPS[type(node)](node, names)


def _literal(node: Literal, _names: Names) -> Step:
    return literal_step(node.value)


def _regexp(node: Regexp, _names: Names) -> Step:
    pattern = Pattern(node.source, node.flags)
    check_pattern(pattern)
    return lambda _scope: pattern


def _name(node: Name, names: Names) -> Step:
    name = node.name
    if name in names:
        return lambda scope: scope.kept(scope.names[name])
    if name == "formula":
        raise KbError("A formula is named", found="formula", do="Write `formula.its_name`.")
    return _WORDS.get(name) or _property(name)


_WORDS: Mapping[str, Step] = {
    "file": lambda scope: scope.file,
    "this": lambda scope: scope.this,
    "note": lambda scope: scope.kept(scope.file.properties),
}
"""Words that are no property of a note."""
_NOTE_OF_THIS = Field(Name("this"), "note")


def _property(name: str) -> Step:
    return lambda scope: scope.kept(scope.file.value_of(name))


def _field(node: Field, names: Names) -> Step:
    name = node.name
    if node.of == Name("note") and "note" not in names:
        return _property(name)
    if node.of == Name("formula") and "formula" not in names:
        return lambda scope: scope.kept(_formula(scope, name))
    if node.of == _NOTE_OF_THIS and "this" not in names:
        return lambda scope: scope.kept(scope.this.value_of(name) if scope.this else None)
    of = part_step(node.of, names)
    return lambda scope: scope.kept(field_of(_told(scope, of(scope), name), name))


def _formula(scope: Scope, name: str) -> Value:
    value = scope.formulas.get(name, KbError("This base has no such formula", found=name))
    if isinstance(value, KbError):
        raise value.with_traceback(None)
    return value


def _item(node: Item, names: Names) -> Step:
    of, key = part_step(node.of, names), _step(node.key, names)

    def item(scope: Scope) -> Value:
        value, name = of(scope), key(scope)
        return scope.kept(item_of(_told(scope, value, name), name))

    return item


def _told(scope: Scope, value: Value, name: Value) -> Value:
    """The same value; an object, like all properties of a note, may lack a part because that was taken out."""
    if isinstance(value, dict) and isinstance(name, str) and name not in value:
        scope.file.desk.check_told(name)
    return value


def _unary(node: Unary, names: Names) -> Step:
    of = _step(node.of, names)
    if node.sign == "-":
        return lambda scope: negative(of(scope))
    found = or_nothing(of)
    return lambda scope: not is_true(found(scope))


def _chain(node: Chain, names: Names) -> Step:
    first, rest = _step(node.first, names), [(sign, _step(other, names)) for sign, other in node.rest]
    if rest[0][0] in {"&&", "||"}:
        return _either([or_nothing(step) for step in (first, *(step for _, step in rest))], rest[0][0] == "||")
    return chain_step(first, [(SIGNS[sign], step) for sign, step in rest])


def _either(steps: list[Step], is_found: bool) -> Step:
    """The first value that is true, or with `&&` the first that is not; else the last."""

    def asked(scope: Scope) -> Value:
        for step in steps[:-1]:
            if is_true(value := step(scope)) == is_found:
                return value
        return steps[-1](scope)

    return asked


def _list(node: ListOf, names: Names) -> Step:
    return list_step(node, names, _step)


def _object(node: ObjectOf, names: Names) -> Step:
    return object_step(node, names, _step)


def _call(node: Call, names: Names) -> Step:
    return call_step(node, names, _step, part_step)


_STEPS: Mapping[type, Make] = {
    Literal: _literal,
    Regexp: _regexp,
    Name: _name,
    Field: _field,
    Item: _item,
    Call: _call,
    Unary: _unary,
    Chain: _chain,
    ListOf: _list,
    ObjectOf: _object,
}
