"""Lists of links as pages: what a line says, nesting, and how a long list is split."""

from __future__ import annotations

from kb.site.lists.lists import MOST_LINKS, Line, Section, render_lines, render_list
from kb.site.model import Page


def test_a_line_says_where_it_leads_how_many_are_there_and_a_word_on_it() -> None:
    html = render_lines([Line("a/größe/", "<Größe>", 1200, "new", anchor="g")], "a/")

    assert html == (
        '<div data-search-exclude>\n<ul class="kb-notes">\n'
        '<li><a id="g"></a><a href="gr%C3%B6%C3%9Fe/">&lt;Größe&gt;</a> '
        '<span class="kb-count">1,200</span> <span class="kb-said">new</span></li>\n</ul>\n</div>\n'
    )


def test_lines_that_stand_deeper_are_lists_within_lists() -> None:
    lines = [Line(f"{depth}/", str(place), depth=depth) for place, depth in enumerate([0, 1, 2, 2, 0, 1])]
    html = render_lines(lines, "")

    assert html.count("<ul") == html.count("</ul>") == 4
    assert html.count("<li>") == html.count("</li>") == 6
    assert '>0</a>\n<ul>\n<li><a href="1/">1</a>\n<ul>\n<li><a href="2/">2</a></li>\n' in html
    assert html.endswith(">5</a></li>\n</ul>\n</li>\n</ul>\n</div>\n")


def test_a_list_that_goes_on_within_a_tree_begins_where_that_stands() -> None:
    html = render_lines([Line("a/", "a", depth=2), Line("b/", "b", depth=0), Line("c/", "c", depth=1)], "")

    assert html.count("<ul") == html.count("</ul>") == 1


def test_a_short_list_is_one_page_with_its_sections_as_headings() -> None:
    sections = [Section("Folders", [Line("x/a/", "A")]), Section("Notes", [Line("x/b/", "B")])]
    (page,) = render_list(Page("x/index.md", "x/", "X", ""), "<p>2.</p>\n", sections)

    assert page.html.startswith('<h1 id="page:title">X</h1>\n<p>2.</p>\n<h2 id="list:folders">Folders</h2>\n')
    assert [heading.text for heading in page.headings] == ["Folders", "Notes"]
    assert "kb-pages" not in page.html


def test_an_empty_list_is_a_page_too() -> None:
    (page,) = render_list(Page("x/index.md", "x/", "X", ""), "", [Section("Notes", [])])

    assert page.html == '<h1 id="page:title">X</h1>\n'


def test_a_list_of_ten_thousand_is_split_and_its_pages_lead_on() -> None:
    lines = [Line(f"n/{number}/", str(number)) for number in range(10_000)]
    pages = render_list(Page("n/index.md", "n/", "N", ""), "<p>Lead</p>\n", [Section("", lines)])

    assert len(pages) == 20
    assert sum(page.html.count("<li>") for page in pages) == 10_000
    assert max(page.html.count("<li>") for page in pages) == MOST_LINKS
    assert [page.url for page in pages[:3]] == ["n/", "n/page_2/", "n/page_3/"]
    assert (pages[1].path, pages[1].title) == ("n/index.md/2.md", "N (2)")
    assert '<span>Page 1 of 20</span> <a rel="next" href="page_2/">Next</a>' in pages[0].html
    assert (
        '<a rel="prev" href="../">Previous</a> <span>Page 2 of 20</span> <a rel="next" href="../page_3/">'
        in pages[1].html
    )
    assert '<a href="../500/">500</a>' in pages[1].html
    assert 'rel="next"' not in pages[-1].html
    assert "Lead" not in pages[1].html
