"""Golden files: what notes look like, to be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.model.note import GeneratedNote
from kb.vault.writing.edit import set_properties

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
Golden = Callable[[str, GeneratedNote], None]


@pytest.fixture
def check_golden() -> Golden:
    """Compares a note with its golden file; a missing one is written and looked at by a human before it counts."""

    def compare(name: str, note: GeneratedNote) -> None:
        text = set_properties(f"\n{note.body}\n", note.properties)
        text += "".join(f"\n<!-- attachment: {path} -->\n" for path in sorted(note.attachments))
        path = GOLDEN / f"{name}.md"
        if not path.exists():
            path.write_bytes(text.encode())
            pytest.fail(f"Wrote {path.name}: read it, then run again.")

        assert text == path.read_bytes().decode()

    return compare
