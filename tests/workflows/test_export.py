from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.workflows.export import export_vault


def write(settings: Settings, files: dict[str, str]) -> None:
    for name, text in files.items():
        (settings.vault / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.vault / name).write_text(text)


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_an_export_holds_what_the_site_publishes_and_what_it_shows(settings: Settings, tmp_path: Path) -> None:
    files = {"a.md": "![[p.png]]", "b.md": "---\npublish: false\n---\n![[q.png]]", "templates/T.md": ""}
    write(settings, files | {"p.png": "x", "q.png": "y"})

    outcome = export_vault(settings, tmp_path / "out")

    assert files_of(tmp_path / "out") == [".kb-export.json", "a.md", "p.png", "strategies/Question.md"]
    assert (outcome.notes, outcome.exported.files) == (2, 3)


def test_what_the_site_excludes_is_not_exported(settings: Settings, tmp_path: Path) -> None:
    (settings.root / "mkdocs.yml").write_text("site_name: x\nexclude_docs: |\n  strategies/\n")
    write(settings, {"a.md": "[[Question]]"})
    export_vault(settings, tmp_path / "out")

    assert files_of(tmp_path / "out") == [".kb-export.json", "a.md"]
    assert (tmp_path / "out/a.md").read_text() == "private note"


def test_a_configuration_that_cannot_be_read_exports_nothing(settings: Settings, tmp_path: Path) -> None:
    (settings.root / "mkdocs.yml").write_text("exclude_docs: [\n")

    with pytest.raises(KbError, match="MkDocs could not build the site"):
        export_vault(settings, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_an_export_never_goes_into_the_vault(settings: Settings) -> None:
    with pytest.raises(KbError, match="does not go into the vault"):
        export_vault(settings, settings.vault / "out")


@pytest.mark.parametrize(("setting", "text"), [("false", "a  \nb"), ("true", "a\nb")])
def test_lines_are_kept_apart_unless_obsidian_is_told_not_to(
    settings: Settings, tmp_path: Path, setting: str, text: str
) -> None:
    write(settings, {"a.md": "a\nb", ".obsidian/app.json": f'{{"strictLineBreaks": {setting}}}'})
    export_vault(settings, tmp_path / "out")

    assert (tmp_path / "out/a.md").read_text() == text


def test_of_a_base_or_canvas_that_others_see_an_export_holds_the_name(settings: Settings, tmp_path: Path) -> None:
    board = '{"nodes": [{"type": "text", "text": "![[Hidden]]"}]}'
    text = "---\npublish: true\n---\n![[Books.base]] [[Board.canvas]] [[Own.canvas]]"
    write(settings, {"a.md": text, "Hidden.md": "", "Books.base": "", "Board.canvas": board, "Own.canvas": "{}"})
    with (settings.root / "kb.toml").open("a") as file:
        file.write('[audiences.public]\ndrawn = ["Books.base", "Board.canvas"]\n')
    settings = read_settings(settings.root)
    outcome = export_vault(settings, tmp_path / "out", settings.audience("public"))

    assert not outcome.problems
    assert files_of(tmp_path / "out") == [".kb-export.json", "a.md"]
    assert (tmp_path / "out/a.md").read_text().endswith("Books.base Board.canvas private canvas")
