"""Feeds: valid Atom, the newest notes of a folder, ids that stay."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from kb.model.problem import Problem
from kb.site.history import History, parse_history
from kb.site.lists.feeds import MOST_ENTRIES, feeds_of, render_feeds
from kb.site.model import Site
from tests.site.conftest import MakeSite

ADDRESS = "https://example.org/kb/"
ATOM = "{http://www.w3.org/2005/Atom}"
LOG = (
    "\x01c3 2024-05-03T00:30:00+02:00\0\nM\0posts/a.md\0"
    "\x01c2 2024-05-02T12:00:00+02:00\0\nA\0posts/deep/b.md\0"
    "\x01c1 2024-05-01T12:00:00+02:00\0\nA\0posts/a.md\0A\0other.md\0A\0posts/secret.md\0"
)
NOTES = {
    "posts/a.md": "---\ntags: [x/y]\ndescription: A & b\n---\n# First & 1 < 2\n\n"
    "## Part\n\n[[other]] and ![](../p.png)\n\x0b\n%%hidden%%",
    "posts/deep/b.md": "Text\n\n[[a]]",
    "posts/secret.md": "---\npublish: false\n---\nCANARY",
    "other.md": "",
    "p.png": "x",
}


def rendered(
    site: Site, history: History, folders: list[str], site_url: str
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    return render_feeds(site, history, folders, site_url, site.urls)


def feed_of(site: Site, history: History, folder: str = "posts") -> ET.Element:
    """A feed, after it has been held against what RFC 4287 demands."""
    (content,) = rendered(site, history, [folder], ADDRESS)[0].values()
    feed = ET.fromstring(content)  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        moments = [at.text for name in ("updated", "published") for at in element.findall(ATOM + name)]
        assert all(datetime.fromisoformat(moment or "").tzinfo for moment in moments)
    assert len(feed.findall(f"{ATOM}author")) == 1
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    assert all(urlsplit(link).scheme == "https" and link.isascii() for link in links)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert feed.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)
    return feed


def test_a_feed_has_the_notes_of_its_folder_newest_first(make_site: MakeSite) -> None:
    feed = feed_of(make_site(NOTES), parse_history(LOG))
    entries = feed.findall(f"{ATOM}entry")

    assert feed.findtext(f"{ATOM}title") == "Test: posts"
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["b", "First & 1 < 2"]
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2024-05-02T10:00:00Z", "2024-05-02T22:30:00Z"]
    assert entries[1].findtext(f"{ATOM}published") == "2024-05-01T10:00:00Z"
    assert [category.get("term") for category in entries[1].findall(f"{ATOM}category")] == ["x/y"]
    assert entries[1].findtext(f"{ATOM}summary") == "A & b"


def test_an_entry_holds_the_whole_note_with_whole_addresses(make_site: MakeSite) -> None:
    feed = feed_of(make_site(NOTES), parse_history(LOG))
    content = feed.findall(f"{ATOM}entry")[1].find(f"{ATOM}content")

    assert content is not None
    assert content.get("type") == "html"
    html = content.text or ""
    assert '<h2 id="part">Part</h2>' in html
    assert f'<a href="{ADDRESS}other/">other</a>' in html
    assert f'src="{ADDRESS}p.png"' in html
    assert not any(word in html for word in ("<h1", "hidden", "Linked from"))


def test_nothing_private_is_in_a_feed(make_site: MakeSite) -> None:
    files, _ = rendered(make_site(NOTES), parse_history(LOG), ["posts", "."], ADDRESS)

    assert set(files) == {"posts/feed.xml", "feed.xml"}
    assert not any(b"secret" in content or b"CANARY" in content for content in files.values())


def test_an_id_stays_when_a_note_moves_and_a_new_note_of_its_name_has_another(make_site: MakeSite) -> None:
    site = make_site({"posts/old.md": "", "posts/new.md": "", "posts/x.md": ""})
    before = "\x01c1 2024-05-01T12:00:00+02:00\0\nA\0posts/old.md\0A\0posts/x.md\0"
    moved = "\x01c2 2024-05-02T12:00:00+02:00\0\nR100\0posts/old.md\0posts/new.md\0"
    after = f"\x01c3 2024-05-03T12:00:00+02:00\0\nA\0posts/old.md\0{moved}{before}"
    ids = [
        {
            entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}id")
            for entry in feed_of(site, parse_history(log)).iter(f"{ATOM}entry")
        }
        for log in (before, after)
    ]

    assert ids[1]["new"] == ids[0]["old"]
    assert ids[1]["old"] != ids[0]["old"]
    assert ids[1]["x"] == ids[0]["x"]


def test_a_note_without_a_date_is_in_no_feed_and_a_property_is_a_date(make_site: MakeSite) -> None:
    site = make_site({"posts/a.md": "---\ndate: 2024-01-02\n---\n", "posts/b.md": ""})
    feed = feed_of(site, History())

    assert [entry.findtext(f"{ATOM}published") for entry in feed.iter(f"{ATOM}entry")] == ["2024-01-02T00:00:00Z"]


def test_a_feed_has_the_newest_only(make_site: MakeSite) -> None:
    site = make_site({f"p/{n}.md": f"---\ndate: 2024-01-{1 + n % 28:02}\n---\n" for n in range(MOST_ENTRIES + 5)})

    assert len(feed_of(site, History(), "p").findall(f"{ATOM}entry")) == MOST_ENTRIES


def test_the_same_notes_give_the_same_bytes(make_site: MakeSite) -> None:
    site = make_site(NOTES)

    assert rendered(site, parse_history(LOG), ["posts"], ADDRESS) == rendered(
        site, parse_history(LOG), ["posts"], ADDRESS
    )


def test_without_an_address_there_is_no_feed_and_it_is_said_what_to_set(make_site: MakeSite) -> None:
    site = make_site(NOTES)
    files, (problem,) = rendered(site, parse_history(LOG), ["posts"], "")

    assert files == {}
    assert feeds_of(site, parse_history(LOG), ["posts"], "") == ()
    assert 'url = "https://example.org/"' in problem.do


@pytest.mark.parametrize(
    ("folder", "what"),
    [("psts", "There is no note in this folder"), ("bare", "No note in this folder has a date")],
)
def test_a_folder_that_gives_no_feed_is_told(make_site: MakeSite, folder: str, what: str) -> None:
    site = make_site({"bare/x.md": ""})
    files, (problem,) = rendered(site, History(), [folder], ADDRESS)

    assert (files, feeds_of(site, History(), [folder], ADDRESS)) == ({}, ())
    assert (problem.path, problem.found, problem.severity) == ("kb.toml", folder, "warning")
    assert problem.what.startswith(what)


def test_a_folder_that_an_audience_does_not_read_is_no_fault(make_site: MakeSite) -> None:
    site = make_site(NOTES)
    files, problems = render_feeds(site, parse_history(LOG), ["posts", "diary"], ADDRESS, [*NOTES, "diary/x.md"])

    assert (set(files), problems) == ({"posts/feed.xml"}, ())


def test_folders_with_one_url_have_feeds_of_their_own(make_site: MakeSite) -> None:
    dated = "---\ndate: 2024-05-01\n---\n"
    site = make_site({"My posts/a.md": dated, "my-posts/b.md": dated})
    files, _ = rendered(site, History(), ["my-posts", "My posts"], ADDRESS)
    other = min(files)

    assert re.fullmatch(r"my-posts/feed-[0-9a-f]{6}\.xml", other)
    assert set(files) == {other, "my-posts/feed.xml"}
    assert b"<title>a</title>" in files["my-posts/feed.xml"]
    assert b'href="https://example.org/kb/my-posts/"' in files[other]


def test_no_feeds_are_no_fault(make_site: MakeSite) -> None:
    assert rendered(make_site({}), History(), [], "") == ({}, ())


def test_a_folder_may_be_written_in_every_usual_way(make_site: MakeSite) -> None:
    site = make_site({"Größe/x.md": "---\ndate: 2024-05-01\n---\n"})
    feeds = feeds_of(site, History(), ["/Größe/", "./Größe", "Größe", "/", "."], ADDRESS)

    assert [(feed.folder, feed.title, feed.url) for feed in feeds] == [
        ("Größe", "Test: Größe", "größe/feed.xml"),
        ("", "Test", "feed.xml"),
    ]
