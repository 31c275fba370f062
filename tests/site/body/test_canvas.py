"""A canvas on a page: what each of its parts looks like, and that no canvas can break the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.pages import render_page
from kb.site.body.place import MOST_EMBEDS, page_place
from kb.site.lists.drawn import render_drawn_page
from kb.site.model import Page, Site
from kb.site.published import plan_site
from tests.site.body.test_fuzz import TagReader, note
from tests.vault.texts import SOUP

GOLDEN = Path(__file__).parents[2] / "golden" / "site" / "canvas.html"
NOTE = "# A note\n\nWords [^1].\n\n## Part\n\nOf the part. ^id\n\n[^1]: A footnote."
ALL_KINDS = """{
"nodes": [
  {"id": "g", "type": "group", "label": "Read <this>", "x": -20, "y": -20, "width": 640, "height": 300, "color": "4"},
  {"id": "h", "type": "group", "x": 640, "y": -20, "width": 200, "height": 100, "background": "in/p q.png"},
  {"id": "i", "type": "group", "x": 640, "y": 100, "width": 200, "height": 100, "background": "in/p q.png",
   "backgroundStyle": "repeat"},
  {"id": "a", "type": "text", "text": "# Words\\n**bold** [[Note]] [[Nothing]] #tag [^1]\\n\\n[^1]: told",
   "x": 0, "y": 0, "width": 300, "height": 120, "color": "1"},
  {"id": "b", "type": "file", "file": "Note.md", "x": 320, "y": 0, "width": 280, "height": 120, "color": "#8844CC"},
  {"id": "c", "type": "file", "file": "Note.md", "subpath": "#Part", "x": 320, "y": 140, "width": 280, "height": 120},
  {"id": "d", "type": "file", "file": "in/p q.png", "x": 0, "y": 140, "width": 300, "height": 60},
  {"id": "e", "type": "link", "url": "https://example.org/?a=b&c", "x": 0, "y": 220, "width": 300, "height": 40},
  {"id": "f", "type": "file", "file": "Other.canvas", "x": 0, "y": 320, "width": 300, "height": 40},
  {"id": "j", "type": "file", "file": "gone.md", "x": 320, "y": 320, "width": 280, "height": 40}
],
"edges": [
  {"id": "1", "fromNode": "a", "fromSide": "right", "toNode": "b", "toSide": "left", "label": "leads <to>"},
  {"id": "2", "fromNode": "e", "fromSide": "bottom", "toNode": "f", "toSide": "top", "fromEnd": "arrow",
   "toEnd": "none", "color": "2"},
  {"id": "3", "fromNode": "c", "toNode": "h", "color": "#123abc"},
  {"id": "4", "fromNode": "c", "toNode": "nowhere"}
]}"""


def site_of(canvases: Mapping[str, str], notes: Mapping[str, str] | None = None) -> Site:
    texts = {"Note.md": NOTE} if notes is None else notes
    return plan_site("Test", [note(*pair) for pair in texts.items()], [*canvases, "in/p q.png"], drawn=canvases)


def page_of(canvas: str | Mapping[str, Any], notes: Mapping[str, str] | None = None) -> Page:
    text = canvas if isinstance(canvas, str) else json.dumps(canvas)
    return render_drawn_page("Board.canvas", site_of({"Board.canvas": text}, notes))


def card(**parts: Any) -> dict[str, Any]:
    return {"nodes": [{"id": "1", "type": "text", "x": 0, "y": 0, "width": 100, "height": 50, **parts}]}


def test_a_canvas_of_all_kinds_looks_as_its_golden_file_says() -> None:
    site = site_of({"Board.canvas": ALL_KINDS, "Other.canvas": "{}"})
    pages = [render_drawn_page(path, site) for path in site.drawn_urls]
    html = pages[0].html
    if not GOLDEN.exists():
        GOLDEN.write_bytes(html.encode())
        pytest.fail(f"Wrote {GOLDEN.name}: read it, then run again.")

    assert html == GOLDEN.read_bytes().decode()
    assert [page.url for page in pages] == ["board-canvas/", "other-canvas/"]


def test_a_note_shows_a_canvas_under_its_title() -> None:
    site = site_of({"in/Board.canvas": json.dumps(card(text="[[Note]]"))}, {"Note.md": "![[Board.canvas]]\n\nbelow"})
    html = render_page(page_place(site, site.index.notes["Note.md"])).html

    assert '<a class="kb-embed__title" href="../in/board-canvas/">Board</a>' in html
    assert '<p><a href="./">Note</a></p>' in html
    assert '<script type="module" src="../assets/javascripts/canvas.js"></script>' in html


def test_a_note_that_a_canvas_shows_or_links_to_lists_it() -> None:
    shown = {"type": "file", "file": "Note.md"}
    canvas = {"nodes": [*card(text="See [[Other|that]].")["nodes"], shown]}
    site = site_of({"Board.canvas": json.dumps(canvas)}, {"Note.md": "a", "Other.md": "b"})
    pages = {path: render_page(page_place(site, found)).html for path, found in site.index.notes.items()}

    assert '<li><a href="../board-canvas/">Board</a><q>that</q></li>' in pages["Other.md"]
    assert '<li><a href="../board-canvas/">Board</a>' in pages["Note.md"]


def test_a_canvas_that_shows_itself_through_a_note_ends() -> None:
    html = page_of(card(type="file", file="Note.md"), {"Note.md": "![[Board.canvas]]"}).html

    assert "This embed would show itself without end: Board.canvas" in html


def test_a_note_that_shows_itself_through_a_canvas_ends() -> None:
    site = site_of({"Board.canvas": json.dumps(card(type="file", file="Note.md"))}, {"Note.md": "![[Board.canvas]]"})

    html = render_page(page_place(site, site.index.notes["Note.md"])).html

    assert '<p class="kb-broken">This embed would show itself without end</p>' in html


FILES = {
    "Asked.base": "views:\n  - {type: table, name: First}\n  - {type: list, name: Second}\n",
    "Other.canvas": json.dumps(
        {
            "nodes": [
                {"id": "g", "type": "group", "label": "Said", "width": 400, "height": 300, "color": "2"},
                {"id": "t", "type": "text", "text": "Words", "x": 50, "y": 50, "width": 100, "height": 100},
            ],
            "edges": [{"fromNode": "g", "toNode": "t", "label": "Said"}],
        }
    ),
    "Bad.canvas": "{",
    "Empty.canvas": "{}",
}
LOCKED = 'sandbox="allow-scripts" src="../page.html"'
OTHERS = ["a b.wav", "film.mp4", "x.pdf", "page.html", "data.csv"]


def shown_on_card(file: str, subpath: str = "") -> str:
    """What a card of the board holds that shows a file."""
    board = json.dumps(card(type="file", file=file, subpath=subpath))
    notes = [note("Note.md", NOTE)]
    site = plan_site("Test", notes, [*FILES, *OTHERS, "Board.canvas"], drawn={**FILES, "Board.canvas": board})
    html = render_drawn_page("Board.canvas", site).html
    return html.partition("kb-canvas__card")[2].partition(">\n")[2].partition("</div>\n</div>\n</div>\n</div>\n")[0]


def test_a_base_on_a_card_is_asked_as_in_a_note() -> None:
    all_views, one = shown_on_card("Asked.base"), shown_on_card("Asked.base", "#Second")

    title = '<a class="kb-canvas__title" href="../asked-base/">Asked.base</a>\n'

    assert all_views.startswith(f'{title}<div class="kb-base"')
    assert ">First</label>" in all_views
    assert ">Second</label>" in all_views
    assert "tabbed" not in one
    assert '<li><a href="../note/">A note</a></li>' in one
    assert "Asked.base has no view Third" in shown_on_card("Asked.base", "#Third")


def test_a_canvas_on_a_card_is_a_sketch_of_it_that_leads_there() -> None:
    assert shown_on_card("Other.canvas") == (
        '<a class="kb-canvas__title" href="../other-canvas/">Other.canvas</a>\n'
        '<a class="kb-canvas__sketch" href="../other-canvas/" tabindex="-1" aria-hidden="true">'
        '<svg viewBox="0 0 460 360">\n'
        '<rect class="kb-canvas__area kb-canvas--2" x="30" y="30" width="400" height="300" rx="8"/>\n'
        '<g><path d="M30 180 C-76 180 298 130 192 130"/>'
        '<path d="M180 130 L192 136 L192 124Z" class="kb-canvas__arrow"/></g>\n'
        '<rect x="80" y="80" width="100" height="100" rx="8"/>\n</svg></a>\n'
    )


@pytest.mark.parametrize("name", ["Bad.canvas", "Empty.canvas"])
def test_a_canvas_on_a_card_in_which_nothing_can_be_drawn_is_a_link(name: str) -> None:
    url = f"../{name.lower().replace('.', '-')}/"

    assert shown_on_card(name) == f'<a class="kb-canvas__title" href="{url}">{name}</a>\n'


@pytest.mark.parametrize(
    ("file", "subpath", "player"),
    [
        ("a b.wav", "#t=10", '<audio controls preload="none" src="../a%20b.wav#t=10" title="a b.wav"></audio>'),
        ("film.mp4", "", '<video controls preload="metadata" src="../film.mp4" title="film.mp4"></video>'),
        ("x.pdf", "#page=3", '<iframe class="kb-pdf" src="../x.pdf#page=3" title="x.pdf" loading="lazy"></iframe>'),
        ("page.html", "", f'<iframe class="kb-interactive" {LOCKED} title="page.html" loading="lazy"></iframe>'),
        ("data.csv", "#x", ""),
    ],
)
def test_a_file_on_a_card_is_shown_below_its_name_as_a_note_would_show_it(file: str, subpath: str, player: str) -> None:
    url = f"../{file.replace(' ', '%20')}"

    assert shown_on_card(file, subpath) == f'<a class="kb-canvas__title" href="{url}">{file}</a>\n{player}'


def test_a_block_on_a_card_is_that_block_alone() -> None:
    shown = shown_on_card("Note.md", "#^id")

    assert "<p>Of the part.</p>" in shown
    assert "Words" not in shown


def test_a_part_that_a_note_has_not_is_the_whole_note() -> None:
    assert "Of the part." in page_of(card(type="file", file="Note.md", subpath="#No such part")).html


def test_what_cannot_be_read_says_so() -> None:
    assert '<p class="kb-broken">Board.canvas:1: This canvas is not valid JSON' in page_of("{").html
    assert "This canvas has no list of nodes" in page_of("[]").html


def test_nothing_that_a_canvas_says_runs() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    nodes = [
        {"type": "text", "text": bad},
        {"type": "link", "url": "javascript:alert(1)"},
        {"type": "link", "url": f'https://x" onclick="alert(1){bad}'},
        {"type": "file", "file": bad},
        {"type": "group", "label": bad, "background": 'x.png"); url("y', "color": '#123" onclick="alert(1)'},
    ]
    nodes = [{"id": str(number), **node} for number, node in enumerate(nodes)]
    html = page_of({"nodes": nodes, "edges": [{"fromNode": "0", "toNode": "1", "label": bad}]}).html

    reader = AttributeReader()
    reader.feed(html)
    reader.close()

    assert "<script>" not in html
    assert not any(name.startswith("on") or value.startswith("javascript:") for name, value in reader.found)


class AttributeReader(HTMLParser):
    """Keeps the attributes of all elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += ((name, value or "") for name, value in attrs)


def test_too_many_cards_are_left_out_and_told() -> None:
    nodes = [{"type": "text", "text": "x", "x": number} for number in range(3000)]
    html = page_of({"nodes": nodes}).html

    assert "2,000 more cards are not drawn" in html
    assert html.count("kb-canvas__card") == 1000


def test_a_page_shows_no_more_canvases_when_it_has_shown_too_many_cards() -> None:
    canvases = {f"{name}.canvas": json.dumps({"nodes": [{"type": "text", "text": "x"}] * 600}) for name in "abc"}
    site = site_of(canvases, {"Note.md": "![[a.canvas]]\n\n![[b.canvas]]\n\n![[c.canvas]]"})
    html = render_page(page_place(site, site.index.notes["Note.md"])).html

    assert f"This page shows more than {MOST_EMBEDS:,} notes: c.canvas" in html


WORDS = st.one_of(
    st.sampled_from(["a", "Note.md", "Board.canvas", "#Part", "4", "#abc", "\ud800", "arrow", "top"]), SOUP
)
NUMBERS = st.one_of(st.integers(), st.floats(), st.just(10**400), st.none(), WORDS)
KINDS = st.sampled_from(["text", "file", "link", "group", "?", None, 1])
NODE_PARTS = {"id": WORDS, "type": KINDS, "text": WORDS, "file": WORDS, "url": WORDS, "label": WORDS, "color": WORDS}
NODES = st.fixed_dictionaries(
    {},
    optional={
        **NODE_PARTS,
        **dict.fromkeys(("subpath", "background", "backgroundStyle"), WORDS),
        **dict.fromkeys(("x", "y", "width", "height"), NUMBERS),
    },
)
EDGE_NAMES = ("fromNode", "toNode", "fromSide", "toSide", "fromEnd", "toEnd", "label", "color")
EDGES = st.one_of(st.none(), st.fixed_dictionaries({}, optional=dict.fromkeys(EDGE_NAMES, st.one_of(WORDS, NUMBERS))))
ANY_JSON = st.recursive(st.one_of(st.none(), st.booleans(), NUMBERS), lambda inner: st.lists(inner, max_size=3))
CANVASES = st.one_of(
    st.fixed_dictionaries({"nodes": st.lists(NODES, max_size=5), "edges": st.lists(EDGES, max_size=4)}),
    st.fixed_dictionaries({"nodes": ANY_JSON, "edges": ANY_JSON}),
    ANY_JSON,
).map(json.dumps)


class DrawingReader(TagReader):
    """Knows the paths of SVG, too, which are empty."""

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Open nothing."""


@given(st.one_of(CANVASES, st.text()))
def test_any_canvas_has_a_page_whose_elements_close_in_order(text: str) -> None:
    reader = DrawingReader()
    text = text.replace("<", " ")
    reader.feed(page_of(text, {"Note.md": "![[Board.canvas]] [[Board.canvas]]"}).html)
    reader.close()

    assert not reader.open


@given(CANVASES)
def test_any_canvas_can_be_written_and_shows_no_script_of_its_own(text: str) -> None:
    html = page_of(text).html

    assert html.encode()
    assert html.count("<script") <= 1


def test_headings_of_cards_have_no_anchors() -> None:
    assert "<h1>Heading</h1>" in page_of(card(text="# Heading")).html
