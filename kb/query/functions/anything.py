"""Functions of any value."""

from __future__ import annotations

from kb.query.functions.function import Function, Functions
from kb.query.values import Link, Value, is_true, text_of, type_name


def _said(value: Value) -> str:
    """A value as text, of links also where they lead: `[[target|words]]`."""
    if not isinstance(value, Link):
        return text_of(value)
    return f"[[{value.target}]]" if value.shown is None else f"[[{value.target}|{text_of(value.shown)}]]"


ANYTHING: Functions = {
    "isTruthy": Function(is_true),
    "isType": Function(lambda value, name: type_name(value) == text_of(name).lower(), 1, 1),
    "toString": Function(_said),
}
NOTHING: Functions = {"isEmpty": Function(lambda _value: True)}
