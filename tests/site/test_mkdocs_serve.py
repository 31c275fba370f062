"""`mkdocs serve` with kb's plugin: pages follow the vault and kb.toml, and the browser shows it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kb.config import Settings
from tests.site.workspaces import make_workspace, save

pytestmark = pytest.mark.browser
PATIENT_MILLISECONDS = 30_000


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    return make_workspace(tmp_path / "w", {"A.md": "as it was", "B.md": "[[A]]"})


@pytest.fixture
def address(workspace: Settings) -> Iterator[str]:
    """Where it serves, from when it says so."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", place]
    with subprocess.Popen(command, cwd=workspace.root, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        assert any("Serving on" in line for line in server.stderr)
        yield f"http://{place}/"
        server.terminate()


def test_a_page_shows_what_was_saved_in_its_note_and_in_kb_toml(page: Page, workspace: Settings, address: str) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}a/")
    expect(page.get_by_text("as it was")).to_be_visible()
    save(workspace.vault, "A.md", "as it is")
    expect(page.get_by_text("as it is")).to_be_visible(timeout=PATIENT_MILLISECONDS)
    (workspace.root / "kb.toml").write_text('vault = "vault"\n[site]\nname = "Another name"\n', "utf-8")

    expect(page).to_have_title("A - Another name", timeout=PATIENT_MILLISECONDS)
    assert errors == []


def test_the_page_for_no_page_leads_home(page: Page, address: str) -> None:
    page.goto(f"{address}nowhere/at/all/")
    page.locator("#kb-not-found, article").get_by_role("link", name="Home").click()

    expect(page).to_have_url(address)
