"""What is published: notes of the audience, what they show, and kb's own pages."""

from __future__ import annotations

import pytest

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
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
    page = render_page(page_place(site, site.index.notes["a.md"]))

    assert set(site.urls) == {"a.md"}
    assert (site.tag_urls, dict(site.index.backlinks), attachments_of(site)) == ({}, {}, ())
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


def test_the_pages_that_are_no_notes_are_home_folders_tags_recent_changes_and_the_graph(make_site: MakeSite) -> None:
    site = make_site({"ideas/a.md": "---\nupdated: 2024-05-01\n---\n#x/y"})

    assert [(page.path, page.url) for page in render_generated(site)] == [
        ("index.md", ""),
        ("ideas/index.md", "ideas/"),
        ("tags.md", "tags/"),
        ("tags/x.md", "tags/x/"),
        ("tags/x/y.md", "tags/x/y/"),
        ("recent.md", "recent/"),
        ("graph.md", "graph/"),
    ]


def test_a_vault_with_an_index_in_each_folder_and_without_tags_and_dates_has_the_graph_alone(
    make_site: MakeSite,
) -> None:
    site = make_site({"index.md": "", "a/a.md": "", "b/c/index.md": "", "b/Index.md": ""})

    assert [page.url for page in render_generated(site)] == ["graph/"]


def test_an_empty_vault_has_no_graph(make_site: MakeSite) -> None:
    assert "graph/" not in [page.url for page in render_generated(make_site({}))]


def test_the_graph_makes_room_for_a_note_of_its_name(make_site: MakeSite) -> None:
    site = make_site({"graph/a.md": ""})

    assert site.graph_url == "all-graph/"


def test_the_tags_page_makes_room_for_a_note_of_its_name(make_site: MakeSite) -> None:
    site = make_site({"tags.md": "#one", "All tags.md": "Mine"})

    assert site.urls["tags.md"] == "tags/"
    assert site.tags_url == "all-tags-1/"


def test_the_tags_page_makes_room_for_a_folder_of_its_name(make_site: MakeSite) -> None:
    assert make_site({"tags/one.md": "#one"}).tags_url == "all-tags/"


@pytest.mark.parametrize("name", ["board.canvas", "Board.CANVAS", "table.base"])
def test_a_file_that_may_name_private_notes_is_not_published(make_site: MakeSite, name: str) -> None:
    site = make_site({"a.md": f"![[{name}]] [x]({name})", name: '{"nodes": [{"type": "file", "file": "Secret.md"}]}'})

    assert attachments_of(site) == ()
    assert f'href="../{name}"' not in render_page(page_place(site, site.index.notes["a.md"])).html
