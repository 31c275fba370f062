from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.report.prose import closed, fit_prose, without_blocks, without_comments, without_links
from kb.vault.markdown import parse_markdown, read_outline


def test_the_title_is_dropped_and_headings_fit_below_the_note() -> None:
    sources = ["# Backtest\n\nHow it did.", "## Equity", "#### Detail ##\nText", "Drawdown\n--------\n"]

    assert fit_prose(sources, level=3) == ["How it did.", "### Equity", "##### Detail ##\nText", "### Drawdown"]


def test_only_the_first_title_is_dropped_and_no_heading_is_deeper_than_six() -> None:
    assert fit_prose(["# One\n# Two\n## Three\n##### Deep"], level=3) == ["### Two\n#### Three\n###### Deep"]


def test_what_looks_like_a_heading_in_code_stays() -> None:
    assert fit_prose(["```\n# comment\n```\n> # quoted"], level=3) == ["```\n# comment\n```\n> # quoted"]


def test_an_underlined_heading_over_lines_becomes_one_line() -> None:
    assert fit_prose(["one\ntwo\n---\ntext"], level=2) == ["## one two\ntext"]


def test_comment_marks_are_shown_rather_than_hiding_what_follows() -> None:
    source = "50 %% of it\n\n```\n%%time\n```\n"

    assert "%%" not in without_comments(source).split("```")[0]
    assert "%%time" in without_comments(source)


def test_brackets_that_were_computed_link_nothing() -> None:
    assert not read_outline(without_links("[[Note]] ![[x]] `[[y]]`"), path="a.md", first_line=1).links


def test_a_note_of_kb_asks_no_question() -> None:
    source = without_blocks("```kb\nnotebook: backtest\n```\n\n~~~ kb x\n~~~\n```python\nkb\n```")

    assert [block.language for block in read_outline(source, path="a.md", first_line=1).blocks] == [
        "yaml",
        "yaml",
        "python",
    ]


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("```\nopen", "```\nopen\n```"),
        ("~~~~\nopen", "~~~~\nopen\n~~~~"),
        ("<!-- open", "```markdown\n<!-- open\n```"),
        ("<pre>\n```\nopen", "````markdown\n<pre>\n```\nopen\n````"),
        ("- list\n\n  more", "- list\n\n  more"),
        ("", ""),
    ],
)
def test_nothing_is_left_open(source: str, result: str) -> None:
    assert closed(source) == result


@given(st.text(alphabet="ab#`~-=<!>$%[]|*\n ", max_size=60))
def test_any_markdown_leaves_what_follows_alone(source: str) -> None:
    (fitted,) = fit_prose([without_comments(source)], level=3)
    tokens = parse_markdown(f"{fitted}\n\nafter\n").tokens

    assert tokens[-2].content == "after"
    assert all(int(token.tag[1]) >= 3 for token in tokens if token.type == "heading_open" and token.level == 0)


@pytest.mark.parametrize(
    ("source", "fitted"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("- one\n  two\n- three", "- one two\n- three"),
        ("one  \ntwo\\\nthree", "one  \ntwo\\\nthree"),
        ("> one\n> two", "> one\n> two"),
        ("| a |\n| - |\n| 1 |", "| a |\n| - |\n| 1 |"),
        ("```\none\ntwo\n```", "```\none\ntwo\n```"),
    ],
)
def test_a_paragraph_is_one_line_because_obsidian_shows_each_line_end(source: str, fitted: str) -> None:
    assert fit_prose([source], level=3) == [fitted]
