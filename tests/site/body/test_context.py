"""Each construct of Obsidian's language is one in text, and plain characters in code, formulas, HTML and comments."""

from __future__ import annotations

import pytest

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from tests.site.conftest import MakeSite

CONSTRUCTS = {
    "wikilink": ("[[Other]]", '<a href="../other/">'),
    "embed": ("![[Other]]", "kb-embed"),
    "picture": ("![[p.png]]", "<img"),
    "Markdown link": ("[x](Other.md)", '<a href="../other/">'),
    "highlight": ("==x==", "<mark>"),
    "comment": ("%%secret%%", ""),
    "strike": ("~~x~~", "<s>"),
    "tag": ("#tagged", "kb-tag"),
    "footnote": ("^[x]", "footnote-ref"),
    "reference": ("[^n]", "footnote-ref"),
    "formula": ("$x$", "<math"),
    "address": ("https://a.example", "<a href"),
    "bold": ("**x**", "<strong>"),
}
PLAIN = {
    "code span": "`` {} ``",
    "fence": "```\n{}\n```",
    "indented code": "    {}",
    "attribute": '<b title="{}">y</b>',
    "attribute of a block": '<div title="{}">\n</div>',
    "HTML block": "<div>\n{}\n</div>",
}
HIDDEN = {
    "comment": "a %% {} %% b",
    "comment over lines": "a %%\n{}\n%% b",
    "comment block": "%%\n\n{}\n\n%%",
    "HTML comment": "a <!-- {} --> b",
    "HTML comment over lines": "<!--\n\n{}\n\n-->",
}
TEXT = {
    "paragraph": "a {} b",
    "heading": "## {}\n",
    "list": "- {}",
    "task": "- [ ] {}",
    "quote": "> {}",
    "callout": "> [!note]\n> {}",
    "title of a callout": "> [!note] {}",
    "table": "| a |\n|---|\n| {} |",
    "bold": "__a {} b__",
    "footnote": "a[^f]\n\n[^f]: {}\n",
}


def page(pattern: str, construct: str, make_site: MakeSite) -> str:
    text = f"First.\n\n{pattern.replace('{}', construct)}\n\n[^n]: Note.\n"
    site = make_site({"a.md": text, "Other.md": "Shown.", "p.png": "x"})
    return render_page(page_place(site, site.index.notes["a.md"])).html


@pytest.mark.parametrize("construct", CONSTRUCTS)
@pytest.mark.parametrize("context", TEXT)
def test_in_text_it_is_what_it_means(construct: str, context: str, make_site: MakeSite) -> None:
    written, mark = CONSTRUCTS[construct]
    html = page(TEXT[context], written, make_site)

    assert mark in html
    assert construct in {"tag", "address"} or written not in html


@pytest.mark.parametrize("construct", CONSTRUCTS)
@pytest.mark.parametrize("context", PLAIN)
def test_in_code_and_html_it_stays_as_written(construct: str, context: str, make_site: MakeSite) -> None:
    written, mark = CONSTRUCTS[construct]
    html = page(PLAIN[context], written, make_site)

    assert written in html
    assert not mark or mark not in html


@pytest.mark.parametrize("construct", sorted(CONSTRUCTS.keys() - {"comment"}))
@pytest.mark.parametrize("context", HIDDEN)
def test_in_a_comment_it_is_not_there(construct: str, context: str, make_site: MakeSite) -> None:
    written, mark = CONSTRUCTS[construct]
    html = page(HIDDEN[context], written, make_site)

    assert mark not in html
    assert written not in html


@pytest.mark.parametrize("construct", sorted(CONSTRUCTS.keys() - {"formula"}))
@pytest.mark.parametrize("pattern", ["$a {} b$", "$$\n{}\n$$", "a $$ {} $$ b"])
def test_in_a_formula_it_is_mathematics(construct: str, pattern: str, make_site: MakeSite) -> None:
    written, mark = CONSTRUCTS[construct]
    html = page(pattern, written, make_site)

    assert "<math" in html or "kb-undrawn" in html
    assert not mark or mark not in html
