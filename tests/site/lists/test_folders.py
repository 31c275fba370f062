"""Pages of folders that have no note of their own, and the home page."""

from __future__ import annotations

import re

from kb.site.history import History, parse_history
from kb.site.lists.folders import folders_of, render_folders
from kb.site.model import Page, Site
from kb.site.titles import titles_of
from tests.site.conftest import MakeSite


def pages_of(site: Site, history: History | None = None) -> dict[str, Page]:
    titles = titles_of(site.index.notes)
    return {page.url: page for page in render_folders(site, titles, history or History())}


def test_a_folder_without_a_note_of_its_own_lists_its_folders_and_notes(make_site: MakeSite) -> None:
    site = make_site({"my-ideas/<b>.md": "B", "my-ideas/Deep/x.md": "", "my-ideas/Deep/er/y.md": "", "index.md": ""})
    pages = pages_of(site)

    assert set(pages) == {"my-ideas/", "my-ideas/deep/", "my-ideas/deep/er/"}
    assert (pages["my-ideas/"].path, pages["my-ideas/"].title) == ("my-ideas/index.md", "My ideas")
    assert '<p>3 notes.</p>\n<h2 id="list:folders">Folders</h2>' in pages["my-ideas/"].html
    assert '<a href="deep/">Deep</a> <span class="kb-count">2</span>' in pages["my-ideas/"].html
    assert '<a href="b/">&lt;b&gt;</a>' in pages["my-ideas/"].html
    assert "<p>1 note.</p>" in pages["my-ideas/deep/er/"].html
    assert "<h2" not in pages["my-ideas/deep/er/"].html


def test_a_folder_has_no_page_where_a_note_has_its_url(make_site: MakeSite) -> None:
    site = make_site(
        {
            "index.md": "",
            "a/index.md": "",
            "b/b.md": "",
            "c/x.md": "",
            "c.md": "",
            "d/x.md": "",
            "e.md": "---\npermalink: d\n---\n",
        }
    )

    assert pages_of(site) == {}


def test_two_folders_with_one_url_share_a_page(make_site: MakeSite) -> None:
    site = make_site({"index.md": "", "My ideas/a.md": "", "my-ideas/b.md": "", "my-ideas/x/c.md": ""})
    pages = pages_of(site)

    assert set(pages) == {"my-ideas/", "my-ideas/x/"}
    assert "<p>3 notes.</p>" in pages["my-ideas/"].html
    assert all(f">{name}</a>" in pages["my-ideas/"].html for name in "ab")


def test_a_folder_whose_notes_are_all_private_has_no_page(make_site: MakeSite) -> None:
    assert set(pages_of(make_site({"secret/a.md": "---\npublish: false\n---\n", "index.md": ""}))) == set()


def test_a_folder_named_by_nothing_that_a_url_holds_has_a_page(make_site: MakeSite) -> None:
    site = make_site({"index.md": "", "!!/a.md": ""})

    assert len(pages_of(site)) == 1
    assert [folder.count for folder in folders_of(site).values()] == [2, 1]


def test_a_vault_without_index_gets_a_home_page_with_folders_and_the_notes_beside_them(make_site: MakeSite) -> None:
    site = make_site({"a.md": "#x", "my-folder/deep/b.md": "B"} | {f"many/{n}.md": "x" for n in range(20)})
    home = pages_of(site)[""]

    assert (home.path, home.title) == ("index.md", "Home")
    assert home.html.startswith('<h1 id="page:title">Test</h1>\n<p>22 notes, <a href="tags/">by tag</a>.</p>\n')
    assert '<a href="many/">Many</a> <span class="kb-count">20</span>' in home.html
    assert '<a href="my-folder/">My folder</a>' in home.html
    assert '<a href="a/">a</a>' in home.html
    assert "many/1/" not in home.html


def test_a_generated_home_page_is_not_called_as_a_note_is(make_site: MakeSite) -> None:
    assert pages_of(make_site({"Home.md": ""}))[""].title == "Test"


def test_home_shows_what_people_changed_of_late(make_site: MakeSite) -> None:
    site = make_site({"a.md": "", "runs/r.md": "---\nkb_run: x\n---\n"})
    log = "\x01c 2024-05-01T10:00:00+02:00\0A\0a.md\0A\0runs/r.md\0"
    home = pages_of(site, parse_history(log))[""]

    assert '<a href="recent/">by date</a>' in home.html
    assert home.html.index("Changed of late") < home.html.index('<a href="a/">a</a>') < home.html.index(">Notes</h2>")
    assert home.html.count("runs/r/") == 0


def test_home_lists_folders_that_kb_fills_last(make_site: MakeSite) -> None:
    home = pages_of(make_site({"runs/x.md": "---\nkb_run: a\n---\n", "strategies/s.md": "S"}))[""]

    assert home.html.index(">Strategies</a>") < home.html.index(">Runs</a>")


def test_a_list_has_the_order_of_the_navigation(make_site: MakeSite) -> None:
    first, second = "---\nnav_order: 1\n---\n", "---\nnav_order: 2\n---\n"
    notes = {"f/a.md": "", "f/b.md": second, "f/c.md": first, "f/x/n.md": "", "f/y/index.md": first, "f/y/n.md": ""}
    html = pages_of(make_site(notes))["f/"].html

    assert re.findall(r'<a href="([^"]+)/">', html) == ["y", "x", "c", "b", "a"]


def test_the_home_of_ten_thousand_notes_is_split(make_site: MakeSite) -> None:
    site = make_site({f"{number}.md": "" for number in range(1100)})
    pages = pages_of(site)

    assert set(pages) == {"", "page_2/", "page_3/"}
    assert pages["page_2/"].title == "Home (2)"
    assert "<h2" not in pages[""].html
