"""Many files at once."""

from __future__ import annotations

import io
import marshal
import os
import sys

import pytest

from kb.files import checksum
from kb.vault.reading import crew
from kb.vault.reading.crew import parse_files, serve
from kb.vault.reading.parse import Parsed, parse_file
from tests.vault.conftest import Vault

FILES = {f"{number}.md": f"[[{number + 1}]]" for number in range(10)} | {"bad.md": b"\xff"}


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_FILES_EACH", 2)


@pytest.mark.usefixtures("small_shares")
def test_processes_share_the_files(vault: Vault) -> None:
    folder = os.fspath(vault(FILES))
    for path in FILES:
        os.utime(f"{folder}/{path}", (1000, 1000))  # settled, whenever each is read
    parsed = parse_files(folder, list(FILES), [], most=3)

    assert sorted(parsed) == sorted(parse_file(folder, path) for path in FILES)


@pytest.mark.usefixtures("small_shares")
@pytest.mark.parametrize("interpreter", ["no-such-program", os.devnull, ""])
def test_where_no_process_can_be_started_this_one_does_it_all(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, interpreter: str
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    parsed = parse_files(os.fspath(vault(FILES)), list(FILES), [], most=2)

    assert sorted(one.path for one in parsed) == sorted(FILES)


@pytest.mark.usefixtures("small_shares")
def test_what_a_process_that_died_had_to_do_is_done_here(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_START", "raise SystemExit(1)")
    many = [checksum(str(number).encode()) for number in range(10_000)]
    parsed = parse_files(os.fspath(vault(FILES)), list(FILES), many, most=2)

    assert sorted(one.path for one in parsed) == sorted(FILES)


def test_a_helper_answers_what_it_is_asked(vault: Vault) -> None:
    folder = os.fspath(vault(FILES))
    known = parse_file(folder, "1.md").checksum
    sink = io.BytesIO()
    serve(io.BytesIO(marshal.dumps((folder, ["0.md", "1.md"], frozenset({known})))), sink)
    first, second = (Parsed(*row) for row in marshal.loads(sink.getvalue()))  # noqa: S302  (ours)

    assert first == parse_file(folder, "0.md")
    assert (second.checksum, second.entry) == (known, None)
