"""A kb block while it is read: what its entries say by themselves, and what is wrong with them, by line."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from typing import Any

from kb.errors import KbError
from kb.model.note import FencedBlock
from kb.model.problem import Problem
from kb.model.run import Spec
from kb.runs.secret_parameters import names_a_secret, secret_parameter
from kb.yaml import key_line

RULE = "kb-block"
KEYS = (
    "notebook",
    "parameters",
    "sweep",
    "where",
    "rank_by",
    "notes",
    "summary",
    "name",
    "retries",
    "timeout_seconds",
    "cell_timeout_seconds",
    "stop_on_failure",
)
MOST_NOTES = 1000
MOST_RETRIES = 10


class Block:
    """One block while it is read: its table and what has been found wrong so far."""

    def __init__(self, table: Mapping[Any, Any], block: FencedBlock) -> None:
        self.table = {str(key): _plain(value) for key, value in table.items()}
        self.raw = table
        self.block = block
        self.problems: list[Problem] = []
        self.changes: dict[str, Any] = {}

    def line_of(self, *keys: str) -> int:
        """The file's line of a key, or of a key within a key."""
        table, line = self.raw, self.block.line
        for key in keys:
            if not isinstance(table, Mapping) or key not in table:
                return line
            line = key_line(table, key, self.block.line + 1)
            table = table[key]
        return line

    def add(self, error: KbError, *keys: str) -> None:
        """Note what is wrong at a key; where it is wrong in another file, that file and its line are named too."""
        there = f"{error.path}:{error.line}" if error.path and error.line else error.path
        found = " in ".join(part for part in (error.found, there) if part)
        self.problems.append(Problem(RULE, error.what, error.do, self.block.path, self.line_of(*keys), found))

    def attempt(self, check: Callable[[], Any], *keys: str) -> Any:
        """Run a check; what it raises becomes a finding at that key."""
        try:
            return check()
        except KbError as error:
            self.add(error, *keys)
            return None

    def plain_fields(self) -> dict[str, Any]:
        """The fields that can be judged without the notebook."""
        for key in self.table:
            if key not in KEYS:
                near = difflib.get_close_matches(key, KEYS, 1)
                do = f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(KEYS)}."
                self.add(KbError("A kb block has no such entry", found=key, do=do), key)
        self._refuse_secrets()
        return {
            "name": self._name(),
            "notebook": self._typed("notebook", str, "", "the name of a notebook", required=True),
            "parameters": self._typed("parameters", dict, {}, "`name: value` entries"),
            "sweep": self._sweep(),
            "where": self._typed("where", str, None, "a comparison of parameters"),
            "rank_by": self._typed("rank_by", str, None, "the name of a metric"),
            "notes": self._whole_number("notes", MOST_NOTES),
            "summary": self._typed("summary", str, None, "the name of a notebook"),
            "retries": self._whole_number("retries", MOST_RETRIES),
            "timeout_seconds": self._seconds("timeout_seconds"),
            "cell_timeout_seconds": self._seconds("cell_timeout_seconds"),
            "stop_on_failure": self._typed("stop_on_failure", bool, default=False, expected="true or false"),
        }

    def _refuse_secrets(self) -> None:
        """Report and drop entries that are named like secrets, before any message can show their values."""
        for section in ("parameters", "sweep"):
            entries = self.table.get(section)
            for name in filter(names_a_secret, list(entries) if isinstance(entries, dict) else ()):
                self.add(secret_parameter(name), section, name)
                del self.table[section][name]

    def _name(self) -> str:
        name: str = self._typed("name", str, "", "text")
        if name.isprintable():
            return name
        self.add(KbError("`name` must be one line of plain text", found=repr(name), do="Correct the block."), "name")
        return ""

    def _typed(self, key: str, kind: type, default: Any, expected: str, *, required: bool = False) -> Any:
        value = self.table.get(key)
        if value is None and not (required or key in self.table):
            return default
        if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
            found = "nothing" if value is None else f"{value!r:.80}"
            self.add(KbError(f"`{key}` must be {expected}", found=found, do="Correct the block."), key)
            return default
        return value

    def _sweep(self) -> dict[str, tuple[Any, ...]]:
        axes = self._typed("sweep", dict, {}, "`name: [value, value]` entries")
        for name, values in axes.items():
            if not isinstance(values, list) or not values:
                do = "Write a list, like [10, 20]; a single value belongs in `parameters`."
                error = KbError(f"`sweep` needs a list of values for `{name}`", found=f"{values!r:.80}", do=do)
                self.add(error, "sweep", name)
        return {str(name): tuple(values) for name, values in axes.items() if isinstance(values, list)}

    def _whole_number(self, key: str, most: int) -> int:
        value = self.table.get(key, Spec.__dataclass_fields__[key].default)
        if type(value) is int and 0 <= value <= most:
            return value
        what = f"`{key}` must be a whole number from 0 to {most}"
        self.add(KbError(what, found=f"{value!r:.80}", do="Correct the block."), key)
        return 0

    def _seconds(self, key: str) -> float | None:
        if key not in self.table:
            return None
        value = self.table[key]
        if type(value) in {int, float} and 0 < value < math.inf:
            return float(value)
        what = f"`{key}` must be a number of seconds above 0"
        self.add(KbError(what, found=f"{value!r:.80}", do="Leave it out for the usual limit."), key)
        return None


def _plain(value: Any) -> Any:
    """A YAML value as plain Python: ruamel's own numbers, texts and collections lose their class."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value
