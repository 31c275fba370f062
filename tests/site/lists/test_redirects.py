"""Redirects: from aliases and old paths to the note, never over a page, never from what is private."""

from __future__ import annotations

from kb.site.history import parse_history
from kb.site.lists.redirects import published_old_paths, render_redirects
from tests.site.conftest import MakeSite

RENAMES = "\x01c 2024-05-01T12:00:00+02:00\0\n"


def test_an_alias_leads_to_its_note_from_beside_it_and_from_the_top(make_site: MakeSite) -> None:
    site = make_site({"ideas/Größe & Maß.md": "---\naliases: [Old name]\n---\n# The & 1 < 2"})
    files, problems = render_redirects(site, {}, [])

    assert (set(files), problems) == ({"old-name/index.html", "ideas/old-name/index.html"}, ())
    assert files["ideas/old-name/index.html"].decode() == (
        "<!doctype html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>The &amp; 1 &lt; 2</title>\n"
        '<meta name="robots" content="noindex">\n'
        '<link rel="canonical" href="../gr%C3%B6%C3%9Fe-ma%C3%9F/">\n'
        '<meta http-equiv="refresh" content="0; url=../gr%C3%B6%C3%9Fe-ma%C3%9F/">\n'
        "</head>\n"
        "<body>\n"
        '<p>This page is now <a href="../gr%C3%B6%C3%9Fe-ma%C3%9F/">The &amp; 1 &lt; 2</a>.</p>\n'
        "</body>\n"
        "</html>\n"
    )


def test_with_an_address_of_the_site_the_canonical_one_is_whole(make_site: MakeSite) -> None:
    site = make_site({"a.md": "---\naliases: b\n---\n", "index.md": "---\naliases: start\n---\n"})
    files, _ = render_redirects(site, {}, [], "https://example.org/kb/")

    assert b'<link rel="canonical" href="https://example.org/kb/a/">' in files["b/index.html"]
    assert b'<link rel="canonical" href="https://example.org/kb/">' in files["start/index.html"]


def test_an_old_path_leads_to_its_note(make_site: MakeSite) -> None:
    files, _ = render_redirects(make_site({"new/b.md": ""}), {"new/b.md": ("old/a.md",), "gone.md": ("x.md",)}, [])

    assert set(files) == {"old/a/index.html"}
    assert b"url=../../new/b/" in files["old/a/index.html"]


def test_a_page_is_never_replaced(make_site: MakeSite) -> None:
    site = make_site(
        {
            "a.md": "---\naliases: [b, index, tags, 'x/feed']\n---\n",
            "b.md": "",
            "x/y.md": "![](feed/index.html)",
            "x/feed/index.html": "mine",
        }
    )
    files, problems = render_redirects(site, {"a.md": ("b.md", "x/index.md")}, ["", "tags/", "x/"])

    assert (files, problems) == ({}, ())


def test_what_two_notes_claim_leads_nowhere_and_aliases_are_told(make_site: MakeSite) -> None:
    site = make_site({"a.md": "---\naliases: same\n---\n", "b.md": "---\naliases: Same\n---\n"})
    files, (problem,) = render_redirects(site, {"a.md": ("old.md",), "b.md": ("Old.md",)}, [])

    assert files == {}
    assert (problem.rule, problem.path, problem.found) == ("redirect", "a.md", "same/ (a.md, b.md)")


def test_an_alias_counts_more_than_an_old_path(make_site: MakeSite) -> None:
    files, _ = render_redirects(make_site({"a.md": "---\naliases: x\n---\n", "b.md": ""}), {"b.md": ("x.md",)}, [])

    assert b"url=../a/" in files["x/index.html"]


def test_aliases_that_are_no_names_and_ways_out_lead_nowhere_else(make_site: MakeSite) -> None:
    site = make_site({"a/b.md": "---\naliases: ['..', '/', '../../x', '.']\n---\n"})
    files, _ = render_redirects(site, {}, [])

    assert set(files) == {"x/index.html", "a/x/index.html"}


def test_an_old_path_that_would_tell_of_something_private_is_left_out(make_site: MakeSite) -> None:
    paths = ["clients/Acme.md", "Secret Plan.md", "secret-plan.md", "gone/x.md", "shared/y.md", "picture.png", "p/q.md"]
    site = make_site({f"{number}.md": "" for number in range(7)} | {"shared/z.md": ""})
    log = RENAMES + "".join(f"R100\0{path}\0{number}.md\0" for number, path in enumerate(paths))
    vault = [*site.urls, "clients/Other.md", "Secret Plan.md", "shared/private.md", "p/x.png"]

    assert published_old_paths(site, parse_history(log), vault) == {
        "0.md": (),
        "1.md": (),
        "2.md": (),
        "3.md": ("gone/x.md",),
        "4.md": ("shared/y.md",),
        "5.md": (),
        "6.md": (),
    }


def test_without_renames_there_are_no_old_paths(make_site: MakeSite) -> None:
    assert published_old_paths(make_site({"a.md": ""}), parse_history(""), ["a.md"]) == {}
