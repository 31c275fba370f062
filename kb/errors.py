"""The one family of errors: each says what, where, what was found and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath


class KbError(Exception):
    """Something kb could not do.

    Attributes:
        what: What is wrong, as a sentence without a full stop.
        do: What the reader can do about it, a full sentence or more.
        path: The file it happened in, as the reader would type it.
        line: The 1-based line in that file.
        found: The offending text or value, as it stands.
    """

    def __init__(
        self,
        what: str,
        *,
        do: str = "",
        path: PurePath | str | None = None,
        line: int | None = None,
        found: str = "",
    ) -> None:
        super().__init__(what)
        self.what = what
        self.do = do
        self.path = None if path is None else str(path)
        self.line = line
        self.found = found

    def __str__(self) -> str:
        return say(self.what, do=self.do, path=self.path, line=self.line, found=self.found)


class UsageError(KbError):
    """The command was asked for something that it does not offer: exit code 2."""


def say(what: str, *, do: str = "", path: str | None = None, line: int | None = None, found: str = "") -> str:
    """Put the parts of a message in their one order: `path:line: what: found. do`; a list begins on its own line."""
    where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
    space = "" if found.startswith("\n") else " "
    sentence = f"{where}{what}:{space}{found}" if found else f"{where}{what}"
    return f"{sentence}. {do}" if do else sentence
