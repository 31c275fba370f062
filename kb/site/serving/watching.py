"""What is saved while the site is served."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import Event

from kb.config import FILE_NAME, Settings
from kb.site.builder import CONFIG_NAME
from kb.vault.reading import obsidian

QUIET_MILLISECONDS = 50
"""A save is often several events; they are taken together when none has come for so long."""
IDLE_MILLISECONDS = 300
Changes = Collection[tuple[object, str]]
"""What was added, modified or deleted, and the path of the file."""


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
    """All that a vault is read from: nothing hidden but Obsidian's own settings, and not the built site."""
    told = {settings.vault / obsidian.FOLDER / name for name in obsidian.FILES}

    def is_watched(_change: object, path: str) -> bool:
        file = Path(path)
        if not file.is_relative_to(settings.vault):
            return file.name in {FILE_NAME, CONFIG_NAME}
        parts = file.relative_to(settings.vault).parts
        is_hidden = any(part.startswith(".") for part in parts) and file not in told
        return not is_hidden and not any(
            file.is_relative_to(settings.site_of(one)) for one in settings.audiences.values()
        )

    return is_watched
