"""Functions of any value."""

from __future__ import annotations

from kb.query.functions.function import Function, Functions
from kb.query.values import is_true, text_of, type_name

ANYTHING: Functions = {
    "isTruthy": Function(is_true),
    "isType": Function(lambda value, name: type_name(value) == text_of(name).lower(), 1, 1),
    "toString": Function(text_of),
}
NOTHING: Functions = {"isEmpty": Function(lambda _value: True)}
