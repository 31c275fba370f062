"""The graph of what an audience reads: notes, bases and canvases, and which of them link to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.model.note import Note
from kb.site.model import Site
from kb.site.titles import readable, title_of, title_of_file
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY, tags_of
from kb.vault.names import folded_key

TYPE = "type"


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
    kind = "Canvas" if path in site.index.canvases else "Base"
    return Dot(site.drawn_urls[path], title_of_file(path), kind, _folder(path))


def kind_of(note: Note) -> str:
    """What a note is: its property `type`, what kb wrote, or else the folder at the top that it lies in."""
    given = next((value for key, value in note.properties.items() if key.casefold() == TYPE), None)
    first = next(iter(given), None) if isinstance(given, list) else given
    if isinstance(first, str) and first.strip():
        return readable(first.strip())
    if RUN_PROPERTY in note.properties:
        return "Run"
    if BATCH_PROPERTY in note.properties:
        return "Results"
    top, is_below, _ = note.path.partition("/")
    return readable(top) if is_below else "Note"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def neighbours_of(graph: Graph) -> tuple[tuple[int, ...], ...]:
    """Of each dot those that it is linked to, in order."""
    found: tuple[list[int], ...] = tuple([] for _ in graph.dots)
    for one, other in graph.links:
        found[one].append(other)
        found[other].append(one)
    return tuple(tuple(sorted(each)) for each in found)


def kinds_of(graph: Graph) -> tuple[str, ...]:
    """The kinds of the graph, those of most dots first: by this place a page colours them."""
    counts: dict[str, int] = {}
    for dot in graph.dots:
        counts[dot.kind] = counts.get(dot.kind, 0) + 1
    return tuple(sorted(counts, key=lambda kind: (-counts[kind], kind)))
