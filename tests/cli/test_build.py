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
