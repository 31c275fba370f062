"""Amounts of memory as people write them: `4GB`, `512MiB`, `60%`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.errors import KbError

_UNITS = {"b": 1} | {
    f"{prefix}{ending}": base**power
    for power, prefix in enumerate("kmgt", 1)
    for ending, base in (("b", 1000), ("ib", 1024), ("", 1024))
}
_AMOUNT = re.compile(r"(?P<number>[0-9]{1,15}(\.[0-9]{1,9})?)\s*(?P<unit>%|[a-z]+)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Memory:
    """A budget of memory.

    Attributes:
        amount: So many bytes, or the fraction of what is free.
        is_share: Whether the amount is a fraction.
    """

    amount: float
    is_share: bool

    def of(self, free_bytes: int) -> int:
        """The budget in bytes."""
        return int(free_bytes * self.amount) if self.is_share else int(self.amount)


DEFAULT_MEMORY = Memory(0.8, is_share=True)


def parse_memory(text: str) -> Memory:
    """Read an amount of memory: a number with a unit, or a part of what is free in percent.

    Raises:
        KbError: It is neither, or nothing, or more than all that is free.
    """
    found = _AMOUNT.fullmatch(text.strip())
    number, unit = (float(found["number"]), found["unit"].lower()) if found else (0.0, "")
    if unit == "%" and 0 < number <= 100:  # noqa: PLR2004  (percent)
        return Memory(number / 100, is_share=True)
    if number * _UNITS.get(unit, 0) >= 1:
        return Memory(number * _UNITS[unit], is_share=False)
    raise KbError("This is no amount of memory", found=repr(text), do="Write it like 4GB, 512MiB or 60%.")
