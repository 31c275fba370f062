"""Parsing many files at once: this process does its share, and others like it the rest."""

from __future__ import annotations

import marshal
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from kb.processors import usable_processors
from kb.vault.reading.parse import Parsed, parse_file

_FILES_EACH = 250
"""So many files take about as long as the start of a process."""
_START = (
    "import marshal, sys; sys.path[:] = marshal.load(sys.stdin.buffer);"
    "from kb.vault.reading.crew import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)


def parse_files(vault: str, paths: Sequence[str], known: Collection[str], most: int | None = None) -> list[Parsed]:
    """Read the files of a vault and parse those whose checksums are not known, in up to so many processes."""
    workers = max(1, min(most or usable_processors(), len(paths) // _FILES_EACH))
    shares = [paths[start::workers] for start in range(workers)]
    with ExitStack() as stack:
        helpers = [stack.enter_context(_helper(vault, share, known)) for share in shares[1:]]
        parsed = [parse_file(vault, path, known) for path in shares[0]]
        for helper, share in zip(helpers, shares[1:], strict=True):
            parsed += _results(helper) or [parse_file(vault, path, known) for path in share]
    return parsed


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Do the share that stands in `source`, in a process that was started for it."""
    vault, paths, known = marshal.load(source)  # noqa: S302  (from the process that started this one)
    sink.write(marshal.dumps([tuple(parse_file(vault, path, known)) for path in paths]))
    sink.flush()


@contextmanager
def _helper(vault: str, paths: Sequence[str], known: Collection[str]) -> Iterator[subprocess.Popen[bytes] | None]:
    """A process with its share, which ends with the block; None where none can be started."""
    command = [sys.executable, "-I", "-c", _START]
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    except OSError:
        yield None
        return
    with process:
        try:
            assert process.stdin is not None  # noqa: S101  (a pipe)
            with suppress(OSError):  # it has died: its share is done here
                process.stdin.write(marshal.dumps(sys.path) + marshal.dumps((vault, list(paths), frozenset(known))))
            with suppress(OSError):  # the same, said again for what was not yet written
                process.stdin.close()
            yield process
        finally:
            process.kill()


def _results(helper: subprocess.Popen[bytes] | None) -> list[Parsed]:
    """What a helper sends; nothing where it died."""
    if helper is None or helper.stdout is None:
        return []
    try:
        return [Parsed(*row) for row in marshal.load(helper.stdout)]  # noqa: S302  (from a process of ours)
    except (EOFError, ValueError, TypeError):
        return []
