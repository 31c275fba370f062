"""`kb serve` in a browser: what is saved is shown without a hand, and what is wrong stands over the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest
from playwright.sync_api import Page, expect

from kb.config import Settings, read_settings
from kb.model.audience import OWNER, PUBLIC
from kb.site.serving.listeners import Listeners
from kb.site.serving.serve import serve_site
from kb.site.serving.server import open_server, running

pytestmark = pytest.mark.browser
PATIENT_MILLISECONDS = 30_000
TIMEOUT_SECONDS = 60


@contextmanager
def serving(workspace: Settings, audience: str = OWNER) -> Iterator[tuple[str, Queue[str]]]:
    """The address at which a vault is served while it is edited, and what the server says."""
    said: Queue[str] = Queue()
    stop = Event()
    asked = (workspace, workspace.audience(audience), ("127.0.0.1", 0), said.put)
    thread = Thread(target=serve_site, args=asked, kwargs={"stop": stop})
    thread.start()
    try:
        while not (text := said.get(timeout=TIMEOUT_SECONDS)).startswith("Serving on"):
            pass
        yield text.split()[2], said
    finally:
        stop.set()
        thread.join(TIMEOUT_SECONDS)


def test_a_saved_note_is_shown_and_so_is_what_links_to_it(workspace: Settings, page: Page) -> None:
    (workspace.vault / "First.md").write_text("before", "utf-8")
    (workspace.vault / "Second.md").write_text("nothing yet", "utf-8")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with serving(workspace) as (address, _):
        page.goto(f"{address}first/")
        (workspace.vault / "First.md").write_text("after", "utf-8")

        expect(page.get_by_text("after", exact=True)).to_be_visible(timeout=PATIENT_MILLISECONDS)

        (workspace.vault / "Second.md").write_text("It follows from [[First]].", "utf-8")

        expect(page.get_by_text("It follows from")).to_be_visible(timeout=PATIENT_MILLISECONDS)

        page.goto(f"{address}second/")
        (workspace.vault / "First.md").rename(workspace.vault / "Moved.md")

        expect(page.get_by_role("link", name="First")).to_have_count(0, timeout=PATIENT_MILLISECONDS)
        expect(page.get_by_text("It follows from First.")).to_be_visible()
        assert complaints == []


def test_a_half_saved_note_is_told_over_the_page_until_it_is_whole(workspace: Settings, page: Page) -> None:
    note = workspace.vault / "Half.md"
    note.write_text("---\nstatus: draft\n---\nThe text.", "utf-8")
    overlay = page.locator(".kb-overlay")
    with serving(workspace) as (address, _):
        page.goto(f"{address}half/")
        expect(page.get_by_text("The text.")).to_be_visible()
        note.write_text("---\nstatus: [dra", "utf-8")

        expect(overlay).to_contain_text("Half.md", timeout=PATIENT_MILLISECONDS)

        note.write_text("---\nstatus: done\n---\nThe whole text.", "utf-8")

        expect(page.get_by_text("The whole text.")).to_be_visible(timeout=PATIENT_MILLISECONDS)
        expect(overlay).to_have_count(0)


def test_the_reader_stays_where_he_was_while_a_note_is_half_saved_and_when_it_is_whole(
    workspace: Settings, page: Page
) -> None:
    note = workspace.vault / "Long.md"
    text = "---\nstatus: draft\n---\n" + "\n\n".join(f"Line {number}." for number in range(200))
    note.write_text(text, "utf-8")
    overlay = page.locator(".kb-overlay")
    with serving(workspace) as (address, _):
        page.goto(f"{address}long/")
        page.get_by_text("Line 150.").scroll_into_view_if_needed()
        note.write_text(text[:10], "utf-8")
        note.write_text(text.replace("status", "status: [dra"), "utf-8")

        expect(overlay).to_contain_text("Long.md", timeout=PATIENT_MILLISECONDS)
        expect(page.get_by_text("Line 150.")).to_be_in_viewport()

        note.write_text(text.replace("Line 150.", "Line 150, and more."), "utf-8")

        expect(page.get_by_text("Line 150, and more.")).to_be_in_viewport(timeout=PATIENT_MILLISECONDS)
        expect(overlay).to_have_count(0)


def test_what_is_wrong_is_a_line_that_opens_and_stays_as_the_reader_left_it(workspace: Settings, page: Page) -> None:
    for name in ("Broken", "Other"):
        (workspace.vault / f"{name}.md").write_text("---\nstatus: [dra", "utf-8")
    line, more = page.locator(".kb-overlay summary"), page.locator(".kb-overlay li")
    with serving(workspace) as (address, _):
        page.goto(address)

        expect(line).to_contain_text("Broken.md")
        expect(line).to_contain_text("and 1 more")
        expect(more).to_be_hidden()

        line.click()

        expect(more).to_be_visible()
        expect(more).to_contain_text("Other.md")

        page.reload()

        expect(more).to_be_visible()

        line.click()
        expect(more).to_be_hidden()
        page.reload()

        expect(line).to_be_visible()
        expect(more).to_be_hidden()


def test_a_page_that_is_gone_does_not_stay_while_something_else_is_wrong(workspace: Settings, page: Page) -> None:
    (workspace.vault / "Broken.md").write_text("---\nstatus: [dra", "utf-8")
    (workspace.vault / "Old.md").write_text("the text", "utf-8")
    with serving(workspace) as (address, _):
        page.goto(f"{address}old/")
        expect(page.get_by_text("the text")).to_be_visible()
        (workspace.vault / "Old.md").unlink()

        expect(page.locator("h1")).to_have_text("Not found", timeout=PATIENT_MILLISECONDS)
        expect(page.locator(".kb-overlay")).to_contain_text("Broken.md")


def test_a_browser_follows_a_note_that_has_another_name(workspace: Settings, page: Page) -> None:
    (workspace.vault / "Mean reversion.md").write_text("the text", "utf-8")
    with serving(workspace) as (address, _):
        page.goto(f"{address}mean-reversion/")
        (workspace.vault / "Mean reversion.md").rename(workspace.vault / "Reverting.md")

        expect(page).to_have_url(f"{address}reverting/", timeout=PATIENT_MILLISECONDS)
        expect(page.locator("h1")).to_have_text("Reverting")

        page.goto(f"{address}mean-reversion/")

        expect(page).to_have_url(f"{address}reverting/")


def test_a_note_that_has_another_name_and_other_words_is_named_at_its_old_address(
    workspace: Settings, page: Page
) -> None:
    (workspace.vault / "Mean reversion.md").write_text("words", "utf-8")
    with serving(workspace) as (address, _):
        page.goto(f"{address}mean-reversion/")
        (workspace.vault / "Mean reversions.md").write_text("the text", "utf-8")
        (workspace.vault / "Mean reversion.md").unlink()
        page.get_by_role("link", name="Mean reversions").first.click(timeout=PATIENT_MILLISECONDS)

        expect(page).to_have_url(f"{address}mean-reversions/")
        expect(page.get_by_text("the text")).to_be_visible()


def test_an_address_that_is_none_has_its_page_also_where_the_site_will_be_in_a_folder_of_its_host(
    workspace: Settings, page: Page
) -> None:
    with (workspace.root / "kb.toml").open("a", encoding="utf-8") as file:
        file.write('url = "https://example.org/notes/"\n')
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status != HTTPStatus.OK else None)
    with serving(read_settings(workspace.root)) as (address, _):
        page.goto(f"{address}strategies/momentun/")
        page.get_by_role("link", name="Momentum").first.click(timeout=PATIENT_MILLISECONDS)

        expect(page.locator("h1")).to_have_text("Time-series momentum")
        assert set(missing) == {f"{address}strategies/momentun/"}


def test_an_error_of_the_settings_stays_over_the_page_while_notes_are_saved(workspace: Settings, page: Page) -> None:
    settings = workspace.root / "kb.toml"
    before = settings.read_text("utf-8")
    overlay = page.locator(".kb-overlay")
    with serving(workspace) as (address, said):
        page.goto(address)
        settings.write_text("nonsense = 1\n", "utf-8")
        expect(overlay).to_contain_text("nonsense", timeout=PATIENT_MILLISECONDS)
        (workspace.vault / "More.md").write_text("more", "utf-8")
        told = [said.get(timeout=TIMEOUT_SECONDS) for _ in range(2)]

        assert ["nonsense" in text for text in told] == [True, True]
        expect(overlay).to_contain_text("nonsense")

        settings.write_text(before, "utf-8")

        expect(overlay).to_have_count(0, timeout=PATIENT_MILLISECONDS)


def test_a_private_note_that_is_saved_does_not_reach_the_public_site(workspace: Settings, page: Page) -> None:
    (workspace.vault / "Open.md").write_text("---\npublish: true\n---\nfor all", "utf-8")
    with serving(workspace, PUBLIC) as (address, _):
        page.goto(f"{address}open/")
        (workspace.vault / "Secret.md").write_text("[[Open]] for none", "utf-8")
        (workspace.vault / "Open.md").write_text("---\npublish: true\n---\nfor everyone", "utf-8")

        expect(page.get_by_text("for everyone")).to_be_visible(timeout=PATIENT_MILLISECONDS)
        expect(page.get_by_text("for none")).to_have_count(0)
        assert "ecret" not in page.content()
        assert page.goto(f"{address}secret/").status == 404  # type: ignore[union-attr]  # every address answers


def test_what_keeps_the_first_build_from_the_disk_is_shown_until_the_site_is_there(
    workspace: Settings, page: Page
) -> None:
    note = workspace.vault / "Open.md"
    note.write_text("---\npublish: true\n---\nThe key is AKIAIOSFODNN7EXAMPL3.", "utf-8")
    with serving(workspace, PUBLIC) as (address, _):
        page.goto(f"{address}open/")

        expect(page.get_by_text("This cannot be published")).to_be_visible(timeout=PATIENT_MILLISECONDS)

        note.write_text("---\npublish: true\n---\nThe key is elsewhere.", "utf-8")

        expect(page.get_by_text("The key is elsewhere.")).to_be_visible(timeout=PATIENT_MILLISECONDS)


def test_a_browser_that_lost_the_server_shows_what_was_written_meanwhile(tmp_path: Path, page: Page) -> None:
    file = tmp_path / "index.html"
    file.write_text("<body>before</body>", "utf-8")
    with host(tmp_path) as port:
        page.goto(f"http://127.0.0.1:{port}/")
        expect(page.get_by_text("before")).to_be_visible()
    file.write_text("<body>after</body>", "utf-8")
    with host(tmp_path, port):
        expect(page.get_by_text("after")).to_be_visible(timeout=PATIENT_MILLISECONDS)


@contextmanager
def host(folder: Path, port: int = 0) -> Iterator[int]:
    listeners = Listeners()
    with open_server(folder, "127.0.0.1", port, listeners) as server, running(server, listeners):
        yield server.server_port
