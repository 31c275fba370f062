"""Where links lead, in Obsidian's order."""

from __future__ import annotations

import unicodedata

import pytest

from kb.model.note import Heading, Link, Note, Outline
from kb.vault.links import Ambiguous, Target, build_resolver
from tests.vault.conftest import Indexed

FILES: dict[str, str | bytes] = {
    "Home.md": "",
    "Carry.md": "---\naliases: [FX carry, How to/Embed files, Momentum]\n---\n# Costs\n## In bps\n# Gains\n## In bps\n",
    "ideas/Momentum.md": "# C# and `code`\n\nText ^Block-1\n",
    "ideas/deep/Value.md": "",
    "other/Value.md": "",
    "other/Embed files.md": "",
    "other/v1.2.md": "",
    "a/Same.md": "",
    "b/Same.md": "",
    "lower.md": "",
    "x/Lower.md": "",
    "pics/chart.png": b"",
    "pics/chart.png.md": "",
    unicodedata.normalize("NFD", "caf\u00e9/Tr\u00e4ger.md"): "",
    "boards/plan.canvas": "{}",
}


def to(target: str, fragment: str = "") -> Link:
    return Link(target, fragment, "", 1, is_embed=False, is_wiki=True, raw="")


@pytest.mark.parametrize(
    ("target", "from_path", "path"),
    [
        ("Carry", "Home.md", "Carry.md"),
        ("Carry.md", "ideas/Momentum.md", "Carry.md"),
        ("/Carry", "ideas/Momentum.md", "Carry.md"),
        ("ideas/Momentum", "Home.md", "ideas/Momentum.md"),
        ("Momentum", "Home.md", "ideas/Momentum.md"),
        ("momentum", "Home.md", "ideas/Momentum.md"),
        ("IDEAS/MOMENTUM.MD", "Home.md", "ideas/Momentum.md"),
        ("deep/Value", "ideas/Momentum.md", "ideas/deep/Value.md"),
        ("./Value", "other/v1.2.md", "other/Value.md"),
        ("../Carry.md", "ideas/Momentum.md", "Carry.md"),
        ("Value", "ideas/Momentum.md", "ideas/deep/Value.md"),
        ("Value", "ideas/deep/Value.md", "ideas/deep/Value.md"),
        ("v1.2", "Home.md", "other/v1.2.md"),
        ("chart.png", "Home.md", "pics/chart.png"),
        ("pics/chart.png", "Home.md", "pics/chart.png"),
        ("plan.canvas", "Home.md", "boards/plan.canvas"),
        ("fx CARRY", "Home.md", "Carry.md"),
        ("How to/Embed files", "Home.md", "Carry.md"),
        ("Embed files", "Home.md", "other/Embed files.md"),
        ("lower", "x/y.md", "lower.md"),
        ("Lower", "Home.md", "x/Lower.md"),
        ("", "Home.md", "Home.md"),
    ],
)
def test_a_link_leads_to_the_file_that_obsidian_would_open(
    indexed: Indexed, target: str, from_path: str, path: str
) -> None:
    assert indexed(FILES).resolve(to(target), from_path) == Target(path)


@pytest.mark.parametrize(
    "target", ["Nothing", "ideas/Carry", "../../Carry", "/Momentum", "./Carry", "chart", "plan", "eep/Value", "."]
)
def test_a_link_to_what_is_not_there_leads_nowhere(indexed: Indexed, target: str) -> None:
    assert indexed(FILES).resolve(to(target), "ideas/Momentum.md") is None


def test_equally_near_files_are_ambiguous_and_a_nearer_one_is_not(indexed: Indexed) -> None:
    index = indexed(FILES)

    assert index.resolve(to("Same"), "Home.md") == Ambiguous(("a/Same.md", "b/Same.md"))
    assert index.resolve(to("Same"), "b/x/note.md") == Target("b/Same.md")


def test_an_accent_is_the_same_however_the_system_writes_it(indexed: Indexed) -> None:
    found = indexed(FILES).resolve(to("tr\u00e4ger"), "Home.md")

    assert found == Target(unicodedata.normalize("NFD", "caf\u00e9/Tr\u00e4ger.md"))


@pytest.mark.parametrize(
    ("target", "fragment", "line"),
    [
        ("Carry", "Costs", 4),
        ("Carry", "costs", 4),
        ("Carry", "In bps", 5),
        ("Carry", "Gains#In bps", 7),
        ("Momentum", "C and code", 1),
        ("Momentum", "C# and `code`", 1),
    ],
)
def test_a_fragment_names_a_heading_or_a_chain_of_them(indexed: Indexed, target: str, fragment: str, line: int) -> None:
    found = indexed(FILES).resolve(to(target, fragment), "Home.md")

    assert isinstance(found, Target)
    assert found.heading is not None
    assert (found.heading.line, found.missing) == (line, "")


@pytest.mark.parametrize("fragment", ["Nothing", "Costs#Gains", "Costs#Nothing", "^none", "Costs#^none", "a^b"])
def test_a_missing_heading_or_block_still_leads_to_the_note(indexed: Indexed, fragment: str) -> None:
    assert indexed(FILES).resolve(to("Carry", fragment), "Home.md") == Target("Carry.md", missing=fragment)


def test_a_block_id_is_found_in_any_case(indexed: Indexed) -> None:
    found = indexed(FILES).resolve(to("Momentum", "^block-1"), "Home.md")

    assert found == Target("ideas/Momentum.md", block_id="Block-1")


def test_a_fragment_of_another_file_is_left_to_its_viewer(indexed: Indexed) -> None:
    assert indexed(FILES).resolve(to("chart.png", "page=3"), "Home.md") == Target("pics/chart.png")


def test_many_links_to_headings_and_blocks_of_a_long_note_are_resolved_by_lookup() -> None:
    """Where each link searched the whole note, this would take minutes."""
    count = 5000
    headings = tuple(Heading(1 + number % 3, f"H {number}", number + 1, f"h-{number}") for number in range(count))
    ids = tuple((f"id{number}", number + 1) for number in range(count))
    resolver = build_resolver([Note("a.md", {}, Outline(headings, block_ids=ids), "", 1, "")], [])
    for number in range(0, count - 1, 3):
        for fragment in (
            f"h {number + 1}",
            f"H {number}#H {number + 1}",
            f"^ID{number}",
            f"None {number}",
            f"^no{number}",
        ):
            target = resolver.resolve(Link("a", fragment, "", 1, False, True, ""), "b.md")

            assert isinstance(target, Target)
            assert bool(target.missing) is ("no" in fragment.lower())
