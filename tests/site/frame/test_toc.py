"""The headings of a page as a tree."""

from __future__ import annotations

from kb.model.note import Heading
from kb.site.frame.toc import Entry, tree_of


def test_each_heading_is_under_the_nearest_one_of_a_higher_level() -> None:
    levels = {"A": 2, "Deep": 4, "Less": 3, "B": 2, "One": 1}
    headings = [Heading(level, text, line, text.lower()) for line, (text, level) in enumerate(levels.items())]

    assert tree_of(headings) == (
        Entry("A", "a", 2, (Entry("Deep", "deep", 4), Entry("Less", "less", 3))),
        Entry("B", "b", 2),
        Entry("One", "one", 1),
    )
