"""Each feature of Obsidian's language as HTML, in golden files to be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.model import Drawing
from tests.site.conftest import DATA, MakeSite

GOLDEN = Path(__file__).parents[2] / "golden" / "site"
COMPANIONS = {
    "Other.md": """\
---
aliases: [A second name]
---
The other note.

## Second
With a paragraph. ^block

- item ^item

## Third
#tag #nested/tag
""",
    "folder/Deep note.md": "Deep.\n",
    "Parts.md": """\
# Part one

## Part
Text.

### Deeper
Below.

# Part two
> Quoted

^quote

| a |
|---|
| 1 |

^table

- one
- two

^list

1. first
2. second ^second
\t- below it
\t- too
3. third

> [!tip]+ Told
> > [!note] Inside

^callout

```py
x
```

^code

Noted.[^1]^[In place.] ^noted

[^1]: Told below, as [[#^quote]] is.
""",
    "a/Twin.md": "One.\n",
    "b/Twin.md": "Two.\n",
    "Loop.md": "Round and ![[Loop]]\n",
    "runs/Batch.md": "---\nkb_batch: Batch\n---\nThe **answer**.\n",
    **dict.fromkeys(("files/picture.png", "paper.pdf", "tone.mp3", "film.mp4", "board.canvas", "table.base"), "x"),
}


@pytest.mark.parametrize("feature", sorted(path.stem for path in (DATA / "features").glob("*.md")))
def test_a_feature_looks_as_its_golden_file_says(feature: str, make_site: MakeSite) -> None:
    text = (DATA / "features" / f"{feature}.md").read_text("utf-8")
    site = make_site({**COMPANIONS, f"{feature}.md": text})
    html = render_page(page_place(site, site.index.notes[f"{feature}.md"])).html
    golden = GOLDEN / f"{feature}.html"
    if not golden.exists():
        golden.write_bytes(html.encode())
        pytest.fail(f"Wrote {golden.name}: read it, then run again.")

    assert html == golden.read_bytes().decode()


@pytest.mark.parametrize("secret", ["hidden", "dropped", "alone on its line", "0123"])
def test_comments_never_reach_the_page(secret: str, make_site: MakeSite) -> None:
    text = (DATA / "features" / "comments.md").read_text("utf-8")
    site = make_site({"comments.md": text + "\n<!-- dropped -->\n\nx <!-- dropped --> y\n"})

    assert secret not in render_page(page_place(site, site.index.notes["comments.md"])).html


def test_a_chain_of_embeds_ends_with_a_message(make_site: MakeSite) -> None:
    site = make_site({f"{n}.md": f"Level {n}\n\n![[{n + 1}]]\n" for n in range(9)})
    html = render_page(page_place(site, site.index.notes["0.md"])).html

    assert "Level 5" in html
    assert "Level 6" not in html
    assert "embedded more than 5 deep" in html


def test_the_same_note_twice_is_no_cycle(make_site: MakeSite) -> None:
    site = make_site({"a.md": "![[b]]\n\n![[b]]\n", "b.md": "Shown.\n"})

    assert render_page(page_place(site, site.index.notes["a.md"])).html.count("Shown.") == 2


def test_two_notes_that_embed_each_other_are_cut_once(make_site: MakeSite) -> None:
    site = make_site({"a.md": "A ![[b]]\n", "b.md": "B ![[a]]\n"})
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert html.count("would show itself without end") == 1


@pytest.mark.parametrize(
    ("embed", "shown", "hidden"),
    [
        ("![[b#Quoted]]", "in the quote", "after the quote"),
        ("![[b#One]]", "below", "of another"),
        ("![[b#^note]]", "in a footnote", "below"),
        ("![[b#^item]]", "<li>an item", "in the quote"),
        ("![[b#^table]]", "<table>", "an item"),
    ],
)
def test_an_embed_shows_its_part_and_no_more(embed: str, shown: str, hidden: str, make_site: MakeSite) -> None:
    text = """\
> ## Quoted
> in the quote

after the quote

## One
below

### Deeper
- an item ^item

| a |
|---|

^table

## Two
of another[^1]

[^1]: in a footnote ^note
"""
    site = make_site({"a.md": embed, "b.md": text})
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert shown in html
    assert hidden not in html


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "x", "²", ""])
def test_odd_numbers_of_an_embed_do_no_harm(number: str, make_site: MakeSite) -> None:
    embeds = f"![[p.pdf#page={number}&height={number}]] ![[p.png|{number}x{number}]] ![[p.mp3#t={number}]]"
    site = make_site({"a.md": embeds, **dict.fromkeys(("p.pdf", "p.png", "p.mp3"), "x")})

    assert '<iframe class="kb-pdf"' in render_page(page_place(site, site.index.notes["a.md"])).html


def test_an_item_of_a_numbered_list_keeps_its_number(make_site: MakeSite) -> None:
    site = make_site({"a.md": "![[b#^two]]", "b.md": "1. one\n2. two ^two\n   - below\n3. three\n"})
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert '<ol start="2"><li>two\n<ul>\n<li>below</li>\n</ul>\n</li>\n</ol>' in html


@pytest.mark.parametrize("depth", [3, 5])
def test_notes_that_embed_each_other_many_times_end_with_a_message(depth: int, make_site: MakeSite) -> None:
    site = make_site({f"{n}.md": f"![[{n + 1}]]\n\n" * 40 for n in range(depth)} | {f"{depth}.md": "End.\n"})
    html = render_page(page_place(site, site.index.notes["0.md"])).html

    assert html.count('<div class="kb-embed"') < 5_000
    assert "This page shows more than 1,000 notes" in html


def test_a_line_break_is_a_space_where_the_vault_says_so(make_site: MakeSite) -> None:
    site = make_site({"a.md": "One\ntwo  \nthree\n\n![[b]]\n", "b.md": "four\nfive\n"})
    strict = replace(site, drawing=Drawing(has_strict_breaks=True))

    assert "<p>One\ntwo<br>\nthree</p>" in render_page(page_place(strict, site.index.notes["a.md"])).html
    assert "<p>four\nfive</p>" in render_page(page_place(strict, site.index.notes["a.md"])).html
    assert "<p>One<br>\ntwo<br>\nthree</p>" in render_page(page_place(site, site.index.notes["a.md"])).html


@pytest.mark.parametrize(
    "text",
    [
        "[[a|words %%secret%%]]",
        "![[p.png|%%secret%% words]]",
        "![words %%secret%%](p.png)",
        "![words %%secret%%](https://a.example/p.png)",
        "[words](a.md 'title %%secret%%') [words](https://a.example 'title %%secret%%')",
        "![](p.png 'title %%secret%%') ![](https://a.example/p.png 'title %%secret%%')",
        "[[a]] and %%secret\nwords%%",
        "%%secret\nsecret%% [[a]]",
        "%%secret\nsecret%% [[a]] %%secret%%",
        "%%secret\nsecret%% [[a]] %%secret\nsecret%%",
        "# H %%secret%%\n[[a#H]]",
        "[[a]] ^[note %%secret%%]",
        "> [!note] [[a]] %%secret%%",
        "| [[a]] |\n|---|\n| %%secret%% |",
    ],
)
def test_a_comment_reaches_no_attribute_and_no_other_page(text: str, make_site: MakeSite) -> None:
    site = make_site({"a.md": f"{text}\n\n[[b]]\n", "b.md": text, "p.png": "x"})

    assert all("secret" not in str(render_page(page_place(site, site.index.notes[path]))) for path in ("a.md", "b.md"))


def test_a_footnote_without_words_is_a_footnote(make_site: MakeSite) -> None:
    site = make_site({"a.md": "Text^[] and^[more]"})
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert '<li id="fn:1">\n<p> <a class="footnote-backref"' in html
    assert '<li id="fn:2">\n<p>more <a class="footnote-backref"' in html


def test_a_heading_in_a_footnote_is_no_heading_of_the_page(make_site: MakeSite) -> None:
    site = make_site({"a.md": "x[^1]\n\n[^1]:\n    # H\n\n    y\n"})
    page = render_page(page_place(site, site.index.notes["a.md"]))

    assert page.headings == ()
    assert '<h1 id="h">H' in page.html


def test_links_and_tags_that_stand_alone(make_site: MakeSite) -> None:
    site = make_site({"a.md": "#here [up](../../etc/passwd) [down](b.pdf) ![x](../../secret.png)", "b.pdf": "x"})
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert 'href="../b.pdf"' in html
    assert html.count("kb-broken") == 2
    assert 'href="../../etc' not in html


def test_a_page_of_the_vault_is_shown_in_a_frame_that_reaches_nothing(make_site: MakeSite) -> None:
    site = make_site({"a.md": "![[chart.html]]", "chart.html": "<script>x</script>"})

    assert (
        '<iframe class="kb-interactive" sandbox="allow-scripts" src="../chart.html" title="chart.html" loading="lazy">'
        in render_page(page_place(site, site.index.notes["a.md"])).html
    )
