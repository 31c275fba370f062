"""The published vault as plain CommonMark in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.config import Settings
from kb.errors import KbError
from kb.export.folder import Content, Exported, write_export
from kb.export.note import export_notes
from kb.model.audience import OWNER_AUDIENCE, Audience
from kb.model.problem import Problem
from kb.secrets import places_here
from kb.site.builder import read_excluded
from kb.site.drawn import ENDINGS, shows_drawn
from kb.site.git import read_history
from kb.site.model import Drawing
from kb.site.private.audience import notes_for
from kb.site.private.gate import NOT_PUBLISHED, WITHOUT_TEXT, refuse, scan_site
from kb.site.private.redaction_file import is_table, redact_file
from kb.site.private.told import warnings_of
from kb.site.private.watched import gate_for
from kb.site.published import attachments_of, plan_site
from kb.vault.reading.notes import read_vault
from kb.vault.reading.obsidian import read_obsidian
from kb.vault.reading.walk import inside_files


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What was exported: the notes, what became of the files, and what is wrong in the vault."""

    notes: int
    exported: Exported
    problems: tuple[Problem, ...]


def export_vault(settings: Settings, folder: Path, audience: Audience = OWNER_AUDIENCE) -> ExportOutcome:
    """Write what an audience may read, notes and the files that they link to or show, into a folder.

    Raises:
        KbError: The folder is in the vault or holds files of others, mkdocs.yml cannot be read, or something private
            would leave: nothing is written then.
    """
    if folder.resolve().is_relative_to(settings.vault.resolve()):
        do = "Name a folder outside of the vault."
        raise KbError("An export does not go into the vault", path=folder, do=do)
    notes, attachments, problems = read_vault(settings.vault, settings.parsed)
    history, _ = read_history(settings.vault, settings.store / "history")
    is_excluded = read_excluded(settings)
    named = (path for path in attachments if path.casefold().endswith(ENDINGS))
    drawn = {path: "" for path in named if shows_drawn(audience, path, is_excluded)}  # their names alone go out
    cut = notes_for(audience, notes, attachments, is_excluded, history.old_paths, drawn=drawn)
    refuse(cut.problems, NOT_PUBLISHED)
    drawing = Drawing(read_obsidian(settings.vault)[0].has_strict_line_breaks)
    site = plan_site(audience.site_name, cut.notes, inside_files(attachments, problems), drawing=drawing)
    files: dict[str, Content] = {path: text.encode() for path, text in export_notes(site).items()}
    for path in attachments_of(site):
        file = settings.vault / path
        files[path] = redact_file(path, file.read_bytes(), audience.redact) if is_table(path) else file
    told: tuple[Problem, ...] = ()
    if not audience.is_owner:
        gate = gate_for(settings, cut, site, places_here())
        refuse(scan_site(_texts(files), gate), NOT_PUBLISHED)
        told = warnings_of(cut, gate, site, settings)
    exported = write_export(folder, files)
    return ExportOutcome(len(site.index.notes), exported, (*problems, *told, *exported.problems))


def _texts(files: Mapping[str, Content]) -> Iterator[tuple[str, bytes]]:
    """The bytes of files; of those that hold no text, only the paths."""
    for path, content in files.items():
        is_text = path.rpartition(".")[2].casefold() not in WITHOUT_TEXT
        yield path, content if isinstance(content, bytes) else content.read_bytes() if is_text else b""
