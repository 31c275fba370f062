"""A kb block on a page: its answer, or that there is none yet."""

from __future__ import annotations

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.body.questions import results_by_name
from tests.site.conftest import MakeSite

RESULTS = "---\nkb_batch: {}\n---\nThe answer to {}.\n"
BLOCK = "```kb\nnotebook: x\n```\n"


def test_blocks_are_named_by_themselves_or_by_their_note(make_site: MakeSite) -> None:
    site = make_site(
        {
            "Ask.md": f"{BLOCK}\n{BLOCK}\n```kb\nname: Third\n```\n\n```kb\n: [\n```\n",
            **{f"R {name}.md": RESULTS.format(name, name) for name in ("Ask", "Ask 2", "Third", "Ask 4")},
        }
    )
    found = results_by_name(site.index)

    assert [found("Ask.md", line) for line in (1, 5, 9, 13)] == ["R Ask.md", "R Ask 2.md", "R Third.md", "R Ask 4.md"]


def test_a_block_in_a_note_that_kb_wrote_asks_nothing(make_site: MakeSite) -> None:
    site = make_site({"run.md": f"---\nkb_run: a\n---\n{BLOCK}", "r.md": RESULTS.format("run", "run")})

    assert results_by_name(site.index)("run.md", 4) is None


def test_a_note_that_embeds_its_results_shows_only_the_question(make_site: MakeSite) -> None:
    site = make_site({"Ask.md": f"![[Results]]\n\n{BLOCK}", "Results.md": RESULTS.format("Ask", "it")})
    html = render_page(page_place(site, site.index.notes["Ask.md"])).html

    assert html.count("The answer to it.") == 1
    assert "<summary>How it was asked</summary>" in html


def test_a_block_shows_its_results_where_another_note_embeds_it(make_site: MakeSite) -> None:
    site = make_site({"Ask.md": BLOCK, "Results.md": RESULTS.format("Ask", "it"), "Other.md": "Intro\n\n![[Ask]]"})

    assert "The answer to it." in render_page(page_place(site, site.index.notes["Other.md"])).html
