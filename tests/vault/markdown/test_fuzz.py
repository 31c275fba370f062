"""Whatever a file holds: never an exception, every line number in the file, time that grows with the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.vault.markdown import parse_markdown, read_outline
from tests.vault.texts import PIECES

SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
NOTES = st.one_of(st.text().map(lambda text: text.replace(chr(13), "\n")), SOUP)


@given(NOTES)
def test_any_text_has_an_outline_with_lines_of_the_file(text: str) -> None:
    outline = read_outline(text, path="note.md", first_line=10)
    lines = [heading.line for heading in outline.headings] + [link.line for link in outline.links]
    lines += [block.line for block in outline.blocks] + [line for _, line in (*outline.tags, *outline.block_ids)]

    assert all(10 <= line <= 10 + text.count("\n") for line in lines)


@given(NOTES)
def test_any_text_has_tokens_that_open_and_close_in_order(text: str) -> None:
    stack: list[str] = []
    for token in parse_markdown(text).tokens:
        if token.nesting > 0:
            stack.append(token.type.removesuffix("_open"))
        elif token.nesting < 0:
            assert stack.pop() == token.type.removesuffix("_close")

    assert not stack


@given(NOTES)
def test_a_link_stands_in_the_file_as_reported(text: str) -> None:
    outline = read_outline(text, path="note.md", first_line=1)

    assert all(link.raw.replace("\ufffd", "\0") in text for link in outline.links if link.is_wiki)
