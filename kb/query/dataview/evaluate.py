"""Expressions of queries made ready to be asked of many rows: each node of their tree becomes a function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.errors import KbError
from kb.query.called import unknown_function
from kb.query.dataview.fields import item_of, part_of, told
from kb.query.dataview.functions import FUNCTIONS
from kb.query.dataview.functions.function import Closure, Function
from kb.query.dataview.moments import named_day
from kb.query.dataview.nodes import Applied, Constant, Day, Lambda, Mention, Titled, size
from kb.query.dataview.signs import joined
from kb.query.dataview.subjects import Page
from kb.query.evaluate import whole_step
from kb.query.files import link_to
from kb.query.hidden import UNTOLD, HiddenError
from kb.query.nodes import Call, Chain, Expression, Field, Item, ListOf, Literal, Name, ObjectOf, Unary
from kb.query.properties import link_of_text
from kb.query.scope import Scope, Step
from kb.query.signs import negative
from kb.query.steps import Make, Names, list_step, literal_step, object_step
from kb.query.values import Image, Link, Tag, Value, is_true

ROW = "row"
"""The word for all that is asked about, and where a scope has it."""


def prepared(expression: Expression) -> Step:
    """An expression, ready to be asked.

    Returns:
        It raises KbError where a value is not what a function or sign takes, and nothing else.

    Raises:
        KbError: It calls what there is not.
    """
    return _step(expression, frozenset())


def prepared_column(titled: Titled) -> Step:
    """The same of a column; where it only names what is not told here, it says a sign for that."""
    return told_plainly(titled.expression, prepared_part(titled))


def told_plainly(expression: Expression, step: Step) -> Step:
    """An expression that says a sign where all of it is the name of what is not told here."""
    if not _is_plain(expression):
        return step

    def column(scope: Scope) -> Value:
        try:
            return step(scope)
        except HiddenError:
            return UNTOLD

    return column


def _is_plain(node: Expression) -> bool:
    """Whether it is `name`, `of.name` or `of["name"]` alone."""
    return isinstance(node, Name | Mention) or (
        isinstance(node, Field | Item) and _is_plain(node.of) and not _is_asked(node)
    )


def _is_asked(node: Field | Item) -> bool:
    return isinstance(node, Item) and not isinstance(node.key, Literal)


def prepared_part(titled: Titled) -> Step:
    """The same of a part of a query; what is wrong is told with its line."""
    try:
        return prepared(titled.expression)
    except KbError as error:
        error.line = titled.line
        raise


def _step(node: Any, names: Names) -> Step:
    step = _part_step(node, names)
    return whole_step(step) if isinstance(node, Name | Field | Item) else step


def _part_step(node: Any, names: Names) -> Step:
    """The same for whoever takes a part of it by its name."""
    return _STEPS[type(node)](node, names)


def _literal(node: Literal | Constant, _names: Names) -> Step:
    return literal_step(node.value)


def _day(node: Day, _names: Names) -> Step:
    return lambda scope: named_day(node.word, scope.file.desk.now)


def _mention(node: Mention, _names: Names) -> Step:
    def mentioned(scope: Scope) -> Value:
        here = scope.this or scope.file
        target = node.target.removeprefix("#") or ""
        link = link_of_text(node.target, here) if target else link_to(here)
        link = Link(link.target, link.file, node.shown) if node.shown else link
        return Image(link) if node.is_embed else link

    return mentioned


def _name(node: Name, names: Names) -> Step:
    name = node.name
    if name in names:
        return lambda scope: scope.kept(scope.names[name])
    if name == "this":
        return lambda scope: Page(scope.this or scope.file)
    if name == ROW:
        return lambda scope: scope.names[ROW]
    return lambda scope: scope.kept(part_of(told(scope, scope.names[ROW], name), name))


def _field(node: Field, names: Names) -> Step:
    of, name = _part_step(node.of, names), node.name

    def field(scope: Scope) -> Value:
        value = of(scope)
        scope.has_gap |= isinstance(value, str | Tag)
        return scope.kept(part_of(told(scope, value, name), name))

    return field


def _item(node: Item, names: Names) -> Step:
    of, key = _part_step(node.of, names), _step(node.key, names)

    def item(scope: Scope) -> Value:
        value, name = of(scope), key(scope)
        return scope.kept(item_of(told(scope, value, name), name))

    return item


def _unary(node: Unary, names: Names) -> Step:
    of = _step(node.of, names)
    return (lambda scope: not is_true(of(scope))) if node.sign == "!" else lambda scope: negative(of(scope))


def _chain(node: Chain, names: Names) -> Step:
    first, rest = _step(node.first, names), [(sign, _step(other, names)) for sign, other in node.rest]
    if rest[0][0] in {"and", "or"}:
        return _decided(first, rest)

    def chained(scope: Scope) -> Value:
        value = first(scope)
        for sign, step in rest:
            value = joined(scope, sign, value, step(scope))
        return value

    return chained


def _decided(first: Step, rest: list[tuple[str, Step]]) -> Step:
    """`and` and `or` from left to right; what cannot change the answer is not asked."""

    def asked(scope: Scope) -> bool:
        answer = is_true(first(scope))
        for sign, step in rest:
            if answer == (sign == "and"):
                answer = is_true(step(scope))
        return answer

    return asked


def _list(node: ListOf, names: Names) -> Step:
    return list_step(node, names, _step)


def _object(node: ObjectOf, names: Names) -> Step:
    return object_step(node, names, _step)


def _applied(node: Applied, names: Names) -> Step:
    closure, arguments = _closure(node.function, names), [_step(argument, names) for argument in node.arguments]
    return lambda scope: scope.kept(closure.ask(scope, *(argument(scope) for argument in arguments)))


def _call(node: Call, names: Names) -> Step:
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise unknown_function(node.name, FUNCTIONS, "Dataview has no such function")
    function.check_count(node.name, len(node.arguments))
    arguments = [_argument(function, one, names) for one in node.arguments]
    return lambda scope: scope.kept(function.asked(scope, [argument(scope) for argument in arguments]))


def _argument(function: Function, node: Any, names: Names) -> Step:
    """What a function is given; `(x) => …` only where it takes one."""
    if not isinstance(node, Lambda):
        return _step(node, names)
    if not function.takes_closure:
        raise KbError("This function takes no `(x) => …`", found=", ".join(node.names))
    closure = _closure(node, names)
    return lambda _scope: closure


def _closure(node: Lambda, names: Names) -> Closure:
    return Closure(node.names, _step(node.body, names | {*node.names}), size(node.body))


_STEPS: Mapping[type, Make] = {
    Literal: _literal,
    Constant: _literal,
    Day: _day,
    Mention: _mention,
    Name: _name,
    Field: _field,
    Item: _item,
    Call: _call,
    Applied: _applied,
    Unary: _unary,
    Chain: _chain,
    ListOf: _list,
    ObjectOf: _object,
}
