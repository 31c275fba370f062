"""What a repair writes: the link, and not one byte beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.note import GeneratedNote, Link
from kb.vault.check import check_vault
from kb.vault.fix import possible_repairs, repaired, write_repairs
from kb.vault.index import Index, build_index, links_of
from kb.vault.links import Ambiguous, Target
from kb.vault.notes import read_vault
from kb.vault.repairs import Repair, find_repairs
from kb.vault.store import render_note
from tests.vault.conftest import Vault
from tests.vault.written import index_of

NAMES = {"SMA crossover.md": "# It's here\n", "pics/chart.png": "", "Note.md": ""}
GENERATED = render_note("", GeneratedNote({"kb_run": "abc", "up": "[[note-]]"}, "[[sma-crossover]]"), path="r.md")


def repairs_in(index: Index, path: str) -> list[Repair]:
    found = [problem for problem in check_vault(index) if problem.path == path]
    return possible_repairs(index.notes[path], find_repairs(index, found))


def fixed(text: str, path: str = "a.md") -> str:
    index = index_of({**NAMES, path: text})
    return repaired(text, index.notes[path], repairs_in(index, path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a [[sma-crossover]] b [[sma-crossover]]\n", "a [[SMA crossover]] b [[SMA crossover]]\n"),
        ("[[sma-crossover]] ![[sma-crossover]]", "[[SMA crossover]] ![[SMA crossover]]"),
        ("| a |\n|---|\n| [[sma-crossover\\|x]] |\n", "| a |\n|---|\n| [[SMA crossover\\|x]] |\n"),
        (
            "> [!note] [[sma-crossover]]\n> - [x](sma-crossover.md)",
            "> [!note] [[SMA crossover]]\n> - [x](SMA%20crossover.md)",
        ),
        ("---\n# c\nup: '[[sma-crossover]]' # x\n---\n", "---\n# c\nup: '[[SMA crossover]]' # x\n---\n"),
        (
            "---\nup: ['[[sma-crossover]]']\nto: \"[[sma-crossover]]\"\n---\n",
            "---\nup: ['[[SMA crossover]]']\nto: \"[[SMA crossover]]\"\n---\n",
        ),
        ("[^1]\n\n[^1]: See [[sma-crossover]]\n", "[^1]\n\n[^1]: See [[SMA crossover]]\n"),
        ("![[chart.jpg]] ![[chart|50]]", "![[chart.png]] ![[chart.png|50]]"),
        ("```\n[[sma-crossover]]\n```\n[[sma-crossover]]", "```\n[[sma-crossover]]\n```\n[[SMA crossover]]"),
    ],
)
def test_every_place_of_a_link_is_repaired(old: str, new: str) -> None:
    assert fixed(old) == new


@pytest.mark.parametrize(
    "text",
    [
        "`[[sma-crossover]]` and [[sma-crossover]]",  # which of the two is the link?
        "%%[[sma-crossover]]%% and [[sma-crossover]]",
        "# See [[sma-crossover]]\n\n[[#See sma-crossover]]",  # the heading would have another name
        "[over\ntwo lines](sma-crossover.md)",
        "---\naliases: ['[[sma-crossover]]']\n---\n",
        "---\nup: '[[SMA crossover#it-s-here]]'\n---\n",  # the quote would end the value
        "[x][r]\n\n[r]: sma-crossover.md",
        "%% kb:begin %%\n[[sma-crossover]]\n",
        GENERATED,
    ],
)
def test_where_a_place_is_not_certain_nothing_is_touched(text: str) -> None:
    assert fixed(text) == text


def test_beside_what_kb_wrote_a_link_of_yours_is_repaired() -> None:
    assert fixed(f"{GENERATED}\n[[sma-crossover]]\n") == f"{GENERATED}\n[[SMA crossover]]\n"


def test_templates_are_left() -> None:
    assert fixed("[[sma-crossover]]", "templates/a.md") == "[[sma-crossover]]"


def read(folder: Path) -> Index:
    notes, attachments, _ = read_vault(folder)
    return build_index(notes, attachments)


def test_a_file_keeps_its_mark_its_line_ends_and_all_else(vault: Vault) -> None:
    old = "\ufeff---\r\nup: '[[sma-crossover]]'\r\n---\r\ncaf\u00e9 [[sma-crossover]]\r\rtail \t\n\n[[sma-crossover]]"
    folder = vault({"a.md": old, "SMA crossover.md": ""})
    index = read(folder)

    assert write_repairs(folder, index.notes["a.md"], repairs_in(index, "a.md")) is None
    assert (folder / "a.md").read_bytes().decode() == old.replace("sma-crossover", "SMA crossover")


def test_a_note_that_was_saved_meanwhile_is_not_written(vault: Vault) -> None:
    folder = vault({"a.md": "[[sma-crossover]]", "SMA crossover.md": ""})
    index = read(folder)
    repairs = repairs_in(index, "a.md")
    (folder / "a.md").write_text("[[sma-crossover]] more")
    problem = write_repairs(folder, index.notes["a.md"], repairs)

    assert str(problem) == "a.md: Another program saved this note just now. Run the command again."
    assert (folder / "a.md").read_text() == "[[sma-crossover]] more"


def test_a_note_that_is_gone_is_told(vault: Vault) -> None:
    folder = vault({"a.md": "[[sma-crossover]]", "SMA crossover.md": ""})
    index = read(folder)
    repairs = repairs_in(index, "a.md")
    (folder / "a.md").unlink()

    assert str(write_repairs(folder, index.notes["a.md"], repairs)).startswith("a.md: Cannot read this note: No such")


def test_a_folder_that_cannot_be_written_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    folder = vault({"a.md": "[[sma-crossover]]", "SMA crossover.md": ""})
    index = read(folder)
    repairs = repairs_in(index, "a.md")
    monkeypatch.setattr("tempfile.mkstemp", refuse)

    assert str(write_repairs(folder, index.notes["a.md"], repairs)).startswith("a.md: Cannot write this file: No space")


TARGETS = st.sampled_from(
    [
        "Note",
        "note",
        "no_te",
        "A-b",
        "a b",
        "x/A b",
        "gone/A b",
        "A b.md",
        "pic",
        "pic.jpg",
        "Al-ias",
        "#h-h",
        "A b#h-h",
        "A b#^i_d",
        "A-b#h-h",
        "gone/A b#^I_d",
        "y/C",
        "C",
        "c",
        "Nothing",
        "x/Note",
    ]
)
SHAPES = st.sampled_from(
    [
        "[[{}]]",
        "![[{}]]",
        "[[{}|t]]",
        "`[[{}]]`",
        "[t]({})",
        "[t](<{}>)",
        "%%[[{}]]%%",
        "\n# [[{}]]\n",
        "```\n[[{}]]\n```",
        "> [!note] [[{}]]\n",
        "\n| a |\n|---|\n| [[{}\\|t]] |\n",
        "\n\n- [[{}]] ^id\n",
        "$[[{}]]$",
        "[[{}",
        "%%",
        "[^1]: [[{}]]\n",
    ]
)
TEXTS = st.lists(st.tuples(SHAPES, TARGETS), max_size=6).map(
    lambda parts: " ".join(shape.format(target) for shape, target in parts)
)
VALUES = st.sampled_from(
    ["", "---\nup: '[[a_b]]'\n---\n", '---\nup: ["[[A-b]]", "[[A-b]]"]\n---\n', "---\naliases: [Al ias]\n---\n"]
)


def led_to(index: Index, path: str, link: Link) -> tuple[object, ...]:
    found = index.resolve(link, path)
    if isinstance(found, Target):
        return found.path, found.heading and found.heading.text, found.block_id, found.missing
    return found.paths if isinstance(found, Ambiguous) else ()


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.tuples(VALUES, TEXTS), min_size=2, max_size=2))
def test_repairs_are_made_once_and_change_where_no_other_link_leads(texts: list[tuple[str, str]]) -> None:
    files = {"A b.md": "# H h\n\nx ^i-d\n", "Note.md": "", "x/C.md": "", "y/C.md": "", "pic.png": ""}
    files |= {path: "".join(parts) for path, parts in zip(("x/one.md", "two.md"), texts, strict=True)}
    before = index_of(files)
    repairs = {path: repairs_in(before, path) for path in before.notes}
    mended = {path: repaired(files[path], note, repairs[path]) for path, note in before.notes.items()}
    after = index_of({**files, **mended})

    assert all(repairs_in(after, path) == [] for path in after.notes)
    for path, note in before.notes.items():
        changed = {(repair.link.line, repair.link.raw) for repair in repairs[path]}
        for old, new in zip(links_of(note), links_of(after.notes[path]), strict=True):
            if (old.line, old.raw) in changed:
                assert led_to(after, path, new)
            else:
                assert (new.raw, led_to(after, path, new)) == (old.raw, led_to(before, path, old))
