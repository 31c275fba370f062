"""What is wrong with a vault: problems with path, line and what to do, none of them raised."""

from __future__ import annotations

from collections.abc import Mapping

from kb.model.problem import Problem
from kb.model.rules import DEFAULT_CHOICES, Choices, judged
from kb.vault.checks.embeds import check_embeds
from kb.vault.checks.html import check_html
from kb.vault.checks.leads import find_leads
from kb.vault.checks.links import check_links
from kb.vault.checks.names import check_names
from kb.vault.checks.properties import check_properties, check_region
from kb.vault.checks.syntax import check_syntax
from kb.vault.checks.use import check_use
from kb.vault.index import Index


def check_vault(
    index: Index, choices: Choices = DEFAULT_CHOICES, types: Mapping[str, str] | None = None
) -> list[Problem]:
    """All problems of the indexed notes that count here, by path and line; templates are patterns and are not checked.

    What cannot be read at all, malformed frontmatter included, is reported by `read_vault`.

    Args:
        index: The notes.
        choices: What the workspace chose for the rules.
        types: The kinds of properties that the vault's settings declare.
    """
    leads = find_leads(index)
    found = [*check_links(index, leads), *check_embeds(index, leads), *check_names(index), *check_use(index, leads)]
    for note in index.notes.values():
        if not note.is_template:
            found += [*check_properties(note, types or {}), *check_region(note), *check_syntax(note)]
            found += check_html(note, index)
    return sorted(
        judged(found, choices), key=lambda problem: (problem.path or "", problem.line or 0, problem.rule, problem.found)
    )
