"""Inline fields and list items, as the text of a note says them."""

from __future__ import annotations

from kb.query.dataview.metadata import MOST_DEEP, read_metadata


def test_what_is_code_or_comment_says_nothing() -> None:
    code = "```\na:: 1\n```\n~~~ text\nb:: 1\n```\n~~~\n"
    text = f"---\nx:: 1\n---\n{code}%% c:: 1 %%\n%%\nd:: 1\n%%\ne:: 1\n```x```\nf:: 1\n"

    assert dict(read_metadata(text, 4).fields) == {"e": ("1",), "f": ("1",)}


def test_the_items_of_lists_stand_in_one_another() -> None:
    text = "- [ ] a ^id1\n\t- b [x:: 1]\n\t\t* [x] c\n2. d\n\nText\n  + e\n-\n- [ab] no task\n"
    found = read_metadata(text, 1)

    assert [(item.line, item.text, item.mark, item.parent) for item in found.items] == [
        (1, "a", " ", None),
        (2, "b [x:: 1]", None, 1),
        (3, "c", "x", 2),
        (4, "d", None, None),
        (7, "e", None, None),
        (8, "", None, None),
        (9, "[ab] no task", None, None),
    ]
    assert found.items[0].block_id == "id1"
    assert [item.text for item in found.children[2]] == ["c"]


def test_fields_of_items_are_those_of_the_note_but_for_tasks() -> None:
    found = read_metadata("- [a:: 1]\n- [ ] [b:: 2]\n", 1)

    assert dict(found.fields) == {"a": ("1",)}
    assert dict(found.items[1].fields) == {"b": ("2",)}


def test_lines_that_go_on_with_an_item_are_its_own() -> None:
    text = "- [ ] a [x:: 1]\n  more [y:: 2]\n  last:: 3\n\n  apart:: 4\n- b\nbeside:: 5\n"
    found = read_metadata(text, 1)

    assert [item.text for item in found.items] == ["a [x:: 1]\nmore [y:: 2]\nlast:: 3", "b"]
    assert dict(found.items[0].fields) == {"x": ("1",), "y": ("2",)}
    assert dict(found.fields) == {"apart": ("4",), "beside": ("5",)}


def test_a_line_of_an_item_that_is_no_task_may_be_a_field() -> None:
    (item,) = read_metadata("- a:: 1\n  more\n  last:: 3\n", 1).items

    assert dict(item.fields) == {"a": ("1",), "last": ("3",)}


def test_a_text_may_begin_with_a_space() -> None:
    assert dict(read_metadata(" a:: 1\n", 1).fields) == {"a": ("1",)}


def test_signs_stand_for_the_dates_of_items() -> None:
    first = "- [ ] a 🗓️2021-08-29 \u2795 1990-06-14 🛫2021-08-01 ⏳2021-08-02 ✅2021-08-22 📅 soon 📆2022-01-01\n"
    text = f"{first}- ⌛2021-08-22\n"
    task, item = read_metadata(text, 1).items

    assert dict(task.fields) == {
        "due": ("2021-08-29",),
        "created": ("1990-06-14",),
        "start": ("2021-08-01",),
        "scheduled": ("2021-08-02",),
        "completion": ("2021-08-22",),
    }
    assert dict(item.fields) == {"scheduled": ("2021-08-22",)}


def test_items_that_stand_too_deep_stand_beside_one_another() -> None:
    found = read_metadata("".join(f"{' ' * deep}- x\n" for deep in range(200)), 1)
    around, item = 0, found.items[-1]
    while item.parent is not None:
        around, item = around + 1, found.items[item.parent - 1]

    assert around <= MOST_DEEP + 1


def test_a_text_without_fields_or_lists_is_not_looked_at() -> None:
    assert not read_metadata("Text\n", 1).items
