"""Pages as rendered, kept on this machine under the hash of what they were made from; safe to delete, never trusted."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.files import checksum
from kb.model.note import Heading
from kb.site.model import Page
from kb.site.search.findable import Findable


@dataclass(frozen=True, slots=True)
class PageCache:
    """A folder of pages.

    Attributes:
        folder: Where they are.
        base: The hash of what all of them are made from beside their notes.
    """

    folder: Path
    base: str

    def load(self, key: str) -> tuple[Page, Findable] | None:
        """The page of a key, and what the search needs of it; None where there is none, or the file is damaged.

        A damaged file is put aside, and counted by `take_damaged`.
        """
        try:
            data = self._file(key).read_bytes()
            os.utime(self._file(key))
        except OSError:
            return None
        digest, _, content = data.partition(b"\n")
        if digest.decode("ascii", "replace") != checksum(content):
            with suppress(OSError):
                self._damaged.mkdir(exist_ok=True)
                self._file(key).replace(self._damaged / key)
            return None
        page, findable = json.loads(content)
        return _page_of(page), Findable(**findable | {"filters": tuple(findable["filters"])})

    def store(self, key: str, page: Page, findable: Findable) -> None:
        """Keep a page and what the search needs of it; where it cannot be written, it is rendered again next time."""
        content = json.dumps([_table_of(page), asdict(findable)], ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(checksum(content).encode() + b"\n" + content)
        except OSError:
            return

    def take_damaged(self) -> int:
        """How many damaged pages were put aside, by whichever process; they are deleted."""
        files = [*self._damaged.glob("*")]
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    def renew(self) -> bool:
        """Note what the pages are made from beside their notes; whether it was something else before."""
        file = self.folder / "made-from"
        with suppress(OSError):
            before = file.read_text("utf-8") if file.is_file() else self.base
            if before != self.base or not file.is_file():
                self.folder.mkdir(parents=True, exist_ok=True)
                file.write_text(self.base, "utf-8")
            return before != self.base
        return False

    @property
    def _damaged(self) -> Path:
        return self.folder / "damaged"

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _table_of(page: Page) -> dict[str, Any]:
    headings = [[heading.level, heading.text, heading.line, heading.anchor] for heading in page.headings]
    return {
        "path": page.path,
        "url": page.url,
        "title": page.title,
        "html": page.html,
        "headings": headings,
        "description": page.description,
        "tags": page.tags,
    }


def _page_of(table: dict[str, Any]) -> Page:
    headings = tuple(Heading(*heading) for heading in table.pop("headings"))
    return Page(**table | {"headings": headings, "tags": tuple(table["tags"])})
