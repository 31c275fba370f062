"""Embeds that come back to where they stand."""

from __future__ import annotations

import pytest

from kb.vault.check_embeds import check_embeds
from kb.vault.leads import find_leads
from tests.vault.written import index_of


def cycles(files: dict[str, str]) -> list[str]:
    index = index_of(files)
    return [f"{problem.path}:{problem.line} {problem.what}" for problem in check_embeds(index, find_leads(index))]


def shown(place: str, cycle: str) -> list[str]:
    return [f"{place} This embed shows, in the end, what it stands in ({cycle})"]


@pytest.mark.parametrize(
    "files",
    [
        {"a.md": "![[b]]\n![[b]]", "b.md": "![[c]] ![[c]]", "c.md": ""},
        {"a.md": "![[b]] ![[c]]", "b.md": "![[d]]", "c.md": "![[d]]", "d.md": "x"},
        {"a.md": "# A\n![[#B]]\n# B\nx"},
        {"a.md": "![[b#X]]", "b.md": "# X\nx\n# Y\n![[a]]"},
        {"a.md": "![[b#^x]]\n", "b.md": "text ^x\n\n![[a]]"},
        {"a.md": "![[b#^x]]\n", "b.md": "- text ^x\n- ![[a]]\n\n![[a]]"},
        {"a.md": "![[b#^x]]\n", "b.md": "> quote\n\n^x\n\n![[a]]"},
        {"a.md": "![[b#X]]", "b.md": "> # X\n> x\n\n![[a]]"},
        {"a.md": "![[b#X]]", "b.md": "- # X\n- ![[a]]"},
        {"a.md": "![[#Gone]] ![[a#^gone]]"},
        {"a.md": "[[b]]", "b.md": "![[a]]"},
        {"a.md": "---\nup: '![[a]]'\n---\n"},
        {"a.md": "![[pic.png]] ![[gone]]", "pic.png": ""},
        {"templates/a.md": "![[templates/a]]"},
    ],
)
def test_these_are_no_cycles(files: dict[str, str]) -> None:
    assert cycles(files) == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"a.md": "![[a]]"}, shown("a.md:1", "a → a")),
        ({"a.md": "![[b]]", "b.md": "x\n![[c]]", "c.md": "![[a]]"}, shown("c.md:1", "a → b → c → a")),
        ({"a.md": "# A\n## B\n![[#A]]\n# C"}, shown("a.md:3", "a → a")),
        ({"a.md": "![[b#X]]", "b.md": "# W\n# X\n## Y\n![[a]]\n# Z"}, shown("b.md:4", "a → b → a")),
        ({"a.md": "text ![[b]] ^x", "b.md": "![[a#^x]]"}, shown("a.md:1", "b → a → b")),
        ({"a.md": "![[#^x]]\n\n- one\n- ![[a#^x]]\n\n^x"}, shown("a.md:4", "a → a")),
        ({"a.md": "![[b#^x]]", "b.md": "- one ^x\n\t- two\n\t- ![[a]]"}, shown("b.md:3", "a → b → a")),
        ({"a.md": "![[b#^x]]", "b.md": "---\nq: 1\n---\n> q\n> ![[a]]\n\n^x"}, shown("b.md:5", "a → b → a")),
        ({"a.md": "![[b#^x]]", "b.md": "> [!tip] T\n> > ![[a]]\n\n^x"}, shown("b.md:2", "a → b → a")),
        ({"a.md": "![[b#^x]]", "b.md": "| t |\n| - |\n| ![[a]] |\n\n^x"}, shown("b.md:3", "a → b → a")),
        ({"a.md": "![[b#^x]]", "b.md": "over\n![[a]]\nlines ^x"}, shown("b.md:2", "a → b → a")),
        ({"a.md": "![[b#X]]", "b.md": "# X\n> # Y\n\n![[a]]"}, shown("b.md:4", "a → b → a")),
        ({"a.md": "![[b]]", "b.md": "![[c]]", "c.md": "![[b]]"}, shown("c.md:1", "b → c → b")),
    ],
)
def test_a_cycle_is_written_out(files: dict[str, str], found: list[str]) -> None:
    assert cycles(files) == found


def test_each_embed_that_closes_a_cycle_is_told_once() -> None:
    assert len(cycles({"a.md": "![[b]]\n![[c]]", "b.md": "![[a]]", "c.md": "![[a]]"})) == 2


def test_a_long_cycle_is_not_written_out_whole() -> None:
    files = {f"n{number}.md": f"![[n{(number + 1) % 3000}]]" for number in range(3000)}
    [found] = cycles(files)

    assert found.startswith("n2999.md:1 This embed")
    assert found.endswith("(n0 → n1 → n2 → n3 → n4 → n5 → n6 → n7 → n8 → n9 → … → n0)")
