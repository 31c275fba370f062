"""URLs: fixed by the path, one for each note, whatever the names are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.urls import RESERVED, addresses_of, permalink_url, relative_url, stands_for_folder, url_of

NAMES = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".md")


def note_urls(permalinks: Mapping[str, str]) -> Mapping[str, str]:
    return addresses_of({path: permalink_url(wanted) for path, wanted in permalinks.items()}).urls


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.md", ""),
        ("Index.md", ""),
        ("SMA crossover.md", "sma-crossover/"),
        ("Strategies/SMA crossover AAPL 10-200.md", "strategies/sma-crossover-aapl-10-200/"),
        ("strategies/index.md", "strategies/"),
        ("Strategies/strategies.md", "strategies/"),
        ("a/b/B.md", "a/b/"),
        ("Größe & Maß.md", "größe-maß/"),
        ("Gro\u0308ße.md", "größe/"),
        ("日本語 ノート.md", "日本語-ノート/"),
        ("--a__b!.md", "a-b/"),
        ("v1.2.md", "v1-2/"),
        ("!!!.md", "4bf7a5/"),
        ("con.md", "con-7b7b2e/"),
        ("x.MD", "x/"),
    ],
)
def test_a_url_is_the_slugged_path(path: str, url: str) -> None:
    found = url_of(path)

    assert re.sub(r"[0-9a-f]{6}(?=/)", "#", found) == re.sub(r"[0-9a-f]{6}(?=/)", "#", url)


@pytest.mark.parametrize("name", ["a" * 300, "é" * 200, "日" * 120, "x" * 247 + "-y" * 9, "COM¹", "nul ", "prn."])
def test_a_name_that_a_disk_does_not_take_is_cut_and_gets_a_hash(name: str) -> None:
    first, second = url_of(f"{name}.md"), url_of(f"{name}!.md")

    assert len(first.encode()) <= 256
    assert re.search(r"[^-]-[0-9a-f]{6}/$", first)
    assert first != second


def test_a_long_name_that_a_disk_takes_stays() -> None:
    assert url_of(f"{'a' * 248}.md") == f"{'a' * 248}/"


def test_urls_that_a_disk_takes_for_one_differ() -> None:
    urls = note_urls(dict.fromkeys(["straße.md", "strasse.md", "f/ﬁ.md", "f/fi.md", "l" * 248 + ".md"], ""))
    long = note_urls(dict.fromkeys(["l" * 248 + ".md", "L" * 248 + ".md"], ""))

    assert urls["strasse.md"] == "strasse/"
    assert re.fullmatch(r"straße-[0-9a-f]{6}/", urls["straße.md"])
    assert re.fullmatch(r"f/ﬁ-[0-9a-f]{6}/", urls["f/ﬁ.md"])
    assert max(len(url.encode()) for url in long.values()) == 256


@given(st.sets(PATHS, max_size=12))
def test_every_note_has_a_url_of_its_own_that_any_system_can_store(paths: set[str]) -> None:
    urls = note_urls(dict.fromkeys(paths, ""))
    segments = [segment for url in urls.values() for segment in url.split("/") if segment]

    assert urls.keys() == paths
    assert len({url.casefold() for url in urls.values()}) == len(urls)
    assert not RESERVED & set(segments)
    assert all(url == "" or url.endswith("/") for url in urls.values())
    assert all(unicodedata.category(char)[0] in "LMN" for segment in segments for char in segment.replace("-", ""))


@given(st.sets(PATHS, max_size=8), PATHS)
def test_a_note_without_rivals_keeps_its_url_whatever_else_is_there(paths: set[str], path: str) -> None:
    others = paths - {path}
    rivals = {other for other in others if url_of(other).casefold() == url_of(path).casefold()}
    urls = note_urls(dict.fromkeys([*others, path], ""))

    assert rivals or urls[path] == url_of(path)


def test_of_two_notes_with_one_url_the_exact_slug_keeps_it() -> None:
    urls = note_urls(dict.fromkeys(["a b.md", "A b.md", "a-b.md"], ""))

    assert urls["a-b.md"] == "a-b/"
    assert re.fullmatch(r"a-b-[0-9a-f]{6}/", urls["a b.md"])
    assert re.fullmatch(r"a-b-[0-9a-f]{6}/", urls["A b.md"])
    assert urls["a b.md"] != urls["A b.md"]


def test_the_path_that_sorts_first_keeps_a_url_that_no_slug_claims() -> None:
    assert note_urls(dict.fromkeys(["A B.md", "A!B.md"], ""))["A B.md"] == "a-b/"


def test_an_index_comes_before_a_note_that_is_named_like_the_folder() -> None:
    urls = note_urls({"a/index.md": "", "a.md": "", "a/a.md": ""})

    assert urls["a/index.md"] == "a/"


def test_a_permalink_overrides_the_path_and_comes_first() -> None:
    urls = note_urls({"a.md": "", "deep/note.md": "/A/", "other.md": "Über uns/Team"})

    assert urls["deep/note.md"] == "a/"
    assert urls["other.md"] == "über-uns/team/"
    assert re.fullmatch(r"a-[0-9a-f]{6}/", urls["a.md"])


@pytest.mark.parametrize("wanted", ["../../x", "a/./b", "/", "", " ", "!!!", "https://example.org/a", ["a"], 7, None])
def test_what_is_no_permalink_asks_for_nothing(wanted: Any) -> None:
    assert permalink_url(wanted) == ""


def test_it_is_known_which_note_has_the_url_that_another_wanted() -> None:
    found = addresses_of({"a b.md": "", "a-b.md": "", "A!B.md": "", "c.md": "a-b/", "d.md": ""})

    assert found.holders == dict.fromkeys(["a b.md", "a-b.md", "A!B.md"], "c.md")


def test_a_rival_of_home_gets_a_hash_alone() -> None:
    home, rival = sorted(note_urls({"index.md": "", "INDEX.md": ""}).values())

    assert home == ""
    assert re.fullmatch(r"[0-9a-f]{6}/", rival)


def test_a_hash_that_is_taken_is_made_anew() -> None:
    rival = note_urls({"x.md": "x", "y.md": "x"})["y.md"]
    urls = note_urls({"x.md": "x", "y.md": "x", "z.md": rival})

    assert len(set(urls.values())) == 3


SEGMENTS = st.lists(st.sampled_from(["a", "b", "größe", "x-y"]), max_size=3).map(
    lambda parts: "".join(f"{p}/" for p in parts)
)


@given(SEGMENTS, SEGMENTS, st.sampled_from(["", "#here", "#^id"]))
def test_the_way_between_two_pages_leads_there(target: str, page: str, fragment: str) -> None:
    way = relative_url(target + fragment, page)

    assert unquote(urljoin(f"https://host/{page}", way)) == f"https://host/{target}{fragment}"


def test_the_way_to_a_file() -> None:
    assert relative_url("files/a b.png", "x/y/") == "../../files/a%20b.png"


def test_only_a_note_with_its_folders_url_stands_for_the_folder() -> None:
    assert stands_for_folder("index.md", "")
    assert stands_for_folder("a/index.md", "a/")
    assert not stands_for_folder("a.md", "a/")
    assert not stands_for_folder("a/b.md", "other/")
