"""A kb block on a page: its answer, and the question folded away below it."""

from __future__ import annotations

from html import escape

from kb.errors import KbError
from kb.model.note import FencedBlock
from kb.site.body.code import render_code
from kb.site.body.embeds import RenderDocument, render_note
from kb.site.body.place import Place
from kb.site.model import ResultsOf
from kb.vault.index import Index, is_by_kb
from kb.vault.links import Target
from kb.yaml import read_mapping


def render_question(text: str, line: int, place: Place, render: RenderDocument) -> str:
    """The results note's text and the block that asked for it; only the block where the note embeds the results."""
    results = place.site.results_of(place.note.path, line)
    code = render_code(text, "kb")
    if results is None or results not in place.site.index.notes:
        title = '<p class="admonition-title">Not run yet: <code>kb run</code></p>\n'
        return f'<div class="admonition question kb-question">\n{title}{code}</div>\n'
    link = f'<a href="{escape(place.url(Target(results)))}">all results</a>'
    question = (
        f'<details class="example kb-question">\n<summary>How it was asked</summary>\n{code}<p>{link}</p></details>\n'
    )
    if _embeds(place, results):
        return question
    body = render_note(Target(results), place, render)
    return f'<div class="kb-results" data-search-exclude>\n{body}</div>\n{question}'


def _embeds(place: Place, results: str) -> bool:
    targets = (place.resolve(link) for link in place.note.outline.links if link.is_embed)
    return any(isinstance(target, Target) and target.path == results for target in targets)


def results_by_name(index: Index) -> ResultsOf:
    """Find a block's results by its name: the note whose `kb_batch` says the same."""
    found: dict[tuple[str, int], str] = {}
    count: dict[str, int] = {}
    for block in index.blocks.get("kb", ()):
        note = index.notes[block.path]
        number = count[note.path] = count.get(note.path, 0) + 1
        name = _own_name(block) or (note.name if number == 1 else f"{note.name} {number}")
        if name in index.batches and not is_by_kb(note):
            found[note.path, block.line] = index.batches[name][0]
    return lambda path, line: found.get((path, line))


def _own_name(block: FencedBlock) -> str:
    try:
        name = read_mapping(block.text, path=block.path, first_line=block.line + 1).get("name")
    except KbError:
        return ""
    return name if isinstance(name, str) else ""
