"""The navigation on one page: the way down to it, its neighbours, and never the whole vault."""

from __future__ import annotations

import re

from kb.site.frame.nav import Entry, Navigation
from kb.site.frame.nav_html import BLOCK, Around, NavWriter, href


def around(entries: tuple[Entry, ...], path: str, base: str = ".") -> Around:
    return NavWriter(Navigation(entries)).around(path, base)


def titles(html: str) -> list[str]:
    return re.findall(r'<span class="md-ellipsis">([^<]*)', html)


def leaves(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"Note {number}", f"{number}.md", f"{number}/") for number in range(count))


def test_a_page_stands_between_its_neighbours_in_its_folder() -> None:
    folder = Entry("Ideas", "", "", (Entry("One", "f/1.md", "f/1/"), Entry("Two", "f/2.md", "f/2/")))
    found = around((Entry("Home", "index.md", ""), folder), "f/2.md", "../..")

    assert (titles(found.before), titles(found.after)) == (["Home", "Ideas", "One"], [])
    assert (found.level, found.is_leaf) == (2, True)
    assert '<a href="../../f/1/"' in found.before
    assert found.after.count("</ul></nav></li>") == 1


def test_a_folder_that_is_not_on_the_way_is_a_link_to_its_page_or_its_first() -> None:
    inner = Entry("Inner", "", "", (Entry("First", "f/i/1.md", "f/i/1/"),))
    found = around((Entry("Home", "index.md", ""), Entry("F", "", "", (inner,))), "index.md")

    assert found.after.count("md-nav__item--pruned") == 1
    assert 'href="./f/i/1/"' in found.after


def test_a_page_that_stands_for_its_folder_shows_what_the_folder_holds() -> None:
    folder = Entry("Ideas", "f/index.md", "f/", leaves(2))
    found = around((folder,), "f/index.md", "..")

    assert not found.is_leaf
    assert titles(found.before) == ["Ideas", "Note 0", "Note 1"]
    assert '<a href="../f/" class="md-nav__link md-nav__link--active">' in found.before


def test_a_level_shows_a_block_of_a_folder_and_says_how_much_more_there_is() -> None:
    found = around(leaves(10_000), f"{BLOCK + 3}.md")

    assert len(titles(found.before + found.after)) == BLOCK - 1
    assert f"{BLOCK} earlier" in found.before
    assert f"{10_000 - 2 * BLOCK:,} more" in found.after


def test_a_page_outside_of_the_navigation_sees_its_top() -> None:
    assert titles(around(leaves(3), "404.md").before) == ["Note 0", "Note 1", "Note 2"]


def test_titles_and_addresses_are_text() -> None:
    found = around((Entry("<b>", "", "https://example.com/?a=1&b"), Entry("x", "x.md", "ü &/")), "x.md")

    assert "&lt;b&gt;" in found.before
    assert 'href="https://example.com/?a=1&amp;b"' in found.before
    assert href("ü &/", "..") == "../%C3%BC%20%26/"
