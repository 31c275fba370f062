from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kb


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with tags."""
    vault = tmp_path / "vault"
    vault.mkdir()
    (tmp_path / "kb.toml").write_text("")
    (vault / "A.md").write_text("---\ntags: [fx/em, idea]\n---\n")
    (vault / "B.md").write_text("on #FX and #Carry\n")
    (vault / "C.canvas").write_text('{"nodes": [{"text": "#fx"}]}')
    monkeypatch.chdir(tmp_path)
    return vault


@pytest.mark.usefixtures("desk")
def test_tags_are_listed_with_the_notes_that_carry_them(kb: Kb) -> None:
    assert kb("tags").out.splitlines() == ["Carry       1", "fx          3", "fx/em       1", "idea        1"]
    assert json.loads(kb("tags", "--json").out) == {"Carry": 1, "fx": 3, "fx/em": 1, "idea": 1}


def test_a_tag_is_renamed_everywhere(desk: Path, kb: Kb) -> None:
    said = kb("tags", "rename", "#Fx", "currencies/")

    assert said.out.splitlines() == [
        "A.md:2: fx/em -> currencies/em",
        "B.md:1: #FX -> #currencies",
        "C.canvas:1: #fx -> #currencies",
        "Renamed 3 tags in 3 files.",
    ]
    assert (desk / "A.md").read_text() == "---\ntags: [currencies/em, idea]\n---\n"
    assert (desk / "B.md").read_text() == "on #currencies and #Carry\n"
    assert (desk / "C.canvas").read_text() == '{"nodes": [{"text": "#currencies"}]}'


def test_a_dry_run_changes_nothing(desk: Path, kb: Kb) -> None:
    said = kb("tags", "rename", "fx", "carry", "--dry-run")

    assert said.out.splitlines()[-1] == "Would rename 3 tags in 3 files."
    assert (desk / "B.md").read_text() == "on #FX and #Carry\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fx", "2024", (2, "This can be no tag: 2024")),
        ("fx", "a b", (2, "This can be no tag: a b")),
        ("fx", "a//b", (2, "This can be no tag")),
        ("fx", "", (2, "This can be no tag")),
        ("fx", "a#b", (2, "This can be no tag")),
        ("cary", "x", (1, "No note has this tag: cary. Did you mean `Carry`?")),
        ("zzz", "x", (1, "`kb tags` lists them")),
    ],
)
@pytest.mark.usefixtures("desk")
def test_what_cannot_be_is_refused(kb: Kb, old: str, new: str, said: tuple[int, str]) -> None:
    answer = kb("tags", "rename", old, new)

    assert answer.code == said[0]
    assert said[1] in answer.err
