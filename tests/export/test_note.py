"""Notes in Obsidian's language, and what becomes of them; the long ones in golden files to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.site.body.place import MOST_EMBEDS
from tests.export.conftest import ExportOf
from tests.site.body.test_html import COMPANIONS
from tests.site.conftest import DATA

GOLDEN = Path(__file__).parents[1] / "golden" / "export"


@pytest.mark.parametrize("feature", sorted(path.stem for path in (DATA / "features").glob("*.md")))
def test_a_feature_is_exported_as_its_golden_file_says(feature: str, export_of: ExportOf) -> None:
    text = (DATA / "features" / f"{feature}.md").read_text("utf-8")
    plain = export_of({**COMPANIONS, f"{feature}.md": text})[f"{feature}.md"]
    golden = GOLDEN / f"{feature}.md"
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(plain.encode())
        pytest.fail(f"Wrote {golden.name}: read it, then run again.")

    assert plain == golden.read_bytes().decode()


PLAIN = """\
---
tags: [a, b]
---
# Title

Some *text* with a [link](https://example.org "x"), `[[code]]`, $[[x]]$ and ==.

* star
    * four   spaces

| a|b |
|-|:-:|
| 1 | \\| |

> a | b
-|-
c | d

~~~kb
notebook: [[x]]
~~~

<div title="[[x]]">[[raw]]</div>

Text #tag 50%% [^1]

[^1]: Foot.
"""


def test_what_is_plain_markdown_stays_byte_for_byte(export_of: ExportOf) -> None:
    assert export_of({"a.md": PLAIN})["a.md"] == PLAIN


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[[b]]", "[b](folder/b.md)"),
        ("[[b|my *words*]]", "[my \\*words\\*](folder/b.md)"),
        ("[[b#Two words!]]", "[b > Two words!](folder/b.md#two-words)".replace(">", "\\>")),
        ("[[b#^x]]", "[b \\> ^x](folder/b.md#%5Ex)"),
        ("[[Bee]]", "[Bee](folder/b.md)"),
        ("[t](folder/b.md#Again)", "[t](folder/b.md#again)"),
        ('[t *u*](b "title")', '[t *u*](folder/b.md "title")'),
        ("[t][ref]\n\n[ref]: b.md", "[t](folder/b.md)\n\n"),
        ("[[nothing]] [t](nothing.md)", "nothing t"),
        ("[[hidden]] ![[hidden]]", "hidden hidden"),
        ("![[my pic.png]]", "![my pic](my%20pic.png)"),
        ("![[my pic.png|100x50]]", '<img src="my%20pic.png" alt="my pic" width="100" height="50">'),
        ("![words|100](my%20pic.png)", '<img src="my%20pic.png" alt="words" width="100">'),
        ("![100](https://a.b/c.png)", '<img src="https://a.b/c.png" alt="" width="100">'),
        ("![[d.pdf#page=3]]", "[d.pdf](d.pdf#page=3)"),
        ("a ==b== c", "a <mark>b</mark> c"),
        ("a %%b%% c", "a c"),
        ("a\n%%b%%\nc", "a\n\nc"),
        ("a %%b%%\nc", "a  \nc"),
        ("> a\n> b %%b\n> b%%\n> c", "> a  \n> b  \n> c"),
        ("a\n%%\nb\n%%\nc", "a\n\nc"),
        ("- %%x%%\n\n  a\n\n  b", "-\n  a\n\n  b"),
        ("a <!-- b --> c", "a c"),
        ("| a |\n|---|\n| [[b\\|w]] |", "| a |\n|---|\n| [w](folder/b.md) |"),
        ("| > [[b\\|w]] |\n|---|\n| \u2028[[b\\|w]] |", "| > [w](folder/b.md) |\n|---|\n| \u2028[w](folder/b.md) |"),
        ("> [[b]] | c\n---|---\n1 | [[b]]", "> [b](folder/b.md) | c\n---|---\n1 | [b](folder/b.md)"),
        (
            "> | a | |\n> |---|---|\n> | [[b\\|w]] | \\| [[b\\|w]] |",
            "> | a | |\n> |---|---|\n> | [w](folder/b.md) | \\| [w](folder/b.md) |",
        ),
        ("\u2028\n    [[b|w]]", "\u2028\n    [w](folder/b.md)"),
        ("text ^id\N{NO-BREAK SPACE}", 'text <a id="^id"></a>'),
        ("text ^id", 'text <a id="^id"></a>'),
        ("> [!note] T\n> b", "> [!NOTE]\n> **T**\n>\n> b"),
        ("> [!tip]-\n> b", "> [!TIP]\n> b"),
        ("> [!bug]", "> **Bug**"),
        ("> [!bug] %%x%% T\n> b", ">  T\n>\n> b"),
        ("- > [!note] T", "- > **T**"),
        ("a^[b [[b]]]", "a[^embed0.1]\n\n[^embed0.1]: b [b](folder/b.md)\n"),
        ("## [[b]] ![[b]]", "## [b](folder/b.md) [b](folder/b.md)"),
    ],
)
def test_each_form_has_its_plain_one(text: str, plain: str, export_of: ExportOf) -> None:
    files = {
        "folder/b.md": "---\naliases: [Bee]\n---\n## Two words!\n### Again\nx ^x\n",
        "hidden.md": "---\npublish: false\n---\nSecret.\n",
        **dict.fromkeys(("my pic.png", "d.pdf"), "x"),
    }

    assert export_of({**files, "a.md": text})["a.md"] == plain


EMBEDDED = """\
First.[^1]

## One
- item ^item
  - sub

> [!note] Quoted
> inside

## Two
[far][r]

[^1]: A note with [[b#Two]].

[r]: https://example.org
"""


QUOTED = """\
> ## Quoted
> in the quote
> > deeper

> - first
> - second
>   more ^second

[^x]: In a footnote. ^foot
"""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("![[b#Two]]\n", "## Two\n[far](<https://example.org>)\n"),
        ("- x\n- ![[b#^item]]\n", "- x\n- - item\n    - sub\n"),
        ("- ![[empty]]\n\n  x\n", "- [empty](empty.md)\n\n  x\n"),
        ("- [ ] ![[b#^item]]\n", "- [ ] \n\n  - item\n    - sub\n"),
        ("> a ![[b#^item]] c\n", "> a \n>\n> - item\n>   - sub\n>\n>  c\n"),
        ("**a ![[b]]**\n", "**a [b](b.md)**\n"),
        ("![[b]] - c\n", "[b](b.md) - c\n"),
        ("![[c#Quoted]]\n", "## Quoted\nin the quote\n> deeper\n"),
        ("![[c#^second]]\n", "- second  \n  more\n"),
        ("![[c#^foot]]\n", "In a footnote.\n"),
        ("> ![[c#^second]]\n", "> - second  \n>   more\n"),
        ("a\n![[c#^foot]]\nb\n", "a\n\nIn a footnote.\n\nb\n"),
    ],
)
def test_an_embed_is_its_text_in_its_place(text: str, plain: str, export_of: ExportOf) -> None:
    files = {"b.md": EMBEDDED, "c.md": QUOTED, "empty.md": "%%x%%"}

    assert export_of({**files, "a.md": text})["a.md"] == plain


def test_the_same_note_twice_has_footnotes_of_its_own_each_time(export_of: ExportOf) -> None:
    plain = export_of({"a.md": "Mine.[^1]\n\n![[b]]\n\n![[b]]\n\n[^1]: My note.\n", "b.md": EMBEDDED})["a.md"]

    assert plain.count("First.") == 2
    assert "[^1]: My note.\n" in plain
    assert plain.endswith(
        "\n[^embed1-1]: A note with [b \\> Two](b.md#two).\n\n[^embed2-1]: A note with [b \\> Two](b.md#two).\n"
    )


def test_a_footnote_that_is_called_twice_is_told_once(export_of: ExportOf) -> None:
    plain = export_of({"a.md": "![[b]]\n", "b.md": "x[^1] y[^1]\n\n[^1]: Once.\n"})["a.md"]

    assert plain == "x[^embed1-1] y[^embed1-1]\n\n[^embed1-1]: Once.\n"


def test_a_line_that_goes_on_without_the_mark_of_its_quote_stays_whole(export_of: ExportOf) -> None:
    files = {"a.md": "![[b#^x]]\n\n![[b#H]]\n", "b.md": "> - one\n> two ^x\n\n> # H\n> a\nb\n"}

    assert export_of(files)["a.md"] == "- one  \ntwo\n\n# H\na  \nb\n"


def test_a_cycle_is_cut_and_a_chain_ends(export_of: ExportOf) -> None:
    notes = export_of({f"{n}.md": f"Level {n}\n\n![[{n + 1}]]\n" for n in range(9)} | {"me.md": "![[me]]\n"})

    assert notes["me.md"] == "*This embed would show itself without end: me.md*\n"
    assert "Level 5" in notes["0.md"]
    assert "Level 6" not in notes["0.md"]


def test_very_many_embeds_on_a_page_end_as_the_site_ends_them(export_of: ExportOf) -> None:
    notes = export_of({"a.md": "![[b]]\n\n" * (MOST_EMBEDS + 1), "b.md": "Shown.\n"})

    assert notes["a.md"].count("Shown.") == MOST_EMBEDS
    assert notes["a.md"].endswith("\n*This page shows more than 1,000 notes: b.md*\n\n")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\nb \nc  \nd\\\ne", "a  \nb   \nc  \nd\\\ne"),
        ("- a\n  *b\n  c*\n> d\ne", "- a  \n  *b  \n  c*\n> d  \ne"),
        ("> [!tip] T\n> a\n> b", "> [!TIP]\n> **T**\n>\n> a  \n> b"),
        ("a[^1]\n\n[^1]: b\n    c", "a[^1]\n\n[^1]: b  \n    c"),
        ("a\n![[p.png|9]]\n![[d.pdf]]\nb", 'a  \n<img src="p.png" alt="p" width="9">  \n[d.pdf](d.pdf)  \nb'),
        ("a\n[[b|x]] ^id", 'a  \n[x](b.md) <a id="^id"></a>'),
    ],
)
def test_a_line_stays_a_line_for_every_reader(text: str, plain: str, export_of: ExportOf) -> None:
    files = {"a.md": text, "b.md": "", "p.png": "x", "d.pdf": "x"}

    assert export_of(files)["a.md"] == plain


@pytest.mark.parametrize(
    "text",
    [
        "`a\nb`",
        "$a\nb$",
        "```\na\nb\n```",
        "$$\na\nb\n$$",
        "<p>\na\nb\n</p>",
        "a\nb\n===",
        "| a |\n|---|\n| b |\n| c |",
    ],
)
def test_what_is_no_line_of_a_paragraph_gets_no_break(text: str, export_of: ExportOf) -> None:
    assert export_of({"a.md": text})["a.md"] == text


def test_a_heading_below_an_embedded_one_of_the_same_words_is_still_found(export_of: ExportOf) -> None:
    notes = export_of({"a.md": "![[b]]\n\n## Sum\n", "b.md": "## Sum\n", "c.md": "[[a#Sum|x]] [[b#Sum|y]]"})

    assert notes["c.md"] == "[x](a.md#sum-1) [y](b.md#sum)"


def test_links_in_properties_become_their_words_and_comments_go(export_of: ExportOf) -> None:
    text = '---\nup: "[[b]]"\nlist:\n  - "[[b|words]]" # gone\n# gone\nlast: "# kept"\n---\n'

    assert export_of({"a.md": text, "b.md": ""})["a.md"] == '---\nup: "b"\nlist:\n  - "words"\nlast: "# kept"\n---\n'


@pytest.mark.parametrize(
    "text",
    [
        "up: '[[b''s]]'",
        "up: x [[b|words:]] y",
        "up: x [[b|#words]]",
        "up: '[[b|b''s]]'",
    ],
)
def test_properties_that_would_break_stay(text: str, export_of: ExportOf) -> None:
    text = f"---\n{text}\n---\n"

    assert export_of({"a.md": text})["a.md"] == text


def test_a_link_in_a_comment_above_does_not_hide_the_one_below(export_of: ExportOf) -> None:
    assert export_of({"a.md": '---\n# [[b]]\nup: {x: "[[b]]"}\n---\n'})["a.md"] == '---\nup: {x: "b"}\n---\n'


def test_the_markers_of_kb_disappear(export_of: ExportOf) -> None:
    plain = export_of({"a.md": "Mine.\n\n%% kb:begin 123 %%\n\nOurs.\n\n%% kb:end %%\n"})["a.md"]

    assert plain == "Mine.\n\nOurs.\n\n"


def test_an_embedded_picture_of_another_site_has_its_address(export_of: ExportOf) -> None:
    notes = export_of({"a.md": "![[b]]\n", "b.md": "![far][p]\n\n[p]: https://a.b/c.png\n"})

    assert notes["a.md"] == "![far](<https://a.b/c.png>)\n"


def test_nothing_of_a_private_note_is_left(export_of: ExportOf) -> None:
    files = {
        "a.md": "[x](Secret.md) [y][z] ![[Secret|w]]\n\n[z]: Secret.md\n",
        "Secret.md": "---\npublish: false\n---\nHidden.\n",
    }
    notes = export_of(files)

    assert notes == {"a.md": "x y w\n\n"}


def test_labels_never_clash_with_the_notes_own(export_of: ExportOf) -> None:
    plain = export_of({"a.md": "x[^embed0.1] y^[z]\n\n[^embed0.1]: Mine.\n"})["a.md"]

    assert plain == "x[^embed0.1] y[^embed-0.1]\n\n[^embed0.1]: Mine.\n\n[^embed-0.1]: z\n"
