"""The site over HTTP while it is written: each page tells the browser to come back when it has changed."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from kb.files import checksum
from kb.site.serving.listeners import Listeners

EVENTS = "/.kb/events"
SCRIPT = "/.kb/live.js"
LIVE = Path(__file__).parent / "live.js"
_TAG = '<script type="module" src="{}" data-kb-page="{}"></script></body>'
"""With a checksum of the page: by it a browser that comes back knows whether it shows what is there now."""
_NOTHING = b'<!doctype html><html lang="en"><title>Nothing here</title><body>Nothing is here yet.</body></html>'
"""Where there is no site: its first build may have failed, which is then told over it."""
_RETRY = b"retry: 1000\n\n"
"""Milliseconds after which a browser that lost the connection tries again."""


class _Handler(SimpleHTTPRequestHandler):
    """A static host like any other, but for the events, the script that listens to them, and what was renamed."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, listeners: Listeners, base: str, **named: Any) -> None:
        self._listeners, self._base = listeners, base
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        if self.path == EVENTS:
            self._send_events()
        elif self.path == SCRIPT:
            self._send(LIVE.read_bytes(), "text/javascript")
        elif (file := self._page()) is None:
            super().do_GET()
        elif file.name == "404.html" and (url := self._moved()) is not None:
            self._redirect(url)
        else:
            self._send_page(file)

    def translate_path(self, path: str) -> str:
        """The file at an address; the site is also where it will be on the web, as its 404.html expects."""
        file = super().translate_path(path)
        if path.startswith(self._base) and not Path(file).exists():
            return super().translate_path("/" + path.removeprefix(self._base))
        return file

    def _page(self) -> Path | None:
        file = Path(self.translate_path(self.path))
        if file.is_dir() and self.path.partition("?")[0].endswith("/"):
            file /= "index.html"
        if file.suffix == ".html" and file.is_file():
            return file
        return None if file.exists() else Path(self.directory) / "404.html"

    def _send_page(self, file: Path) -> None:
        try:
            page, status = file.read_bytes(), self._status(file)
        except OSError:
            page, status = _NOTHING, HTTPStatus.SERVICE_UNAVAILABLE
        tag = _TAG.format(SCRIPT, checksum(page)).encode()
        self._send(page.replace(b"</body>", tag, 1), "text/html", status)

    def _status(self, file: Path) -> HTTPStatus:
        if file.name != "404.html":
            return HTTPStatus.OK
        is_awaited = any(map(self._is_asked, self._listeners.awaited))
        return HTTPStatus.SERVICE_UNAVAILABLE if is_awaited else HTTPStatus.NOT_FOUND

    def _moved(self) -> str | None:
        """Where the page is that stood at this address."""
        return next((now for url, now in self._listeners.moved.items() if self._is_asked(url)), None)

    def _is_asked(self, url: str) -> bool:
        return Path(self.directory) / url == Path(self.translate_path(self.path))

    def _redirect(self, url: str) -> None:
        base = self._base if self.path.startswith(self._base) else "/"
        self.send_response(HTTPStatus.TEMPORARY_REDIRECT)
        self.send_header("Location", base + quote(url))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send_events(self) -> None:
        self.close_connection = True
        with self._listeners.listen() as told, suppress(OSError):  # the browser has gone
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(_RETRY)
            for event in told:
                self.wfile.write(event)
                self.wfile.flush()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (http.server names its arguments)
        """Say nothing: the terminal is for what is written."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser may go away at any time; all else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _SixServer(_Server):
    address_family = socket.AF_INET6


def open_server(folder: Path, host: str, port: int, listeners: Listeners, base: str = "/") -> ThreadingHTTPServer:
    """A server of a folder that has its address, and answers from when it is `running`.

    Args:
        folder: The site.
        host: Of the address.
        port: Of the address; 0 for any free one.
        listeners: The browsers.
        base: Where on its host the site will be on the web: `/notes/`. It is there, too.

    Raises:
        OSError: The address cannot be used.
    """
    server = _SixServer if ":" in host else _Server
    return server((host, port), partial(_Handler, directory=str(folder), listeners=listeners, base=base))


@contextmanager
def running(server: ThreadingHTTPServer, listeners: Listeners) -> Iterator[None]:
    """Let a server answer, and its browsers listen, until the block ends."""
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listeners.close()
        server.shutdown()
        thread.join()
