from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.workflows.starter import shipped
from tests.cli.conftest import Kb


@pytest.fixture
def site(answered: Settings) -> Settings:
    (answered.root / "mkdocs.yml").write_bytes(shipped("mkdocs.yml").read_bytes())
    return answered


def test_a_build_writes_the_site_and_a_second_one_nothing(site: Settings, kb: Kb) -> None:
    first, second = kb("build"), kb("build")

    assert (first.code, first.out) == (0, f"0 runs, 0 failed, 2 fresh.\nThe site is in {site.site}\n")
    assert (site.site / "index.html").is_file()
    assert (second.code, second.out) == (0, f"0 runs, 0 failed, 2 fresh.\nThe site is in {site.site}, unchanged\n")


def test_a_failing_run_is_published_and_the_exit_code_is_1(
    site: Settings, kb: Kb, ask: Callable[[str, str], None]
) -> None:
    ask("[5, 10]", "[5, 60]")

    said = kb("build")

    assert said.code == 1
    assert "ValueError: too fast" in said.err
    assert f"The site is in {site.site}\n" in said.out


@pytest.mark.usefixtures("answered")
def test_a_workspace_without_mkdocs_yml_is_told(kb: Kb) -> None:
    said = kb("build")

    assert said.code == 1
    assert "mkdocs.yml: The site needs this file" in said.err


def test_a_public_build_goes_into_its_own_folder_and_holds_only_what_is_published(site: Settings, kb: Kb) -> None:
    (site.vault / "Open.md").write_text("---\npublish: true\n---\n[[Question]]\n")

    said = kb("build", "--public")

    assert (said.code, said.out.splitlines()[-1]) == (0, f"The site is in {site.root / 'site-public'}")
    assert "private note" in (site.root / "site-public/open/index.html").read_text()
    assert not site.site.exists()
    assert not (site.root / "site-public/strategies").exists()
    assert kb("build", "--audience", "public").out.endswith("unchanged\n")


def test_a_public_build_in_which_a_secret_is_found_leaves_nothing(site: Settings, kb: Kb) -> None:
    (site.vault / "Open.md").write_text("---\npublish: true\n---\npassword=hunter2hunter2\n")

    said = kb("build", "--public")

    assert said.code == 1
    assert "This cannot be published" in said.err
    assert "Open.md:4: This holds a password: pass…" in said.err
    assert not list((site.root / "site-public").rglob("*.html"))


@pytest.mark.usefixtures("site")
def test_an_audience_that_is_not_there_and_two_at_once_are_told(kb: Kb) -> None:
    unknown, two = kb("build", "--audience", "pubic"), kb("build", "--audience", "owner", "--public")

    assert (unknown.code, two.code) == (2, 2)
    assert "There is no such audience: pubic. Did you mean `public`?" in unknown.err
    assert "Two audiences were asked for: owner and public" in two.err
