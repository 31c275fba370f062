"""`kb serve`: the site in the browser while the vault is edited."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from kb.config import FILE_NAME, Settings, read_settings
from kb.errors import KbError
from kb.model.audience import Audience
from kb.model.problem import Problem
from kb.site.builder import CONFIG_NAME, start_site
from kb.site.serving.live import Live, update_site
from kb.site.serving.server import Listeners, open_server, running

QUIET_MILLISECONDS = 50
"""A save is often several events; they are taken together when none has come for so long."""
IDLE_MILLISECONDS = 300
Changes = Collection[tuple[object, str]]
"""What was added, modified or deleted, and the path of the file."""


def serve_site(
    settings: Settings,
    audience: Audience,
    address: tuple[str, int],
    tell: Callable[[str], None],
    *,
    saved: Callable[[Collection[str]], None] = lambda _notes: None,
    stop: Event | None = None,
) -> None:
    """Build the site, serve it, and show what is saved, until interrupted.

    Args:
        settings: The workspace.
        audience: Whose site.
        address: Host and port; 0 for any free port.
        tell: Is told in words what is served and written.
        saved: Is told, a few times a second, which notes with kb blocks were saved just now.
        stop: Ends it when set.

    Raises:
        KbError: As for `build_site`, or an address that cannot be used.
    """
    listeners = Listeners()
    base = urlsplit(settings.site_url).path or "/"
    with _open(settings.site_of(audience), address, listeners, base) as server:
        saves = watch(settings, stop or Event())
        next(saves)  # from here on nothing is missed, not even what is saved while the site is built
        live = start_site(settings, audience)
        gc.freeze()  # what was read stays: the collector need not look through it at every edit
        with running(server, listeners):
            tell(f"Serving on http://{address[0]}:{server.server_port}/  (stop with Ctrl-C)")
            listeners.tell((), _texts(live.problems))
            waiting: set[Path] = set()
            for changes in saves:
                files = {Path(path) for _, path in changes}
                waiting |= files
                if files and (after := _follow(live, waiting, listeners, tell)):
                    live, waiting = after, set()
                saved(_asking(live, files))


def _open(folder: Path, address: tuple[str, int], listeners: Listeners, base: str) -> ThreadingHTTPServer:
    try:
        return open_server(folder, *address, listeners, base)
    except OSError as error:
        do = "Stop what listens there, or give another address with `--address`."
        found = f"{address[0]}:{address[1]} ({error.strerror})"
        raise KbError("Cannot serve at this address", found=found, do=do) from error


def watch(settings: Settings, stop: Event) -> Iterator[Changes]:
    """What is saved in the vault, in kb.toml and mkdocs.yml, as it is saved; nothing, a few times a second."""
    from watchfiles import watch as watch_files  # noqa: PLC0415  (loaded where it runs)

    files = [settings.root / FILE_NAME, settings.root / CONFIG_NAME]
    known = {file: _state(file) for file in files}
    for changes in watch_files(
        settings.vault,
        watch_filter=changes_filter(settings),
        step=QUIET_MILLISECONDS,
        rust_timeout=IDLE_MILLISECONDS,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        before, known = known, {file: _state(file) for file in files}
        yield {*changes, *((None, str(file)) for file in files if before[file] != known[file])}


def _state(file: Path) -> tuple[int, ...]:
    """By which a file that was saved is told: many editors put another in its place, which no watch of it survives."""
    try:
        stat = file.stat()
    except OSError:
        return ()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def changes_filter(settings: Settings) -> Callable[[object, str], bool]:
    """All but what is hidden, as the vault is read; Obsidian's own settings count, and the built site does not."""

    def is_watched(_change: object, path: str) -> bool:
        file = Path(path)
        if not file.is_relative_to(settings.vault):
            return file.name in {FILE_NAME, CONFIG_NAME}
        parts = file.relative_to(settings.vault).parts
        is_hidden = any(part.startswith(".") for part in parts) and parts[0] != ".obsidian"
        return not is_hidden and not any(
            file.is_relative_to(settings.site_of(one)) for one in settings.audiences.values()
        )

    return is_watched


def _follow(live: Live, files: Collection[Path], listeners: Listeners, tell: Callable[[str], None]) -> Live | None:
    """Write what differs and tell the browsers; where that cannot be, tell why: None."""
    edition = live.build.edition
    vault = edition.settings.vault
    try:
        if any(not file.is_relative_to(vault) or ".obsidian" in file.parts for file in files):
            settings = read_settings(edition.settings.root)
            after = start_site(settings, settings.audience(edition.audience.name))
            written = frozenset(name for name in after.made.keys if after.made.keys[name] != live.made.keys.get(name))
        else:
            after, written = update_site(live, {file.relative_to(vault).as_posix() for file in files})
    except KbError as error:
        listeners.tell((), [str(error)])
        tell(str(error))
        return None
    listeners.tell(sorted(written), _texts(after.problems))
    if written:
        tell(f"{len(written)} {'file' if len(written) == 1 else 'files'} written: {min(written)}")
    return after


def _asking(live: Live, files: Iterable[Path]) -> list[str]:
    """Those of some files that are notes with kb blocks."""
    vault, notes = live.build.edition.settings.vault, live.build.source.notes
    paths = [file.relative_to(vault).as_posix() for file in files if file.is_relative_to(vault)]
    return [path for path in paths if path in notes and any(b.language == "kb" for b in notes[path].outline.blocks)]


def _texts(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems if problem.severity == "error"]
