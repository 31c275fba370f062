"""A table of kb.toml: its values by kind, and what is told where one is of another."""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kb.errors import KbError
from kb.model.memory import DEFAULT_MEMORY, Memory, parse_memory

Word = TypeVar("Word", bound=str)

_HOST = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?::\d{1,5})?", re.IGNORECASE)
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

    def truth(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self._fault(key, "true or false", f"Write it without quotes: {key} = {str(default).lower()}.")
        return value

    def one_of(self, key: str, *choices: Word) -> Word:
        """One of several words, the first unless another is chosen."""
        value = self.table.get(key, choices[0])
        if value not in choices:
            if len(choices) == 1:
                raise self._fault(key, choices[0], "Leave it out: it is never anything else.")
            raise self._fault(key, f"one of {', '.join(choices)}", f'Write it like this: {key} = "{choices[0]}".')
        return choices[choices.index(value)]

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self.table.get(key, [*default])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            meant = [str(item) for item in value] if isinstance(value, list) else [str(value)]
            do = f"Write it like this: {key} = {json.dumps(meant, ensure_ascii=False)}."
            raise self._fault(key, "a list of texts", do)
        return tuple(value)

    def hosts(self, key: str) -> tuple[str, ...]:
        """A list of hosts of the web, each with its scheme; empty where it is not given."""
        hosts = self.texts(key) if key in self.table else ()
        if not all(_HOST.fullmatch(host) for host in hosts):
            raise self._fault(key, "a list of hosts", f'Write it like this: {key} = ["https://example.com"].')
        return tuple(host.lower() for host in hosts)

    def web_address(self, key: str) -> str:
        """A place on the web with a slash at its end; empty where it is not given."""
        value = self.text(key, "")
        try:
            parts = urlsplit(value)
            is_place = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_place, parts = False, urlsplit("")
        if value and (not is_place or parts.query or parts.fragment or "@" in parts.netloc or not value.isprintable()):
            raise self._fault(
                key, "the web address of a site", f'Write it like this: {key} = "https://example.org/notes/".'
            )
        return f"{value.rstrip('/')}/" if value else ""

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
