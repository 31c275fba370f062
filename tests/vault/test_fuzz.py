"""Whatever the files hold: notes or problems, never an exception, and what is told of a line is on that line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.model.note import Note, Outline
from kb.model.problem import Problem
from kb.vault.checks.check import check_vault
from kb.vault.index import build_index, links_of
from kb.vault.reading.notes import read_note, read_vault
from tests.vault.texts import NOTES, PIECES

BYTES = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(st.sampled_from([piece.encode() for piece in PIECES]), st.binary(max_size=3))).map(b"".join),
    NOTES.map(str.encode),
    NOTES.map(lambda text: text.encode("utf-16")),
    NOTES.map(lambda text: b"---\n" + text.encode() + b"\n---\n"),
)

on_disk = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def read(folder: Path, content: bytes) -> tuple[Note | None, tuple[Problem, ...]]:
    """A note of these bytes, read."""
    (folder / "a.md").write_bytes(content)
    return read_note(folder, "a.md")


@on_disk
@given(BYTES)
def test_any_bytes_are_a_note_or_a_problem(tmp_path: Path, content: bytes) -> None:
    note, problems = read(tmp_path, content)

    assert note is not None or problems
    assert all(problem.path == "a.md" and problem.what and problem.do for problem in problems)


@on_disk
@given(NOTES)
def test_what_is_told_of_a_line_stands_on_that_line(tmp_path: Path, text: str) -> None:
    note, problems = read(tmp_path, text.encode())

    assert note is not None
    lines = note.text.replace("\0", "\ufffd").split("\n")

    assert all(1 <= (problem.line or 1) <= len(lines) for problem in problems)
    for line, written in told(note.outline):
        rest = "\n".join(lines[line - 1 :])
        assert line >= note.body_line
        assert written in rest or written.split("\n")[0] in rest


def told(outline: Outline) -> list[tuple[int, str]]:
    """Each line that an outline names, with what must stand there."""
    found = [(link.line, link.raw.split("\n")[0]) for link in outline.links]
    found += [(line, f"#{tag}") for tag, line in outline.tags]
    found += [(line, f"^{name}") for name, line in outline.block_ids]
    found += [(block.line, block.language) for block in outline.blocks]
    return found + [(heading.line, "") for heading in outline.headings]


@on_disk
@given(NOTES)
def test_line_ends_do_not_matter_and_reading_twice_is_reading_once(tmp_path: Path, text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    one, other, third = (read(tmp_path, unix.replace("\n", end).encode()) for end in ("\n", "\r\n", "\n"))

    assert one == third
    assert one[0] is not None
    assert other[0] is not None
    assert (one[0].outline, one[0].properties, one[1]) == (other[0].outline, other[0].properties, other[1])


@on_disk
@given(st.tuples(NOTES, NOTES, NOTES))
def test_any_notes_make_a_vault_that_is_indexed_resolved_and_checked(tmp_path: Path, texts: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir(exist_ok=True)
    for name, text in zip(("a.md", "b.md", "in/c.md"), texts, strict=True):
        (tmp_path / name).write_bytes(text.encode())
    notes, attachments, problems = read_vault(tmp_path)
    index = build_index(notes, [*attachments, "p.png", "in/P.PNG", "d.pdf", "s.mp3"])

    assert len(notes) == len(texts)
    assert all(problem.path in index.notes for problem in (*problems, *check_vault(index)) if problem.line)
    for note in notes:
        assert all(index.resolve(link, note.path) == index.resolve(link, note.path) for link in links_of(note))


@pytest.mark.parametrize("text", ["---\na: &a [*a, *a]\n---\n", "---\na: !!python/object:os.system x\n---\n"])
def test_tricks_of_yaml_are_told(tmp_path: Path, text: str) -> None:
    note, problems = read(tmp_path, text.encode())

    assert note is not None
    assert [(problem.rule, problem.line) for problem in problems] == [("bad-frontmatter", 2)]
