"""The index is a copy: whatever happens to it or beside it, the answer is that of a fresh one."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import KbError, UsageError
from kb.find import store
from kb.find.answer import answer
from kb.find.file import File
from kb.find.fold import fold, spans
from kb.find.index import files_in, refresh, refresh_from
from kb.find.match import anywhere, holds
from kb.find.query import parse_query
from kb.find.store import use_index
from kb.vault.names import name_key
from kb.vault.reading.canvas import read_canvases
from kb.vault.reading.notes import read_vault
from tests.find.vaults import index_of, paths, search, write_files

WORDS = st.sampled_from(
    [
        "cat",
        "Café",
        "scatter",
        "x",
        "ÅSE",
        "ß",
        "寿司",
        "#tag/x",
        "- [ ] cat",
        "## Cat",
        "\n\n",
        "---\n",
        "tags: [cat]",
        "\0",
        "İ",
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
QUERY_PIECES = st.sampled_from(
    [
        *("cat", "cafe", "x", "åse", "SS", "司", '"cat x"', "tag:tag", "-cat", "OR", "line:(cat x)", "task:cat"),
        *("section:(cat -x)", "block:cat", "match-case:Café", "[tags:cat]", "/c.t/", "file:a", "(cat OR x)", "i\u0307"),
    ]
)
QUERIES = st.lists(QUERY_PIECES, min_size=1, max_size=4).map(" ".join)
few = settings(deadline=None, max_examples=60)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    write_files(tmp_path, {"a.md": "the cat\n", "b.md": "a dog\n", "c.png": ""})
    return tmp_path


@few
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(QUERIES, min_size=1, max_size=8))
def test_the_index_leaves_out_nothing_that_a_scan_finds(texts: list[str], queries: list[str]) -> None:
    def compare(sql: sqlite3.Connection) -> None:
        refresh(sql, Path(folder))
        every = list(files_in(sql, "", any_file=True))
        for query in queries:
            try:
                node = parse_query(query)
            except UsageError:
                continue
            scanned = sorted(file.path for file in every if holds(node, anywhere(file)))
            assert sorted(hit.path for hit in answer(sql, node, 100).hits) == scanned

    with TemporaryDirectory() as folder:
        write_files(Path(folder), {f"{'ab'[number % 2]}{number}.md": text for number, text in enumerate(texts)})
        use_index(index_of(Path(folder)), compare)


@given(st.text(), st.text())
def test_the_form_of_a_part_is_a_part_of_the_form(text: str, part: str) -> None:
    whole = f"{text}{part}{text}"

    assert fold(part) in fold(whole)
    assert fold(whole) == "".join(map(fold, whole))
    for start, end in spans(whole, fold(part)):
        assert fold(part) in fold(whole[start:end])


def edits() -> st.SearchStrategy[list[tuple[str, str | None]]]:
    names = st.sampled_from(["a.md", "b.md", "x/a.md", "c.canvas", "x/d.md"])
    return st.lists(st.tuples(names, st.one_of(st.none(), TEXTS)), max_size=8)


@few
@given(edits(), edits())
def test_an_index_brought_up_to_date_equals_a_fresh_one(
    before: list[tuple[str, str | None]], after: list[tuple[str, str | None]]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for batch in (before, after):
            for path, text in batch:
                if text is None:
                    (folder / path).unlink(missing_ok=True)
                else:
                    write_files(folder, {path: text})
            search(folder, "cat")
        assert all_in(folder, index_of(folder)) == all_in(folder, folder / ".kb" / "fresh.sqlite")


def all_in(vault: Path, index: Path) -> list[object]:
    """All that an index knows, and which files have which run of letters."""

    def read(sql: sqlite3.Connection) -> list[object]:
        refresh(sql, vault)
        files = sorted((known(file) for file in files_in(sql, "", any_file=True)), key=str)
        runs = ((run, sorted(file.path for file in files_in(sql, f'"{run}"', any_file=True))) for run in ("cat", "x/d"))
        return [files, *runs]

    return use_index(index, read)


def known(file: File) -> tuple[object, ...]:
    return file.path, file.fields, file.folded, file.known, file.text


def test_only_what_changed_is_read(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.vault.reading.parse.SETTLED_NS", 0)
    search(vault, "cat")
    monkeypatch.setattr("kb.vault.reading.crew.parse_files", None)

    assert paths(vault, "cat") == ["a.md"]


def test_a_file_that_was_only_touched_is_kept(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search(vault, "cat")
    monkeypatch.setattr("kb.find.entry.entry_of", None)
    (vault / "a.md").write_text("the cat\n")

    assert paths(vault, "cat") == ["a.md"]


def test_files_that_change_places_are_read_again(vault: Path) -> None:
    search(vault, "cat")
    write_files(vault, {"a.md": "a dog\n", "b.md": "the cat\n"})

    assert paths(vault, "cat") == ["b.md"]


def test_a_note_that_cannot_be_read_is_found_by_its_name(vault: Path) -> None:
    (vault / "bad.md").write_bytes(b"\xff cat")

    assert (paths(vault, "cat"), paths(vault, "file:bad")) == (["a.md"], ["bad.md"])


def test_a_copy_of_a_sync_client_is_left_out(vault: Path) -> None:
    write_files(vault, {"a.sync-conflict-20240101-101010-ABCDEFG.md": "the cat\n"})

    assert paths(vault, "cat") == ["a.md"]


@pytest.mark.parametrize("content", [b"no database", b"", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_index_is_made_anew(vault: Path, content: bytes) -> None:
    search(vault, "cat")
    index_of(vault).write_bytes(content)

    assert paths(vault, "cat") == ["a.md"]
    assert paths(vault, "cat") == ["a.md"]


def test_an_index_that_is_cut_or_overwritten_is_made_anew(vault: Path) -> None:
    search(vault, "cat")
    whole = index_of(vault).read_bytes()
    for start in range(100, len(whole), 4096):
        index_of(vault).write_bytes(whole[:start] + b"\xaa" * 4096 + whole[start + 4096 :])

        assert paths(vault, "cat") == ["a.md"]


def test_an_index_of_another_version_is_made_anew(vault: Path) -> None:
    search(vault, "cat")
    with closing(sqlite3.connect(index_of(vault))) as sql:
        sql.executescript("DROP TABLE entries; DELETE FROM made")

    assert paths(vault, "cat") == ["a.md"]


def test_while_another_process_writes_it_the_search_goes_without(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WAIT_SECONDS", 0.01)
    search(vault, "cat")
    with closing(sqlite3.connect(index_of(vault), isolation_level=None)) as sql:
        sql.execute("BEGIN IMMEDIATE")
        write_files(vault, {"new.md": "cat"})

        assert paths(vault, "cat") == ["a.md", "new.md"]


def test_several_searches_at_once_find_the_same(vault: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: paths(vault, "cat"), range(8)))

    assert found == [["a.md"]] * 8


def test_tables_that_another_process_made_meanwhile_are_kept(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search(vault, "cat")
    known = store._version_in  # noqa: SLF001  (the moment between two looks)
    seen = iter([None])
    monkeypatch.setattr(store, "_version_in", lambda sql: next(seen, known(sql)))

    assert paths(vault, "cat") == ["a.md"]


def test_a_file_that_vanishes_meanwhile_is_found_by_its_name(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.find.index.walk_vault", lambda *_: ["a.md", "gone.md"])

    assert (paths(vault, "cat"), paths(vault, "file:gone")) == (["a.md"], ["gone.md"])


def test_where_no_index_can_be_the_search_goes_without(vault: Path) -> None:
    (vault / "file").write_text("")

    assert paths(vault, "cat", vault / "file" / "search.sqlite") == ["a.md"]


def test_an_index_that_cannot_be_removed_is_left(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(vault).parent.mkdir()
    index_of(vault).write_bytes(b"no database")

    def refuse(_: Path, *, missing_ok: bool) -> None:
        raise PermissionError(missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)

    assert paths(vault, "cat") == ["a.md"]


def test_without_full_text_search_that_is_said(vault: Path) -> None:
    def no_module(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("no such module: fts5")

    with pytest.raises(KbError, match="SQLite cannot search texts here: no such module: fts5"):
        use_index(index_of(vault), no_module)


def test_the_shorter_name_that_a_word_is_of_comes_first(tmp_path: Path) -> None:
    more = {f"Turtle results {number}.md": "turtle turtle\n# Turtle\n" for number in range(3)}
    write_files(tmp_path, {"Turtle.md": "A rule.", "Other.md": "turtle", **more})

    assert [hit.path for hit in search(tmp_path, "turtle").hits] == ["Turtle.md", *more, "Other.md"]


def test_the_best_comes_first(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "text.md": "cat and more\n",
            "Cat.md": "an animal\n",
            "often.md": "cat cat cat\n",
            "tagged.md": "#cat\n",
            "head.md": "# cat\n",
            "other.md": "dog\n",
            "named.md": "---\naliases: cat\n---\n",
        },
    )
    found = search(tmp_path, "cat", limit=4)

    assert [hit.path for hit in found.hits] == ["named.md", "Cat.md", "head.md", "tagged.md"]
    assert (found.count, found.hits[1].title, found.hits[1].lines) == (6, "Cat", ())
    assert found.hits[0].score > found.hits[3].score > 0


def test_names_are_compared_in_one_normal_form(tmp_path: Path) -> None:
    write_files(tmp_path, {"Gru\u0308n.md": ""})

    assert paths(tmp_path, "match-case:Grün") == ["Gru\u0308n.md"]
    assert name_key("Gru\u0308n") == "Grün"


def test_notes_at_hand_are_found_like_those_on_disk(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    card = '{"nodes": [{"id": "1", "type": "text", "text": "cat"}], "edges": []}'
    write_files(vault, {"a.md": "cat", "b.md": "dog", "c.canvas": card, "cat.png": "x"})

    def found(query: str) -> list[str]:
        notes, files, _ = read_vault(vault)
        canvases, _ = read_canvases(vault, files)

        def asked(sql: sqlite3.Connection) -> list[str]:
            others = [path for path in files if path not in canvases]
            refresh_from(sql, {note.path: note for note in notes}, canvases, others)
            return sorted(hit.path for hit in answer(sql, parse_query(query), 10).hits)

        return use_index(tmp_path / "index.sqlite", asked)

    assert found("cat") == ["a.md", "c.canvas"]
    assert found("path:cat") == ["cat.png"]

    (vault / "a.md").write_text("dog")
    (vault / "c.canvas").unlink()
    assert (found("cat"), found("dog")) == ([], ["a.md", "b.md"])
