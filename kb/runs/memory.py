"""How much memory is free, for this process and what it starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from kb.model.memory import DEFAULT_MEMORY

_GROUPS = Path("/sys/fs/cgroup")
_OWN_GROUPS = Path("/proc/self/cgroup")
_FILES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
"""Where control groups of either version keep their limit, their use, and the files that they could forget."""


def default_memory_bytes() -> int:
    """What runs may hold at a time unless another budget is set."""
    return DEFAULT_MEMORY.of(free_bytes())


def free_bytes() -> int:
    """The memory that is free on the machine, or less where a control group (a container, a slice) allows less."""
    own = ""
    with suppress(OSError):  # only Linux has them
        own = _OWN_GROUPS.read_text("utf-8")
    return min([psutil.virtual_memory().available, *allowed_bytes(own, _GROUPS)])


def allowed_bytes(own: str, groups: Path) -> Iterator[int]:
    """What each control group that a process is in, and each above it, still allows.

    Args:
        own: The groups of the process, as `/proc/self/cgroup` lists them.
        groups: Where control groups are mounted.
    """
    for line in own.splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers in {"", "memory"}:
            folder = groups / controllers / path.strip("/")
            for place in (folder, *folder.parents):
                if place.is_relative_to(groups):
                    yield from _left(place)


def _left(folder: Path) -> Iterator[int]:
    for limit, used, cache in _FILES:
        with suppress(OSError, ValueError):  # not that version, or no limit
            table = dict(line.split() for line in (folder / "memory.stat").read_text("ascii").splitlines())
            allowed, taken = (int((folder / name).read_text("ascii")) for name in (limit, used))
            yield max(0, allowed - taken + int(table.get(cache, 0)))
