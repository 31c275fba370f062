"""`kb serve`: the site in the browser while the vault is edited."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.model.audience import Audience
from kb.site.builder import start_site
from kb.site.serving.listeners import Listeners
from kb.site.serving.live import Live, update_graph, update_site
from kb.site.serving.server import open_server, running
from kb.site.serving.watching import watch
from kb.vault.reading import obsidian

MOST_TOLD = 10
"""Problems at a time."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for, and who is told.

    Attributes:
        settings: The workspace.
        audience: Whose site.
        listeners: The browsers.
        tell: The terminal.
    """

    settings: Settings
    audience: Audience
    listeners: Listeners
    tell: Callable[[str], None]


def serve_site(
    settings: Settings,
    audience: Audience,
    address: tuple[str, int],
    tell: Callable[[str], None],
    *,
    saved: Callable[[Collection[str]], None] = lambda _notes: None,
    stop: Event | None = None,
) -> None:
    """Build the site, serve it, and show what is saved, until interrupted; what keeps it from being built is told.

    Args:
        settings: The workspace.
        audience: Whose site.
        address: Host and port; 0 for any free port.
        tell: Is told in words what is served, written, and wrong.
        saved: Is told, a few times a second, which notes with kb blocks were saved just now.
        stop: Ends it when set.

    Raises:
        KbError: An address that cannot be used.
    """
    asked = _Asked(settings, audience, Listeners(), tell)
    base = urlsplit(settings.site_url).path or "/"
    with _open(settings.site_of(audience), address, asked.listeners, base) as server:
        saves = watch(settings, stop or Event())
        next(saves)  # from here on nothing is missed, not even what is saved while the site is built
        live = _follow(asked, None, ())
        gc.freeze()  # what was read stays: the collector need not look through it at every edit
        with running(server, asked.listeners):
            tell(f"Serving on http://{address[0]}:{server.server_port}/  (stop with Ctrl-C)")
            waiting: set[Path] = set()
            for changes in saves:
                files = {Path(path) for _, path in changes}
                waiting |= files
                if files and (after := _follow(asked, live, waiting)):
                    live, waiting = after, set()
                elif live and live.is_graph_due and not files:
                    live = _follow_graph(asked, live)
                saved(_asking(live, files) if live else ())


def _open(folder: Path, address: tuple[str, int], listeners: Listeners, base: str) -> ThreadingHTTPServer:
    try:
        return open_server(folder, *address, listeners, base)
    except OSError as error:
        do = "Stop what listens there, or give another address with `--address`."
        found = f"{address[0]}:{address[1]} ({error.strerror})"
        raise KbError("Cannot serve at this address", found=found, do=do) from error


def _follow(asked: _Asked, live: Live | None, files: Collection[Path]) -> Live | None:
    """Write what differs and tell of it; where that cannot be, tell why: None."""
    try:
        after, written = _made(asked, live, files)
    except KbError as error:
        asked.listeners.tell((), [str(error)])
        asked.tell(str(error))
        return None
    asked.listeners.tell(sorted(written), _errors(after), after.unread.values(), after.moved)
    for line in _said(live, after, written, [_name(asked.settings, file) for file in sorted(files)]):
        asked.tell(line)
    return after


def _follow_graph(asked: _Asked, live: Live) -> Live:
    """Write the graph as it is now that nothing is saved; where that cannot be, tell why once."""
    try:
        after, written = update_graph(live)
    except KbError as error:
        asked.listeners.tell((), [str(error)])
        asked.tell(str(error))
        return replace(live, is_graph_due=False)
    if written:
        asked.listeners.tell(sorted(written), _errors(after), after.unread.values(), after.moved)
    return after


def _errors(live: Live) -> list[str]:
    return [str(problem) for problem in live.problems if problem.severity == "error"]


def _made(asked: _Asked, live: Live | None, files: Collection[Path]) -> tuple[Live, frozenset[str]]:
    """The site once some files were saved, and what of it is new; all is read again where settings are among them."""
    if live and not any(_is_of_settings(live, file) for file in files):
        vault = live.build.edition.settings.vault
        return update_site(live, {file.relative_to(vault).as_posix() for file in files})
    settings = read_settings(asked.settings.root)
    after = start_site(settings, settings.audience(asked.audience.name))
    before = live.made.keys if live else {}
    return after, frozenset(name for name, key in after.made.keys.items() if before.get(name) != key)


def _is_of_settings(live: Live, file: Path) -> bool:
    return not file.is_relative_to(live.build.edition.settings.vault) or obsidian.FOLDER in file.parts


def _said(live: Live | None, after: Live, written: Collection[str], files: Sequence[str]) -> Iterator[str]:
    """What is told of it in a terminal: what is wrong and was not before, and what was written for which files."""
    known = live.problems if live else ()
    new = [problem for problem in after.problems if problem not in known]
    yield from (f"{problem.severity}: {problem}" for problem in new[:MOST_TOLD])
    if len(new) > MOST_TOLD:
        yield f"and {len(new) - MOST_TOLD} more: `kb check` lists them."
    if files:
        others = f" and {len(files) - 1} more" if len(files) > 1 else ""
        yield f"{files[0]}{others}: {len(written)} {'file' if len(written) == 1 else 'files'} written"


def _name(settings: Settings, file: Path) -> str:
    return str(file.relative_to(settings.root) if file.is_relative_to(settings.root) else file)


def _asking(live: Live, files: Iterable[Path]) -> list[str]:
    """Those of some files that are notes with kb blocks."""
    vault, notes = live.build.edition.settings.vault, live.build.source.notes
    paths = [file.relative_to(vault).as_posix() for file in files if file.is_relative_to(vault)]
    return [path for path in paths if path in notes and any(b.language == "kb" for b in notes[path].outline.blocks)]
