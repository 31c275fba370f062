"""Many names at once in a text."""

from __future__ import annotations

from kb.site.private.names_search import NamesSearch


def test_a_name_that_stands_in_several_known_texts_is_not_looked_for() -> None:
    search = NamesSearch(["Private note", "Zebra deal"], ["private note", "A private note", "this private note"])

    assert list(search.found("the private note of the zebra deal")) == ["Zebra deal"]
