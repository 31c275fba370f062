"""The files of the graph: what its page loads, and what the small graphs load."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kb.site.graph.kept import places_of
from kb.site.graph.kinds import colours_of
from kb.site.graph.model import Graph, kinds_of
from kb.site.graph.near import shard_paths, shards_of

DOTS, PLACES = "dots.json", "places.json"


def render_graph(graph: Graph, kept: Path, made_by: str) -> dict[str, bytes]:
    """Every file of the graph, by path in the site; none where there is no graph.

    Args:
        graph: The graph.
        kept: The file that keeps the places of the last one.
        made_by: The hash of the code that makes them.
    """
    if not graph.url:
        return {}
    x, y = places_of(graph, kept, made_by)
    ends: list[list[int]] = [[] for _ in graph.dots]
    for one, other in graph.links:
        ends[one].append(other)
    near = {path: _json(around) for path, around in shards_of(graph).items()}
    dots, places = _json(_dots(graph)), _json({"x": x, "y": y, "links": ends})
    return {f"{graph.url}{DOTS}": dots, f"{graph.url}{PLACES}": places, **near}


def reserved_paths(graph_url: str) -> list[str]:
    """Where files of the graph may be, whatever links there are."""
    return [f"{graph_url}{DOTS}", f"{graph_url}{PLACES}", *shard_paths(graph_url)] if graph_url else []


def render_words(graph: Graph) -> dict[str, bytes]:
    """All that these files say beside numbers, in which anything may be spelled by chance."""
    table = _dots(graph)
    words = {name: table[name] for name in ("kinds", "folders", "tags", "urls", "titles")}
    return {f"{graph.url}{DOTS}": _json(words)} if graph.url else {}


def _dots(graph: Graph) -> Mapping[str, Any]:
    """Lists of what there is, and of each dot what it is called and which of them it has, by their places."""
    kinds, folders = kinds_of(graph), sorted({dot.folder for dot in graph.dots})
    tags = sorted({tag for dot in graph.dots for tag in dot.tags})
    kind_places, folder_places, tag_places = map(_places, (kinds, folders, tags))
    return {
        "kinds": [*kinds],
        "colours": [*colours_of(kinds).values()],
        "folders": folders,
        "tags": [graph.tag_names[tag] for tag in tags],
        "urls": [dot.url for dot in graph.dots],
        "titles": [dot.title for dot in graph.dots],
        "kind": [kind_places[dot.kind] for dot in graph.dots],
        "folder": [folder_places[dot.folder] for dot in graph.dots],
        "tagged": [[tag_places[tag] for tag in dot.tags] for dot in graph.dots],
    }


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
