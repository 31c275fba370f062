"""Who links to whom: each pair once, of notes, bases and canvases, and how many there are of each kind."""

from __future__ import annotations

import json

from kb.site.graph.model import Graph, graph_of, kinds_of, neighbours_of
from kb.site.model import Site
from kb.site.published import plan_site
from kb.vault.reading.entries import note_of
from kb.vault.reading.parse import parse_note
from tests.site.conftest import MakeSite


def linked(graph: Graph) -> set[tuple[str, str]]:
    return {(graph.dots[one].title, graph.dots[other].title) for one, other in graph.links}


def site_of(files: dict[str, str], drawn: dict[str, str]) -> Site:
    notes = [note_of(parse_note(text.encode(), path, ""), path)[0] for path, text in files.items()]
    return plan_site("x", notes, drawn, drawn=drawn)


def test_each_pair_is_linked_once_whoever_links_or_shows_the_other_and_none_with_itself(make_site: MakeSite) -> None:
    graph = graph_of(
        make_site({"A.md": "[[B]] [[B#x]] ![[C]] [[A]]", "B.md": "[[A]]", "C.md": "[[Nothing]]", "D.md": ""})
    )

    assert linked(graph) == {("A", "B"), ("A", "C")}
    assert [dot.title for dot in graph.dots] == ["A", "B", "C", "D"]
    assert neighbours_of(graph) == ((1, 2), (0,), (0,), ())


def test_a_property_that_links_counts(make_site: MakeSite) -> None:
    assert linked(graph_of(make_site({"A.md": "---\nup: '[[B]]'\n---\n", "B.md": ""}))) == {("A", "B")}


def test_bases_and_canvases_are_pages_of_the_graph() -> None:
    board = json.dumps({"nodes": [{"id": "1", "type": "text", "text": "[[A]]"}]})
    graph = graph_of(site_of({"A.md": "[[Runs.base]]"}, {"Runs.base": "", "f/Board.canvas": board}))

    assert linked(graph) == {("A", "Runs"), ("A", "Board")}
    assert [(dot.kind, dot.folder, dot.url) for dot in graph.dots[1:]] == [
        ("Base", "", "runs-base/"),
        ("Canvas", "f", "f/board-canvas/"),
    ]


def test_the_kinds_of_most_dots_come_first(make_site: MakeSite) -> None:
    graph = graph_of(make_site({"b/1.md": "", "a/1.md": "", "c/1.md": "", "x/2.md": "---\ntype: cs\n---\n"}))

    assert [*kinds_of(graph).items()] == [("C", 2), ("A", 1), ("B", 1)]
