"""`kb serve`: a saved note is on the served page, and what cannot be shown is told."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import OWNER, PUBLIC
from kb.site.serving.listeners import Listeners
from kb.site.serving.serve import serve_site

TIMEOUT_SECONDS = 60


@pytest.fixture
def said(workspace: Settings) -> Iterator[Queue[str]]:
    """What the server says, from the first word on; it is stopped when the test ends."""
    with serving(workspace, OWNER) as said:
        yield said


@contextmanager
def serving(workspace: Settings, audience: str) -> Iterator[Queue[str]]:
    """What the server of an audience's site says."""
    said: Queue[str] = Queue()
    stop = Event()
    told = {"stop": stop, "saved": lambda notes: [*map(said.put, (f"saved {note}" for note in notes))]}
    asked = (workspace, workspace.audience(audience), ("127.0.0.1", 0), said.put)
    thread = Thread(target=serve_site, args=asked, kwargs=told)
    thread.start()
    yield said
    stop.set()
    thread.join(TIMEOUT_SECONDS)


def wait_for(said: Queue[str], is_it: Callable[[str], bool]) -> str:
    while not is_it(text := said.get(timeout=TIMEOUT_SECONDS)):
        pass
    return text


def test_a_saved_note_is_shown(workspace: Settings, said: Queue[str]) -> None:
    address = wait_for(said, lambda text: text.startswith("Serving on")).split()[2]
    (workspace.vault / "Brand new.md").write_text("Hello there", "utf-8")
    wait_for(said, lambda text: "brand-new/index.html" in text or "written" in text)

    with urllib.request.urlopen(f"{address}brand-new/", timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  (this process's own server)
        assert "Hello there" in answer.read().decode()


def test_a_saved_question_is_told(workspace: Settings, said: Queue[str]) -> None:
    wait_for(said, lambda text: text.startswith("Serving on"))
    (workspace.vault / "Asking.md").write_text("```kb\nnotebook: x\n```\n", "utf-8")

    assert wait_for(said, lambda text: text.startswith("saved")) == "saved Asking.md"


def test_what_could_not_be_shown_is_shown_once_it_can(workspace: Settings, said: Queue[str]) -> None:
    address = wait_for(said, lambda text: text.startswith("Serving on")).split()[2]
    settings = (workspace.root / "kb.toml").read_text("utf-8")
    (workspace.root / "kb.toml").write_text("nonsense = 1\n", "utf-8")
    wait_for(said, lambda text: "nonsense" in text)
    (workspace.vault / "Meanwhile.md").write_text("Written meanwhile", "utf-8")
    wait_for(said, lambda text: "nonsense" in text)
    (workspace.root / "kb.toml").write_text(settings, "utf-8")
    wait_for(said, lambda text: "written" in text)

    with urllib.request.urlopen(f"{address}meanwhile/", timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  (this process's own server)
        assert "Written meanwhile" in answer.read().decode()


def test_settings_are_followed_however_often_an_editor_puts_a_new_file_in_their_place(
    workspace: Settings, said: Queue[str]
) -> None:
    wait_for(said, lambda text: text.startswith("Serving on"))
    for title in ("First", "Second", "Third"):
        new = workspace.root / "kb.toml.new"
        new.write_text(f'vault = "vault"\n[site]\nname = "{title}"\n', "utf-8")
        new.replace(workspace.root / "kb.toml")
        wait_for(said, lambda text: "written" in text)

        assert title in (workspace.site / "index.html").read_text("utf-8")


def test_settings_that_cannot_be_used_are_told_and_the_site_stays(workspace: Settings, said: Queue[str]) -> None:
    wait_for(said, lambda text: text.startswith("Serving on"))
    (workspace.root / "kb.toml").write_text("nonsense = 1\n", "utf-8")

    assert "Unknown setting" in wait_for(said, lambda text: "nonsense" in text)
    assert (workspace.site / "index.html").is_file()


def test_a_taken_port_is_told_before_anything_is_built(workspace: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(KbError, match="Cannot serve"):
        serve_site(workspace, workspace.audience(OWNER), ("127.0.0.1", taken.getsockname()[1]), print)

    assert not workspace.site.exists()


def test_what_keeps_the_first_build_from_the_disk_is_told_and_awaited(workspace: Settings) -> None:
    note = workspace.vault / "Keys.md"
    note.write_text("---\npublish: true\n---\nThe key is AKIAIOSFODNN7EXAMPL3.", "utf-8")
    with serving(workspace, PUBLIC) as said:
        assert "cannot be published" in wait_for(said, lambda _: True)

        wait_for(said, lambda text: text.startswith("Serving on"))
        note.write_text("---\npublish: true\n---\nThe key is elsewhere.", "utf-8")
        wait_for(said, lambda text: "written" in text)

    assert "The key is elsewhere." in (workspace.site_of(workspace.audience(PUBLIC)) / "keys/index.html").read_text(
        "utf-8"
    )


def test_what_is_wrong_is_told_once_and_what_was_saved_is_named(workspace: Settings, said: Queue[str]) -> None:
    wait_for(said, lambda text: text.startswith("Serving on"))
    (workspace.vault / "Half saved.md").write_text("---\ntags: [a\n---\n", "utf-8")
    told = [said.get(timeout=TIMEOUT_SECONDS) for _ in range(2)]

    assert told[0].startswith("error: Half saved.md:")
    assert told[1].startswith(f"{Path('vault', 'Half saved.md')}: ")

    (workspace.vault / "Other.md").write_text("Whole", "utf-8")

    assert said.get(timeout=TIMEOUT_SECONDS).startswith(f"{Path('vault', 'Other.md')}: ")


def is_graph(files: Sequence[str]) -> bool:
    return "graph/places.json" in files and "404.html" not in files


def test_a_large_graph_follows_when_nothing_is_saved_for_a_moment(
    workspace: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.site.serving.live.MANY", 0)
    told: Queue[tuple[str, ...]] = Queue()
    monkeypatch.setattr(Listeners, "tell", lambda _self, written, *_others: told.put(tuple(written)))
    with serving(workspace, OWNER) as said:
        wait_for(said, lambda text: text.startswith("Serving on"))
        (workspace.vault / "Brand new.md").write_text("Hello there", "utf-8")
        while not is_graph(told.get(timeout=TIMEOUT_SECONDS)):
            pass

    assert "Brand new" in (workspace.site / "graph" / "dots.json").read_text("utf-8")


def test_a_graph_that_cannot_be_written_is_told_once_and_the_pages_stand(
    workspace: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.site.serving.live.MANY", 0)
    with serving(workspace, OWNER) as said:
        wait_for(said, lambda text: text.startswith("Serving on"))
        (workspace.site / "graph" / "dots.json").unlink()
        (workspace.site / "graph" / "dots.json").mkdir()
        (workspace.vault / "Brand new.md").write_text("Hello there", "utf-8")

        assert "dots.json" in wait_for(said, lambda text: "Cannot write the site" in text)

        (workspace.site / "graph" / "dots.json").rmdir()

    assert (workspace.site / "brand-new" / "index.html").is_file()
