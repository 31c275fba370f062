"""The navigation: index first, notes by name, folders readable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import pytest

from kb.model.problem import Problem
from kb.site.frame.nav import Entry, Listed, given_nav, plan_nav
from kb.site.titles import readable


def listed(*paths: str, indexes: Collection[str] = (), orders: Mapping[str, float] = {}) -> dict[str, Listed]:
    return {
        path: Listed(path, path.rpartition("/")[2].removesuffix(".md"), f"{path}/", orders.get(path), path in indexes)
        for path in paths
    }


def shown(entries: Iterable[Entry]) -> list[object]:
    """A title, or a folder's title and page with what it holds."""
    return [(entry.title, entry.path, shown(entry.children)) if entry.children else entry.title for entry in entries]


def test_notes_stand_by_name_and_then_folders_each_with_the_page_that_stands_for_it() -> None:
    pages = listed(
        *("note 10.md", "note 9.md", "index.md", "my-ideas/zebra.md", "my-ideas/index.md", "my-ideas/deep/x.md"),
        "Archive/a.md",
        indexes={"index.md", "my-ideas/index.md"},
    )

    assert shown(plan_nav(pages).entries) == [
        "index",
        "note 9",
        "note 10",
        ("Archive", "", ["a"]),
        ("My ideas", "my-ideas/index.md", ["zebra", ("Deep", "", ["x"])]),
    ]


def test_a_property_orders_notes_and_folders() -> None:
    orders = {"b.md": 1, "c.md": 2.5, "z/index.md": -1}
    pages = listed("a.md", "b.md", "c.md", "y/n.md", "z/index.md", "z/n.md", indexes={"z/index.md"}, orders=orders)

    assert [entry.title for entry in plan_nav(pages).entries] == ["b", "c", "a", "Z", "Y"]


def test_folders_that_kb_fills_stand_last_but_for_those_with_a_number() -> None:
    runs = {path: replace(page, is_by_kb=True) for path, page in listed("runs/a/x.md", "runs/index.md").items()}
    pages = {**runs, **listed("strategies/s.md", "z/index.md", indexes={"z/index.md"}, orders={"z/index.md": 5})}

    assert [entry.title for entry in plan_nav(pages).entries] == ["Z", "Strategies", "Runs"]


def test_pages_follow_each_other_from_the_first_to_the_last() -> None:
    pages = listed("a.md", "f/index.md", "f/b.md", indexes={"f/index.md"})
    nav = plan_nav(pages)
    before, after = nav.neighbours["f/index.md"]

    assert [(entry.path, depth) for entry, depth in nav.pages()] == [("a.md", 0), ("f/index.md", 0), ("f/b.md", 1)]
    assert (before and before.path, after and after.path) == ("a.md", "f/b.md")
    assert nav.neighbours["a.md"][0] is None
    assert nav.neighbours["f/b.md"][1] is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("moving-averages", "Moving averages"),
        ("FX", "FX"),
        ("1_setup", "1 setup"),
        ("--", "--"),
        ("Über", "Über"),
        ("Time-series x", "Time-series x"),
    ],
)
def test_a_folder_is_readable(name: str, shown: str) -> None:
    assert readable(name) == shown


def test_a_given_navigation_has_pages_sections_and_addresses_elsewhere() -> None:
    problems: list[Problem] = []
    nav = ["a.md", {"Second": "./f/b.md"}, {"Part": [{"Deep": ["f/b.md"]}]}, {"Blog": "/blog/"}, {"X": "https://x.org"}]
    found = given_nav(nav, listed("a.md", "f/b.md"), problems).entries

    assert shown(found) == ["a", "Second", ("Part", "", [("Deep", "", ["b"])]), "Blog", "X"]
    assert [entry.url for entry in found] == ["a.md/", "f/b.md/", "", "/blog/", "https://x.org"]
    assert problems == []


def test_what_a_given_navigation_names_and_there_is_not_is_left_out_with_its_title_and_section() -> None:
    problems: list[Problem] = []
    found = given_nav([{"My secret": "private.md"}, {"Part": ["gone.md"]}, "a.md"], listed("a.md"), problems)

    assert shown(found.entries) == ["a"]
    assert [problem.found for problem in problems] == ["private.md", "gone.md"]


def test_each_entry_has_its_number_among_those_of_its_level() -> None:
    navigation = plan_nav(listed("a.md", "b.md", "f/c.md", "f/d.md"))

    assert [navigation.numbers[id(trail[-1])] for trail in navigation.trails.values()] == [0, 1, 0, 1]
