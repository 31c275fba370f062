"""The texts of a vault as a command finds them, which it may change only while they are still so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.config import Settings
from kb.errors import KbError
from kb.files import checksum
from kb.model.problem import Problem
from kb.vault.edits import plain_text_of
from kb.vault.index import Index, build_index
from kb.vault.notes import read_vault
from kb.vault.passages import canvas_passages


@dataclass(frozen=True, slots=True)
class Texts:
    """A vault with its index and the whole text of each canvas.

    Attributes:
        index: The vault.
        canvases: The text of each canvas that can be read, by path; LF line ends.
        problems: What could not be read.
    """

    index: Index
    canvases: Mapping[str, str]
    problems: tuple[Problem, ...]


def read_texts(settings: Settings) -> Texts:
    """Read the vault and its canvases."""
    notes, attachments, problems = read_vault(settings.vault, settings.parsed)
    canvases, broken = {}, []
    for path in attachments:
        if path.casefold().endswith(".canvas"):
            try:
                text = plain_text_of((settings.vault / path).read_bytes().decode())
                list(canvas_passages(text))
                canvases[path] = text
            except (OSError, ValueError) as error:
                do = "Open it in Obsidian and save it; until then the links in it stay as they are."
                broken.append(
                    Problem("unreadable-canvas", "This canvas is not JSON", do, path, None, str(error), "warning")
                )
    unreadable = [
        replace(problem, severity="warning")
        for problem in problems
        if problem.rule in {"unreadable-note", "bad-frontmatter"}
    ]
    return Texts(build_index(notes, attachments), canvases, (*unreadable, *broken))


def read_unchanged(settings: Settings, texts: Texts, path: str) -> str:
    """The whole text of a note or canvas, with its own line ends.

    Raises:
        KbError: It is not as it was when the vault was read.
    """
    do = "Run the command again."
    try:
        data = (settings.vault / path).read_bytes()
    except OSError as error:
        raise KbError("Cannot read this file", path=path, found=error.strerror or str(error), do=do) from error
    note = texts.index.notes.get(path)
    text = data.decode(errors="replace")
    if checksum(data) != note.checksum if note else plain_text_of(text) != texts.canvases[path]:
        raise KbError("Another program saved this file just now", path=path, do=do)
    return text
