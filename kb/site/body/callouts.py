"""Obsidian's callouts as Material's admonitions."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

ALIASES = {
    "summary": "abstract",
    "tldr": "abstract",
    "hint": "tip",
    "important": "tip",
    "check": "success",
    "done": "success",
    "help": "question",
    "faq": "question",
    "caution": "warning",
    "attention": "warning",
    "fail": "failure",
    "missing": "failure",
    "error": "danger",
    "cite": "quote",
    "todo": "info",
}
TYPES = {"note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug", "example"} | {
    "quote"
}


def render_opening(callout: Mapping[str, Any]) -> str:
    """The tag that begins a callout: a box, or one that folds."""
    kind, fold, metadata = str(callout["kind"]), callout["fold"], str(callout["metadata"])
    found = ALIASES.get(kind, kind)
    colour = found if found in TYPES else "note"
    data = f'data-callout="{escape(kind)}"' + (f' data-callout-metadata="{escape(metadata)}"' if metadata else "")
    if not fold:
        return f'<div class="admonition {colour}" {data}>\n'
    return f'<details class="{colour}" {data}{" open" if fold == "+" else ""}>\n'


def render_closing(callout: Mapping[str, Any]) -> str:
    """The tag that ends it."""
    return "</details>\n" if callout["fold"] else "</div>\n"


def render_title_opening(callout: Mapping[str, Any], *, has_title: bool) -> str:
    """The tag before the title, with the type's name where the author gave none."""
    default = "" if has_title else escape(str(callout["kind"]).capitalize())
    return ("<summary>" if callout["fold"] else '<p class="admonition-title">') + default


def render_title_closing(callout: Mapping[str, Any]) -> str:
    """The tag after the title."""
    return "</summary>\n" if callout["fold"] else "</p>\n"
