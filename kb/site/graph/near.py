"""What is linked to one page, for the small graph on it: in shards, of which a page loads one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from kb.site.graph.kinds import colours_of
from kb.site.graph.model import Graph, kinds_of, neighbours_of

MOST_NEAR = 40
"""Pages that are shown around one."""

MANY = 1_000
"""Dots of a graph that `kb serve` writes apart from the pages: of more than these all shards are there, so that a page
finds its own before it has anything of it."""

Around = tuple[int, list[tuple[str, str, int]], list[tuple[int, int]]]
"""How many pages are linked to a page; the page and those of them that are shown, each with its URL, title and the
number of its colour; and which of these are linked, by their places in the list."""


def shard_path(graph_url: str, url: str) -> str:
    """Where the surroundings of a page are, by the page's URL."""
    return f"{graph_url}near/{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:2]}.json"


def shard_paths(graph_url: str) -> list[str]:
    """Where surroundings may be."""
    return [f"{graph_url}near/{number:02x}.json" for number in range(256)]


def shards_of(graph: Graph) -> Mapping[str, Mapping[str, Around]]:
    """Path of a shard -> URL of each of its pages -> what is around it; a page without links is in none."""
    near = neighbours_of(graph)
    sets = [*map(frozenset, near)]
    colours = colours_of(kinds_of(graph))
    paths = shard_paths(graph.url) if len(graph.dots) > MANY else ()
    shards: dict[str, dict[str, Any]] = {path: {} for path in paths}
    for number, neighbours in enumerate(near):
        if neighbours:
            url = graph.dots[number].url
            shown = [number, *sorted(neighbours, key=lambda other: (-len(near[other]), other))[:MOST_NEAR]]
            dots = [(graph.dots[each].url, graph.dots[each].title, colours[graph.dots[each].kind]) for each in shown]
            shards.setdefault(shard_path(graph.url, url), {})[url] = len(neighbours), dots, _pairs(shown, sets)
    return shards


def _pairs(shown: Sequence[int], sets: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    numbered = enumerate(shown)
    return [(one, other) for (one, dot), (other, end) in combinations(numbered, 2) if end in sets[dot]]
