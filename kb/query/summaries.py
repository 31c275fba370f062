"""What stands below a column: its average, its latest date, how many are empty."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence

from kb.errors import KbError
from kb.query.arithmetic import exact, few_decimals
from kb.query.evaluate import ready
from kb.query.functions.lists import mean, numbers_of, unique
from kb.query.moments import Duration, Moment
from kb.query.scope import Scope
from kb.query.values import Value, is_empty

Values = Sequence[Value]


def _moments(values: Values) -> list[Moment]:
    return [value for value in values if isinstance(value, Moment)]


def _of_numbers(do: Callable[[list[float]], float]) -> Callable[[Values], Value]:
    """A summary of the numbers among the values; nothing where there are none."""

    def summary(values: Values) -> Value:
        numbers = numbers_of(values)
        return do(numbers) if numbers else None

    return summary


def _deviation(numbers: list[float]) -> float:
    """How far the numbers are from their average: the standard deviation of all, not of a sample."""
    average = mean(numbers)
    return math.sqrt(sum((number - average) * (number - average) for number in numbers) / len(numbers))


def _range(values: Values) -> Value:
    numbers, moments = numbers_of(values), _moments(values)
    if moments and not numbers:
        return Duration(0, (max(moments).at - min(moments).at).total_seconds())
    return max(numbers) - min(numbers) if numbers else None


SUMMARIES: Mapping[str, Callable[[Values], Value]] = {
    "average": mean,
    "min": _of_numbers(min),
    "max": _of_numbers(max),
    "sum": _of_numbers(lambda numbers: exact(sum(numbers))),
    "range": _range,
    "median": _of_numbers(statistics.median),
    "stddev": _of_numbers(_deviation),
    "earliest": lambda values: min(_moments(values), default=None),
    "latest": lambda values: max(_moments(values), default=None),
    "checked": lambda values: sum(value is True for value in values),
    "unchecked": lambda values: sum(value is False or value is None for value in values),
    "empty": lambda values: sum(map(is_empty, values)),
    "filled": lambda values: sum(not is_empty(value) for value in values),
    "unique": lambda values: len(unique(tuple(value for value in values if not is_empty(value)))),
}

_INEXACT = {"average", "stddev"}
"""Those that have more decimals than anybody reads."""


def as_read(name: str, total: Value | KbError) -> Value | KbError:
    """What one of these summaries says, as it is shown: an average and a deviation with few decimals."""
    if name.casefold() in _INEXACT and isinstance(total, int | float):
        return few_decimals(total)
    return total


def summary_of(name: str, values: Values, custom: Mapping[str, str], scope: Scope) -> Value | KbError:
    """What a summary says of the values of a column.

    Args:
        name: The name of one of these, or of a custom one.
        values: Those of the cells that have no fault.
        custom: The base's own summaries: name -> an expression over `values`.
        scope: Any file's.
    """
    if name in custom:
        scope.names = {"values": tuple(values)}
        try:
            return ready(custom[name], ("values",))(scope)
        except KbError as error:
            return error
    known = SUMMARIES.get(name.casefold())
    return known(values) if known else KbError("There is no such summary", found=name)
