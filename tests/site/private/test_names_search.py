"""Many names at once in a text."""

from __future__ import annotations

from kb.site.private.names_search import NamesSearch


def test_a_name_that_stands_in_several_known_texts_is_not_looked_for() -> None:
    texts = {"a": "private note", "b": "A private note", "c": "this private note, <b>ze</b>bra"}
    search = NamesSearch(["Private note", "Zebra deal"], texts)

    assert list(search.found("the private note of the zebra deal")) == ["Zebra deal"]
    assert search.known == {"Private note": {"a", "b", "c"}}
