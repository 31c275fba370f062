"""The boxes of tasks and of what is true or false; who does not see one hears its name and whether it has a tick."""

from __future__ import annotations

from html import escape

TICKS = {" ", "x", "X"}
"""Marks of a task that a tick can show; any other is shown as written."""


def task_box(mark: str) -> str:
    """The box with its mark."""
    checked = "" if mark == " " else " checked"
    own = "" if mark in TICKS else f' data-mark="{escape(mark)}"'
    box = f'<input type="checkbox" disabled{checked} aria-label="Task"><span class="task-list-indicator"{own}></span>'
    return f'<label class="task-list-control">{box}</label>'


def truth_box(*, is_true: bool) -> str:
    """The box of a value that is true or false."""
    return f'<input type="checkbox" disabled{" checked" if is_true else ""} aria-label="{"Yes" if is_true else "No"}">'
