"""Guarded writes: kb's part is renewed, a human's part stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.note import GeneratedNote
from kb.model.problem import Problem
from kb.vault.writing import store
from kb.vault.writing.store import Written, human_text, render_note, write_generated
from tests.vault.conftest import Vault

FIRST = GeneratedNote({"kb_run": "abc", "sharpe_ratio": 1.25, "old": 1, "tags": ["run"]}, "# Result\n\nGood\n")
SECOND = GeneratedNote({"kb_run": "abc", "sharpe_ratio": 0.5, "new": None, "tags": ["run", "sma"]}, "# Result\n\nBad\n")
PATH = "runs/SMA AAPL.md"


@pytest.fixture
def conflicts(tmp_path: Path) -> Path:
    return tmp_path / ".kb" / "conflicts"


def write(folder: Path, generated: GeneratedNote, conflicts: Path) -> Written:
    written = write_generated(folder, PATH, generated, conflicts=conflicts)
    assert isinstance(written, Written)
    return written


def refuse(folder: Path, generated: GeneratedNote, conflicts: Path) -> Problem:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    problem = write_generated(folder, PATH, generated, conflicts=conflicts)
    assert isinstance(problem, Problem)
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return problem


def test_a_new_note_has_properties_and_a_region(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    written = write(folder, FIRST, conflicts)

    assert written == Written(PATH, (PATH,))
    assert (folder / PATH).read_text("utf-8") == (
        "---\nkb_run: abc\nsharpe_ratio: 1.25\nold: 1\ntags:\n  - run\n---\n\n"
        "%% kb:begin ad91a4a9dd0f6c5a kb_run sharpe_ratio old tags:run %%\n\n# Result\n\nGood\n\n%% kb:end %%\n"
    )


def test_equal_content_is_not_written(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    generated = GeneratedNote(FIRST.properties, FIRST.body, {"attachments/x.png": b"png"})

    assert write(folder, generated, conflicts).changed == ("attachments/x.png", PATH)
    assert write(folder, generated, conflicts).changed == ()


def test_all_that_a_human_wrote_stays(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    text = (folder / PATH).read_text("utf-8")
    text = text.replace("---\nkb_run", "---\n# mine\nstage: 'idea'   # so far\nkb_run")
    text = text.replace("- run", "- run\n  - mine")
    text = text.replace("%% kb:begin", "My thoughts\n\n%% kb:begin") + "\nMore of them  \n"
    (folder / PATH).write_bytes(text.replace("\n", "\r\n").encode())
    write(folder, SECOND, conflicts)

    assert (folder / PATH).read_bytes().decode() == (
        "---\n# mine\nstage: 'idea'   # so far\nkb_run: abc\nsharpe_ratio: 0.5\n"
        "new:\ntags:\n  - run\n  - mine\n  - sma\n---\n\n"
        "My thoughts\n\n%% kb:begin f9b69ec7640492bb kb_run sharpe_ratio new tags:run tags:sma %%\n\n"
        "# Result\n\nBad\n\n%% kb:end %%\n\nMore of them  \n"
    ).replace("\n", "\r\n")


def test_a_property_that_comes_back_stands_where_it_stood(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    before = (folder / PATH).read_bytes()
    write(folder, GeneratedNote({"kb_run": "abc", "tags": ["run"]}, "# Result\n\nDied\n"), conflicts)
    write(folder, FIRST, conflicts)

    assert (folder / PATH).read_bytes() == before


def test_an_edited_region_is_refused_and_both_versions_are_kept(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    (folder / PATH).write_text((folder / PATH).read_text("utf-8").replace("Good", "Good?"), "utf-8")
    problem = refuse(folder, GeneratedNote(SECOND.properties, SECOND.body, {"x.png": b"2"}), conflicts)

    assert (problem.rule, problem.path, problem.line) == ("cannot-write-note", PATH, 9)
    assert "edited by hand" in problem.what
    assert problem.do.endswith(f"The new version is in {(conflicts / PATH).as_posix()}.")
    assert "Bad" in (conflicts / PATH).read_text("utf-8")
    assert (conflicts / "x.png").read_bytes() == b"2"


def test_after_the_advice_was_followed_the_note_is_written_again(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    (folder / PATH).write_text((folder / PATH).read_text("utf-8").replace("Good", "Good?"), "utf-8")
    refuse(folder, SECOND, conflicts)
    text = (folder / PATH).read_text("utf-8").replace("# Result\n\nGood?\n", "") + "\nGood?\n"
    (folder / PATH).write_text(text, "utf-8")
    write(folder, SECOND, conflicts)

    assert (folder / PATH).read_text("utf-8").endswith("Bad\n\n%% kb:end %%\n\nGood?\n")
    assert not (conflicts / PATH).exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A human's note of this name\n", "both of kb's markers are missing"),
        ("---\na: b: c\n---\n%% kb:begin %%\n%% kb:end %%\n", "not valid YAML"),
        (b"caf\xe9", "not UTF-8"),
    ],
)
def test_a_note_that_kb_cannot_renew_is_left_alone(
    vault: Vault, conflicts: Path, text: str | bytes, message: str
) -> None:
    assert message in str(refuse(vault({PATH: text}), FIRST, conflicts))


def test_bare_markers_hand_a_note_to_kb(vault: Vault, conflicts: Path) -> None:
    folder = vault({PATH: "---\nold: 7\n---\nMine\n%% kb:begin %%\n%% kb:end %%"})
    write(folder, FIRST, conflicts)

    text = (folder / PATH).read_text("utf-8")
    assert text.startswith("---\nold: 1\ntags:\n  - run\nkb_run: abc\n")
    assert "Mine\n%% kb:begin" in text
    assert text.endswith("Good\n\n%% kb:end %%")


def test_a_humans_property_is_not_taken_over(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    (folder / PATH).write_text((folder / PATH).read_text("utf-8").replace("old: 1", "old: 1\nnew: mine"), "utf-8")
    problem = refuse(folder, SECOND, conflicts)

    assert problem.found == "new: mine"


def test_a_humans_property_that_says_what_kb_would_write_is_no_conflict(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    (folder / PATH).write_text((folder / PATH).read_text("utf-8").replace("old: 1", "old: 1\nnew: # mine"), "utf-8")
    write(folder, SECOND, conflicts)

    assert "\nnew: # mine\n" in (folder / PATH).read_text("utf-8")


def test_a_blank_file_becomes_a_note_of_kb(vault: Vault, conflicts: Path) -> None:
    folder = vault({PATH: "\ufeff\r\n \n"})

    assert write(folder, FIRST, conflicts).changed == (PATH,)


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("tags: fx, Run", "tags: fx, Run"),
        ("tags: fx carry", "tags:\n  - fx\n  - carry\n  - run"),
        ("tags:", "tags:\n  - run"),
        ("tags: [007, '#RUN']  # mine", "tags: [007, '#RUN']  # mine"),
        ("tags: [007]  # mine", "tags: [007, run]  # mine"),
        ("tags:\n- 007 # agent\n# two\n- null", "tags:\n- 007 # agent\n# two\n- null\n- run"),
        ("tags: 7", "tags:\n  - 7\n  - run"),
    ],
)
def test_a_humans_tags_stay_as_they_are_and_get_those_of_kb(yaml: str, expected: str) -> None:
    old = f"---\n{yaml}\n---\n%% kb:begin %%\n%% kb:end %%\n"
    new = render_note(old, GeneratedNote({"tags": ["run"]}, "x"), path="a.md")

    assert new.startswith(f"---\n{expected}\n---\n")


def test_aliases_with_spaces_in_a_text_are_parted_by_commas_only() -> None:
    old = "---\naliases: SMA crossover, Golden cross\n---\n%% kb:begin %%\n%% kb:end %%\n"
    new = render_note(old, GeneratedNote({"aliases": ["golden cross", "SMA"]}, "x"), path="a.md")

    assert new.startswith("---\naliases:\n  - SMA crossover\n  - Golden cross\n  - SMA\n---\n")


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "a/../../x.md", "", "C:/x.md", "a\\b.md", "a\0b.md"])
def test_kb_writes_only_inside_the_vault(vault: Vault, conflicts: Path, path: str) -> None:
    problem = write_generated(vault({"a.md": ""}), path, FIRST, conflicts=conflicts)

    assert isinstance(problem, Problem)
    assert "only inside the vault" in problem.what


def test_a_folder_in_the_place_of_the_note_is_a_problem(vault: Vault, conflicts: Path) -> None:
    problem = refuse(vault({f"{PATH}/x.txt": ""}), FIRST, conflicts)

    assert "Cannot read this note" in problem.what


def test_an_attachment_that_cannot_be_written_leaves_the_note_as_it_was(vault: Vault, conflicts: Path) -> None:
    folder = vault({"a.md": ""})
    write(folder, FIRST, conflicts)
    (folder / "taken").mkdir()
    problem = refuse(folder, GeneratedNote(SECOND.properties, "x", {"taken": b"png"}), conflicts)

    assert (problem.path, problem.what) == ("taken", "Cannot write this file")


def test_a_conflict_copy_that_cannot_be_written_is_said(vault: Vault, conflicts: Path) -> None:
    conflicts.parent.mkdir()
    conflicts.write_text("a file where the folder should be")
    problem = refuse(vault({PATH: "mine"}), FIRST, conflicts)

    assert "could not be kept" in problem.do


def test_a_note_that_is_saved_meanwhile_is_left_alone(
    vault: Vault, conflicts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = vault({PATH: "%% kb:begin %%\n%% kb:end %%\n"})
    render = store.render_note

    def render_while_someone_saves(old: str, generated: GeneratedNote, *, path: str) -> str:
        (folder / PATH).write_text("saved meanwhile")
        return render(old, generated, path=path)

    monkeypatch.setattr(store, "render_note", render_while_someone_saves)
    problem = write_generated(folder, PATH, FIRST, conflicts=conflicts)

    assert isinstance(problem, Problem)
    assert problem.what == "Another program saved this note just now"
    assert (folder / PATH).read_text() == "saved meanwhile"


def test_a_property_that_yaml_cannot_hold_is_a_problem(vault: Vault, conflicts: Path) -> None:
    problem = refuse(vault({"a.md": ""}), GeneratedNote({"title": "\ud83d"}, "x"), conflicts)

    assert problem.path == PATH


def test_a_note_as_kb_wrote_it_holds_no_human_text() -> None:
    text = render_note("", FIRST, path=PATH)

    assert human_text(text) == ""
    assert human_text(text.replace("\n", "\r\n") + "\r\n \r\n# SMA AAPL\r\n", name="SMA AAPL") == ""


def test_what_a_human_added_is_human_text() -> None:
    text = render_note("", FIRST, path=PATH)
    edited = (
        text.replace("old: 1", "# why\nold: 2\nstage: idea").replace("%% kb:begin", "# Mine\n%% kb:begin") + "\nBelow\n"
    )

    assert human_text(edited, name="SMA AAPL") == "stage: idea\n# why\n# Mine\nBelow"


def test_a_tag_that_a_human_added_is_human_text() -> None:
    text = render_note("", FIRST, path=PATH).replace("- run", "- run\n  - important")

    assert human_text(text) == "tags: important"
    assert human_text(text.replace("tags:run %%", "tags %%")) == ""


def test_a_tag_that_kb_wrote_before_is_not_taken_for_a_humans() -> None:
    text = render_note(render_note("", SECOND, path=PATH), FIRST, path=PATH)

    assert "tags:\n  - run\n  - sma\n" in text
    assert human_text(text) == ""


def test_a_note_that_kb_cannot_vouch_for_is_all_human_text() -> None:
    text = render_note("", FIRST, path=PATH)

    assert human_text("mine") == "mine"
    assert human_text(text.replace("Good", "Better")) == text.replace("Good", "Better")


LINES = st.lists(st.text(alphabet="ab #%:-`|'\"\u00e9\u2028\t", max_size=12), max_size=6)


@settings(max_examples=40, deadline=None)
@given(LINES, LINES, st.text(alphabet='ab :#"\u00e9', max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_what_stands_outside_the_region_survives_any_number_of_rewrites(
    above: list[str], below: list[str], mine: str, newline: str
) -> None:
    text = render_note("", FIRST, path=PATH).replace("\nold: 1\n", f"\nold: 1\nmine: '{mine}' # c\n")
    head, marker, region = text.partition("%% kb:begin")
    text = (head + "\n".join([*above, marker + region, *below])).replace("\n", newline)
    for generated in (SECOND, FIRST, SECOND, SECOND):
        text = render_note(text, generated, path=PATH)

    assert newline.join(["---", "", *above, "%% kb:begin"]) in text
    assert text.endswith(newline.join(["%% kb:end %%", "", *below]) if below else f"%% kb:end %%{newline}")
    assert f"{newline}mine: '{mine}' # c{newline}" in text
    assert text.count("\n") == text.count(newline)
