"""The box of a task."""

from __future__ import annotations

from html import escape

TICKS = {" ", "x", "X"}
"""Marks of a task that a tick can show; any other is shown as written."""


def task_box(mark: str) -> str:
    """The box with its mark."""
    checked = "" if mark == " " else " checked"
    own = "" if mark in TICKS else f' data-mark="{escape(mark)}"'
    box = f'<input type="checkbox" disabled{checked}><span class="task-list-indicator"{own}></span>'
    return f'<label class="task-list-control">{box}</label>'
