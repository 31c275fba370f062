"""Which pages ask, and whether an edit can be seen in what they ask."""

from __future__ import annotations

import pytest

from kb.site.model import Site
from kb.site.serving.asking import asking_all, asking_of_words, is_edited_in_words_alone
from tests.site.conftest import MakeSite

QUESTIONS = {
    "tagged.md": "```base\nviews: [{order: [file.name, rating]}]\n```",
    "sized.md": "```base\nviews: [{order: [file.name, file.size]}]\n```",
    "old.md": "```dataview\nTABLE rating SORT file.mtime\n```",
    "grouped.md": "```dataview\nTABLE rows.file.link, rows.rating FROM #a GROUP BY rating\n```",
    "whole.md": "```dataview\nTABLE rows FROM #a GROUP BY rating\n```",
    "inline.md": "It has `= this.file.size` bytes.",
    "named.md": "It is `= this.file.name`.",
    "silent.md": "It asks nothing of `file.size`.",
}


def test_those_that_may_tell_the_size_or_time_of_a_note_are_asked_again_after_any_edit(make_site: MakeSite) -> None:
    site = make_site(QUESTIONS)

    assert asking_all(site) == QUESTIONS.keys() - {"silent.md"}
    assert asking_of_words(site) == {"sized.md", "old.md", "whole.md", "inline.md"}


BEFORE = "---\nrating: 3\n---\n# Title\n\nWords #tag [[b]].\n\n- [ ] task\n\nfield:: 1\n"


def is_of_words(before: Site, after: Site) -> bool:
    return is_edited_in_words_alone(before.index, after.index, "a.md")


def test_other_words_are_seen_by_no_question(make_site: MakeSite) -> None:
    before, after = make_site({"a.md": BEFORE}), make_site({"a.md": BEFORE + "\nMore words [[b]].\n"})

    assert not is_of_words(before, after)
    assert is_of_words(before, make_site({"a.md": BEFORE.replace("Words", "Other words")}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rating: 3", "rating: 4"),
        ("# Title", "# Another"),
        ("#tag", "#other"),
        ("[[b]]", "[[c]]"),
        ("- [ ] task", "- [x] task"),
        ("field:: 1", "field:: 2"),
    ],
)
def test_what_a_question_can_see_of_a_note_is_no_word(make_site: MakeSite, old: str, new: str) -> None:
    assert not is_of_words(make_site({"a.md": BEFORE}), make_site({"a.md": BEFORE.replace(old, new)}))


def test_of_a_note_that_is_embedded_every_word_may_be_shown(make_site: MakeSite) -> None:
    shown = {"b.md": "![[a]]"}

    assert not is_of_words(make_site({"a.md": "one", **shown}), make_site({"a.md": "two", **shown}))
    assert not is_of_words(make_site({}), make_site({"a.md": "two"}))
