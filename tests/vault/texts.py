"""Texts of notes, made at random of all that Obsidian's language has, one in another, whole and broken."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

PIECES = [
    *(
        "[[",
        "]]",
        "![[",
        "|",
        "#",
        "^",
        "^id",
        "\n",
        "\n\n",
        "> ",
        "[!note]- ",
        "- ",
        "1. ",
        "[ ] ",
        "  ",
        "\t",
        "    ",
    ),
    *("%%", "$", "$$", "==", "~~", "**", "_", "`", "```", "```kb", "````", "~~~", "\\", "[^1]", "[^1]: ", "^[", "***"),
    *(
        "[",
        "]",
        "(",
        ")",
        "](a.md)",
        "![x](y.png)",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "https://",
        ":",
        "a.b",
        "!",
        "|x|",
    ),
    *(
        "| a | b |\n|---|---|\n",
        "---",
        "===",
        "# ",
        "###### ",
        "word",
        "é",
        "e\u0301",
        "🚀",
        "\u0000",
        "\u2028",
        "&amp;",
    ),
    *("\u00a0", "\u200b", "\ufeff", "\x0c", "[a]: b", "<a href='", "\\|", "#tag", "[[b]]", "![[b#^x]]", "\n> ", "\n- "),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
"""Marks without order."""

NAMES = st.sampled_from(["a", "b", "b.md", "in/c", "../b", "p.png", "no such", "é", "B", "a|b", "", "d.pdf", "s.mp3"])
FRAGMENTS = st.sampled_from(
    ["", "", "", "#H", "#H#I", "#^x", "#^y", "#", "#^", "#page=3", "#H|t", "|100", "|9x9", "|t ==h=="]
)
WORDS = st.one_of(
    st.sampled_from(["word", "two words", "50%", "1 = 2", "it's", "#tag", "#n/e", "#1", "a_b", "x^2"]), SOUP
)


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Inline text that holds other inline text."""
    marks = [
        "**{}**",
        "*{}*",
        "=={}==",
        "~~{}~~",
        "`{}`",
        "${}$",
        "$${}$$",
        "%%{}%%",
        "^[{}]",
        "[{}](b.md#H)",
        "![{}](p.png)",
    ]
    marks += ["<b>{}</b>", "[[b|{}]]", "![[b|{}]]", "[{}][r]", "[{}]", "({})", "{} ^x", "\\{}", "<{}>", "https://{}"]
    return st.one_of(
        st.builds(lambda mark, text: mark.replace("{}", text), st.sampled_from(marks), inner),
        st.lists(inner, min_size=2, max_size=4).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map("\n".join),
    )


LINKS = st.builds("{}[[{}{}]]".format, st.sampled_from(["", "!"]), NAMES, FRAGMENTS)
INLINE = st.recursive(st.one_of(WORDS, LINKS), _around, max_leaves=8)

_LEAVES = st.one_of(
    INLINE,
    st.builds("{} {}".format, st.sampled_from(["#", "##", "######"]), INLINE.map(lambda text: text.replace("\n", " "))),
    st.builds("```{}\n{}\n```".format, st.sampled_from(["", "kb", "python", "mermaid", "base"]), INLINE),
    st.builds("| {} | b |\n| --- | :-: |\n| {} | \\| |".format, INLINE, INLINE),
    st.builds("{0}\n{1}\n{0}".format, st.sampled_from(["%%", "$$", "---", "<div>"]), INLINE),
    st.sampled_from(["^x", "---", "[r]: b.md 'title'", "# H", "## I", "<!-- c -->", "![[a]]", "![[b]]", "kb: 1"]),
)


def _within(block: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks that hold other blocks."""
    first = ["> ", "> [!note]- ", "> [!x]\n> ", "- ", "- [ ] ", "1. ", "[^1]: ", "    ", "\t", "> > ", "* - "]
    return st.one_of(
        st.builds(_indented, st.sampled_from(first), block),
        st.lists(block, min_size=2, max_size=4).map("\n\n".join),
        st.lists(block, min_size=2, max_size=4).map("\n".join),
    )


def _indented(first: str, block: str) -> str:
    if first.startswith(">"):
        return first + block.replace("\n", "\n> ")
    return first + textwrap.indent(block, " " * len(first)).lstrip(" ")


BODIES = st.recursive(_LEAVES, _within, max_leaves=10)
"""Blocks in blocks, with links and marks in them."""

_VALUES = st.one_of(
    st.sampled_from(
        ["", "2024-02-30", "1_000", "12:30", "NO", "[a, [b]]", "{a: b}", "'[[b]]'", '"[[b#H|t]]"', "|\n  x", "#"]
    ),
    st.text(alphabet="-#:[]{}|>&*!%@`'\"\\ \tab1~^", max_size=12),
)
_ENTRIES = st.builds(
    "{}: {}\n".format, st.sampled_from(["tags", "Aliases", "publish", "permalink", "kb_run", "x", "1"]), _VALUES
)
HEADS = st.lists(_ENTRIES, max_size=4).map(lambda lines: f"---\n{''.join(lines)}---\n" if lines else "")


@st.composite
def _broken(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text from which a piece was cut, or into which a mark was put."""
    text = draw(texts)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]


NOTES = st.one_of(
    st.builds("{}{}".format, HEADS, BODIES), _broken(st.builds("{}{}".format, HEADS, BODIES)), SOUP, st.text()
)
"""Whole notes."""
