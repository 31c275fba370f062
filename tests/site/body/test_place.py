"""What a page shows of other notes has an end."""

from __future__ import annotations

from kb.site.body.pages import render_page
from kb.site.body.place import MOST_EMBEDS, page_place
from tests.site.conftest import MakeSite


def test_a_page_shows_a_thousand_notes_and_says_that_there_are_more(make_site: MakeSite) -> None:
    files = {f"{number}.md": f"end\n\n![[{number + 1}]]\n" * 10 for number in range(10)}
    site = make_site(files)
    html = render_page(page_place(site, site.index.notes["0.md"])).html

    assert html.count('class="kb-embed"') <= MOST_EMBEDS + 10 * 10
    assert "This page shows more than 1,000 notes: 1.md" in html


def test_a_note_that_is_embedded_often_is_shown_each_time(make_site: MakeSite) -> None:
    site = make_site({"a.md": "![[b]]\n\n" * 200, "b.md": "here"})

    assert render_page(page_place(site, site.index.notes["a.md"])).html.count("<p>here</p>") == 200


def test_a_link_may_name_a_heading_by_its_id_as_other_programs_do(make_site: MakeSite) -> None:
    files = {"a.md": "[costs](b.md#what-it-costs) [none](b.md#nothing)", "b.md": "## What it costs\n"}
    site = make_site(files)
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert '<a href="../b/#what-it-costs">costs</a>' in html
    assert '<a href="../b/">none</a>' in html
