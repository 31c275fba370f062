"""Views of bases that are no tables, with the options that Obsidian keeps for them."""

from __future__ import annotations

import re

import pytest

from tests.site.body.test_bases import shown
from tests.site.conftest import MakeSite

BOOKS = {
    "Ask.md": "# Ask\n",
    "books/Dune.md": "---\ncover: '[[c.png]]'\nstage: read\nwhere: ['48.8', '2.3']\n---\n",
    "books/Emma.md": "---\ncover: '#A0f'\nauthor: Austen\n---\n",
    "books/Ulysses.md": "---\ncover: ['[[c.png]]', x]\nstage: read\n---\n",
    "c.png": "",
}
VIEW = "filters: file.inFolder('books')\nviews:\n  - type: {}\n    order: [{}]\n"


def drawn(make_site: MakeSite, layout: str, columns: str, *options: str) -> str:
    return shown(make_site, VIEW.format(layout, columns) + "".join(f"    {option}\n" for option in options), BOOKS)


def test_the_cover_of_a_card_is_a_picture_or_a_colour(make_site: MakeSite) -> None:
    html = drawn(make_site, "cards", "file.name", "image: note.cover")

    assert re.findall(r"<li>(.*?)<strong>", html) == [
        '<img src="../c.png" alt="c" loading="lazy">',
        '<div class="kb-cards__color" style="background: #A0f"></div>',
        '<img src="../c.png" alt="c" loading="lazy">',
    ]


@pytest.mark.parametrize(
    ("option", "style"),
    [
        ("imageAspectRatio: 0.5", ' style="--kb-ratio: 0.5"'),
        ("imageFit: contain", ' style="--kb-fit: contain"'),
        ("imageFit: cover", ""),
        ('imageFit: ""', ""),
        ("cardSize: 240", ' style="--kb-card: 240px"'),
        ("cardSize: -1", ""),
        ("cardSize: true", ""),
        ("cardSize: 1e400", ""),
        ("imageAspectRatio: url(x)", ""),
    ],
)
def test_cards_have_the_size_and_shape_that_their_view_keeps(option: str, style: str, make_site: MakeSite) -> None:
    assert f'<ul class="kb-cards"{style}>' in drawn(make_site, "cards", "file.name", option)


def test_a_board_has_a_column_for_each_group(make_site: MakeSite) -> None:
    options = "groupBy: {property: stage, direction: ASC}", "columnWidth: 200", "image: cover"
    html = drawn(make_site, "kanban", "file.name, author", *options)

    assert '<div class="kb-board" style="--kb-card: 200px">' in html
    assert re.findall(r"<section>\n<p class=.*?>(.*?)</p>", html) == ["read <small>2</small>", "None <small>1</small>"]
    assert html.count("<img") == 2
    assert "<dt>author</dt><dd>Austen</dd>" in html


def test_a_board_without_groups_is_one_column(make_site: MakeSite) -> None:
    html = drawn(make_site, "kanban", "file.name")

    assert html.count("<section>") == 1
    assert "kb-base__name" not in html


@pytest.mark.parametrize(
    ("option", "start"),
    [
        ("markers: number", "<ol>\n"),
        ("markers: bullet", "<ul>\n"),
        ("markers: none", '<ul class="kb-list">\n'),
        ("limit: 9", "<ul>\n"),
    ],
)
def test_a_list_has_its_markers(option: str, start: str, make_site: MakeSite) -> None:
    assert f'{start}<li><a href="../books/dune/">Dune</a>' in drawn(make_site, "list", "file.name", option)


def test_a_list_has_a_separator_or_its_properties_below(make_site: MakeSite) -> None:
    beside = drawn(make_site, "list", "file.name, stage, author", "separator: ' -'")
    below = drawn(make_site, "list", "file.name, stage, author", "indentProperties: true")

    assert "Dune</a> - read</li>" in beside
    assert "Dune</a><ul>\n<li>read</li>\n</ul>\n</li>" in below


def test_a_map_is_a_table_with_the_coordinates(make_site: MakeSite) -> None:
    html = drawn(make_site, "map", "file.name", "coordinates: note.where")

    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["name", "where"]
    assert "48.8, 2.3" in html
    assert drawn(make_site, "map", "file.name, where", "coordinates: note.where").count(">where</th>") == 1
