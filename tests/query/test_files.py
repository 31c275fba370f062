"""Files of a vault as values."""

from __future__ import annotations

import pytest

from kb.query.files import MOST_ANSWERS, Desk, FileFacts
from kb.vault.index import build_index
from tests.query.conftest import NOW, desk_of, note


@pytest.mark.parametrize(("name", "value"), [("Price", 1), ("PRICE", 2), ("price", 1), ("pRICE", 1)])
def test_a_property_is_found_in_any_case_but_first_in_its_own(name: str, value: int) -> None:
    desk = desk_of({"a.md": "---\nPrice: 1\nPRICE: 2\n---\n"})

    assert desk.file("a.md").value_of(name) == value


def test_what_nobody_knows_of_a_file_is_nothing() -> None:
    file = Desk(build_index([note("a.md", "")]), NOW).file("a.md")

    assert (file.size, file.ctime, file.mtime) == (0, None, None)
    assert FileFacts() == FileFacts(0, None, None)


def test_files_are_one_where_their_paths_are(desk: Desk) -> None:
    other = desk_of({})

    assert desk.file("a.md") == other.file("a.md") != other.file("b.md")
    assert str(desk.file("in/a.md")) == "in/a.md"
    assert desk.file("a.tar.gz").ext == "gz"
    assert desk.file("noext").ext == ""


def test_the_last_questions_are_asked_once() -> None:
    desk, asked = desk_of({}), list[int]()

    def ask(number: int) -> int:
        return desk.once(number, lambda: answer(number))

    def answer(number: int) -> int:
        asked.append(number)
        return -number

    assert [ask(1), ask(1)] == [-1, -1]
    assert asked == [1]
    for number in range(2, MOST_ANSWERS + 2):
        ask(number)
    ask(1)
    assert asked.count(1) == 2
    assert len(desk.answers) == MOST_ANSWERS
