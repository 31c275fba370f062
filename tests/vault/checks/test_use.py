"""What nothing uses."""

from __future__ import annotations

from kb.vault.checks.leads import find_leads
from kb.vault.checks.use import check_use
from tests.vault.writing.written import index_of


def unused(files: dict[str, str]) -> list[str | None]:
    index = index_of(files)
    return [problem.path for problem in check_use(index, find_leads(index))]


def test_what_an_ambiguous_link_may_mean_is_used() -> None:
    assert unused({"index.md": "[[Same]]", "x/Same.md": "", "y/Same.md": ""}) == []


def test_an_ambiguous_link_is_no_use_of_the_note_that_it_stands_in() -> None:
    same = "---\naliases: [Same]\n---\n"

    assert unused({"index.md": "", "a.md": f"{same}[[Same]]", "b.md": same}) == ["a.md"]
    assert unused({"index.md": "", "a.md": f"{same}[[Same]]", "b.md": f"{same}[[Same]]"}) == []


def test_a_link_in_a_property_is_a_use() -> None:
    assert unused({"index.md": "---\nup: '[[a]]'\ncover: '[[pic.png]]'\n---\n", "a.md": "", "pic.png": ""}) == []


def test_a_picture_that_a_property_names_is_used_and_one_in_html_is_not() -> None:
    text = "---\nimage: pics/a.png\nsize: 3\n---\n<img src='pics/b.png'>\n"

    assert unused({"index.md": text, "pics/a.png": "", "pics/b.png": ""}) == ["pics/b.png"]


def test_only_what_notes_show_is_asked_for() -> None:
    assert unused({"index.md": "", "records.csv": "", "board.canvas": "", "list.base": ""}) == []


def test_a_file_that_no_link_can_name_is_not_called_unused() -> None:
    assert unused({"index.md": "![[a #1.png]]", "a #1.png": "", "b.png": ""}) == ["b.png"]


def test_a_note_that_only_links_to_itself_is_an_orphan() -> None:
    assert unused({"index.md": "", "a.md": "[[a]] [[#x]]"}) == ["a.md"]
