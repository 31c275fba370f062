"""A file of the vault as the search knows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from kb.find.fold import fold
from kb.find.parts import Part, blocks_of, sections_of
from kb.vault.names import name_key


class Entry(NamedTuple):
    """What is kept of a file: texts as compared, then facts, and the text as it stands; of what is no note, its path.

    Attributes:
        path: The file, relative to the vault.
        names: Its name and aliases, folded, as are the three that follow.
        headings: Its headings.
        tags: Its tags.
        properties: Names and values.
        folded: The whole text.
        facts: Where what is, as JSON; empty where the file is no note.
        text: The whole text as it stands.
    """

    path: str
    names: str
    headings: str = ""
    tags: str = ""
    properties: str = ""
    folded: str = ""
    facts: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """All that a query can find, in one text."""
        return "\n".join((fold(name_key(self.path)), *self[1:6]))


@dataclass(frozen=True)
class File:
    """A file that may be what is asked for.

    Attributes:
        path: Relative to the vault.
        fields: Names, headings, tags and properties, folded.
        folded: Its text, folded.
        facts: As an entry has them.
        read: Its text as it stands, which few queries need.
    """

    path: str
    fields: tuple[str, str, str, str]
    folded: str
    facts: str
    read: Callable[[], str]

    @cached_property
    def known(self) -> Mapping[str, Any]:
        """The facts."""
        none: dict[str, Any] = {"body_line": 1, "headings": [], "tags": [], "properties": {}}
        known: Mapping[str, Any] = json.loads(self.facts) if self.facts else none
        return known

    @cached_property
    def text(self) -> str:
        """The text as it stands."""
        return self.read()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text as it stands."""
        return self.text.split("\n")

    @cached_property
    def folded_lines(self) -> list[str]:
        """The lines of the text, folded."""
        return self.folded.split("\n")

    @property
    def end(self) -> int:
        """The line behind the last."""
        return len(self.folded_lines) + 1

    @cached_property
    def blocks(self) -> list[Part]:
        """The blocks of the note."""
        first = self.known["body_line"]
        return blocks_of("\n".join(self.lines[first - 1 :]), first)

    def parts(self, operator: str) -> list[Part]:
        """The parts that an operator names: lines, blocks, sections, or tasks, all, open or done."""
        if operator == "line":
            return [Part(line, line + 1) for line in range(1, self.end)]
        if operator == "section":
            return sections_of(self.known["headings"], self.end)
        if operator == "block":
            return self.blocks
        tasks = [block for block in self.blocks if block.task]
        is_done = operator == "task-done"
        return tasks if operator == "task" else [task for task in tasks if (task.task != " ") == is_done]
