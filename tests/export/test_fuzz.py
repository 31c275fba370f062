"""Whatever notes hold, the export is Markdown that leads nowhere but into itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from kb.export.note import export_notes
from kb.site.published import plan_site
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.links import SCHEME
from tests.site.body.test_fuzz import TEXTS, note

if TYPE_CHECKING:
    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
FILES = ["p.png", "folder/paper.pdf", "t.mp3"]
SPANS = st.sampled_from(
    [
        *(
            "[[b]]",
            "[[b|words]]",
            "[[b#H]]",
            "[[c d#^x]]",
            "[[none]]",
            "[[b#none]]",
            "[[#H]]",
            "[x](b.md)",
            "[y](none.md)",
        ),
        *(
            "![[b]]",
            "![[folder/c d]]",
            "![[a#H]]",
            "![[c d#^x]]",
            "![[p.png|9x9]]",
            "![[p.png]]",
            "![[paper.pdf#page=2]]",
        ),
        *("![](b.md)", "![9](p.png)", "![[t.mp3]]", "[r]", "[e](http://e.f)"),
        *(
            "%%gone%%",
            "==bright==",
            "**bold**",
            "$x$",
            "^[in [[b]] place]",
            "[^1]",
            "`code`",
            "#tag",
            "word",
            "é_ü",
            "5%",
        ),
        *("<b>raw</b>", "x <!-- gone -->", "https://a.b/c"),
    ]
)
WORDS = st.lists(SPANS, min_size=1, max_size=3).map(" ".join)
PLAIN = st.sampled_from(["gone", "- gone", "[[b]] gone", "# gone"])
BLOCKS = st.one_of(
    WORDS,
    st.builds("{}\n{}".format, WORDS, WORDS),
    st.builds("{} ^x".format, WORDS),
    st.builds("## H\n{}".format, WORDS),
    st.builds("- {}\n  - [x] {}\n  {}".format, WORDS, WORDS, WORDS),
    st.builds("> [!tip]- {}\n> {}\n> > [!note]\n> > {}".format, WORDS, WORDS, WORDS),
    st.builds("> {}\n{}".format, WORDS, WORDS),
    st.builds("1. {}\n\n   {}\n2. > {}".format, WORDS, WORDS, WORDS),
    st.builds("%%\n{}\n\n{}\n%%".format, PLAIN, PLAIN),
    st.builds("[^1]: {}\n    {}".format, WORDS, WORDS),
    st.sampled_from(
        ["| a | b |\n|---|---|\n| [[b\\|y]] | ![[p.png\\|9]] |\n\n^x", "[r]: b.md", "```py\nx = 1\n```", "---"]
    ),
)
NOTES = st.lists(BLOCKS, max_size=3).map("\n\n".join)


def exported(one: str, other: str, third: str) -> Mapping[str, str]:
    notes = [note("a.md", one), note("b.md", other), note("folder/c d.md", third)]
    return export_notes(plan_site("Test", notes, FILES))


def spans(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from spans(token.children or [])


def before_soft_breaks(text: str) -> Iterator[str]:
    tokens = list(spans(PARSER.parse(text)))
    yield from (before.content for before, token in pairwise(tokens) if token.type == "softbreak")


def relative_links(text: str) -> Iterator[str]:
    addresses = (token.attrs.get("href", token.attrs.get("src")) for token in spans(PARSER.parse(text)))
    yield from (str(address) for address in addresses if address and not SCHEME.match(str(address)))


def check_links(notes: Mapping[str, str]) -> None:
    for path, text in notes.items():
        for address in relative_links(text):
            place = unquote(address.partition("#")[0])

            assert not place or posixpath.normpath(posixpath.join(posixpath.dirname(path), place)) in {*notes, *FILES}


@given(NOTES, NOTES, NOTES)
def test_no_sign_of_obsidian_is_left(one: str, other: str, third: str) -> None:
    notes = exported(one, other, third)
    for text in notes.values():
        html = PARSER.render(text)

        assert set(before_soft_breaks(text)) <= {"[!TIP]", "[!NOTE]"}
        assert "[[" not in html
        assert "%%" not in html
        assert "gone" not in html
        assert "==" not in html
    check_links(notes)


@given(TEXTS, TEXTS)
def test_half_a_mark_harms_nothing(one: str, other: str) -> None:
    notes = exported(one, other, "")
    for text in notes.values():
        found = {token.type for token in spans(list(parse_markdown(text).tokens))}

        assert not found & {"wikilink", "wikiembed", "mark_open"}
