"""A note made ready for the search."""

from __future__ import annotations

import json

from kb.site.search.findable import MOST_TEXT, findable_of
from kb.site.search.record import Record, Section


def test_each_word_has_its_level() -> None:
    note = findable_of(Record("a/", "Title", sections=(Section("", "", "word two two"),)))

    assert (note.words, note.levels, note.length) == ("title two word", "b31", 3)


def test_a_tag_lets_the_tags_above_it_through() -> None:
    note = findable_of(Record("a/", "A", tags=("One/Two/three", "four"), types=("Idea",), stages=("Größe",)))

    assert note.filters == ("stage:grosse", "tag:four", "tag:one", "tag:one/two", "tag:one/two/three", "type:idea")


def test_a_fragment_holds_what_results_show() -> None:
    record = Record("a/", "A", "Folder", (Section("x", "X", "words"),), ("tag",), ("B", "C"), (("type", "idea"),))

    assert json.loads(findable_of(record).fragment) == {
        "url": "a/",
        "title": "A",
        "folder": "Folder",
        "tags": ["tag"],
        "about": "aliases: B, C · type: idea",
        "sections": [["x", "X", "words"]],
    }


def test_the_words_of_a_long_note_are_found_but_not_all_shown() -> None:
    sections = (Section("a", "A", "x " * MOST_TEXT), Section("b", "B", "last"))
    note = findable_of(Record("a/", "A", sections=sections))

    assert "last" in note.words.split()
    assert [len(text) for _, _, text in json.loads(note.fragment)["sections"]] == [MOST_TEXT, 0]
