"""`kb serve --run`: a saved question is answered while one writes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

QUIET_SECONDS = 1.0
"""So long nothing of a note was saved before it is run: editors save while one types."""
_SAID = {
    1: "Something failed, or notes have errors; see above.",
    2: "Nothing was run; see above. In another terminal `kb run` asks before a large batch.",
}
"""Exit codes of `kb run` -> what they mean; a run that went well ends with 1, too, where any note has an error."""
_KB = "from kb.cli.main import main; main()"


class Process(Protocol):
    """A command that runs."""

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""

    def wait(self) -> int:
        """Its exit code, once it has ended."""


class Answers:
    """Runs the kb blocks of saved notes, one note at a time; what it writes is seen as any other save."""

    def __init__(
        self, run: Callable[[str], Process], tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is run yet.

        Args:
            run: Begins `kb run` of a note.
            tell: Is told what is begun, and what did not go well.
            clock: Seconds.
        """
        self._run, self._tell, self._clock = run, tell, clock
        self._saved: dict[str, float] = {}
        self._running: Process | None = None

    def follow(self, saved: Collection[str]) -> None:
        """Take note of what was saved just now, and begin what has been quiet for long enough."""
        now = self._clock()
        self._saved |= dict.fromkeys(saved, now)
        if self._running is not None:
            code = self._running.poll()
            if code is None:
                return
            self._running = None
            if code:
                self._tell(_SAID.get(code, f"kb run ended with {code}; see above."))
        note = next((note for note, at in self._saved.items() if now - at >= QUIET_SECONDS), None)
        if note is not None:
            del self._saved[note]
            self._tell(f"Running what {note} asks")
            self._running = self._run(note)

    def close(self) -> None:
        """Wait for what runs: it ends as `kb run` does after Ctrl-C."""
        if self._running is not None:
            self._running.wait()


def run_note(root: Path, vault: Path, note: str) -> Process:
    """Begin `kb run` of a note; nobody is asked, so that a large batch is refused."""
    command = [sys.executable, "-c", _KB, "run", str(vault / note)]
    return subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL)
