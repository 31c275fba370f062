"""The index of a given set of notes."""

from __future__ import annotations

import pytest

from kb.vault.index import Backlink, build_index, tags_of
from kb.vault.reading.notes import read_vault
from tests.vault.conftest import Indexed, Vault


def test_a_tag_finds_the_notes_below_it_in_any_case(indexed: Indexed) -> None:
    index = indexed({"a.md": "---\ntags: [FX/carry]\n---\n#fx/carry #risk", "b.md": "#fx", "c.md": "#Fx/Carry"})

    assert index.tagged("#fx") == ("a.md", "b.md", "c.md")
    assert index.tagged("FX/Carry") == ("a.md", "c.md")
    assert index.tagged("none") == ()
    assert dict(index.tag_names) == {"fx/carry": "FX/carry", "fx": "FX", "risk": "risk"}
    assert tags_of(index.notes["a.md"]) == ("FX/carry", "risk")


def test_a_backlink_shows_what_stands_around_it(indexed: Indexed) -> None:
    index = indexed(
        {
            "a.md": "---\nup: '[[b]]'\n---\n# A\n\n- see [[b]] and [[b#x|again]]\n\n![[b]] [[#A]]\n",
            "b.md": "# x\n![](pic.png)",
            "pic.png": b"",
        }
    )

    assert index.backlinks["b.md"] == (
        Backlink("a.md", 2, "up: '[[b]]'", is_embed=False),
        Backlink("a.md", 6, "see [[b]] and [[b#x|again]]", is_embed=False),
        Backlink("a.md", 8, "![[b]] [[#A]]", is_embed=True),
    )
    assert index.backlinks["pic.png"] == (Backlink("b.md", 2, "![](pic.png)", is_embed=True),)
    assert "a.md" not in index.backlinks
    assert len(index.backlinks) == 2


def test_who_links_to_a_file_is_known_without_a_sentence(indexed: Indexed) -> None:
    backlinks = indexed({"a.md": "[[b]] [[b]]", "b.md": "[[a]] ![[b]]", "c.md": "[[b]] [[none]]"}).backlinks

    assert [*backlinks.sources("b.md")] == ["a.md", "a.md", "c.md"]
    assert [*backlinks.sources("none.md")] == []


def test_notes_of_kb_are_found_by_property_wherever_they_are(indexed: Indexed) -> None:
    index = indexed({"runs/a.md": "---\nkb_run: abc\n---\n", "moved/b.md": "---\nkb_batch: sweep\nkb_run:\n---\n"})

    assert (dict(index.runs), dict(index.batches)) == ({"abc": ("runs/a.md",)}, {"sweep": ("moved/b.md",)})


def test_blocks_are_found_by_language(indexed: Indexed) -> None:
    index = indexed({"a.md": "```kb\nnotebook: x\n```\n\n```python\n1\n```\n", "b.md": "```kb\n```\n"})

    assert [(block.path, block.line, block.text) for block in index.blocks["kb"]] == [
        ("a.md", 1, "notebook: x\n"),
        ("b.md", 1, ""),
    ]


def test_a_note_that_was_not_given_leaves_no_trace(vault: Vault) -> None:
    notes, _, _ = read_vault(vault({"a.md": "[[Secret]]\n\n[[b]]", "b.md": "", "Secret.md": "#hidden [[b]]"}))
    index = build_index(note for note in notes if note.name != "Secret")

    assert "Secret" not in repr(dict(index.backlinks)) + repr(index.tags) + repr(index.resolver.exact)
    assert index.resolve(index.notes["a.md"].outline.links[0], "a.md") is None


def test_an_index_cannot_be_changed(indexed: Indexed) -> None:
    index = indexed({"a.md": ""})

    with pytest.raises(TypeError):
        index.notes["b.md"] = index.notes["a.md"]  # type: ignore[index]
