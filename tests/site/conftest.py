"""Small vaults, written as text in the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kb.config import Settings, read_settings
from kb.site.model import Site
from kb.site.published import plan_site
from kb.vault.reading.notes import read_vault

DATA = Path(__file__).parents[1] / "data" / "site"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MakeSite = Callable[[Mapping[str, str]], Site]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """A site from files: path in the vault -> text."""

    def make(files: Mapping[str, str]) -> Site:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        notes, attachments, problems = read_vault(tmp_path)

        assert {problem.rule for problem in problems} <= {"bad-frontmatter"}

        return plan_site("Test", notes, attachments)

    return make


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    """A copy of the small workspace, with mkdocs.yml as kb ships it."""
    root = tmp_path / "workspace"
    shutil.copytree(DATA / "small", root)
    return read_settings(root)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a desk's width."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
