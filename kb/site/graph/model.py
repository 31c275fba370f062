"""The graph of what an audience reads: notes, bases and canvases, and which of them link to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kb.model.note import Note
from kb.site.graph.kinds import BASE, CANVAS, kind_of, names_of
from kb.site.model import Site
from kb.site.titles import title_of, title_of_file
from kb.vault.index import tags_of
from kb.vault.names import folded_key


@dataclass(frozen=True, slots=True)
class Dot:
    """A page of the graph.

    Attributes:
        url: Relative to the site's root.
        title: As text.
        kind: What colours it.
        folder: The path of its folder; empty for the vault itself.
        tags: As compared, without `#`, and without those above them.
    """

    url: str
    title: str
    kind: str
    folder: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Who links to whom.

    Attributes:
        url: Of its page, relative to the site's root; empty for none. What the page loads is below it.
        dots: In the vault's order, by which links name them.
        links: Each pair once, sorted, the lower number first.
        tag_names: A tag as compared -> as first written.
    """

    url: str
    dots: tuple[Dot, ...]
    links: tuple[tuple[int, int], ...]
    tag_names: Mapping[str, str]


def graph_of(site: Site) -> Graph:
    """The graph of a site, whose index knows of nothing that its audience may not read."""
    paths = [*site.index.notes, *site.drawn_urls]
    numbers = {path: number for number, path in enumerate(paths)}
    dots = (
        *(_note(note, site) for note in site.index.notes.values()),
        *(_drawn(path, site) for path in site.drawn_urls),
    )
    names = names_of(dot.kind for dot in dots)
    dots = tuple(replace(dot, kind=names[dot.kind]) for dot in dots)
    return Graph(site.graph_url, dots, tuple(sorted(set(_links(site, numbers)))), dict(site.index.tag_names))


def _links(site: Site, numbers: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    for path, number in numbers.items():
        for source in site.index.backlinks.sources(path):
            other = numbers.get(source, number)
            if other != number:
                yield (other, number) if other < number else (number, other)


def _note(note: Note, site: Site) -> Dot:
    tags = tuple(map(folded_key, tags_of(note)))
    return Dot(site.urls[note.path], title_of(note), kind_of(note), _folder(note.path), tags)


def _drawn(path: str, site: Site) -> Dot:
    kind = CANVAS if path in site.index.canvases else BASE
    return Dot(site.drawn_urls[path], title_of_file(path), kind, _folder(path))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def neighbours_of(graph: Graph) -> tuple[tuple[int, ...], ...]:
    """Of each dot those that it is linked to, in order."""
    found: tuple[list[int], ...] = tuple([] for _ in graph.dots)
    for one, other in graph.links:
        found[one].append(other)
        found[other].append(one)
    return tuple(tuple(sorted(each)) for each in found)


def kinds_of(graph: Graph) -> Mapping[str, int]:
    """The kinds of the graph, those of most dots first -> how many dots each has."""
    counts = Counter(dot.kind for dot in graph.dots)
    return {kind: counts[kind] for kind in sorted(counts, key=lambda kind: (-counts[kind], kind))}
