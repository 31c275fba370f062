"""A site that follows its vault: after any edits it is, byte for byte, what a clean build makes."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kb.config import read_settings
from kb.model.audience import OWNER, PUBLIC
from kb.site.builder import build_site, start_site
from kb.site.lists.drawn import render_drawn_page
from kb.site.model import Page, Site
from kb.site.serving.live import update_graph, update_site
from tests.site.repositories import Repository
from tests.site.workspaces import contents, make_workspace, save

PATHS = ["A.md", "B.md", "C.md", "f/index.md", "f/D.md", "g/A.md", "pic.png"]
PIECES = [
    *("![[Board.canvas]]", "[[Other.canvas]]"),
    *("[[A]] and more.", "See [[B|that]], and [[f/D#Part]].", "![[B]]", "![[C#Part]]", "![[f/D#^id]]", "![[pic.png]]"),
    *("- [ ] see [[C#Part]]", "field:: of [[f/D#^id]]"),
    *("## Part", "Some words ^id", "#tag/one", "#two", "[md](C.md)", "[[Other name]]", "[[Nothing]]", "- [ ] task"),
    "```kb\nname: A\nnotebook: x\n```",
    "```base\nviews: [{order: [file.name, file.tags, title, file.backlinks]}]\n```",
    "```base\nviews: [{order: [file.name, file.size]}]\n```",
    *("```dataview\nTABLE file.size, length(rows)\n```", "Words.", "More words."),
    *("![[Q.base]] and [[Q.base]]", "![[R.base#Two]]"),
    "```dataview\nTABLE file.tags, title, file.inlinks, field, file.lists\n```",
    "```dataview\nTASK GROUP BY file.link\n```\n\n[field:: [[B]]] `= [[A]].title`",
]
PROPERTIES = [
    "aliases: [Other name]",
    "tags: [two]",
    "title: Titled",
    "publish: false",
    "nav_order: 1",
    "up: '[[B]]'",
    "about: See [[C#Part]] there",
    "kb_batch: A",
]
CARDS = [
    *({"type": "file", "file": path} for path in ("A.md", "B.md", "f/D.md", "pic.png", "Other.canvas")),
    {"type": "file", "file": "C.md", "subpath": "#Part"},
    *({"type": "text", "text": text} for text in PIECES),
    {"type": "file", "file": "Q.base"},
    {"type": "file", "file": "f/R.base", "subpath": "#Two"},
    {"type": "text", "text": "```base\nviews: [{type: table, name: All}]\n```"},
    {"type": "group", "label": "Group", "background": "pic.png"},
]
CANVASES = ["Board.canvas", "f/Other.canvas"]
VIEWS = [
    "{type: table, name: One, order: [file.name, title, file.tags, about]}",
    "{type: table, name: Two, order: [file.path, file.size, file.backlinks], filters: 'file.hasTag(\"two\")'}",
    "{type: list, name: Three, order: [aliases, up], groupBy: {property: up, direction: ASC}}",
    '{type: cards, name: Four, order: [file.name, formula.up], filters: \'file.inFolder("f") || file.hasLink("B")\'}',
]
BASES = ["Q.base", "f/R.base"]
Edit = tuple[str, str | None]
"""A path, and what it then holds; None where it is deleted."""


def canvas_of(cards: Sequence[Mapping[str, str]]) -> str:
    return json.dumps({"nodes": [{"id": str(number), **card} for number, card in enumerate(cards)]})


def base_of(views: Sequence[str]) -> str:
    return f"formulas: {{up: 'up.asFile().properties.title'}}\nviews: [{', '.join(views)}]\n"


@st.composite
def texts(draw: st.DrawFn) -> str:
    properties = draw(st.lists(st.sampled_from(PROPERTIES), max_size=2, unique=True))
    body = "\n\n".join(draw(st.lists(st.sampled_from(PIECES), max_size=4)))
    return "\n".join(["---", *properties, "---", body]) if properties else body


CANVAS_TEXTS = st.one_of(st.lists(st.sampled_from(CARDS), max_size=4).map(canvas_of), st.just('{"nodes": ['))
BASE_TEXTS = st.one_of(st.lists(st.sampled_from(VIEWS), max_size=3).map(base_of), st.just("views: ["))
EDITS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PATHS), st.one_of(st.none(), texts(), texts(), texts())),
        st.tuples(st.sampled_from(CANVASES), st.one_of(st.none(), CANVAS_TEXTS, CANVAS_TEXTS)),
        st.tuples(st.sampled_from(BASES), st.one_of(st.none(), BASE_TEXTS, BASE_TEXTS)),
    ),
    min_size=1,
    max_size=6,
)
FILES = st.builds(
    lambda notes, canvases, bases: {**notes, **canvases, **bases},
    st.dictionaries(st.sampled_from(PATHS), texts()),
    st.dictionaries(st.sampled_from(CANVASES), CANVAS_TEXTS),
    st.dictionaries(st.sampled_from(BASES), BASE_TEXTS),
)


@given(FILES, EDITS)
@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # each builds two sites
def test_after_any_edits_it_is_what_a_clean_build_makes(files: Mapping[str, str], edits: Sequence[Edit]) -> None:
    with tempfile.TemporaryDirectory() as name:
        workspace = make_workspace(Path(name, "served"), files)
        live = start_site(workspace, workspace.audience(OWNER))
        for path, text in edits:
            save(workspace.vault, path, text)
            live, _ = update_site(live, [path])
        clean = make_workspace(Path(name, "clean"), {})
        shutil.copytree(workspace.vault, clean.vault, dirs_exist_ok=True)
        build_site(clean)

        assert contents(workspace.site) == contents(clean.site)


DATED = ["updated: 2024-05-02", "date: 2023-01-01", "updated: 2024-06-03", "created: 2022-02-02", "tags: [two]"]
COMMIT = "commit"
DATES = st.tuples(st.sampled_from([COMMIT, *PATHS[:4]]), st.sampled_from([None, *DATED]))


@given(st.lists(DATES, min_size=1, max_size=6))
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_after_any_edits_and_commits_every_date_is_that_of_a_clean_build(edits: Sequence[Edit]) -> None:
    with tempfile.TemporaryDirectory() as name:
        workspace = make_workspace(Path(name, "served"), {"A.md": "[[B]]", "B.md": "b", "f/D.md": "d"})
        with (workspace.root / "kb.toml").open("a", encoding="utf-8") as file:
            file.write('url = "https://example.org/"\nfeeds = [".", "f"]\n')
        workspace = read_settings(workspace.root)
        repository = Repository(workspace.root)
        live = start_site(workspace, workspace.audience(OWNER))
        for path, line in edits:
            if path == COMMIT:
                repository.commit()
                live, _ = update_site(live, [])
                continue
            save(workspace.vault, path, None if line is None else f"---\n{line}\n---\n[[B]]")
            live, _ = update_site(live, [path])
        served = contents(workspace.site)
        shutil.rmtree(workspace.site)
        build_site(workspace)

        assert served == contents(workspace.site)


def test_an_edit_writes_the_note_and_what_shows_it_and_nothing_else(tmp_path: Path) -> None:
    files = {"A.md": "One ^id", "B.md": "![[A]]", "C.md": "![[B]]", "D.md": "[[A]]", "E.md": "alone"}
    workspace = make_workspace(tmp_path / "w", files)
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "A.md", "Another ^id")
    _, written = update_site(live, ["A.md"])

    assert {name for name in written if name.endswith(".html")} == {"a/index.html", "b/index.html", "c/index.html"}


def test_an_edit_of_a_canvas_writes_its_page_what_shows_it_and_what_it_names(tmp_path: Path) -> None:
    files = {"A.md": "a", "B.md": "![[Board.canvas]]", "C.md": "c", "D.md": "d", "Board.canvas": canvas_of(CARDS[:1])}
    workspace = make_workspace(tmp_path / "w", files)
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "Board.canvas", canvas_of([{"type": "text", "text": "[[C]]"}]))
    live, written = update_site(live, ["Board.canvas"])
    pages = {"board-canvas/index.html", "a/index.html", "b/index.html", "c/index.html"}

    assert {name for name in written if name.endswith(".html")} == pages

    save(workspace.vault, "C.md", "another")
    _, written = update_site(live, ["C.md"])

    assert {name for name in written if name.endswith(".html")} == {"c/index.html"}


def test_an_edit_of_a_note_writes_the_canvases_that_show_it(tmp_path: Path) -> None:
    files = {"A.md": "a", "B.md": "![[Board.canvas]]", "D.md": "d", "Board.canvas": canvas_of(CARDS[:1])}
    workspace = make_workspace(tmp_path / "w", files)
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "A.md", "another")
    _, written = update_site(live, ["A.md"])
    pages = {"board-canvas/index.html", "a/index.html", "b/index.html"}

    assert {name for name in written if name.endswith(".html")} == pages


def test_an_edit_of_a_note_writes_what_shows_a_note_that_links_to_it(tmp_path: Path) -> None:
    files = {
        "A.md": "[[C#Part]]",
        "B.md": "![[A]]",
        "C.md": "## Part",
        "D.md": "d",
        "Board.canvas": canvas_of(CARDS[:1]),
    }
    workspace = make_workspace(tmp_path / "w", files)
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "C.md", "## Another")
    _, written = update_site(live, ["C.md"])
    pages = {"a/index.html", "b/index.html", "board-canvas/index.html", "c/index.html"}

    assert {name for name in written if name.endswith(".html")} == pages


def made_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bases and canvases whose pages are made from now on."""
    made: list[str] = []

    def render(path: str, site: Site) -> Page:
        made.append(path)
        return render_drawn_page(path, site)

    monkeypatch.setattr("kb.site.build.render_drawn_page", render)
    return made


def test_an_edit_makes_the_pages_of_those_bases_and_canvases_that_may_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = canvas_of([{"type": "text", "text": "```base\nviews: [{order: [file.name, title]}]\n```"}])
    nines = "views: [{order: [file.name, number], filters: 'number == 9'}]"
    bases = {"Names.base": base_of(VIEWS[:1]), "Sizes.base": base_of(VIEWS[1:2]), "Nines.base": nines}
    boards = {"Board.canvas": canvas_of(CARDS[:1]), "Other.canvas": canvas_of(CARDS[1:2]), "Asking.canvas": asking}
    workspace = make_workspace(tmp_path / "w", {"A.md": "a", "B.md": "b", **bases, **boards})
    live = start_site(workspace, workspace.audience(OWNER))
    made = made_pages(monkeypatch)

    def edited(path: str, text: str) -> set[str]:
        nonlocal live
        made.clear()
        save(workspace.vault, path, text)
        live, _ = update_site(live, [path])
        return {*made}

    assert edited("A.md", "other words") == {"Board.canvas", "Sizes.base"}
    assert edited("A.md", "---\nnumber: 1\n---\n") == {"Board.canvas", "Asking.canvas", "Names.base", "Sizes.base"}
    assert edited("A.md", "---\nnumber: 9\n---\n") == {"Board.canvas", "Asking.canvas", *bases}
    assert edited("A.md", "---\nnumber: 3\n---\n") == {"Board.canvas", "Asking.canvas", *bases}
    assert edited("Board.canvas", canvas_of([{"x": "9", **CARDS[0]}])) == {"Board.canvas", "Sizes.base"}


@pytest.mark.parametrize("shown", ["Shows.md", "Board.canvas"])
def test_an_edit_makes_the_page_that_shows_a_base_which_asks_about_that_page(tmp_path: Path, shown: str) -> None:
    asking = "views: [{order: [file.name], filters: 'about == this.file.basename'}]"
    board = canvas_of([{"type": "file", "file": "Q.base"}])
    files = {"A.md": "a", "Q.base": asking, shown: board if shown.endswith(".canvas") else "![[Q.base]]"}
    workspace = make_workspace(tmp_path / "w", files)
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "A.md", f"---\nabout: {shown.partition('.')[0]}\n---\n")
    update_site(live, ["A.md"])
    page = "shows" if shown == "Shows.md" else "board-canvas"

    assert ">A</a>" in (workspace.site / page / "index.html").read_text("utf-8")


def test_a_folders_note_that_is_deleted_or_made_private_is_not_found_any_more(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"f/index.md": "zanzibar", "f/D.md": "d"})
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "f/index.md", "---\npublish: false\n---\nzanzibar")
    live, _ = update_site(live, ["f/index.md"])

    assert (workspace.site / "f" / "index.html").is_file()
    assert not any(b"zanzibar" in data for data in contents(workspace.site).values())


def test_a_private_note_that_comes_and_goes_changes_what_names_it(tmp_path: Path) -> None:
    published = "---\npublish: true\n---\n"
    workspace = make_workspace(tmp_path / "w", {"A.md": f"{published}[[Plan of May]]", "B.md": f"{published}![[A]]"})
    live, page = start_site(workspace, workspace.audience(PUBLIC)), workspace.root / "site-public" / "b" / "index.html"
    before = page.read_bytes()
    save(workspace.vault, "Plan of May.md", "private")
    live, written = update_site(live, ["Plan of May.md"])

    assert {name for name in written if name.endswith(".html")} == {"a/index.html", "b/index.html"}
    assert b"Plan of May" in before
    assert b"Plan of May" not in page.read_bytes()

    save(workspace.vault, "Plan of May.md", None)
    update_site(live, ["Plan of May.md"])

    assert page.read_bytes() == before


def test_a_new_note_and_a_deleted_one_reach_those_that_link_to_them(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[New]]", "B.md": "x"})
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "New.md", "here")
    live, written = update_site(live, ["New.md"])

    assert {"new/index.html", "a/index.html"} <= written

    save(workspace.vault, "New.md", None)
    live, written = update_site(live, ["New.md"])

    assert {"new/index.html", "a/index.html"} <= written
    assert not (workspace.site / "new").exists()
    assert "new/index.html" not in live.made.keys


def test_a_note_that_is_half_saved_is_told_and_comes_back(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "fine", "B.md": "[[A]]"})
    live = start_site(workspace, workspace.audience(OWNER))
    (workspace.vault / "A.md").write_bytes(b"caf\xe9")
    live, _ = update_site(live, ["A.md"])

    assert [problem.path for problem in live.problems] == ["A.md"]
    assert not (workspace.site / "a").exists()

    save(workspace.vault, "A.md", "fine again")
    live, _ = update_site(live, ["A.md"])

    assert live.problems == ()
    assert "fine again" in (workspace.site / "a" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("text", ["[[A]]", None], ids=["a link more", "a note less"])
def test_the_graph_of_a_large_vault_follows_and_is_that_of_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.setattr("kb.site.serving.live.MANY", 0)
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[B]]", "B.md": "b", "C.md": "c"})
    live = start_site(workspace, workspace.audience(OWNER))
    places = (workspace.site / "graph" / "places.json").read_bytes()
    save(workspace.vault, "C.md", text)
    live, written = update_site(live, ["C.md"])

    assert live.is_graph_due
    assert not any(name.startswith("graph/") for name in written - {"graph/index.html"})
    assert (workspace.site / "graph" / "places.json").read_bytes() == places

    live, written = update_graph(live)

    assert not live.is_graph_due
    assert "graph/places.json" in written

    served = contents(workspace.site)
    shutil.rmtree(workspace.site)
    build_site(workspace)

    assert served == contents(workspace.site)


def test_the_graph_moves_with_its_address(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[B]]", "B.md": "b"})
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "graph/C.md", "[[A]]")
    live, _ = update_site(live, ["graph/C.md"])

    assert not (workspace.site / "graph" / "places.json").exists()
    assert (workspace.site / "all-graph" / "places.json").is_file()

    save(workspace.vault, "graph/C.md", None)
    update_site(live, ["graph/C.md"])

    assert not (workspace.site / "all-graph").exists()
    assert (workspace.site / "graph" / "places.json").is_file()


def test_an_edit_that_links_to_nothing_new_leaves_the_graph_as_it_is(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[B]]", "B.md": "b"})
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "B.md", "other words")
    after, written = update_site(live, ["B.md"])

    assert after.made.graph is live.made.graph
    assert not any(name.startswith("graph/") for name in written)


def test_a_title_that_must_not_leave_is_not_in_the_graph_either(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "---\npublish: true\n---\n", "B.md": "private"})
    live = start_site(workspace, workspace.audience(PUBLIC))
    save(workspace.vault, "A.md", "---\npublish: true\n---\n# Renamed\n\n[[B]]")
    update_site(live, ["A.md"])
    dots = json.loads((workspace.root / "site-public" / "graph" / "dots.json").read_text("utf-8"))

    assert dots["titles"] == ["Renamed"]
