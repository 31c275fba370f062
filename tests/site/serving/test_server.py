"""The site over HTTP: a static host, with a script on each page that listens."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.files import checksum
from kb.site.serving.listeners import Listeners
from kb.site.serving.server import EVENTS, SCRIPT, open_server, running

LISTENERS = Listeners()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A served folder with a page, a page for what is missing, and a picture."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<body>one</body>")
    (tmp_path / "404.html").write_text("<body>missing</body>")
    (tmp_path / "x.svg").write_text("<svg/>")
    with open_server(tmp_path, "127.0.0.1", 0, LISTENERS) as server, running(server, LISTENERS):
        yield f"http://127.0.0.1:{server.server_port}"


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  (this process's own server)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_page_listens_and_is_else_as_it_stands_on_disk(address: str) -> None:
    shown = checksum(b"<body>one</body>")
    expected = f'<body>one<script type="module" src="{SCRIPT}" data-kb-page="{shown}"></script></body>'

    assert get(f"{address}/a/") == (200, expected)
    assert get(f"{address}/a/?x=1#y") == (200, expected)
    assert get(f"{address}/a") == (200, expected)
    assert get(f"{address}/x.svg") == (200, "<svg/>")
    assert "EventSource" in get(address + SCRIPT)[1]


def test_what_is_missing_has_the_sites_own_page(address: str) -> None:
    status, page = get(f"{address}/nothing/")

    assert (status, page.partition("<script")[0]) == (404, "<body>missing")


def test_the_site_is_also_where_it_will_be_on_the_web(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text("<svg/>")
    (tmp_path / "404.html").write_text("<body>missing</body>")
    with open_server(tmp_path, "127.0.0.1", 0, LISTENERS, "/notes/") as server, running(server, LISTENERS):
        address = f"http://127.0.0.1:{server.server_port}"

        assert [get(f"{address}/{path}")[0] for path in ("x.svg", "notes/x.svg", "notes/../../x")] == [200, 200, 404]


def test_a_folder_above_is_not_served(address: str) -> None:
    assert get(f"{address}/../../etc/passwd")[0] == 404


def test_where_nothing_is_built_yet_a_page_may_come(tmp_path: Path) -> None:
    with open_server(tmp_path, "127.0.0.1", 0, LISTENERS) as server, running(server, LISTENERS):
        assert get(f"http://127.0.0.1:{server.server_port}/x")[0] == 503


def test_a_page_whose_note_cannot_be_read_for_now_is_not_gone(address: str) -> None:
    LISTENERS.tell([], [], ["half/"])

    assert [get(f"{address}/{path}")[0] for path in ("half/?x=1", "half/more/", "a/")] == [503, 404, 200]

    LISTENERS.tell([], [])

    assert get(f"{address}/half/")[0] == 404


def test_the_old_address_of_a_page_leads_to_its_new_one_while_there_is_no_other_page(address: str) -> None:
    LISTENERS.tell([], [], (), {"old/": "a/", "a/": "old/"})

    assert [get(f"{address}/{path}")[1].partition("<script")[0] for path in ("old/", "a/")] == ["<body>one"] * 2

    LISTENERS.tell([], [])

    assert get(f"{address}/old/")[0] == 404


def test_a_browser_that_goes_away_is_no_error_and_all_else_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(error: Exception) -> str:
        try:
            raise error
        except type(error):
            server.handle_error(browser, ("127.0.0.1", 1))
        return capsys.readouterr().err

    with open_server(tmp_path, "127.0.0.1", 0, LISTENERS) as server, socket.socket() as browser:
        assert [told(error) for error in (BrokenPipeError(), ConnectionResetError())] == ["", ""]
        assert "ValueError: of kb" in told(ValueError("of kb"))


def test_a_browser_hears_what_is_wrong_and_what_was_written(address: str) -> None:
    LISTENERS.tell([], ["a.md:1: bad"])
    with urllib.request.urlopen(address + EVENTS, timeout=10) as events:  # noqa: S310  (this process's own server)
        begun = [events.readline().decode() for _ in range(2)]
        first = [events.readline().decode() for _ in range(3)]
        LISTENERS.tell(["a/index.html"], [])
        then = [events.readline().decode() for _ in range(6)]

    assert begun == ["retry: 1000\n", "\n"]
    assert first == ["event: problems\n", 'data: ["a.md:1: bad"]\n', "\n"]
    assert then[1] == "data: []\n"
    assert (then[3], json.loads(then[4].removeprefix("data: "))) == ("event: written\n", ["a/index.html"])


def test_a_browser_is_let_go_when_the_server_ends(tmp_path: Path) -> None:
    with open_server(tmp_path, "127.0.0.1", 0, LISTENERS) as server:
        with running(server, LISTENERS):
            events = urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{EVENTS}", timeout=10)
            events.readline()
        with events:
            assert events.read().endswith(b"\n\n")
