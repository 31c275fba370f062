"""`kb build`: MkDocs only where something has changed, in silence, and its complaints as problems."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.site.builder import Built, build_site
from tests.site.repositories import Repository

SECOND_BUILD = """
import sys
from pathlib import Path
from kb.config import read_settings
from kb.site.builder import build_site
assert not build_site(read_settings(Path(sys.argv[1]))).is_new
assert not {"mkdocs", "material", "pygments"} & {name.partition(".")[0] for name in sys.modules}
"""


def test_an_unchanged_vault_is_not_built_again(workspace: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    first, second = build_site(workspace), build_site(workspace)

    assert (first.is_new, first.is_anew, second) == (True, False, Built(is_new=False, problems=first.problems))
    assert (workspace.site / "strategies" / "index.html").is_file()
    assert capfd.readouterr() == ("", "")


def test_an_unchanged_vault_does_not_even_import_mkdocs(workspace: Settings) -> None:
    build_site(workspace)
    outcome = subprocess.run([sys.executable, "-c", SECOND_BUILD, str(workspace.root)], check=False)

    assert outcome.returncode == 0


def test_what_was_told_of_a_site_is_told_again_while_it_is_unchanged(workspace: Settings) -> None:
    (workspace.vault / "Clash.md").write_text("---\npermalink: ../..\n---\n", "utf-8")
    first, second = build_site(workspace), build_site(workspace)

    assert "bad-permalink" in {problem.rule for problem in first.problems}
    assert (second.is_new, second.problems) == (False, first.problems)

    (workspace.store / "told" / "owner.json").write_text("{", "utf-8")

    assert build_site(workspace) == Built(is_new=False)


def test_features_of_material_that_pages_do_not_have_are_told_and_the_others_stay(workspace: Settings) -> None:
    file = workspace.root / "mkdocs.yml"
    text = file.read_text("utf-8")
    asked = "    - toc.follow\n    - navigation.tabs\n    - content.action.edit"
    file.write_text(text.replace("    - toc.follow", asked), "utf-8")
    built = build_site(workspace)

    told = [problem.what for problem in built.problems if "asks for" in problem.what]

    assert [what.split()[3] for what in told] == ["navigation.tabs,", "content.action.edit,"]
    assert 'class="md-tabs"' not in (workspace.site / "index.html").read_text("utf-8")


def test_files_that_a_host_asks_for_are_copied_from_their_folder_but_not_over_pages(workspace: Settings) -> None:
    for name in ("CNAME", "google/verify.html", ".hidden", "index.html"):
        file = workspace.root / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
    build_site(workspace)

    assert (workspace.site / "CNAME").read_text("utf-8") == "CNAME"
    assert (workspace.site / "google" / "verify.html").is_file()
    assert not (workspace.site / ".hidden").exists()
    assert "<!doctype html>" in (workspace.site / "index.html").read_text("utf-8")

    (workspace.root / "static" / "CNAME").write_text("other", "utf-8")

    assert build_site(workspace).is_new
    assert (workspace.site / "CNAME").read_text("utf-8") == "other"


def test_a_damaged_site_is_built_again(workspace: Settings) -> None:
    build_site(workspace)
    (workspace.site / "index.html").unlink()

    assert build_site(workspace).is_new
    assert (workspace.site / "index.html").is_file()


def test_what_is_gone_from_the_vault_is_gone_from_the_site(workspace: Settings) -> None:
    build_site(workspace)
    (workspace.vault / "Every feature.md").unlink()

    assert build_site(workspace).is_new
    assert not (workspace.site / "every-feature").exists()


def test_obsidian_decides_on_line_breaks_and_diagrams_are_kept(workspace: Settings) -> None:
    (workspace.vault / "New.md").write_text('One\ntwo\n\n```mermaid\npie\n  "a" : 1\n```\n', "utf-8")
    build_site(workspace)
    page = workspace.site / "new" / "index.html"
    before, kept = page.read_text("utf-8"), sorted((workspace.store / "diagrams").iterdir())
    (workspace.vault / ".obsidian" / "app.json").write_text('{"strictLineBreaks": true}', "utf-8")

    assert build_site(workspace).is_new
    assert "<p>One<br>\ntwo</p>" in before
    assert "<p>One\ntwo</p>" in page.read_text("utf-8")
    assert kept
    assert sorted((workspace.store / "diagrams").iterdir()) == kept


def test_a_bad_note_is_left_out_and_the_rest_is_built(workspace: Settings) -> None:
    (workspace.vault / "latin.md").write_bytes(b"ok\ncaf\xe9")

    assert build_site(workspace).is_new
    assert (workspace.site / "index.html").is_file()


def test_a_name_in_mkdocs_yml_that_mkdocs_does_not_know_is_a_problem_too(workspace: Settings) -> None:
    with (workspace.root / "mkdocs.yml").open("a") as file:
        file.write("colour: red\n")

    assert any("Unrecognised configuration name: colour" in problem.what for problem in build_site(workspace).problems)


def test_why_notes_have_no_dates_is_a_problem_too(workspace: Settings) -> None:
    repository = Repository(workspace.vault)
    repository.commit()
    (workspace.vault / ".git" / "config").write_text("[core\n", "utf-8")

    said = [problem.what for problem in build_site(workspace).problems if problem.rule == "history"]
    assert said == ["Git does not tell its history"]


def test_what_mkdocs_warns_of_is_a_problem_too(workspace: Settings) -> None:
    with (workspace.root / "mkdocs.yml").open("a") as file:
        file.write("nav:\n  - Gone: gone.md\n")
    problem, _ = build_site(workspace).problems

    assert problem.severity == "warning"
    assert problem.found == "gone.md"


def test_plugins_that_do_not_run_are_told_and_the_site_is_built(workspace: Settings) -> None:
    config = workspace.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("- kb\n", "- search\n  - kb\n  - tags\n"), "utf-8")
    *problems, _ = build_site(workspace).problems
    html = (workspace.site / "index.html").read_text("utf-8")

    assert [(problem.severity, problem.what, problem.found) for problem in problems] == [
        ("warning", "This plugin is not needed", "material/search"),
        ("warning", "kb runs no other plugin of MkDocs than its own", "material/tags"),
    ]
    assert 'data-md-component="search"' not in html


def test_the_answer_to_a_block_can_be_handed_in(workspace: Settings) -> None:
    build_site(workspace, lambda path, line: "Größe & Maß.md" if path.endswith("Momentum.md") and line else None)

    assert "Umlauts in a name" in (workspace.site / "strategies" / "momentum" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, "nothing there"),
        ("site_name: x\nplugins: [search]\n", "do not name `kb`"),
        ("site_name: x\ntheme: nothing-like-it\nplugins: [kb]\n", "nothing-like-it"),
        ("site_name: x\ntheme: readthedocs\nplugins: [kb]\n", "need Material's templates: the theme readthedocs."),
        ("site_name: x\nplugins: [kb]\n", "need Material's templates: the theme mkdocs."),
        ("site_name: [\n", "mkdocs.yml"),
        ("plugins: [kb]\n", "'site_name'"),
    ],
)
def test_an_unusable_mkdocs_yml_is_an_error_that_names_it(workspace: Settings, text: str | None, found: str) -> None:
    path = workspace.root / "mkdocs.yml"
    path.unlink()
    if text is not None:
        path.write_text(text)

    with pytest.raises(KbError) as caught:
        build_site(workspace)

    assert caught.value.path == str(path)
    assert found in str(caught.value)


def test_settings_that_changed_for_the_worse_stop_the_build(workspace: Settings) -> None:
    (workspace.root / "kb.toml").write_text("valut = 1\n")

    with pytest.raises(KbError, match="Unknown setting"):
        build_site(workspace)


def test_foreign_files_in_the_site_folder_stop_the_build(workspace: Settings) -> None:
    workspace.site.mkdir()
    (workspace.site / "mine.html").write_text("mine")

    with pytest.raises(KbError, match=r"mine\.html"):
        build_site(workspace)

    assert (workspace.site / "mine.html").read_text() == "mine"


def test_the_fixture_has_the_looks_of_the_repository() -> None:
    repository = Path(__file__).parents[2]
    fixture = repository / "tests/data/site/small/mkdocs.yml"

    assert fixture.read_text("utf-8") == (repository / "mkdocs.yml").read_text("utf-8")
