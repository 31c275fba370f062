"""Mermaid diagrams: drawn for light and dark pages, kept by content, shown as written where they cannot be."""

from __future__ import annotations

import importlib.metadata
import re
from itertools import count
from pathlib import Path

import pytest

from kb.site.body.diagrams import COLOURS, MOST_CHARACTERS, drawing_names, render_diagram
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.style import render_style
from tests.site.conftest import MakeSite

KINDS = {
    "flowchart": "flowchart LR\n  A[One] -->|why| B{Two}\n",
    "sequence": "sequenceDiagram\n  Alice->>Bob: Hello\n",
    "class": "classDiagram\n  Animal <|-- Duck\n  Animal : +int age\n",
    "state": "stateDiagram-v2\n  [*] --> Still\n  Still --> Moving\n",
    "gantt": "gantt\n  dateFormat YYYY-MM-DD\n  section S\n  Task :a1, 2024-01-01, 30d\n",
    "pie": 'pie title Pets\n  "Dogs" : 3\n  "Cats" : 1\n',
    "er": "erDiagram\n  CUSTOMER ||--o{ ORDER : places\n",
    "mindmap": "mindmap\n  root((kb))\n    notes\n",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_diagram_is_drawn_twice_for_light_and_dark(kind: str) -> None:
    html = render_diagram(KINDS[kind], count(), None)

    assert html.count("<svg") == 2
    assert html.index("kb-diagram--light") < html.index("kb-diagram--dark")
    assert "foreignObject" not in html


def test_ids_on_a_page_are_unique_and_what_names_them_follows(make_site: MakeSite) -> None:
    site = make_site({"a.md": f"```mermaid\n{KINDS['er']}```\n" * 2 + f"```mermaid\n{KINDS['mindmap']}```\n"})
    html = render_page(page_place(site, site.index.notes["a.md"])).html
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    ids = [set(re.findall(r'\sid="([^"]+)"', drawing)) for drawing in drawings]
    named = [set(re.findall(r"url\(#([^)]+)\)", drawing)) for drawing in drawings]

    assert len(drawings) == 6
    assert len(set.union(*ids)) == sum(map(len, ids))
    assert all(names <= own for names, own in zip(named, ids, strict=True))
    assert named[0]


def test_a_dark_page_has_colours_that_can_be_read_on_it() -> None:
    html = render_diagram(KINDS["pie"], count(), None)

    assert [COLOURS[0] in drawing for drawing in html.split("kb-diagram--dark")] == [False, True]


@pytest.mark.parametrize(
    "source", ["flowchart LR\n A -->|x| B", "stateDiagram-v2\n A --> B : x", "classDiagram\n A <|-- B : x"]
)
def test_the_style_sheet_finds_the_box_of_words_on_an_arrow(source: str) -> None:
    rule = '.kb-diagram--dark [data-merman-source-classes~="edgeLabel"] > rect'

    assert rule in render_style().decode()
    assert re.search(
        r'data-merman-source-classes="[^"]*\bedgeLabel\b[^"]*"><rect', render_diagram(source, count(), None)
    )


def test_colours_that_the_author_chose_stay() -> None:
    own = '%%{init: {"themeVariables": {"pie1": "#123456"}}}%%\n'
    html = render_diagram(own + KINDS["pie"], count(), None)

    assert html.count("kb-diagram--dark") == 1
    assert all("#123456" in drawing for drawing in html.split("kb-diagram--dark"))


def test_a_diagram_with_a_theme_of_its_own_is_drawn_once() -> None:
    header = "---\ntitle: Mine\nconfig:\n  theme: forest\n---\n"
    html = render_diagram(header + KINDS["flowchart"], count(), None)

    assert html.count("<svg") == 1
    assert "kb-diagram--own" in html


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("flowchart LR\n A --> --> B\n", "unexpected edge operator"),
        ("no diagram <at> all", "No Mermaid diagram type detected"),
        ("", "cannot be drawn"),
        (
            "flowchart LR\n" + "".join(f"subgraph s{n}\n" for n in range(2000)) + "end\n" * 2000,
            "max_model_nesting_depth",
        ),
        ("x" * (MOST_CHARACTERS + 1), "longer than 50000 characters"),
    ],
)
def test_a_diagram_that_cannot_be_drawn_is_shown_as_written_and_says_why(source: str, why: str) -> None:
    html = render_diagram(source, count(), None)

    assert why in html
    assert '<div class="language-mermaid highlight">' in html
    assert "<svg" not in html
    assert "<at>" not in html


def test_a_diagram_runs_nothing_and_loads_nothing() -> None:
    source = """flowchart LR
        A["<img src=x onerror=alert(1)>"] --> B["<script>alert(1)</script>"]
        click A "javascript:alert(1)"
        style A fill:url(https://other.example/x)
    """
    html = render_diagram(source, count(), None)

    assert "<svg" in html
    assert not re.search(r"<script|<img|javascript:|other\.example", html)


def test_a_drawn_diagram_is_kept_by_its_content(tmp_path: Path) -> None:
    first = render_diagram(KINDS["pie"], count(), tmp_path)
    kept = sorted(tmp_path.iterdir())

    assert {file.name for file in kept} == set(drawing_names(KINDS["pie"]))

    again = render_diagram(KINDS["pie"], count(), tmp_path)
    for file in kept:
        file.write_text("<svg>from the cache</svg>", "utf-8")

    assert first == again
    assert len(kept) == 2
    assert "from the cache" in render_diagram(KINDS["pie"], count(), tmp_path)


def test_a_cache_that_cannot_be_used_stops_no_diagram(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")

    assert "<svg" in render_diagram(KINDS["pie"], count(), tmp_path / "file")


def test_without_the_library_the_diagram_is_shown_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("kb.site.body.diagrams.version", missing)

    assert "the library mmdr is not installed" in render_diagram(KINDS["pie"], count(), None)


def test_a_drawing_that_cannot_be_read_is_shown_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.site.body.diagrams.safe_svg", lambda _svg: None)

    assert "its drawing cannot be read" in render_diagram(KINDS["pie"], count(), None)


@pytest.mark.parametrize(
    "source",
    [
        'flowchart LR\n A[x] --> B\n click A "javascript:alert(1)"\n click B call alert(1)\n',
        'flowchart LR\n A["<img src=x onerror=alert(1)>"] --> B["#lt;script#gt;alert(1)"]\n',
        '%%{init: {"themeCSS": "</style><script>alert(1)</script>"}}%%\nflowchart LR\n A-->B\n',
        '%%{init: {"fontFamily": "x}</style><script>alert(1)</script>"}}%%\nflowchart LR\n A-->B\n',
        '%%{init: {"securityLevel": "loose", "htmlLabels": true}}%%\nflowchart LR\n A["<b onclick=x>y</b>"]\n',
        'flowchart LR\n A@{ img: "javascript:alert(1)", label: "x" }\n A-->B\n',
        "sequenceDiagram\n A->>B: <img src=x onerror=1>\n link A: Dash @ javascript:alert(1)\n",
    ],
)
def test_no_diagram_runs_anything(source: str) -> None:
    html = render_diagram(source, count(), None)

    assert "<svg" in html
    assert not re.search(r"<(?:script|img|foreignObject|b)\b|<[^>]*\son\w+=|href=\"javascript", html)
