from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.config import read_settings
from kb.errors import KbError
from kb.vault.writing.changes import JOURNAL
from kb.vault.writing.region import find_region, render_region
from kb.workflows.move import plan_move
from kb.workflows.texts import read_index, read_unchanged
from kb.workflows.writing import write_rewriting
from tests.cli.conftest import Kb


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of a few notes."""
    (tmp_path / "kb.toml").write_text("")
    write(
        tmp_path / "vault",
        {"Old.md": "# Old\n", "ideas/A.md": "see [[Old]]\r\nand ![[Old#H|x]]\r\n", "B.md": "[[A]] [[a.png]]\n"},
    )
    write(tmp_path / "vault", {"img/a.png": "", "c.canvas": '{"nodes": [{"file": "Old.md"}]}'})
    monkeypatch.chdir(tmp_path)
    return tmp_path / "vault"


def write(vault: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_bytes(text.encode())


def contents(vault: Path) -> dict[str, str]:
    return {
        path.relative_to(vault).as_posix(): path.read_bytes().decode() for path in vault.rglob("*") if path.is_file()
    }


def test_a_note_is_renamed_with_every_link(desk: Path, kb: Kb) -> None:
    said = kb("mv", "Old", "New")

    assert said.code == 0, said.err
    assert said.out.splitlines() == [
        "ideas/A.md:1: [[Old]] -> [[New]]",
        "ideas/A.md:2: ![[Old#H|x]] -> ![[New#H|x]]",
        "c.canvas:1: Old.md -> New.md",
        "Moved Old.md -> New.md; 3 links in 2 files.",
    ]
    after = contents(desk)
    assert after.pop("ideas/A.md") == "see [[New]]\r\nand ![[New#H|x]]\r\n"
    assert after == {
        "New.md": "# Old\n",
        "B.md": "[[A]] [[a.png]]\n",
        "img/a.png": "",
        "c.canvas": '{"nodes": [{"file": "New.md"}]}',
    }


def test_the_chart_of_a_picture_goes_with_it(desk: Path, kb: Kb) -> None:
    write(desk, {"img/a.vl.json": "{}", "D.md": "![[a.png]] [the chart](img/a.vl.json)\n"})

    assert kb("mv", "a.png", "charts/b").code == 0
    after = contents(desk)
    assert after["D.md"] == "![[b.png]] [the chart](charts/b.vl.json)\n"
    assert {"charts/b.png", "charts/b.vl.json"} <= after.keys()
    assert not {"img/a.png", "img/a.vl.json"} & after.keys()


def test_a_chart_of_two_pictures_stays_with_the_other(desk: Path, kb: Kb) -> None:
    write(desk, {"img/a.vl.json": "{}", "img/a.svg": ""})

    assert kb("mv", "a.png", "b").code == 0
    assert {"img/b.png", "img/a.svg", "img/a.vl.json"} <= contents(desk).keys()


def test_where_the_chart_of_a_picture_cannot_go_nothing_moves(desk: Path, kb: Kb) -> None:
    write(desk, {"img/a.vl.json": "{}", "img/b.vl.json": "{}"})
    before = contents(desk)
    said = kb("mv", "a.png", "b")

    assert (said.code, contents(desk)) == (1, before)
    assert "img/b.vl.json: There is something of this name already" in said.err


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Path, kb: Kb) -> None:
    before = contents(desk)

    lines = kb("mv", "Old", "New", "--dry-run").out.splitlines()

    assert lines[0] == "ideas/A.md:1: [[Old]] -> [[New]]"
    assert lines[-1] == "Would move Old.md -> New.md; 3 links in 2 files."
    assert contents(desk) == before


@pytest.mark.parametrize(
    ("name", "new", "path"),
    [
        ("A", "B2", "ideas/B2.md"),
        ("ideas/A", "B2", "B2.md"),
        ("A.md", "deep/er/", "deep/er/A.md"),
        ("vault/ideas/A.md", "vault/x/A", "x/A.md"),
        ("a.png", "b", "img/b.png"),
        ("img", "pics", "pics/a.png"),
        ("img", "ideas/", "ideas/img/a.png"),
        ("img/", "ideas/img/", "ideas/img/img/a.png"),
        ("A", "v1.2", "ideas/v1.2.md"),
        ("a", "a", "ideas/a.md"),
        ("Old", "/ideas/Old", "ideas/Old.md"),
    ],
)
def test_the_new_path_is_what_was_typed(desk: Path, kb: Kb, name: str, new: str, path: str) -> None:
    assert path not in contents(desk)

    assert kb("mv", name, new).code == 0
    assert path in contents(desk)


@pytest.mark.parametrize(
    ("name", "new", "said"),
    [
        ("Nothing", "X", (1, "There is no such note, attachment or folder in the vault: Nothing")),
        ("Oldd", "X", (1, "Did you mean `Old`?")),
        ("Old", "B", (1, "B.md: There is something of this name already")),
        ("Old", "ideas/A", (1, "There is something of this name already")),
        ("ideas", "img", (1, "write a slash behind the folder")),
        ("Old", "Old", (2, "It is there already")),
        ("Old", "a#b", (2, "No link could name it with `#`")),
        ("Old", "a|b", (2, "with `|`")),
        ("Old", "a^b", (2, "with `^`")),
        ("Old", "a:b", (2, "with `:`")),
        ("Old", "a%%b", (2, "with `%%`")),
        ("Old", "a[[b", (2, "with `[[`")),
        ("Old", "a]]b", (2, "with `]]`")),
        ("Old", "../x", (2, "no path in the vault")),
        ("Old", "x//y", (2, "no path in the vault")),
        ("Old", ".hidden", (2, "no path in the vault")),
        ("Old", "B.md/Old", (1, "A file stands where a folder is needed")),
        ("ideas", "ideas/more", (2, "into itself")),
        ("a.png", "a.md", (2, "An attachment does not become a note")),
        ("../x", "y", (2, "Name a note")),
        (".obsidian", "y", (2, "Name a note")),
    ],
)
def test_what_cannot_be_is_refused(desk: Path, kb: Kb, name: str, new: str, said: tuple[int, str]) -> None:
    before = contents(desk)

    answer = kb("mv", name, new)

    assert (answer.code, contents(desk)) == (said[0], before)
    assert said[1] in answer.err


def test_a_name_of_several_is_refused(desk: Path, kb: Kb) -> None:
    write(desk, {"x/T.md": "", "y/T.md": ""})

    assert "This may mean 2 files: T. Give one's path: x/T.md, y/T.md." in kb("mv", "T", "U").err


def test_what_cannot_be_read_is_told_in_one_line(desk: Path, kb: Kb) -> None:
    write(desk, {"broken.canvas": "{", "deep.canvas": "[" * 100_000})
    write(desk, {"bad.md": "---\nup: [\n---\n[[Old]]"})
    (desk / "latin.md").write_bytes(b"\xe9 [[Old]]")

    said = kb("mv", "Old", "New")

    assert said.code == 0
    assert said.err == "warning: 4 files of the vault cannot be read in full; `kb check` lists them.\n"
    assert (desk / "New.md").exists()


def test_kb_s_own_region_stays_unedited(desk: Path, kb: Kb) -> None:
    write(desk, {"Run.md": "x\r\n" + render_region("[[Old]] [t](Old.md) | \n", ["kb_run"]).replace("\n", "\r\n")})

    assert kb("mv", "Old", "New").code == 0
    text = contents(desk)["Run.md"]
    assert "[[New]] [t](New.md)" in text
    assert not find_region(text, path="").is_edited


def test_a_file_saved_meanwhile_stops_the_move(desk: Path) -> None:
    settings = read_settings(desk)
    settings.store.mkdir()
    planned = plan_move(settings, "Old", "New")
    write(desk, {"ideas/A.md": "mine"})

    with pytest.raises(KbError, match=r"ideas/A.md: Another program saved this file just now"):
        write_rewriting(settings, planned)
    assert contents(desk)["Old.md"] == "# Old\n"
    assert not (settings.store / JOURNAL).exists()


@pytest.mark.parametrize("command", [("gc",), ("check", "--fix", "--rule", "broken-link")])
def test_an_unfinished_move_is_finished_by_the_next_command(desk: Path, kb: Kb, command: tuple[str, ...]) -> None:
    kb("mv", "Old", "New")
    done = contents(desk)
    texts = {"ideas/A.md": "[[Newer]]", "c.canvas": '{"nodes": [{"file": "Newer.md"}]}'}
    pairs = {path: [done[path], text] for path, text in texts.items()}
    journal = {"contents": pairs, "renames": [["New.md", "Newer.md"]]}
    (desk.parent / ".kb" / JOURNAL).write_text(json.dumps(journal))

    assert kb(*command).code == 0
    assert contents(desk)["ideas/A.md"] == "[[Newer]]"
    assert "Newer.md" in contents(desk)


def test_from_within_the_vault_a_path_is_one_of_the_vault(desk: Path, kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk / "ideas")

    assert kb("mv", "ideas/A", "C").code == 0
    assert "C.md" in contents(desk)


@pytest.mark.parametrize("path", ["ideas/A.md", "c.canvas"])
def test_what_is_planned_holds_only_for_the_files_as_they_were_read(desk: Path, path: str) -> None:
    settings = read_settings(desk)
    index, _ = read_index(settings)

    (desk / path).write_text('{"nodes": []}')
    with pytest.raises(KbError, match="Another program saved this file just now"):
        read_unchanged(settings, index, path)
    (desk / path).unlink()
    with pytest.raises(KbError, match="Cannot read this file"):
        read_unchanged(settings, index, path)
