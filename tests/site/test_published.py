"""What is published: notes of the audience, what they show, and kb's own pages."""

from __future__ import annotations

import pytest

from kb.site.pages import render_page
from kb.site.published import attachments_of, render_generated
from tests.site.conftest import MakeSite


def test_templates_hidden_folders_and_unpublished_notes_are_left_out(make_site: MakeSite) -> None:
    site = make_site(
        {
            "a.md": "A",
            "templates/t.md": "T",
            ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Patterns"}',
            "Patterns/p.md": "P",
            ".obsidian/x.md": "X",
            "no.md": "---\npublish: false\n---\n",
            "yes.md": "---\npublish: true\n---\n",
            "empty.md": "---\nPublish:\n---\n",
        }
    )

    assert set(site.urls) == {"a.md", "yes.md", "empty.md"}


@pytest.mark.parametrize("value", ["'false'", "'true'", "no", "off", "0", "1", "[]", "{}", "''", "2024-01-02"])
def test_only_a_plain_true_or_nothing_publishes(make_site: MakeSite, value: str) -> None:
    assert not make_site({"a.md": f"---\npublish: {value}\n---\n"}).urls


@pytest.mark.parametrize("yaml", ["Publish: false", "PUBLISH: no", "publish: true\nPublish: false"])
def test_publish_counts_in_any_letter_case(make_site: MakeSite, yaml: str) -> None:
    assert not make_site({"a.md": f"---\n{yaml}\n---\n"}).urls


@pytest.mark.parametrize(
    "top",
    [
        "publish: false\nnote: a: b\n---",
        "publish: false\npublish: false\n---",
        "publish: false\nx: *y\n---",
        "publish false\n---",
        "publish: false",
        "\n# mine\npublish: false\n--- end",
    ],
)
def test_a_note_whose_properties_cannot_be_read_leaves_no_trace(make_site: MakeSite, top: str) -> None:
    site = make_site({"a.md": "[[no]] ![[no]]", "no.md": f"---\n{top}\n[[a]] #secret ![[x.png]]", "x.png": ""})
    page = render_page(site.index.notes["a.md"], site)

    assert set(site.urls) == {"a.md"}
    assert (site.tag_urls, site.index.backlinks, attachments_of(site)) == ({}, {}, ())
    assert page.html.count('<span class="kb-broken" title="Nothing here is named no">no</span>') == 2


def test_an_unpublished_note_leaves_no_link_no_backlink_and_no_tag(make_site: MakeSite) -> None:
    site = make_site({"a.md": "[[no]]", "no.md": "---\npublish: false\n---\n[[a]] #secret"})

    assert not site.index.backlinks.get("a.md")
    assert not site.tag_urls
    assert site.index.resolve(site.index.notes["a.md"].outline.links[0], "a.md") is None


def test_only_files_that_a_published_note_shows_are_published(make_site: MakeSite) -> None:
    site = make_site(
        {
            "a.md": '---\ncover: "[[c.png]]"\n---\n![[a.png]] [doc](b.pdf)',
            "no.md": "---\npublish: false\n---\n![[secret.png]]",
            **dict.fromkeys(("a.png", "b.pdf", "c.png", "secret.png", "unused.png"), "x"),
        }
    )

    assert attachments_of(site) == ("a.png", "b.pdf", "c.png")


def test_a_vault_without_index_gets_a_home_page_with_its_folders(make_site: MakeSite) -> None:
    site = make_site({"a.md": "A", "my-folder/<b>.md": "B"} | {f"many/{n}.md": "x" for n in range(20)})
    (home,) = render_generated(site)

    assert (home.path, home.url, home.title) == ("index.md", "", "Home")
    assert home.html.startswith('<h1 id="page:title">Test</h1>')
    assert '<a href="my-folder/b/">&lt;b&gt;</a>' in home.html
    assert "<summary>Many (20)</summary>" in home.html
    assert "<h2>My folder</h2>" in home.html
    assert "22 notes." in home.html


def test_an_index_without_a_title_has_the_name_of_its_folder(make_site: MakeSite) -> None:
    site = make_site({"Projects/index.md": "Text", "a/my-ideas/Index.md": "", "b/index.md": "# Own", "x.md": ""})
    (home,) = render_generated(site)

    assert '<a href="projects/">Projects</a>' in home.html
    assert '<a href="a/my-ideas/">My ideas</a>' in home.html
    assert '<a href="b/">Own</a>' in home.html
    assert render_page(site.index.notes["Projects/index.md"], site).title == "Projects"


def test_the_generated_home_page_folds_away_what_kb_wrote(make_site: MakeSite) -> None:
    site = make_site({"runs/x.md": "---\nkb_run: a\n---\n", "strategies/s.md": "S"})
    (home,) = render_generated(site)

    assert home.html.index("<h2>Strategies</h2>") < home.html.index("<summary>Runs (1)</summary>")


def test_a_vault_with_index_and_tags_gets_a_tags_page(make_site: MakeSite) -> None:
    site = make_site({"index.md": "#a/b-c #A/B #a/b_c", "x.md": "---\ntags: [a, über]\n---\n"})
    (tags,) = render_generated(site)

    assert (tags.path, tags.url) == ("tags.md", "tags/")
    assert [heading.text for heading in tags.headings] == ["#a", "#A/B", "#a/b-c", "#a/b_c", "#über"]
    assert len({heading.anchor for heading in tags.headings}) == 5
    assert site.tag_urls["über"] == "tags/#über"
    assert tags.html.count('href="../x/"') == 2


def test_the_tags_page_makes_room_for_a_note_of_its_name(make_site: MakeSite) -> None:
    site = make_site({"tags.md": "#one", "All tags.md": "Mine"})

    assert site.urls["tags.md"] == "tags/"
    assert site.tags_url == "all-tags-1/"


@pytest.mark.parametrize("name", ["board.canvas", "Board.CANVAS", "table.base"])
def test_a_file_that_may_name_private_notes_is_not_published(make_site: MakeSite, name: str) -> None:
    site = make_site({"a.md": f"![[{name}]] [x]({name})", name: '{"nodes": [{"type": "file", "file": "Secret.md"}]}'})

    assert attachments_of(site) == ()
    assert f'href="../{name}"' not in render_page(site.index.notes["a.md"], site).html
