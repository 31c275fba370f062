"""Notes that were parsed before: the same notes, sooner."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.vault.reading import cache, notes, parse
from kb.vault.reading.notes import read_vault
from tests.vault.conftest import Vault

TEXT = """\
---
tags: [one]
date: 2024-01-02
at: 2024-01-02T03:04:05
up: "[[b]]"
nested: {a: [1, {b: 2024-01-02}], [x, y]: 1}
---
# Heading ^id

[[b#x|text]] ![[pic.png]] #tag

```kb
notebook: x
```
"""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the notes that were parsed since."""
    paths: list[str] = []

    def parse_note(data: bytes, path: str, digest: str) -> Any:
        paths.append(path)
        return real(data, path, digest)

    real = parse.parse_note
    monkeypatch.setattr(parse, "parse_note", parse_note)
    return paths


def test_a_note_that_was_parsed_before_is_the_same_note(vault: Vault, tmp_path: Path, parsed: list[str]) -> None:
    folder = vault(
        {"a.md": TEXT, "b.md": "---\nx: y: z\n---\n", "c.md": b"\xff", "templates/T.md": "---\nx: {{y}}\n---\n"}
    )
    first = read_vault(folder, tmp_path / "notes")
    again = read_vault(folder, tmp_path / "notes")

    assert first == again == read_vault(folder)
    assert parsed.count("a.md") == 2
    assert list(first[0][0].properties) == ["tags", "date", "at", "up", "nested"]
    assert list(map(type, again[0][0].outline.links)) == list(map(type, first[0][0].outline.links))


def test_only_what_changed_is_parsed(vault: Vault, tmp_path: Path, parsed: list[str]) -> None:
    folder = vault({"a.md": "A", "b.md": "B", "c.md": "C"})
    read_vault(folder, tmp_path / "notes")
    parsed.clear()
    (folder / "b.md").write_text("changed")
    (folder / "c.md").unlink()
    read, _, _ = read_vault(folder, tmp_path / "notes")

    assert parsed == ["b.md"]
    assert [(note.path, note.text) for note in read] == [("a.md", "A"), ("b.md", "changed")]
    assert sorted(cache.load_notes(tmp_path / "notes")) == ["a.md", "b.md"]


def test_a_note_that_moved_is_not_parsed_and_knows_its_path(vault: Vault, tmp_path: Path, parsed: list[str]) -> None:
    folder = vault({"templates/a.md": f"{TEXT}", "templates/b.md": "---\nx: {{y}}\n---\n"})
    read_vault(folder, tmp_path / "notes")
    parsed.clear()
    (folder / "templates").rename(folder / "new")
    read, _, problems = read_vault(folder, tmp_path / "notes")

    assert parsed == []
    assert [block.path for block in read[0].outline.blocks] == ["new/a.md"]
    assert [problem.path for problem in problems] == ["new/b.md"]


def test_a_file_that_has_not_changed_for_a_while_is_not_read(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = vault({"a.md": "A"})
    monkeypatch.setattr(parse, "SETTLED_NS", -60_000_000_000)
    read_vault(folder, tmp_path / "notes")
    monkeypatch.setattr(notes, "parse_files", lambda _vault, paths, _known: [] if not paths else pytest.fail("read"))

    assert read_vault(folder, tmp_path / "notes")[0][0].text == "A"


def test_a_file_that_changed_just_now_is_read_again(vault: Vault, tmp_path: Path) -> None:
    folder = vault({"a.md": "A"})
    read_vault(folder, tmp_path / "notes")
    state = (folder / "a.md").stat()
    (folder / "a.md").write_text("B")
    os.utime(folder / "a.md", ns=(state.st_atime_ns, state.st_mtime_ns))

    assert read_vault(folder, tmp_path / "notes")[0][0].text == "B"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[:10],
        lambda _: b"",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda _: b"something else" * 10,
    ],
)
def test_a_damaged_file_counts_for_nothing(vault: Vault, tmp_path: Path, parsed: list[str], damage: Any) -> None:
    folder = vault({"a.md": TEXT})
    first = read_vault(folder, tmp_path / "notes")
    (file,) = (tmp_path / "notes").iterdir()
    file.write_bytes(damage(file.read_bytes()))

    assert read_vault(folder, tmp_path / "notes") == first
    assert parsed == ["a.md", "a.md"]


def test_another_version_of_the_parser_reads_none_of_it(
    vault: Vault, tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = vault({"a.md": "A"})
    read_vault(folder, tmp_path / "notes")
    monkeypatch.setattr(cache, "_version", lambda: b"another")
    read_vault(folder, tmp_path / "notes")

    assert parsed == ["a.md", "a.md"]


def test_where_nothing_can_be_written_the_vault_is_read_all_the_same(vault: Vault, tmp_path: Path) -> None:
    folder = vault({"a.md": "A"})
    (tmp_path / "notes").write_text("a file where the folder should be")

    assert read_vault(folder, tmp_path / "notes") == read_vault(folder)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"---\n{text}\n---\n{text}".encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_note_holds_is_kept(vault: Vault, tmp_path: Path, data: bytes) -> None:
    folder = vault({"a.md": data})
    expected = read_vault(folder)
    read_vault(folder, tmp_path / "notes")

    assert repr(read_vault(folder, tmp_path / "notes")) == repr(expected)
