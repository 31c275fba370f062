"""Why a query cannot be shown: its owner is told all of it, others only that it is so.

A message names files, lines and values, and what fails for others may be whole for the owner: they read more notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kb.errors import KbError
from kb.site.body.code import render_code
from kb.site.body.place import Place, render_wrong

NOT_SHOWN = "This query cannot be shown."
PART_NOT_SHOWN = "A part of this query cannot be shown."
VALUE_NOT_SHOWN = "This value cannot be shown."


def render_unasked(why: object, text: str, language: str, place: Place) -> str:
    """A block that cannot be asked: for the owner as written, with why."""
    if place.site.drawing.is_for_owner:
        return render_wrong([str(why)]) + render_code(text, language)
    return render_wrong([NOT_SHOWN])


def render_faults(messages: Iterable[str], place: Place) -> str:
    """What is missing from an answer; empty for nothing."""
    told = list(messages)
    return render_wrong(told if place.site.drawing.is_for_owner else [PART_NOT_SHOWN][: len(told)])


def render_fault(error: KbError, shown: str, place: Place) -> str:
    """A value that there is not, in the words or code of a cell or line.

    Args:
        error: Why.
        shown: What stands for it, as HTML; for others `…`, since a dash says that there is none.
        place: The page that shows it.
    """
    if place.site.drawing.is_for_owner:
        return f'<span class="kb-fault" title="{escape(str(error))}">{shown}</span>'
    return f'<span class="kb-fault" title="{VALUE_NOT_SHOWN}">…</span>'
