"""Queries of Dataview on a page: what they find among the notes that the site's readers may know of."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kb.errors import KbError
from kb.model.note import Note
from kb.query.dataview.checks import INSTEAD, NO_SCRIPT, query_problem
from kb.query.dataview.inline import QUERY, SCRIPT, inline_codes, inline_query
from kb.query.dataview.run import ask_inline, ask_query
from kb.site.body.answers import render_answer
from kb.site.body.code import render_code
from kb.site.body.embeds import RenderDocument
from kb.site.body.faults import render_fault, render_faults, render_unasked
from kb.site.body.place import Place, render_wrong
from kb.site.body.words import render_said
from kb.site.model import Site


def render_query(text: str, line: int, place: Place, render: RenderDocument) -> str:
    """A `dataview` block: what it finds, or the block as written and why it cannot be asked."""
    desk, path = place.site.desk, place.note.path
    try:
        answer = desk.once((text, path), lambda: ask_query(text, desk, desk.file(path)))
    except KbError as error:
        return render_unasked(query_problem(error, path, line), text, QUERY, place)
    faults = render_faults((f"{what}: {error}" for what, error in answer.faults.items()), place)
    nothing = '<p class="kb-base__none">No results.</p>\n'
    body = render_answer(answer, place, render) if answer.rows else nothing
    return f'<div class="kb-base" data-search-exclude>\n{faults}{body}</div>\n'


def render_script(text: str) -> str:
    """A `dataviewjs` block, as written."""
    return render_wrong([f"{NO_SCRIPT}. {INSTEAD}"]) + render_code(text, SCRIPT)


def render_inline(code: str, place: Place, render: RenderDocument) -> str:
    """An inline query: its value, or the code as written with why it has none; empty for other code."""
    query = inline_query(code)
    shown = f"<code>{escape(code)}</code>"
    if not query:
        return f'<span class="kb-fault" title="{escape(NO_SCRIPT)}">{shown}</span>'
    try:
        value = ask_inline(query, place.site.desk.file(place.note.path))
    except KbError as error:
        return render_fault(error, shown, place)
    return render_said(value, place, render)


def render_queries(note: Note, site: Site, render: RenderDocument) -> Iterator[str]:
    """All that a note's queries show, as at the root of the site: where this differs, so does its page."""
    place = Place(site, "", note, ((note.path, ""),))
    for block in note.outline.blocks:
        if block.language == QUERY:
            yield render_query(block.text, block.line, place, render)
    for _, code in inline_codes(note):
        yield render_inline(code, place, render)
