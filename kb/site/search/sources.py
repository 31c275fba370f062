"""The words of what a page draws from a notation, a formula or a diagram, as a reader may type or see them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\{[lcr|\s]*\})?")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?\s*")
_LAYOUT = re.compile(
    r"[dtc]?frac|left|right|middle|[bB]igg?[lr]?|text\w*|math(?:rm|bf|it|cal|bb|sf)|boldsymbol|operatorname"
    r"|displaystyle|limits|q?quad|label|tag|no(?:tag|number)|hline|hspace|phantom|boxed"
)
"""Commands that say how a formula looks; the names of others, like `sigma` and `sum`, are its words."""
_SIGNS = re.compile(r"\\.|[{}&]", re.DOTALL)
_FORM = re.compile(
    r"^[ \t]*(?:%%.*|(?:classDef|class|style|linkStyle|click)[ \t].*|end|(?:flowchart|graph)(?:[ \t]+\w\w)?"
    r"|\w+Diagram(?:-v2)?|gantt|mindmap|pie|timeline)[ \t;]*$",
    re.MULTILINE,
)
_ARROWS = re.compile(r"[<>ox|]?[-=.~]{2,}[<>ox|)]{0,2}|->>?|[\[\](){}<>|\"~;]+")


def formula_words(source: str) -> str:
    """A formula in LaTeX's notation without what is layout in it: of a fraction, what is above and below."""
    text = _COMMAND.sub(_name, _ENVIRONMENT.sub(" ", source))
    return " ".join(_SIGNS.sub(" ", text).split())


def _name(command: re.Match[str]) -> str:
    return " " if _LAYOUT.fullmatch(command[1]) else f" {command[1]} "


def chart_words(source: str) -> str:
    """The titles of a chart and of its parts; one that is no JSON is shown, and found, as it is written."""
    try:
        return "\n".join(dict.fromkeys(_titles(json.loads(source), is_title=False)))
    except (ValueError, RecursionError):
        return source


def _titles(value: Any, *, is_title: bool) -> Iterator[str]:
    if isinstance(value, str):
        if is_title and value.strip():
            yield " ".join(value.split())
    elif isinstance(value, list):
        for part in value:
            yield from _titles(part, is_title=is_title)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _DATA:
                yield from _titles(part, is_title=name in _TITLES)


_TITLES = {"title", "subtitle", "description", "text"}
_DATA = {"data", "datasets"}


def diagram_words(source: str) -> str:
    """The names and labels of a mermaid diagram, line by line."""
    lines = _ARROWS.sub(" ", _FORM.sub("", source)).split("\n")
    return "\n".join(words for line in lines if (words := " ".join(line.split())))
