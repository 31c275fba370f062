"""What a text is made of, where Obsidian and CommonMark differ or the rules meet."""

from __future__ import annotations

import pytest

from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import plain_text


def kinds(text: str) -> list[str]:
    """The types of a text's block tokens and of the spans in them, without what only opens, closes or holds text."""
    tokens = parse_markdown(text).tokens
    spans = [child for token in tokens for child in token.children or []]
    dull = {"inline", "text", "softbreak"}
    return [token.type for token in (*tokens, *spans) if token.nesting >= 0 and token.type not in dull]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text\n- item", ["paragraph_open", "bullet_list_open", "list_item_open", "paragraph_open"]),
        ("==a==", ["paragraph_open", "mark_open"]),
        ("a == b", ["paragraph_open"]),
        ("===a===", ["paragraph_open"]),
        ("[==a==](b.md)", ["paragraph_open", "link_open", "mark_open"]),
        ("$a$", ["paragraph_open", "math_inline"]),
        ("\\$a$ and 5$ and $6", ["paragraph_open"]),
        ("$$\na\n\nb\n$$", ["math_block"]),
        ("$$ a $$", ["math_block"]),
        ("$$ a $$ b", ["paragraph_open", "math_inline_display"]),
        ("$$\nnever closed", ["paragraph_open"]),
        ("- $$\n\nnot in the item $$", ["bullet_list_open", "list_item_open", "paragraph_open", "paragraph_open"]),
        ("$$a$$\n```\n```", ["math_block", "fence"]),
        ("%%a%% b", ["paragraph_open"]),
        ("%%\na\n%% b", ["paragraph_open"]),
        ("- %%\n\nafter the item", ["bullet_list_open", "list_item_open", "comment", "paragraph_open"]),
        ("https://a.b/c_d_e", ["paragraph_open", "link_open"]),
        ("(https://a.b/(c)).", ["paragraph_open", "link_open"]),
        ("xhttps://a.b http: https://.", ["paragraph_open"]),
        ("[https://a.b](c.md)", ["paragraph_open", "link_open"]),
        ("^[a [b] c]", ["paragraph_open", "footnote"]),
        ("^[never closed", ["paragraph_open"]),
        ("[^1]\n\n[^1]: a", ["paragraph_open", "footnote"]),
        ("[^1]", ["paragraph_open"]),
        ("`$a$ ==b== [[c]] %%d%% #e`", ["paragraph_open", "code_inline"]),
        ("> [!note] x\n> y", ["callout_open", "callout_title_open", "paragraph_open"]),
        ("> text\n> [!note]", ["blockquote_open", "paragraph_open"]),
        ("[!note] x", ["paragraph_open"]),
    ],
)
def test_a_text_is_read_as(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a** `b` [[c#D|e]] [[f#G]] [h](i.md) $j$ #k", "a b e f > G h j #k"),
        ("a %%b%% c ^[d] ![[e]]", "a  c"),
        ("![alt *text*](a.png)\nb", "alt text b"),
    ],
)
def test_plain_text_is_the_words_that_one_reads(text: str, expected: str) -> None:
    assert plain_text(parse_markdown(text).tokens) == expected


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a\n%% b %%\nc", ["a", "c"]),
        ("a\n%% b %%", ["a"]),
        ("%% b %% a", [" a"]),
        ("a %%b\n\n> c\n\nd%% e", ["a ", " e"]),
    ],
)
def test_a_comment_leaves_no_empty_line(text: str, content: list[str]) -> None:
    spans = [child for token in parse_markdown(text).tokens for child in token.children or []]

    assert [span.content for span in spans if span.content] == content


def test_a_paragraph_of_nothing_but_a_comment_is_not_shown() -> None:
    opening, _, closing = parse_markdown("- x\n\n  %%a%% %%b%%").tokens[-5:-2]

    assert (opening.type, opening.hidden, closing.hidden) == ("paragraph_open", True, True)


def test_tasks_keep_their_mark_and_lose_it_in_the_text() -> None:
    tokens = parse_markdown("- [ ] a\n- [x] b\n- [/]\tc\n- [ ]\n- [y](z.md)\n- d").tokens
    marks = [token.meta.get("task") for token in tokens if token.type == "list_item_open"]
    texts = [token.content for token in tokens if token.type == "inline"]

    assert marks == [" ", "x", "/", " ", None, None]
    assert texts == ["a", "b", "c", "", "[y](z.md)", "d"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("text ^id", "paragraph_open"),
        ("# heading ^id", "heading_open"),
        ("- item ^id", "list_item_open"),
        ("- item\n\n^id", "bullet_list_open"),
        ("> quote\n\n^id", "blockquote_open"),
        ("> [!note]\n\n^id", "callout_open"),
        ("| a |\n|---|\n\n^id", "table_open"),
        ("```\n```\n\n^id", "fence"),
        ("$$\na\n$$\n\n^id", "math_block"),
        ("^id", "paragraph_open"),
    ],
)
def test_a_block_id_names_its_block(text: str, named: str) -> None:
    tokens = parse_markdown(text).tokens

    assert [token.type for token in tokens if token.meta.get("block_ids")] == [named]
    assert not any("^id" in token.content for token in tokens)


def test_deep_nesting_loses_nothing() -> None:
    text = "".join(f"{'  ' * depth}- level{depth}\n" for depth in range(25))
    words = " ".join(token.content for token in parse_markdown(text).tokens)

    assert all(f"level{depth}" in words for depth in range(25))


def test_a_callout_knows_its_kind_fold_and_metadata() -> None:
    meta = [token.meta for token in parse_markdown("> [!Tip|wide]- x").tokens if token.type.startswith("callout")]

    assert meta == [{"kind": "tip", "metadata": "wide", "fold": "-"}] * 4
