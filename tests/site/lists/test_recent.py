"""Recent changes: by day, of the site's notes only, with those of kb folded away."""

from __future__ import annotations

from kb.site.history import parse_history
from kb.site.lists.recent import recent_changes, render_recent, render_updated
from kb.site.titles import titles_of
from tests.site.conftest import MakeSite

LOG = (
    "\x01c3 2024-05-02T01:00:00+02:00\0\nM\0a.md\0R090\0old.md\0b.md\0A\0secret.md\0"
    "\x01c2 2024-05-01T12:00:00+02:00\0\nM\0a.md\0A\0run.md\0"
    "\x01c1 2024-05-01T10:00:00+02:00\0\nA\0a.md\0A\0old.md\0"
)
NOTES = {"a.md": "", "b.md": "# Bee", "run.md": "---\nkb_run: x\n---\n", "secret.md": "---\npublish: false\n---\n"}


def test_changes_stand_by_the_day_of_their_author(make_site: MakeSite) -> None:
    changes = recent_changes(make_site(NOTES), parse_history(LOG))

    assert [(str(day), path, kind) for day, path, kind in changes] == [
        ("2024-05-02", "a.md", "changed"),
        ("2024-05-02", "b.md", "moved"),
        ("2024-05-01", "a.md", "new"),
        ("2024-05-01", "b.md", "new"),
        ("2024-05-01", "run.md", "new"),
    ]


def test_the_page_says_nothing_of_private_notes_and_folds_away_what_kb_wrote(make_site: MakeSite) -> None:
    site = make_site(NOTES)
    (page,) = render_recent(site, titles_of(site.index.notes), parse_history(LOG))

    assert (page.path, page.url, [heading.text for heading in page.headings]) == (
        "recent.md",
        "recent/",
        ["2024-05-02", "2024-05-01"],
    )
    assert '<a href="../b/">Bee</a> <span class="kb-said">moved</span>' in page.html
    assert "<summary>1 note of runs</summary>" in page.html
    assert "secret" not in page.html
    assert "old" not in page.html


def test_a_note_that_git_does_not_know_is_there_by_its_property(make_site: MakeSite) -> None:
    site = make_site({"a.md": "---\nmodified: 2024-05-03\n---\n", "recent/x.md": ""})
    (page,) = render_recent(site, titles_of(site.index.notes), parse_history(""))

    assert page.url == "all-recent/"
    assert '<time datetime="2024-05-03">' in page.html


def test_a_day_of_kb_alone_has_its_notes_folded_away(make_site: MakeSite) -> None:
    site = make_site({"r.md": "---\nkb_batch: x\nupdated: 2024-05-03\n---\n"})
    (page,) = render_recent(site, titles_of(site.index.notes), parse_history(""))

    assert page.html.count("<ul") == page.html.count("<details") == 1


def test_the_newest_hundred_are_shown(make_site: MakeSite) -> None:
    site = make_site({f"{number}.md": f"---\nupdated: 2024-05-{1 + number % 28:02}\n---\n" for number in range(150)})

    assert len(recent_changes(site, parse_history(""))) == 100


def test_without_dates_there_is_no_page(make_site: MakeSite) -> None:
    site = make_site({"a.md": ""})

    assert render_recent(site, {"a.md": "a"}, parse_history("")) == ()


def test_a_page_says_on_which_day_its_note_last_changed(make_site: MakeSite) -> None:
    notes = make_site({"a.md": "", "new.md": ""}).index.notes

    assert render_updated(notes["a.md"], parse_history(LOG)) == (
        '<p class="kb-updated">Last changed <time datetime="2024-05-02">2024-05-02</time></p>\n'
    )
    assert render_updated(notes["new.md"], parse_history(LOG)) == ""
