"""A table of kb.toml: its values by kind, and what is told where one is of another."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kb.errors import KbError
from kb.model.memory import DEFAULT_MEMORY, Memory, parse_memory

Word = TypeVar("Word", bound=str)

_EXAMPLES = {"timeout_seconds": 600, "jobs": 2, "periods_per_year": 252}


def _like(key: str, value: Any) -> str:
    return f"Write it {'without quotes' if isinstance(value, str) else 'like this'}: {key} = {_EXAMPLES[key]}."


@dataclass(frozen=True, slots=True)
class Section:
    """A table of kb.toml that knows where it stands: faults name the file and the whole key."""

    table: Mapping[str, Any]
    path: Path
    prefix: str = ""

    def only(self, *known: str) -> Section:
        """This section, if it holds no other keys."""
        for key in self.table:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                do = f"Did you mean `{self.prefix}{near[0]}`?" if near else f"Known here: {', '.join(known)}."
                raise KbError("Unknown setting", path=self.path, found=f"{self.prefix}{key}", do=do)
        return self

    def section(self, key: str) -> Section:
        """A table within this one; an empty one where it is not given."""
        table = self.table.get(key, {})
        if not isinstance(table, dict):
            raise self._fault(key, "a table", f"Write it as [{self.prefix}{key}] with its settings below.")
        return Section(table, self.path, f"{self.prefix}{key}.")

    def text(self, key: str, default: str | None = None) -> str:
        """Text."""
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self._fault(key, "text", f'Write it in quotes: {key} = "…".')
        return value

    def one_of(self, key: str, *choices: Word) -> Word:
        """One of several words, the first unless another is chosen."""
        value = self.table.get(key, choices[0])
        if value not in choices:
            raise self._fault(key, f"one of {', '.join(choices)}", f'Write it in quotes: {key} = "{choices[0]}".')
        return choices[choices.index(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.table[key]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._fault(key, "a list of texts", f'Write it like this: {key} = ["inbox/**"].')
        return tuple(value)

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number above 0."""
        value = self.table.get(key, default)
        if type(value) not in {int, float} or not 0 < value < math.inf:
            raise self._fault(key, "a number above 0", _like(key, value))
        return float(value)

    def whole_number(self, key: str) -> int | None:
        """A whole number above 0, or None where it is not given."""
        value = self.table.get(key)
        if value is not None and (type(value) is not int or value < 1):
            raise self._fault(key, "a whole number above 0", _like(key, value))
        return value

    def memory(self, key: str) -> Memory:
        """An amount of memory."""
        if key not in self.table:
            return DEFAULT_MEMORY
        try:
            return parse_memory(self.text(key))
        except KbError as error:
            raise self._fault(key, "an amount of memory", 'Write it like "4GB", "512MiB" or "60%".') from error

    def zone(self, key: str) -> str:
        """The name of a time zone.

        A folder of the tz database, like `America`, is an OSError on some platforms.
        """
        name = self.text(key)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            do = 'Use a name of the tz database, like "America/New_York" or "UTC".'
            raise self._fault(key, "a time zone", do) from error
        return name

    def _fault(self, key: str, kind: str, do: str) -> KbError:
        found = repr(self.table[key]) if key in self.table else "nothing"
        return KbError(f"`{self.prefix}{key}` must be {kind}", path=self.path, found=found, do=do)
