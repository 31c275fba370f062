"""A function that queries can call, and what it may be given beside values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.errors import KbError
from kb.query.functions.function import wrong
from kb.query.scope import Scope, Step
from kb.query.values import Value


@dataclass(frozen=True, slots=True)
class Closure:
    """`(names) => …` as an argument.

    Attributes:
        names: Its words.
        step: What it says.
        cost: How much work it is.
    """

    names: tuple[str, ...]
    step: Step
    cost: int

    def ask(self, scope: Scope, *values: Value) -> Value:
        """What it says of some values; around it words keep what they stood for."""
        outer = scope.names
        given = {name: values[place] if place < len(values) else None for place, name in enumerate(self.names)}
        scope.names = {**outer, **given}
        try:
            return self.step(scope)
        finally:
            scope.names = outer

    def of_each(self, scope: Scope, items: tuple[Value, ...]) -> list[tuple[Value, Value]]:
        """Each item of a list, and what it says of that.

        Raises:
            KbError: It is too much work.
        """
        return [(item, self.ask(scope, item, place)) for place, item in scope.look_at(items, self.cost)]


@dataclass(frozen=True, slots=True)
class Function:
    """A function.

    Attributes:
        call: What it does, given the scope and its arguments.
        least: How many arguments it needs.
        most: How many it takes; None for any number.
        over: The arguments of which a list means: do it for each item.
        takes_closure: Whether an argument may be `(x) => …`.
    """

    call: Callable[..., Value]
    least: int = 1
    most: int | None = 1
    over: tuple[int, ...] = ()
    takes_closure: bool = False

    def check_count(self, name: str, count: int) -> None:
        """Refuse another number of arguments than it takes.

        Raises:
            KbError: It is another.
        """
        if count < self.least or (self.most is not None and count > self.most):
            wanted = f"{self.least}" if self.most == self.least else f"{self.least} or more"
            wanted = wanted if self.most in {None, self.least} else f"{self.least} to {self.most}"
            raise KbError(f"`{name}` takes {wanted} argument{'' if wanted == '1' else 's'}", found=f"{count}")

    def asked(self, scope: Scope, arguments: Sequence[Value]) -> Value:
        """What it says, of each item where it is given a list for one."""
        lists = [place for place in self.over if place < len(arguments) and isinstance(arguments[place], tuple)]
        if not lists:
            return self.call(scope, *arguments)
        made = list[Value]()
        for place, _ in scope.look_at(min((arguments[place] for place in lists), key=len), 1):
            one = [value[place] if number in lists else value for number, value in enumerate(arguments)]
            made.append(self.asked(scope, one))
        return tuple(made)


Functions = dict[str, Function]


def closure_of(value: Value) -> Closure:
    """A `(x) => …` that a function needs.

    Raises:
        KbError: It is another value.
    """
    if not isinstance(value, Closure):
        raise wrong("This function takes `(x) => …`", value)
    return value
