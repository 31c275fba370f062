"""What the index reads from a note: links, tags, headings, block ids and blocks, each with its line."""

from __future__ import annotations

from textwrap import dedent

import pytest

from kb.model.note import FencedBlock, Heading, Link, Outline
from kb.vault.markdown import read_outline


def outline(text: str, first_line: int = 1) -> Outline:
    return read_outline(dedent(text), path="note.md", first_line=first_line)


def test_a_wikilink_has_target_fragment_text_and_line() -> None:
    found = outline("One\n\ntwo\nthree [[Folder/Note#A#B|shown]]", first_line=5)

    assert found.links == (Link("Folder/Note", "A#B", "shown", 8, False, True, "[[Folder/Note#A#B|shown]]", 6),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Note]]", ("Note", "", "", False, True)),
        ("[[Note.md]]", ("Note.md", "", "", False, True)),
        ("[[#Heading]]", ("", "Heading", "", False, True)),
        ("[[#^id]]", ("", "^id", "", False, True)),
        ("[[Note#^id]]", ("Note", "^id", "", False, True)),
        ("![[a.png|100x50]]", ("a.png", "", "100x50", True, True)),
        ("![[Note#Heading]]", ("Note", "Heading", "", True, True)),
        ("![alt|100](my%20pic.png)", ("my pic.png", "", "alt|100", True, False)),
        ("[text](Note%20name.md#A%20b)", ("Note name.md", "A b", "text", False, False)),
        ("[text](<Note name.md>)", ("Note name.md", "", "text", False, False)),
        ("**[[Bold]]**", ("Bold", "", "", False, True)),
        ("==[[Marked]]==", ("Marked", "", "", False, True)),
        ("^[a note in place [[Foot]]]", ("Foot", "", "", False, True)),
    ],
)
def test_every_form_of_link_is_found(text: str, expected: tuple[str, str, str, bool, bool]) -> None:
    (link,) = outline(text).links

    assert (link.target, link.fragment, link.text, link.is_embed, link.is_wiki) == expected
    assert link.raw in text


@pytest.mark.parametrize(
    "text",
    [
        "[[]]",
        "[[|x]]",
        r"\[[a]]",
        "`[[a]]`",
        "x\n\n    [[a]]",
        "```\n[[a]]\n```",
        "~~~\n[[a]]\n~~~",
        "$[[a]]$",
        "$$\n[[a]]\n$$",
        "a $$[[a]]$$ b",
        "%%[[a]]%%",
        "%%\n[[a]]\n\n- [[b]]\n%%",
        "a %%b\n\n[[c]]\n\nd%% e",
        "%%\nnever closed [[a]]\n\n[[b]]",
        "[web](https://example.com/[[a]])",
        "[mail](mailto:a@b.c)",
        "<div>\n[[a]]\n</div>",
        "[[two\nlines]]",
        "> %%\n> [[a]]\n> %%",
        "- x\n  %%\n  [[a]]\n  %%",
        "- x %%\n\n  [[a]] %%",
        "| a |\n|---|\n| %%[[b]]%% |",
        "# a %%[[b]]%%",
        "Text\n%%\n- [[a]]\n%%",
        "[^1] text\n\n[^1]: %%[[a]]%%",
    ],
)
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert outline(text).links == ()


def test_a_link_in_a_table_is_as_it_stands_in_the_file() -> None:
    (link,) = outline("| a |\n|---|\n| [[Note\\|text]] |").links

    assert link == Link("Note", "", "text", 3, False, True, "[[Note\\|text]]", 2)


def test_tags_need_a_space_before_and_a_character_that_is_no_digit() -> None:
    found = outline("#one #a/b-c_d #2024 x#no #y2024, (#no) #über #🚀\n#last/ # no `#code` \\#escaped")

    assert found.tags == (("one", 1), ("a/b-c_d", 1), ("y2024", 1), ("über", 1), ("🚀", 1), ("last", 2))


def test_headings_have_unique_anchors_that_keep_unicode() -> None:
    found = outline("# Größe **und** `code`\n\n## A\n\n## A\n\n## A-1\n\n## ???\n\nSet\n===\n")

    assert found.headings == (
        Heading(1, "Größe und code", 1, "größe-und-code"),
        Heading(2, "A", 3, "a"),
        Heading(2, "A", 5, "a-1"),
        Heading(2, "A-1", 7, "a-1-1"),
        Heading(2, "???", 9, "section"),
        Heading(1, "Set", 11, "set"),
    )


def test_block_ids_stand_at_the_end_of_a_block_or_alone_after_it() -> None:
    found = outline("""\
        Text ^one

        - item ^two
          - deep ^three

        ^four

        > quote

        ^five

        10 ^ 2 and x^2
        """)

    assert found.block_ids == (("one", 1), ("two", 3), ("three", 4), ("four", 6), ("five", 10))


def test_fenced_blocks_are_found_at_any_depth_but_not_inside_longer_fences() -> None:
    found = outline("""\
        ```kb
        notebook: x
        ```

        - item

          ~~~kb extra
          deep
          ~~~

        ````md
        ```kb
        ```
        ````
        """)

    assert found.blocks == (
        FencedBlock("kb", "notebook: x\n", "note.md", 1),
        FencedBlock("kb", "deep\n", "note.md", 7),
        FencedBlock("md", "```kb\n```\n", "note.md", 11),
    )


def test_a_comment_hides_over_paragraphs_only_when_it_is_closed_or_opens_a_line() -> None:
    found = outline("50%% of [[a]]\n\nand 60%% of [[b]]\n\nx %%c\n\n[[d]]%% [[e]]\n\n`%%` [[f]]\n\n`%%` [[g]]")

    assert [(link.target, link.line) for link in found.links] == [("a", 1), ("b", 3), ("e", 7), ("f", 9), ("g", 11)]


def test_links_in_a_footnote_keep_their_line() -> None:
    found = outline("Text[^1]\n\n[^1]: one\n    two [[Note]]\n\nEnd ^[x\n[[Other]]]")

    assert [(link.target, link.line) for link in found.links] == [("Note", 4), ("Other", 7)]
