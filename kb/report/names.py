"""Names of properties and tags made from the names of parameters, metrics and notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

KB_PROPERTIES = ("kb_run", "kb_batch", "kb_desk", "kb_state", "notebook", "spec", "results", "status", "stage")
OBSIDIAN_PROPERTIES = (
    "tags", "tag", "aliases", "alias", "cssclasses", "cssclass", "title",
    "publish", "permalink", "description", "image", "cover", "position",
)  # fmt: skip
NOT_IN_TAGS = re.compile(r"[^\w/-]+")


def property_names(parameters: Iterable[str], metrics: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The property for each parameter and for each metric, no two alike.

    A name keeps itself unless it is kb's or Obsidian's own, or taken by a parameter: then it gets `parameter_` or
    `metric_` before it. Obsidian does not tell case apart in property names.
    """
    taken = {name.casefold() for name in (*KB_PROPERTIES, *OBSIDIAN_PROPERTIES)}
    return _free_names(parameters, "parameter_", taken), _free_names(metrics, "metric_", taken)


def _free_names(names: Iterable[str], prefix: str, taken: set[str]) -> dict[str, str]:
    """Names in order, each with the prefix as often as it takes to be free; adds them to `taken`."""
    free = {}
    for name in names:
        free_name = name if name.strip() else prefix
        while free_name.casefold() in taken:
            free_name = prefix + free_name
        taken.add(free_name.casefold())
        free[name] = free_name
    return free


def notebook_stem(notebook: str) -> str:
    """What a notebook is called in text: its file's name without folder and extension."""
    return PurePosixPath(notebook).stem


def notebook_tag(notebook: str) -> str:
    """The tag for a notebook: letters, digits, `_`, `-`, and not digits only."""
    tag = NOT_IN_TAGS.sub("-", notebook_stem(notebook)).strip("-/") or "notebook"
    return f"notebook-{tag}" if tag.isdecimal() else tag
