"""The list of tags as a tree, and a page for each tag."""

from __future__ import annotations

from kb.site.lists.tags import render_tags
from kb.site.model import Page, Site
from kb.site.titles import titles_of
from tests.site.conftest import MakeSite


def pages_of(site: Site) -> dict[str, Page]:
    return {page.url: page for page in render_tags(site, titles_of(site.index.notes))}


def test_the_list_is_a_tree_with_counts_and_keeps_the_anchors_of_old(make_site: MakeSite) -> None:
    tags = pages_of(make_site({"index.md": "#a/b-c #A/B #a/b_c", "x.md": "---\ntags: [a, über]\n---\n"}))["tags/"]

    assert (tags.path, tags.title) == ("tags.md", "Tags")
    assert "<p>5 tags.</p>" in tags.html
    assert '<a id="a"></a><a href="a/">#a</a> <span class="kb-count">2</span>\n<ul>\n<li><a id="a-b"></a>' in tags.html
    assert '<a id="über"></a><a href="%C3%BCber/">#über</a>' in tags.html
    assert '<a id="a-b-c-1"></a>' in tags.html


def test_a_tags_page_has_the_tags_below_it_and_all_their_notes(make_site: MakeSite) -> None:
    pages = pages_of(make_site({"one.md": "#a/b", "Two.md": "#a", "three.md": "#z"}))
    page = pages["tags/a/"]

    assert (page.path, page.title) == ("tags/a.md", "#a")
    assert '<p class="kb-above"><a href="../">All tags</a></p>\n<p>2 notes.</p>' in page.html
    assert page.html.index(">#a/b</a>") < page.html.index(">one</a>") < page.html.index(">Two</a>")
    assert "three" not in page.html
    assert '<a href="../../">All tags</a> / <a href="../">#a</a>' in pages["tags/a/b/"].html


def test_the_notes_of_a_tag_stand_in_the_order_of_the_navigation(make_site: MakeSite) -> None:
    html = pages_of(make_site({"n10.md": "#a", "N9.md": "#a"}))["tags/a/"].html

    assert html.index(">N9</a>") < html.index(">n10</a>")


def test_tags_that_look_the_same_in_a_url_have_pages_of_their_own(make_site: MakeSite) -> None:
    site = make_site({"x.md": "#a/b-c #a/b_c #con #🎉/x"})

    assert len(set(site.tag_urls.values())) == len(site.tag_urls) == 6
    assert site.tag_urls["a/b-c"] == "tags/a/b-c/"
    assert site.tag_urls["con"] != "tags/con/"
    assert set(pages_of(site)) == {"tags/", *site.tag_urls.values()}


def test_a_tag_of_very_many_notes_is_split(make_site: MakeSite) -> None:
    pages = pages_of(make_site({f"n{number}.md": "#a" for number in range(501)}))

    assert set(pages) == {"tags/", "tags/a/", "tags/a/page_2/"}
    assert pages["tags/a/page_2/"].path == "tags/a.md/2.md"


def test_of_very_many_tags_the_list_has_those_at_the_top(make_site: MakeSite) -> None:
    pages = pages_of(make_site({"x.md": " ".join(f"#a{number // 100}/b{number}" for number in range(600))}))

    assert "tags/page_2/" not in pages
    assert pages["tags/"].html.count("<li>") == 6


def test_a_vault_without_tags_has_no_pages_of_them(make_site: MakeSite) -> None:
    assert pages_of(make_site({"x.md": ""})) == {}
