"""What an expression is asked about: a file, the file that shows the answer, and formulas that are known already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.errors import KbError
from kb.query.files import File
from kb.query.values import Value

MOST_WORK = 1_000_000
"""Items that the expressions of one file look at and make, and pieces of text."""
MOST_WEIGHT = 100_000
"""Values inside of a list, however deep, and pieces of text."""
MOST_DEEP = 100
"""Lists inside of lists."""
_PIECE = 10
"""Characters of a text that weigh as much as a value."""


@dataclass(slots=True)
class Scope:
    """What expressions may name.

    Attributes:
        file: The file that is asked about.
        this: The file that shows the answer; None where there is none.
        formulas: The values of formulas, or why they have none.
        names: Words that stand for values: `value` in a list's function, `values` in a summary.
        work: How much may still be done.
        has_gap: Whether what an expression needs was not there: one value of a sum, or the parts of a text.
    """

    file: File
    this: File | None = None
    formulas: Mapping[str, Value | KbError] = field(default_factory=dict)
    names: Mapping[str, Value] = field(default_factory=dict)
    work: int = MOST_WORK
    has_gap: bool = False

    def look_at(self, items: tuple[Value, ...], cost: int) -> Iterator[tuple[int, Value]]:
        """The items of a list with their numbers, of which each costs so much work.

        Raises:
            KbError: It is too much.
        """
        for pair in enumerate(items):
            self._spend(cost)
            yield pair

    def kept(self, value: Value) -> Value:
        """A value that an expression made or names: whoever takes it looks at all of it.

        Raises:
            KbError: It is too large, or there were too many.
        """
        if isinstance(value, str):
            self._spend(len(value) // _PIECE)
        elif isinstance(value, tuple | dict):
            self._spend(weight_of(value))
        return value

    def _spend(self, work: int) -> None:
        self.work -= work
        if self.work < 0:
            raise KbError("This expression takes too much work", do="Let it look at fewer or shorter lists and texts.")


Step = Callable[[Scope], Value]
"""An expression, ready to be asked."""


def weight_of(value: tuple[Value, ...] | dict[str, Value]) -> int:
    """How much a list or object holds.

    Raises:
        KbError: It is too much, or lists stand too deep in one another.
    """
    level: list[tuple[Value, ...] | dict[str, Value]] = [value]
    weight = 0
    for _ in range(MOST_DEEP):
        weight = _borne(weight + sum(map(len, level)))
        items = [item for one in level for item in (one.values() if isinstance(one, dict) else one)]
        weight = _borne(weight + sum(len(item) for item in items if isinstance(item, str)) // _PIECE)
        level = [item for item in items if isinstance(item, tuple | dict)]
        if not level:
            return weight
    raise KbError("Lists stand too deep in one another", found=f"more than {MOST_DEEP}")


def _borne(weight: int) -> int:
    if weight > MOST_WEIGHT:
        raise KbError("This list holds too much", found=f"more than {MOST_WEIGHT:,} values")
    return weight
