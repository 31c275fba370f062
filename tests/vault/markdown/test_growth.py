"""Time grows with the text: twice the text is about twice the work, counted in calls, whatever the text is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from kb.vault.markdown import read_outline

SIZE = 150
REPEATED = [
    *("[", "![", "![[", "[[a|", "[[a\n", "[[a]]\n", "[a](", "[a](b) ", "[a](<b", '[a](b "', "](", "[a][", "[a\n"),
    *("%%", "%% ", "a %%\n\n", "%%a\n%%b c\n", "%%a\n\nb %% c\n\n", "> %%a\n\n", "- %%a\n", "- a %%b\n  c\n"),
    *("$", "$ a", "a$a ", "$$a$", "$a$1", "$\\", "$$ a\n\n", "$$\n$$ x\n", "- $$a\n", "> $$a\n\n"),
    *("==", "==a ", "a ==", "~~a ", "*a **b ", "*a_ ", "_a ", "a* ", "*a ~~b ==c _d ", "a**b", "**a *b** c* "),
    *("#a ", "#", " #1", "^[", "^[a] ", "[^1]", "[^1]: a\n", "`a", "`` ` ", "`a``b", "\\", "\\[", "&amp;", "&", "&#x"),
    *("<", "<!--", "a <!--", "a <?", "a <!A ", "a <![CDATA[", "a <a ", 'a <a b="', "x </a ", "x <http:", "<a@b."),
    *("http://a", "http://a ", "http://", "http:", "word: ", ":", "www.a", "a@b.c "),
    *("> ", ">", "> a\n", ">a\nb\n", "- ", "- a\n", "- a\n\n", "1. ", "* a\n- b\n+ c\n", "- [ ] a\n", "> - ", "- ["),
    *(
        "|",
        "a|",
        "|a|\n|-|\n\n",
        "|a|\n",
        "a ^id\n",
        "a ^id\n\n",
        "a\n\n^id\n\n",
        "- a ^id\n",
        " ",
        "\t",
        "\n",
        "a  \n",
    ),
    *("> [!note] a\n", "> [!note] a\n> b\n\n", "> [!note] ", "> [!", "[a]: /b\n", "[a]: <", '[a]: /b "\n', "[a]:\n"),
    *(
        "```\n",
        "~~~a\n```\n",
        "- ```\n",
        "<div>\n",
        "<div>\n\n",
        "<!--\n\n",
        "<x>\n\n",
        "# a\n",
        "# a-1\n# a\n",
        "a\n=\n",
    ),
    *("---\n", "a\n---\n", "    a\n", "a\n", "a", "\0", "🚀", "!", "(", "a_b", "- a\n" + "  - b\n"),
]
GROWING: dict[str, Callable[[int], str]] = {
    "a comment that opens above all": lambda size: "a %%b\n\n" + "c\n\n" * size,
    "mathematics that open above all": lambda size: "$$a\n" + "b\n\n" * size,
    "a table of many columns": lambda size: "a|" * size + "\n" + "-|" * size + "\n" + "b|" * size,
    "a table of many rows": lambda size: "|a|\n|-|\n" + "|b|\n" * size,
    "a reference for each link": lambda size: "".join(f"[r{n}]: /x\n\n[r{n}] " for n in range(size)),
    "a footnote for each call": lambda size: "".join(f"[^{n}]\n\n[^{n}]: x\n\n" for n in range(size)),
    "openers, then closers": lambda size: "*a " * size + "b_ " * size,
    "brackets around brackets": lambda size: "[" * size + "](a)" * size,
    "pictures in pictures": lambda size: "![" * size + "](a)" * size,
    "footnotes in footnotes": lambda size: "^[a " * size + "]" * size,
    "brackets in an address": lambda size: "http://a/" + "(" * size + ")" * size,
    "one title of many lines": lambda size: '[a]: b\n"' + "t\n" * size,
    "runs of backticks": lambda size: " ".join("`" * (n % 40) for n in range(size)),
    "lazy lines of a deep quote": lambda size: ">" * 9 + "a\n" * size,
    "one tag of many attributes": lambda size: "x <a " + 'b="c" ' * size,
    "a heading of marks": lambda size: "# a" + " #" * size,
    "spaces within a line": lambda size: "a" + " " * size + "b" + " " * size + "^",
}
GROWING |= {repr(text): lambda size, text=text: text * size for text in REPEATED}  # type: ignore[misc]  # bound by name


def calls(text: str) -> int:
    """The calls, of Python's own functions too, that it takes to read a note."""
    count = 0

    def see(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        read_outline(text, path="a.md", first_line=1)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("growing", GROWING.values(), ids=GROWING.keys())
def test_twice_the_text_is_about_twice_the_work(growing: Callable[[int], str]) -> None:
    once, twice = calls(growing(SIZE)), calls(growing(2 * SIZE))

    assert twice < 2.3 * once + 2000


@pytest.mark.parametrize("text", ["a" + " " * 300_000 + "^", "a\n" * 3 + " " * 300_000 + "b", "a: " * 50_000 + "://"])
def test_a_long_text_is_read_at_once(text: str) -> None:
    """With a search that begins again at each place this would take minutes."""
    assert not read_outline(text, path="a.md", first_line=1).links
