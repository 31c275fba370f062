"""The files of the graph: what its page loads, what the small graphs load, and what of it the gate reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.config import read_settings
from kb.site.builder import build_site
from kb.site.graph.files import render_graph, render_words, reserved_paths
from kb.site.graph.kept import places_of
from kb.site.graph.kinds import colours_of
from kb.site.graph.model import Graph, graph_of
from kb.site.graph.near import MOST_NEAR, shard_path, shard_paths, shards_of
from kb.site.graph.page import render_graph_page, render_near
from tests.site.conftest import MakeSite
from tests.site.workspaces import contents, make_workspace

if TYPE_CHECKING:
    import pytest

NOTES = {"a/A.md": "---\ntags: [One/Two]\n---\n[[B]]", "B.md": "[[C]] #x", "C.md": "[[A]]", "D.md": "alone"}


def files_of(graph: Graph, folder: Path) -> dict[str, Any]:
    return {path: json.loads(data) for path, data in render_graph(graph, folder / "kept", "").items()}


def around(graph: Graph, url: str) -> Any:
    return shards_of(graph)[shard_path(graph.url, url)][url]


def test_the_files_say_each_thing_once_and_name_it_by_its_place(make_site: MakeSite, tmp_path: Path) -> None:
    files = files_of(graph_of(make_site(NOTES)), tmp_path)
    colours = colours_of({"Note": 3, "A": 1})

    assert files["graph/dots.json"] == {
        "kinds": ["Note", "A"],
        "colours": [colours["Note"], colours["A"]],
        "folders": ["", "a"],
        "tags": ["One/Two", "x"],
        "urls": ["b/", "c/", "d/", "a/"],
        "titles": ["B", "C", "D", "A"],
        "kind": [0, 0, 0, 1],
        "folder": [0, 0, 0, 1],
        "tagged": [[1], [], [], [0]],
    }
    assert files["graph/places.json"]["links"] == [[1, 3], [3], [], []]
    assert [len(files["graph/places.json"][axis]) for axis in "xy"] == [4, 4]
    assert files.keys() <= set(reserved_paths("graph/"))


def test_a_page_is_shown_with_what_is_linked_to_it_and_how_that_is_linked(make_site: MakeSite) -> None:
    count, dots, links = around(graph_of(make_site(NOTES)), "b/")
    colours = colours_of({"Note": 3, "A": 1})

    assert count == 2
    assert dots == [("b/", "B", colours["Note"]), ("c/", "C", colours["Note"]), ("a/", "A", colours["A"])]
    assert links == [(0, 1), (0, 2), (1, 2)]


def test_a_page_without_links_is_in_no_shard(make_site: MakeSite) -> None:
    assert all("d/" not in shard for shard in shards_of(graph_of(make_site(NOTES))).values())


def test_of_a_large_graph_every_shard_is_there(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(make_site(NOTES))
    few = shards_of(graph)
    monkeypatch.setattr("kb.site.graph.near.MANY", 3)
    many = shards_of(graph)

    assert {*many} == {*shard_paths("graph/")}
    assert {path: shard for path, shard in many.items() if shard} == few


def test_of_very_many_linked_pages_those_with_most_links_are_shown(make_site: MakeSite) -> None:
    leaves = {f"n{number}.md": "[[Hub]] [[n7]]" for number in range(MOST_NEAR + 20)}
    count, dots, _ = around(graph_of(make_site({"Hub.md": "", **leaves})), "hub/")

    assert (count, len(dots)) == (MOST_NEAR + 20, MOST_NEAR + 1)
    assert [title for _, title, _ in dots[:2]] == ["Hub", "n7"]


def test_what_the_gate_reads_is_all_but_numbers(make_site: MakeSite, tmp_path: Path) -> None:
    graph = graph_of(make_site(NOTES))
    words = set(texts([json.loads(data) for data in render_words(graph).values()]))

    assert words - {"kinds", "folders", "tags", "urls", "titles"} == {
        "Note",
        "A",
        "",
        "a",
        *"BCDx",
        "One/Two",
        "a/",
        "b/",
        "c/",
        "d/",
    }
    assert set(texts([table for path, table in files_of(graph, tmp_path).items() if "near" in path])) <= words


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in texts(inner))]
    return (
        [text for inner in value for text in texts(inner)]
        if isinstance(value, list)
        else [value] * isinstance(value, str)
    )


def test_an_empty_site_has_no_files_and_no_page(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({})

    assert render_graph_page(site) == ()
    assert files_of(graph_of(site), tmp_path) == render_words(graph_of(site)) == {}
    assert reserved_paths(site.graph_url) == []


def test_a_site_can_go_without_a_graph(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[B]]", "B.md": "b"})
    with (workspace.root / "kb.toml").open("a", encoding="utf-8") as file:
        file.write("graph = false\n")
    build_site(read_settings(workspace.root))
    site = contents(workspace.site)

    assert [name for name in site if "graph" in name] == []
    assert [name for name, data in site.items() if name.endswith((".html", ".json")) and b"graph" in data] == []
    assert b"kb-near" not in site["a/index.html"]


def test_one_note_has_both(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({"A.md": ""})

    assert [page.url for page in render_graph_page(site)] == ["graph/"]
    assert files_of(graph_of(site), tmp_path).keys() == {"graph/dots.json", "graph/places.json"}


def test_only_a_page_that_is_linked_has_the_box_and_it_names_its_shard(make_site: MakeSite) -> None:
    site = make_site({**NOTES, "E.md": "[[E]] [[Nothing]] [[F.pdf]]", "F.pdf": ""})
    box = render_near(site, "a/A.md", "a/")

    assert f'data-near="../{shard_path("graph/", "a/")}" data-graph="../graph/"' in box
    assert render_near(site, "C.md", "c/")
    assert render_near(site, "D.md", "d/") == render_near(site, "E.md", "e/") == ""


def test_places_are_kept_until_the_links_or_the_code_are_others(make_site: MakeSite, tmp_path: Path) -> None:
    graph, file = graph_of(make_site(NOTES)), tmp_path / "graph" / "owner"
    places = places_of(graph, file, "code")
    head = file.read_bytes().split(b"\n")[0]
    kept = file.stat().st_mtime_ns

    assert places_of(graph, file, "code") == places
    assert file.stat().st_mtime_ns == kept

    places_of(graph, file, "other code")

    assert file.read_bytes().split(b"\n")[0] != head


def test_damaged_places_are_made_anew(make_site: MakeSite, tmp_path: Path) -> None:
    graph, file = graph_of(make_site(NOTES)), tmp_path / "owner"
    places = places_of(graph, file, "code")
    whole = file.read_bytes()
    for damaged in (b"", b"\xff", whole[:-3], whole.replace(b"[", b"(")):
        file.write_bytes(damaged)

        assert places_of(graph, file, "code") == places
        assert file.read_bytes() == whole


def test_where_places_cannot_be_kept_they_are_made_all_the_same(make_site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder")

    assert len(places_of(graph_of(make_site({"A.md": ""})), tmp_path / "kept" / "owner", "")[0]) == 1
