"""What is wrong in the notes of a site, for `mkdocs build --strict`; `kb check` tells it of the whole vault."""

from __future__ import annotations

from kb.model.problem import Problem
from kb.site.build import Build
from kb.vault.checks.check import check_vault
from kb.vault.index import build_index
from kb.vault.reading.obsidian import read_obsidian


def errors_in(build: Build) -> list[Problem]:
    """The errors of the notes that have a page; a link to a note that has none is no error: the vault holds it."""
    source, settings = build.source, build.edition.settings
    obsidian, _ = read_obsidian(settings.vault)
    found = check_vault(build_index(source.notes.values(), source.files), settings.check, obsidian.types)
    return [problem for problem in found if problem.severity == "error" and problem.path in build.site.urls]
