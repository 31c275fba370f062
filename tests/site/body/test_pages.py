"""A note as a page: its title, what surrounds the text, the table of contents."""

from __future__ import annotations

import re

import pytest

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.model import Page
from tests.site.conftest import MakeSite


def page_of(text: str, make_site: MakeSite, **others: str) -> Page:
    site = make_site({"the note.md": text, **{f"{name}.md": other for name, other in others.items()}})
    return render_page(page_place(site, site.index.notes["the note.md"]))


@pytest.mark.parametrize(
    ("text", "title", "headings"),
    [
        ("Text", "the note", []),
        ("\n# First *one*\n\n## Second", "First one", ["Second"]),
        ("Text\n\n# Later", "the note", ["Later"]),
        ("---\ntitle: Given\n---\n# Other", "Given", ["Other"]),
        ("---\ntitle: Same\n---\n# Same", "Same", []),
        ("---\ntitle: 5\n---\nText", "the note", []),
        ("Under\n===\n\ntext", "Under", []),
        ("- # Item\n\n", "the note", ["Item"]),
        ("> # Quoted", "the note", ["Quoted"]),
        ("> Quoted\n> ===", "the note", ["Quoted"]),
        ("## Second level", "the note", ["Second level"]),
    ],
)
def test_a_page_has_one_title(text: str, title: str, headings: list[str], make_site: MakeSite) -> None:
    page = page_of(text, make_site)

    assert page.title == title
    assert [heading.text for heading in page.headings] == headings
    assert page.html.startswith("<h1")


def test_the_title_keeps_the_anchor_of_the_heading_that_it_stands_for(make_site: MakeSite) -> None:
    assert '<h1 id="größe">Größe</h1>' in page_of("# Größe", make_site).html


def test_a_link_to_the_title_that_a_block_id_names_leads_to_its_place(make_site: MakeSite) -> None:
    html = page_of("# Title ^top\n\n[[#^top]] ^low\n\nAgain ^low", make_site).html

    assert html.startswith('<h1 id="title">Title</h1>\n<a id="^top"></a><a id="^low"></a><p>')
    assert html.count('id="^low"') == 1


def test_backlinks_show_their_sentence_once(make_site: MakeSite) -> None:
    page = page_of(
        "Text",
        make_site,
        one="- [ ] See **[[the note|it]]** & [[the note]].",
        two="| a |\n|---|\n| [[the note\\|x]] |",
        three="![[the note]]",
        five="---\nspec: '[[the note]]'\n---\nBoth [[the note]].",
        six="---\nspec: '[[the note]]'\n---\n",
        four=f"[[the note]] {'word ' * 100}",
    )

    assert page.html.count('<li><a href="../one/">one</a><q>See it &amp; the note.</q></li>') == 1
    assert '<a href="../two/">two</a><q>x</q>' in page.html
    assert '<li><a href="../three/">three</a></li>' in page.html
    assert '<a href="../five/">five</a><q>Both the note.</q></li>' in page.html
    assert "<q>spec: &#x27;the note&#x27;</q>" in page.html
    assert "word …</q>" in page.html


def test_a_table_says_nothing_that_the_page_says_elsewhere_or_that_is_for_kb(make_site: MakeSite) -> None:
    page = page_of(
        "---\nnav_order: 2\nUpdated: 2024-05-01\nmodified: soon\npermalink: x\nstage: idea\n---\n", make_site
    )

    assert re.findall(r'<th scope="row">(\w+)</th>', page.html) == ["modified", "stage"]


def test_many_properties_stand_in_two_columns(make_site: MakeSite) -> None:
    page = page_of("---\n" + "".join(f"p{n}: {n}\n" for n in range(12)) + "---\n", make_site)

    assert "kb-properties--long" in page.html
    assert "<details" not in page.html


def test_very_many_properties_are_folded_away(make_site: MakeSite) -> None:
    page = page_of("---\n" + "".join(f"p{n}: {n}\n" for n in range(30)) + "---\n", make_site)

    assert "<summary>30 properties</summary>" in page.html


def test_cssclasses_may_be_one_word_or_several(make_site: MakeSite) -> None:
    assert '<div class="wide">' in page_of("---\ncssclasses: wide\n---\nText", make_site).html
