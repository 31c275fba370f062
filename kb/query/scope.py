"""What an expression is asked about: a file, the file that shows the answer, and formulas that are known already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.errors import KbError
from kb.query.files import File
from kb.query.values import Value

MOST_ITEMS = 100_000
"""Items of lists that the expressions of one file may look at."""
MOST_WEIGHT = 10_000
"""Values inside of a list, however deep."""


@dataclass(slots=True)
class Scope:
    """What expressions may name.

    Attributes:
        file: The file that is asked about.
        this: The file that shows the answer; None where there is none.
        formulas: The values of formulas, or why they have none.
        names: Words that stand for values: `value` in a list's function, `values` in a summary.
        items: How many items of lists may still be looked at.
    """

    file: File
    this: File | None = None
    formulas: Mapping[str, Value | KbError] = field(default_factory=dict)
    names: dict[str, Value] = field(default_factory=dict)
    items: int = MOST_ITEMS

    def look_at(self, items: tuple[Value, ...]) -> Iterator[tuple[int, Value]]:
        """The items of a list with their numbers.

        Raises:
            KbError: They are too many.
        """
        for pair in enumerate(items):
            if self.items <= 0:
                raise KbError("This expression looks at too many items of lists", found=f"more than {MOST_ITEMS:,}")
            self.items -= 1
            yield pair


Step = Callable[[Scope], Value]
"""An expression, ready to be asked."""


def light(value: Value) -> Value:
    """A list or object that does not hold too much.

    Raises:
        KbError: It does.
    """
    waiting, weight = [value], 0
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, tuple | Mapping):
            waiting += inner.values() if isinstance(inner, Mapping) else inner
            weight += len(inner)
            if weight > MOST_WEIGHT:
                raise KbError("This list holds too much", found=f"more than {MOST_WEIGHT:,} values")
    return value
