"""What is begun and never ended, and what is almost a callout."""

from __future__ import annotations

import pytest

from kb.vault.checks.syntax import check_syntax
from tests.vault.writing.written import note_of


def found(text: str) -> list[tuple[str, int | None, str]]:
    return [(problem.rule, problem.line, problem.found) for problem in check_syntax(note_of("a.md", text))]


@pytest.mark.parametrize(
    "text",
    [
        "%%\nover\n\nlines\n%%\n\n%%one%% and 50%%",
        "`%%` and ``` `` ```",
        "```\n%%\n```",
        "$%%$ 100\\%%",
        "````md\n```\n````\n",
        "~~~\n```\n~~~",
        "> ```\n> x\n> ```",
        "- ```\n  x\n  ```",
        "Use ``` and ```` like this",
        "> [!note] Title\n> Text",
        "> [!note]- Title\n> > [!tip]+\n> > Text",
        ">[!note]\n>Text",
        "- > [!note] In a list\n  > Text",
        "[![badge](a.png)](https://example.org)",
        "> [![badge](a.png)](https://example.org)",
        "- [!] important",
        "```\n[!note] x\n> [!note\n```",
        "See `[!note] x` and [!note\\] x",
        "text ^a\n\ntext ^b",
        "> " * 59 + "x",
        "- " * 29 + "x",
        "\n".join("\t" * depth + "- x" for depth in range(29)),
        "```\n" + " " * 100 + "x\n```",
    ],
)
def test_a_sound_note_has_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "line", "shown"),
    [
        ("---\na: 1\n---\nText\n\n%% open\nhidden\n\nhidden", "open-comment", 6, "%% open"),
        ("- item\n\n  %%\n  hidden\n\nText", "open-comment", 3, "%%"),
        ("a\nText %%in%% and %% open\nb\n", "open-comment", 2, "Text %%in%% and %% open"),
        ("Text\n\n```python\nprint()", "open-fence", 3, "```python"),
        ("```\na\n```\n\n~~~\nb\n```\n", "open-fence", 5, "~~~"),
        ("````\n```\n", "open-fence", 1, "````"),
        ("```", "open-fence", 1, "```"),
        ("> ```\n> x\n\nText", "open-fence", 1, "> ```"),
        ("> [!note\n> Text", "bad-callout", 1, "> [!note"),
        ("> [!note]Title", "bad-callout", 1, "> [!note]Title"),
        ("> Text\n> [!note] Title", "bad-callout", 2, "> [!note] Title"),
        ("Text\n\n[!note] Title", "bad-callout", 3, "[!note] Title"),
        ("- [!note] Title", "bad-callout", 1, "- [!note] Title"),
        ("> > [!note\n", "bad-callout", 1, "> > [!note"),
        ("Text\n\n" + "> " * 61 + "x", "too-deep", 3, ("> " * 60)[:-1]),
        ("- " * 31 + "x", "too-deep", 1, "- " * 31 + "x"),
        ("\n".join("\t" * depth + "- x" for depth in range(40)), "too-deep", 30, "- x"),
        ("\n".join("   " * depth + "1. x" for depth in range(40)), "too-deep", 30, "1. x"),
        ("[^1]: " + "+ " * 31 + "x", "too-deep", 1, "[^1]: " + "+ " * 31 + "x"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, rule: str, line: int, shown: str) -> None:
    assert found(text) == [(rule, line, shown)]


def test_an_id_given_twice_is_told_at_the_second_block() -> None:
    assert found("One ^a\n\nTwo ^b\n\nThree ^A\n") == [("repeated-block", 5, "^a")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[a](file:///etc/passwd)", [1]),
        ("a\n![b](FILE:/x.png)\n<img src='file:///x'>", [2, 3]),
        ("<div>\n<img src='file:\\\\x'>\n</div>", [2]),
        ("[a](C:/x.png) [b](<d:\\x>)", [1]),
        ("`file:///x` %%file:///x%%\n\n```\nfile:///x\n```\n", []),
        ("profile:/x and [a](cc:/x)", []),
    ],
)
def test_an_address_of_a_file_on_one_computer_is_found_where_it_is_no_code(text: str, lines: list[int]) -> None:
    problems = check_syntax(note_of("a.md", text))

    assert [problem.line for problem in problems if problem.rule == "file-address"] == lines
