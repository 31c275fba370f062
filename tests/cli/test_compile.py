from __future__ import annotations

from collections.abc import Callable

from kb.config import Settings
from tests.cli.conftest import Kb

Ask = Callable[[str, str], None]


def test_notes_come_back_from_what_is_stored(answered: Settings, kb: Kb) -> None:
    note = answered.vault / "runs/Crossover/Crossover 5.md"
    text = note.read_text()
    note.unlink()

    said = kb("compile")

    assert (said.code, said.out) == (0, "1 file written.\n")
    assert note.read_text() == text


def test_pruning_names_what_it_removed(answered: Settings, kb: Kb, ask: Ask) -> None:
    ask("[5, 10]", "[5]")

    said = kb("compile", "--prune")

    assert said.out.splitlines() == ["2 files written.", "Removed runs/Crossover/Crossover 10.md"]
    assert not (answered.vault / "runs/Crossover/Crossover 10.md").exists()


def test_what_someone_wrote_is_kept_and_told(answered: Settings, kb: Kb, ask: Ask) -> None:
    note = answered.vault / "runs/Crossover/Crossover 10.md"
    note.write_text(note.read_text() + "\nMine.\n")
    ask("[5, 10]", "[5]")

    said = kb("compile", "--prune")

    assert said.code == 0
    assert "warning: runs/Crossover/Crossover 10.md: This note is kept, because you wrote in it" in said.err
    assert note.exists()
