"""Which pages ask, and whether an edit can be seen in what they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kb.query.hidden import PROPERTIES
from kb.site.model import Site
from kb.site.serving.asking import MOST_SEEN, asking_anew, is_edited_in_words_alone
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


def asked_anew(before: str, after: str, questions: Mapping[str, str], make_site: MakeSite) -> set[str]:
    """Which of some notes ask anew after an edit of another."""
    old, new = (make_site({"a.md": text, "b.md": "[[a]]", **questions}) for text in (before, after))
    return asking_anew(old, new, ["a.md"])


def test_those_that_may_tell_the_size_or_time_of_a_note_are_asked_again_after_any_edit(make_site: MakeSite) -> None:
    assert asked_anew("one", "two", QUESTIONS, make_site) == {"sized.md", "old.md", "whole.md", "inline.md"}
    assert asked_anew("one", "# Two", QUESTIONS, make_site) == QUESTIONS.keys() - {"silent.md"}


def test_all_are_asked_again_where_other_things_are_not_told(make_site: MakeSite) -> None:
    old = make_site({"a.md": "one", **QUESTIONS})
    new = replace(old, desk=replace(old.desk, lacks=frozenset({PROPERTIES})))

    assert asking_anew(old, new, ["a.md"]) == QUESTIONS.keys() - {"silent.md"}


@pytest.mark.parametrize(
    ("filters", "is_asked"),
    [
        ('file.hasTag("b")', False),
        ("rating == 3", True),  # before
        ("rating == 4", True),  # after
        ('file.name == "b.md"', True),  # links to the note
        ('file.name == "x.md"', False),
        ('file.name == "x.md" && file.backlinks.isEmpty()', True),
        ("up.asFile().rating == 4", True),
        ('file("a").rating == 4', True),
        ("rating.wrong() == 4", True),  # tells of each file why it cannot be asked
        ("{or: [rating == 9, {not: [rating]}]}", True),  # means the note that links to it
    ],
)
def test_a_base_is_asked_again_where_it_may_show_the_note_or_what_it_knows_of_it(
    make_site: MakeSite, filters: str, is_asked: bool
) -> None:
    text = filters if filters.startswith("{") else f"'{filters}'"
    base = {"x.md": f"```base\nfilters: {text}\nviews: [{{order: [file.name, rating]}}]\n```"}
    found = asked_anew("---\nrating: 3\n---\n", "---\nrating: 4\n---\n", base, make_site)

    assert found == ({"x.md"} if is_asked else set())


def test_what_is_no_base_is_asked_nothing(make_site: MakeSite) -> None:
    assert asked_anew("one", "# Two", {"x.md": "```base\n[\n```"}, make_site) == set()


def test_after_an_edit_of_a_note_to_which_many_link_each_base_is_asked(make_site: MakeSite) -> None:
    linking = {f"{number}.md": "[[a]]" for number in range(MOST_SEEN)}
    base = "```base\nfilters: 'file.hasTag(\"x\")'\nviews: [{order: [file.name, rating]}]\n```"

    assert asked_anew("one", "# Two", {**linking, "x.md": base}, make_site) == {"x.md"}


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
        ("Words", "## Part\n\nWords"),
        ("Words", "Words ^id\n\n"),
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
