"""Names that cannot live together, or in a link."""

from __future__ import annotations

import unicodedata

import pytest

from kb.vault.checks.names import check_names
from tests.vault.writing.written import index_of


def found(*paths: str) -> list[tuple[str, str | None]]:
    return [(problem.rule, problem.path) for problem in check_names(index_of(dict.fromkeys(paths, "")))]


def test_files_that_differ_in_case_only_clash_whatever_they_are() -> None:
    assert found("a/Pic.png", "a/pic.png") == [("case-clash", "a/pic.png")]


def test_of_folders_that_differ_in_case_only_the_first_file_is_told() -> None:
    assert found("Ideas/a.md", "Ideas/b.md", "ideas/c.md", "ideas/d.md") == [("case-clash", "ideas/c.md")]


def test_accents_in_two_ways_clash_by_a_rule_of_their_own() -> None:
    paths = [unicodedata.normalize(form, "caf\u00e9.md") for form in ("NFC", "NFD")]

    assert [rule for rule, _ in found(*paths)] == ["accent-clash"]


def test_the_same_name_in_two_folders_is_a_clash_of_links_only() -> None:
    assert found("x/a.md", "y/A.md", "x/index.md", "y/index.md") == [("name-clash", "y/A.md")]


def test_notes_that_kb_wrote_for_runs_may_have_one_name() -> None:
    run = "---\nkb_run: {}\n---\n"
    runs = {"runs/A/x.md": run.format("a1"), "runs/B/x.md": run.format("b2")}

    assert list(check_names(index_of(runs))) == []
    assert [problem.path for problem in check_names(index_of({**runs, "X.md": ""}))] == ["runs/A/x.md", "runs/B/x.md"]


@pytest.mark.parametrize("name", ["C#", "a|b", "a^b", "a:b", "a%%b", "a[[b", "a]]b"])
def test_a_name_that_a_link_cannot_hold_is_told(name: str) -> None:
    assert found(f"{name}.md", f"{name}.png") == [
        ("unlinkable-name", f"{name}.md"),
        ("unlinkable-name", f"{name}.png"),
    ]


@pytest.mark.parametrize("name", ["50%", "a[b]", "Bob's & co (x)", "v1.2", "\U0001f680", "a#b/c"])
def test_other_names_are_no_trouble(name: str) -> None:
    assert found(f"{name}.md") == []


def test_templates_may_be_called_anything() -> None:
    assert found("templates/C#.md", "templates/c#.md") == []
