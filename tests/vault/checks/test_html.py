"""HTML that names files of the vault."""

from __future__ import annotations

import time

import pytest

from kb.vault.checks.html import check_html
from tests.vault.writing.written import index_of

FILES = {"files/b c.png": "", "d.mp4": "", "e.pdf": "", "x/Other.md": ""}


def found(text: str) -> list[tuple[int | None, str]]:
    index = index_of({"x/a.md": text, **FILES})
    return [(problem.line, problem.found) for problem in check_html(index.notes["x/a.md"], index)]


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("---\na: 1\n---\n<img src='../files/b%20c.png'>", 4, "src='../files/b%20c.png'"),
        ('one\ntwo <img width=3 src="b c.png"> three', 2, 'src="b c.png"'),
        ("<div>\n\n<video\nSRC=d.mp4 controls>\n", 4, "SRC=d.mp4"),
        ("- x\n- <a href='/e.pdf#page=2'>e</a>", 2, "href='/e.pdf#page=2'"),
        ("> ==<img src='d.mp4?x'>==", 1, "src='d.mp4?x'"),
        ("x[^1]\n\n[^1]: <img src='d.mp4'>", 3, "src='d.mp4'"),
        ("<!-- src='d.mp4' --> <img src=d.mp4>", 1, "src=d.mp4"),
    ],
)
def test_a_file_of_the_vault_in_html_is_told(text: str, line: int, shown: str) -> None:
    assert found(text) == [(line, shown)]


@pytest.mark.parametrize(
    "text",
    [
        "src='d.mp4'",
        "`<img src='d.mp4'>`",
        "```html\n<img src='d.mp4'>\n```",
        "%% <img src='d.mp4'> %%",
        "<!-- <img src='d.mp4'> -->",
        "<img src='https://example.org/d.mp4'> <img src='//example.org/d.mp4'>",
        "<img data-src='d.mp4'> <img src='gone.png'> <a href='Other.md'>",
    ],
)
def test_what_is_no_html_or_no_file_is_not(text: str) -> None:
    assert found(text) == []


def test_each_is_told_on_its_line_and_says_what_to_write_instead() -> None:
    index = index_of({"a.md": "<img src=d.mp4>\n<img src=d.mp4>\n<a href=d.mp4>", **FILES})
    problems = list(check_html(index.notes["a.md"], index))

    assert [problem.line for problem in problems] == [1, 2, 3]
    assert [problem.do for problem in problems[1:]] == [
        "Write `![[d.mp4]]`, or `![[d.mp4|300]]`.",
        "Write `[[d.mp4]]`.",
    ]


def test_thousands_of_pictures_are_told_in_no_time() -> None:
    started = time.process_time()

    assert len(found("<img src=d.mp4>\n" * 5_000)) == 5_000
    assert time.process_time() - started < 10
