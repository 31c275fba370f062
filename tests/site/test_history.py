"""What a log tells of each note: when it changed, when it was made, what it was called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.history import History, created_at, old_paths, parse_history, updated_at
from tests.site.conftest import MakeSite

Commit = tuple[str, ...]


def log_of(*commits: Commit) -> str:
    """A log from the newest commit to the oldest, a day apart: each its files as `M a.md`, `R old.md new.md`."""
    text = ""
    for number, files in enumerate(commits):
        day = 28 - number
        text += f"\x01c{day} 2024-05-{day:02}T12:00:00+02:00\0\n"
        for file in files:
            status, *paths = file.split(" ")
            text += "\0".join([{"R": "R090", "C": "C070"}.get(status, status), *paths]) + "\0"
    return text


def days_of(history: History, path: str) -> list[tuple[int, str]]:
    return [(change.at.day, change.kind) for change in history.changes.get(path, ())]


def test_a_note_has_its_changes_newest_first() -> None:
    history = parse_history(log_of(("M a.md", "A b.md"), ("M a.md",), ("A a.md",)))

    assert days_of(history, "a.md") == [(28, "changed"), (27, "changed"), (26, "new")]
    assert days_of(history, "b.md") == [(28, "new")]


def test_a_note_is_followed_through_its_names() -> None:
    history = parse_history(log_of(("M c.md",), ("R b.md c.md",), ("M b.md",), ("R a.md b.md",), ("A a.md",)))

    assert days_of(history, "c.md") == [
        (28, "changed"),
        (27, "moved"),
        (26, "changed"),
        (25, "moved"),
        (24, "new"),
    ]
    assert history.old_paths["c.md"] == ("b.md", "a.md")
    assert set(history.changes) == {"c.md"}


def test_two_notes_that_changed_names_in_one_commit_keep_their_own_past() -> None:
    history = parse_history(log_of(("R a.md b.md", "R b.md a.md"), ("M a.md",), ("A b.md",), ("A a.md",)))

    assert days_of(history, "b.md") == [(28, "moved"), (27, "changed"), (25, "new")]
    assert days_of(history, "a.md") == [(28, "moved"), (26, "new")]


def test_a_note_made_anew_under_an_old_name_has_no_past_from_it() -> None:
    history = parse_history(log_of(("A a.md",), ("D a.md",), ("M a.md",), ("A a.md",)))

    assert days_of(history, "a.md") == [(28, "new")]


def test_the_old_name_of_a_note_may_be_another_note_today() -> None:
    history = parse_history(log_of(("A a.md",), ("R a.md b.md",), ("A a.md",)))

    assert days_of(history, "a.md") == [(28, "new")]
    assert days_of(history, "b.md") == [(27, "moved"), (26, "new")]


def test_what_is_gone_has_no_changes() -> None:
    assert parse_history(log_of(("D a.md",), ("M a.md",), ("A a.md",))).changes == {}


def test_a_change_on_another_branch_by_the_old_name_counts() -> None:
    history = parse_history(log_of(("M a.md",), ("R a.md b.md",), ("A a.md",)))

    assert days_of(history, "b.md") == [(28, "changed"), (27, "moved"), (26, "new")]


def test_a_note_that_came_back_to_its_name_was_called_something_else_between() -> None:
    history = parse_history(log_of(("R b.md a.md",), ("R a.md b.md",), ("A a.md",)))

    assert days_of(history, "a.md") == [(28, "moved"), (27, "moved"), (26, "new")]
    assert history.old_paths == {"a.md": ("b.md",)}


def test_a_copy_is_a_new_note() -> None:
    assert days_of(parse_history(log_of(("C a.md b.md",))), "b.md") == [(28, "new")]


def test_where_a_shallow_clone_ends_nothing_is_known() -> None:
    history = parse_history(log_of(("M a.md",), ("A a.md", "A b.md")), cut_off={"c27"})

    assert days_of(history, "a.md") == [(28, "changed")]
    assert "b.md" not in history.changes


def test_a_time_that_is_none_is_passed_over() -> None:
    assert parse_history("\x01c 99999-01-01T00:00:00+99:99\0\nA\0a.md\0").changes == {}


def test_a_property_counts_more_than_git(make_site: MakeSite) -> None:
    (note,) = make_site({"a.md": "---\nModified: 2024-01-02\ncreated: 2023-01-02T10:00:00\n---\n"}).index.notes.values()
    history = parse_history(log_of(("M a.md",), ("A a.md",)))

    assert updated_at(note, history) == datetime(2024, 1, 2, tzinfo=UTC)
    assert created_at(note, history) == datetime(2023, 1, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("value", ["soon", "[2024-01-01]", "5", "true", "''"])
def test_a_property_that_is_no_date_does_not_count(make_site: MakeSite, value: str) -> None:
    (note,) = make_site({"a.md": f"---\nupdated: {value}\n---\n"}).index.notes.values()

    assert updated_at(note, parse_history(log_of(("A a.md",)))) == datetime.fromisoformat("2024-05-28T12:00:00+02:00")


def test_a_date_in_quotes_and_one_with_a_zone_count(make_site: MakeSite) -> None:
    site = make_site({"a.md": "---\nupdated: '2024-01-02'\ndate: 2024-01-02 10:00:00+02:00\n---\n"})
    (note,) = site.index.notes.values()

    assert updated_at(note, History()) == datetime(2024, 1, 2, tzinfo=UTC)
    assert str(created_at(note, History())) == "2024-01-02 10:00:00+02:00"


def test_of_a_note_that_is_not_committed_as_it_is_git_knows_no_date(make_site: MakeSite) -> None:
    (note,) = make_site({"a.md": ""}).index.notes.values()
    history = parse_history(log_of(("M a.md",), ("R b.md a.md",), ("A b.md",)), uncommitted={"a.md"})

    assert updated_at(note, history) is None
    assert created_at(note, history) is not None
    assert old_paths(note, history) == ("b.md",)


def test_an_accent_is_the_same_however_it_is_written(make_site: MakeSite) -> None:
    (note,) = make_site({"Gro\u0308ße.md": ""}).index.notes.values()

    assert updated_at(note, parse_history(log_of(("A Gr\u00f6ße.md",)))) is not None


@given(st.lists(st.lists(st.tuples(st.sampled_from("AMDRC"), *[st.sampled_from("abc")] * 2), max_size=4), max_size=8))
def test_any_log_is_read(commits: list[list[tuple[str, str, str]]]) -> None:
    files = [[f"{s} {a} {b}" if s in "RC" else f"{s} {a}" for s, a, b in commit] for commit in commits]
    history = parse_history(log_of(*map(tuple, files)))

    assert set(history.changes) | set(history.old_paths) <= set("abc")
    assert all(path not in names for path, names in history.old_paths.items())


@given(st.text(alphabet="\0\x01\nAMDR a2", max_size=60))
def test_any_text_is_read(text: str) -> None:
    parse_history(text)
