"""What is written for the search, and that every word is found in it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.search import shards
from kb.site.search.findable import findable_of
from kb.site.search.record import Record, Section
from kb.site.search.shards import ENTRY, FILTERS, render_search, root_of, shard_path, without_numbers
from kb.site.search.terms import count_terms
from tests.site.search.lookup import find_filter, find_prefix, find_text, find_word

GOLDEN = Path(__file__).parents[2] / "golden" / "site" / "search.txt"
SMALL = (
    Record(
        url="strategies/sma-crossover/",
        title="SMA crossover",
        folder="Strategies",
        sections=(
            Section("", "", "Buys when sma_20 is above sma_50 of BRK.B."),
            Section("costs", "Costs", "Costs are 3.5 bps, costs again."),
        ),
        tags=("strategy/trend",),
        aliases=("Moving averages",),
        properties=(("type", "idea"), ("sharpe_ratio", "1.25")),
        types=("idea",),
        stages=("tested",),
    ),
    Record(url="größe/", title="Größe", sections=(Section("", "", "東京の株 costs"),), tags=("Strategy",)),
)
WORDS = st.sampled_from(
    ["co", "con", "cost", "costs", "contract", "a", "b", "株", "株式", "東京都", "sma_20", "BRK.B", "Größe"]
)
TEXTS = st.lists(WORDS | st.text(max_size=6), max_size=8).map(" ".join)
RECORDS = st.builds(
    Record,
    url=st.text("abc/", max_size=4),
    title=TEXTS,
    sections=st.lists(st.builds(Section, st.just("x"), TEXTS, TEXTS), max_size=2).map(tuple),
    tags=st.lists(st.sampled_from(["one", "two", "two/a", "Two/a/b"]), max_size=2, unique=True).map(tuple),
    types=st.lists(st.sampled_from(["idea", "Run"]), max_size=1).map(tuple),
    stages=st.lists(st.sampled_from(["tested", "\ud800"]), max_size=1).map(tuple),
)
VAULTS = st.lists(RECORDS, max_size=5, unique_by=lambda record: record.url).map(
    lambda records: sorted(records, key=lambda record: record.url)
)


def files_of(records: Sequence[Record]) -> dict[str, bytes]:
    return render_search(findable_of(record) for record in records)


def test_the_files_of_a_small_site() -> None:
    files = files_of(SMALL)
    text = "".join(f"{path}\n{data.decode()}\n" for path, data in sorted(files.items()))
    if not GOLDEN.exists():
        GOLDEN.write_text(text, "utf-8")
        pytest.fail("written anew: read it")

    assert text == GOLDEN.read_text("utf-8")


def test_what_the_files_say_is_their_words_and_no_numbers() -> None:
    files = files_of(SMALL)
    said = without_numbers(files)

    assert said.keys() == files.keys()
    assert said["search/notes/0.json"] == files["search/notes/0.json"]
    assert json.loads(said["search/words/t-co.json"]) == {"costs": 0}
    assert json.loads(said[FILTERS])["type"] == {"idea": 0}


def test_the_order_in_which_notes_are_given_does_not_matter() -> None:
    assert files_of(SMALL) == files_of(SMALL[::-1])


@given(VAULTS)
def test_every_word_of_a_note_is_found(records: Sequence[Record]) -> None:
    files = files_of(records)
    for number, record in enumerate(records):
        texts = [record.title, *(section.text for section in record.sections)]
        words = [word for text in texts for word in count_terms(text)]

        assert all(number in find_word(files, word) for word in words)
        assert all(number in find_prefix(files, word[:2]) for word in words)


@given(VAULTS, TEXTS)
def test_a_note_is_found_by_its_words_only(records: Sequence[Record], text: str) -> None:
    files = files_of(records)
    wanted = count_terms(text).keys()
    holds = {
        number
        for number, record in enumerate(records)
        if wanted and wanted <= set(findable_of(record).words.split(" "))
    }

    assert find_text(files, text) == holds


@given(VAULTS)
def test_shards_split_and_whole_say_the_same(records: Sequence[Record]) -> None:
    words = {word for record in records for word in findable_of(record).words.split()}
    whole = files_of(records)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "LARGEST", 20)
        split = files_of(records)

    assert [find_word(split, word) for word in words] == [find_word(whole, word) for word in words]


def test_a_large_shard_is_split_by_the_next_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LARGEST", 30)
    files = files_of([Record("", "", sections=(Section("", "", "co cost costs contract"),))])

    assert list(json.loads(files[ENTRY])["shards"]) == ["co", "con", "cos"]
    assert find_prefix(files, "cost") == {0}


def test_a_tag_is_found_by_the_tags_above_it() -> None:
    files = files_of(SMALL)

    assert find_filter(files, "tag", "strategy") == {0, 1}
    assert find_filter(files, "tag", "strategy/trend") == {1}
    assert find_filter(files, "type", "idea") == {1}
    assert find_filter(files, "stage", "tested") == {1}
    assert find_filter(files, "stage", "nothing") == set()


def test_a_title_says_more_than_the_text() -> None:
    files = files_of([Record("a/", "Costs"), Record("b/", "Other", sections=(Section("", "", "costs " * 100),))])
    levels = find_word(files, "costs")

    assert levels[0] > levels[1]


@pytest.mark.parametrize("word", ["con", "nul", "a.", "株", "é", "..", "\U00020000"])
def test_a_shard_has_a_name_that_any_host_takes(word: str) -> None:
    name = shard_path(word).rpartition("/")[2]

    assert name.isascii()
    assert name.split(".")[0] not in {"con", "nul"}
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")


def test_no_two_shards_have_one_name() -> None:
    keys = ["4e", "N", "u", "x4", "株", "a.", "a_", "a-"]

    assert len({shard_path(key) for key in keys}) == len(keys)


def test_words_of_scripts_without_spaces_are_grouped_by_one_character() -> None:
    assert [root_of(word) for word in ("cost", "a", "株式", "서울")] == ["co", "a", "株", "서"]


def test_no_notes_are_few_files() -> None:
    assert files_of([]) == {
        ENTRY: b'{"lengths":"","shards":{}}',
        FILTERS: b'{"tag":{},"type":{},"stage":{}}',
    }
