"""Where links lead, in Obsidian's order."""

from __future__ import annotations

import posixpath
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Heading, Link, Note, Outline
from kb.vault.links import Ambiguous, Target, build_resolver
from tests.vault.conftest import Indexed
from tests.vault.writing.written import index_of

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


WRITTEN = {
    "Note.md": "---\naliases: [Other name, Sub/Odd alias]\n---\n# Head\n",
    "sub/here.md": "",
    "sub/Beside.md": "",
    "sub/Note two.md": "",
    "sub/Odd alias.md": "",
    "v1.2 notes.md": "",
    "v1.2 notes.png": "",
    "\U0001f680 launch.md": "",
    "Bob's & co (draft), 50%.md": "",
    "a/Deep/Plan.md": "",
    "b/c/Deep/Plan.md": "",
    "b/Plan.md": "",
    "Twin.md": "",
    "sub/Twin.md": "",
    "x/Near.md": "",
    "sub/y/Near.md": "",
    "Exact.md": "",
    "sub/EXACT.md": "",
    unicodedata.normalize("NFD", "caf\u00e9.md"): "",
    unicodedata.normalize("NFC", "na\u00efve.md"): "",
    "files/paper.pdf": "",
    "files/My sketch.excalidraw.md": "",
}


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("[[Note]]", "Note.md"),
        ("[[note]]", "Note.md"),
        ("[[ Note ]]", "Note.md"),
        ("[[/Note]]", "Note.md"),
        ("[[Note.md]]", "Note.md"),
        ("[[NOTE.MD#head|x]]", "Note.md"),
        ("[[OTHER name]]", "Note.md"),
        ("[[sub/odd alias]]", "sub/Odd alias.md"),
        ("[[Odd alias]]", "sub/Odd alias.md"),
        ("| a |\n|---|\n| [[Note\\|x]] |", "Note.md"),
        ("[x](Note.md)", "Note.md"),
        ("[x](note)", "Note.md"),
        ('[x](Note.md#Head "title")', "Note.md"),
        ("[x](../Note.md)", "Note.md"),
        ("[x](./Beside.md)", "sub/Beside.md"),
        ("[[./Beside]]", "sub/Beside.md"),
        ("[x](Beside)", "sub/Beside.md"),
        ("[x](Note%20two)", "sub/Note two.md"),
        ("[x](sub/Note%20two.md)", "sub/Note two.md"),
        ("[x](<Note two.md>)", "sub/Note two.md"),
        ("[x][r]\n\n[r]: sub/Note%20two.md", "sub/Note two.md"),
        ("[[v1.2 notes]]", "v1.2 notes.md"),
        ("[[v1.2 notes.md]]", "v1.2 notes.md"),
        ("![[v1.2 notes.png]]", "v1.2 notes.png"),
        ("[x](v1.2%20notes)", "v1.2 notes.md"),
        ("[[\U0001f680 launch]]", "\U0001f680 launch.md"),
        ("[x](%F0%9F%9A%80%20launch.md)", "\U0001f680 launch.md"),
        ("[[bob's & co (draft), 50%]]", "Bob's & co (draft), 50%.md"),
        ("[x](Bob's%20&%20co%20(draft),%2050%25.md)", "Bob's & co (draft), 50%.md"),
        ("[x](Bob's%20&amp;%20co%20\\(draft\\),%2050%25.md)", "Bob's & co (draft), 50%.md"),
        ("[[c/Deep/Plan]]", "b/c/Deep/Plan.md"),
        ("[[A/deep/plan]]", "a/Deep/Plan.md"),
        ("[[Twin]]", "Twin.md"),
        ("[[sub/Twin]]", "sub/Twin.md"),
        ("[[Near]]", "sub/y/Near.md"),
        ("[[Exact]]", "Exact.md"),
        ("[[EXACT]]", "sub/EXACT.md"),
        ("[[caf\u00e9]]", unicodedata.normalize("NFD", "caf\u00e9.md")),
        ("[x](Caf%C3%A9.md)", unicodedata.normalize("NFD", "caf\u00e9.md")),
        (unicodedata.normalize("NFD", "[[na\u00efve]]"), unicodedata.normalize("NFC", "na\u00efve.md")),
        ("![[paper.pdf#page=3]]", "files/paper.pdf"),
        ("[x](files/paper.pdf)", "files/paper.pdf"),
        ("[[My sketch.excalidraw]]", "files/My sketch.excalidraw.md"),
    ],
)
def test_a_link_as_people_write_it_leads_where_obsidian_leads(written: str, path: str) -> None:
    index = index_of({**WRITTEN, "sub/here.md": written})
    [link] = index.notes["sub/here.md"].outline.links

    assert index.resolve(link, "sub/here.md") in {
        Target(path),
        Target(path, heading=index.notes["Note.md"].outline.headings[0]),
    }


def test_a_folder_in_a_link_narrows_and_leaves_what_is_as_near() -> None:
    index = index_of({**WRITTEN, "sub/here.md": "[[Deep/Plan]]"})
    [link] = index.notes["sub/here.md"].outline.links

    assert index.resolve(link, "sub/here.md") == Target("a/Deep/Plan.md")


@pytest.mark.parametrize(
    "written", ["[[paper]]", "[x](paper)", "[[Not\u00e9]]", "[[v1]]", "[[b/Deep/Plan]]", "[x](./Note.md)"]
)
def test_what_obsidian_does_not_find_is_not_found(written: str) -> None:
    index = index_of({**WRITTEN, "sub/here.md": written})
    [link] = index.notes["sub/here.md"].outline.links

    assert index.resolve(link, "sub/here.md") is None


@pytest.mark.parametrize(
    ("target", "from_path", "path"),
    [
        ("a.md", "x/Home.md", "a.md"),
        ("a.md.md", "x/Home.md", "b/a.md.md"),
        ("..", "c/d/Home.md", "c.md"),
        ("..", "x/Home.md", None),
        ("../a", "b/Home.md", "a.md"),
        ("B/A.MD", "x/Home.md", "b/a.md.md"),
    ],
)
def test_odd_names_lead_to_the_same_place_whatever_was_asked_before(
    indexed: Indexed, target: str, from_path: str, path: str | None
) -> None:
    index = indexed({"a.md": "", "b/a.md.md": "", "c.md": "", "x/Home.md": "", "c/d/Home.md": "", "b/Home.md": ""})
    for other in ("a", "..", "a.md", "A", "none"):
        index.resolve(to(other), "x/Home.md")
        index.resolve(to(other), "c/d/Home.md")

    assert index.resolve(to(target), from_path) == (Target(path) if path else None)


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


FOLDERS = st.lists(st.sampled_from("abc"), max_size=4).map("/".join)


@given(st.sets(FOLDERS, min_size=1, max_size=8), FOLDERS)
def test_the_nearest_is_the_one_with_the_fewest_folders_between(folders: set[str], here: str) -> None:
    def distance(folder: str) -> int:
        way = posixpath.relpath(folder or ".", here or ".")
        return 0 if way == "." else way.count("/") + 1

    least = min(map(distance, folders))
    nearest = sorted(posixpath.join(folder, "Note.md") for folder in folders if distance(folder) == least)
    own, root = posixpath.join(here, "Note.md"), "Note.md"
    expected = [root] if "" in folders else [own] if here in folders else nearest

    files = [posixpath.join(folder, "Note.md") for folder in folders]
    assert list(build_resolver([], files).find("Note", posixpath.join(here, "Home.md"))) == expected


def test_thousands_of_notes_of_one_name_do_not_slow_a_link_down() -> None:
    resolver = build_resolver([], [f"{number}/deep/README.md" for number in range(5_000)])
    found = [resolver.find("README", f"{number}/Home.md") for number in range(5_000)]

    assert found[7] == ("7/deep/README.md",)
