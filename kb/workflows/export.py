"""The published vault as plain CommonMark in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.config import Settings
from kb.errors import KbError
from kb.export.folder import Content, Exported, write_export
from kb.export.note import export_notes
from kb.model.problem import Problem
from kb.site.builder import read_excluded
from kb.site.model import Drawing
from kb.site.published import attachments_of, plan_site
from kb.vault.notes import read_vault
from kb.vault.obsidian import read_obsidian


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What was exported: the notes, what became of the files, and what is wrong in the vault."""

    notes: int
    exported: Exported
    problems: tuple[Problem, ...]


def export_vault(settings: Settings, folder: Path) -> ExportOutcome:
    """Write what the site publishes, notes and the files that they link to or show, into a folder.

    Raises:
        KbError: The folder is in the vault or holds files of others, or mkdocs.yml cannot be read.
    """
    if folder.resolve().is_relative_to(settings.vault.resolve()):
        do = "Name a folder outside of the vault."
        raise KbError("An export does not go into the vault", path=folder, do=do)
    notes, attachments, problems = read_vault(settings.vault, settings.parsed)
    is_excluded = read_excluded(settings)
    notes = tuple(note for note in notes if not is_excluded(note.path))
    drawing = Drawing(read_obsidian(settings.vault)[0].has_strict_line_breaks)
    site = plan_site(settings.site_name, notes, attachments, drawing=drawing)
    files: dict[str, Content] = {path: text.encode() for path, text in export_notes(site).items()}
    files |= {path: settings.vault / path for path in attachments_of(site)}
    exported = write_export(folder, files)
    return ExportOutcome(len(site.index.notes), exported, (*problems, *exported.problems))
