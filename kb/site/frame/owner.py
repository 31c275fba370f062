"""What an owner's own build adds to a note: ways back to Obsidian and to the notebook, and runs as kb blocks."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from kb.errors import KbError
from kb.model.note import FencedBlock, Note
from kb.report.numbers import parameter_text
from kb.site.model import Site
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY
from kb.vault.links import Target
from kb.yaml import read_mapping

SCRIPT = "assets/javascripts/owner.js"


def render_owner_links(note: Note, site: Site, vault_name: str) -> str:
    """Links for the top of a note's page, for builds that its owner alone sees: no path of the machine is in them.

    The notebook of a run is opened by a command, which works wherever the vault is; the page's script copies it, and
    adds a button to each row of a results table, which copies that run as a block.

    Args:
        note: The note.
        site: The site.
        vault_name: What Obsidian calls the vault: the name of its folder.
    """
    address = f"obsidian://open?vault={quote(vault_name, safe='')}&file={quote(note.path, safe='')}"
    parts = [f'<a href="{escape(address)}">Open in Obsidian</a>']
    run = note.properties.get(RUN_PROPERTY)
    if isinstance(run, str) and run.isalnum():
        parts.append(f"<span>Open notebook: <code data-kb-copy>kb open {run}</code></span>")
    block = _row_block(note, site)
    data = f' data-kb-block="{escape(json.dumps(block, ensure_ascii=False))}"' if block else ""
    return f'<p class="kb-owner" data-search-exclude{data}>{" ".join(parts)}</p>\n'


def _row_block(note: Note, site: Site) -> dict[str, Any] | None:
    """What makes a block of a row: the lines above, and for each swept parameter its YAML by the text in the table."""
    question = _question(note, site)
    if question is None:
        return None
    try:
        table = read_mapping(question.text, path=question.path, first_line=question.line + 1)
    except KbError:
        return None
    notebook, fixed, sweep = (table.get(name) for name in ("notebook", "parameters", "sweep"))
    if not isinstance(notebook, str) or not isinstance(sweep, Mapping):
        return None
    given = fixed.items() if isinstance(fixed, Mapping) else ()
    lines = [
        f"notebook: {_yaml(notebook)}",
        "parameters:",
        *(f"  {_yaml(str(key))}: {_yaml(value)}" for key, value in given),
    ]
    axes = {str(name): values for name, values in sweep.items() if isinstance(values, list)}
    return {
        "above": "\n".join(lines),
        "sweep": {name: {parameter_text(value): _yaml(value) for value in values} for name, values in axes.items()},
    }


def _question(note: Note, site: Site) -> FencedBlock | None:
    """The block that a results note answers."""
    if BATCH_PROPERTY not in note.properties:
        return None
    asking = (site.index.resolve(link, note.path) for link in note.property_links)
    notes = [
        site.index.notes[target.path]
        for target in asking
        if isinstance(target, Target) and target.path in site.index.notes
    ]
    blocks = [block for each in notes for block in each.outline.blocks] or site.index.blocks.get("kb", ())
    return next((block for block in blocks if site.results_of(block.path, block.line) == note.path), None)


def _yaml(value: Any) -> str:
    """A value in one line of YAML; plain words as people write them."""
    if isinstance(value, str) and value.isidentifier() and value.casefold() not in _WORDS:
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return json.dumps(value, ensure_ascii=False, default=str)


_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
