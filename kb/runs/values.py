"""Values of parameters, checked before anything runs: each is what the notebook declares, and arrives as it is."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from kb.errors import KbError
from kb.model.run import Parameter
from kb.runs.annotations import fits, names_in, parse_annotation
from kb.runs.languages import PYTHON, check_delivered
from kb.runs.secret_parameters import names_a_secret, secret_parameter

_EXAMPLES = {"int": "a whole number, like 20", "float": "a number, like 0.5", "bool": "true or false"}
_UNDELIVERABLE = {"date", "datetime", "Decimal", "Path", "tuple", "set", "time", "timedelta", "Timestamp"}


def check_value(parameter: Parameter, value: Any) -> Any:
    """The value as the notebook will get it: an int for a `float` becomes a float.

    Raises:
        KbError: The value's type is not the parameter's, papermill would change it on the way, or it holds a secret.
    """
    _refuse_undeliverable(parameter.name, value)
    if parameter.language != PYTHON:
        check_delivered(parameter.name, value, parameter.language)
    if parameter.annotation is None:
        return value
    kind = parse_annotation(parameter.annotation)
    if kind is None or not fits(value, kind):
        raise KbError(
            f"`{parameter.name}` must be {parameter.annotation}",
            found=f"{value!r:.80}",
            do=_advice(parameter.annotation, value),
        )
    return float(value) if type(value) is int and not fits(value, kind, exact=True) else value


def _advice(annotation: str, value: Any) -> str:
    if _UNDELIVERABLE & set(names_in(annotation)):
        return "papermill hands over text, numbers, lists and mappings only: annotate it `str` and convert it there."
    if isinstance(value, str) and annotation in _EXAMPLES:
        kind = ast.Name(id=annotation)
        is_quoted = any(fits(reading, kind) for reading in _readings(value))
        return "Write it without quotes." if is_quoted else f"Write {_EXAMPLES[annotation]}."
    return "Put it in quotes." if "str" in names_in(annotation) else "Correct the value."


def _refuse_undeliverable(name: str, value: Any) -> None:
    """Papermill turns what it does not know into text without a word; kb says so first. Secrets never go that way."""
    if names_a_secret(name.rpartition(".")[2]):
        raise secret_parameter(name)
    if isinstance(value, float) and not math.isfinite(value):
        raise KbError(f"`{name}` must be a finite number", found=str(value), do="Leave it out, or write null.")
    if value is None or isinstance(value, bool | int | float | str):
        return
    if isinstance(value, list):
        for item in value:
            _refuse_undeliverable(name, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_undeliverable(f"{name}.{key}", item)
    else:
        kind = type(value).__name__
        do = (
            "Put it in quotes: the notebook gets text." if kind.startswith("date") else "Give text, a number or a list."
        )
        raise KbError(f"`{name}` is a {kind}, which a notebook cannot be given", found=str(value), do=do)


def parse_text(parameter: Parameter, text: str) -> Any:
    """A value given on the command line, read by the parameter's type and not guessed from its looks.

    Raises:
        KbError: The text is not of that type.
    """
    kind = parse_annotation(parameter.annotation) if parameter.annotation else None
    for value in _readings(text):
        if kind is None or fits(value, kind):
            return check_value(parameter, value)
    raise KbError(f"`{parameter.name}` must be {parameter.annotation}", found=text[:80], do="Correct the value.")


def _readings(text: str) -> Iterable[Any]:
    """What a text can mean, most specific first: null, truth, number, list or mapping, and always itself."""
    words: dict[str, Any] = {"null": None, "none": None, "true": True, "false": False}
    if text.lower() in words:
        yield words[text.lower()]
    with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        yield ast.literal_eval(text)
    yield text
