"""Whole commands, timed from outside, and a table of what they took."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: what was run, its median, what it should stay under, and what a peer took; seconds unless told."""

    what: str
    value: float
    under: float | None = None
    peer: str = ""
    peer_value: float | None = None
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        """How many times longer the peer took."""
        return self.peer_value / self.value if self.peer_value else None


def seconds_of(command: Sequence[str | Path], *, folder: Path = ROOT, runs: int = 5) -> float:
    """The median time of a command over several runs, after one that does not count."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def print_rows(rows: Sequence[Row]) -> None:
    """Print measures as a table."""
    print(f"{'measure':44}{'took':>12}{'under':>8}  peer")
    for row in rows:
        under = "" if row.under is None else f"{row.under:g}"
        took = f"{row.value:.2f} {row.unit}"
        peer = f"{row.peer}: {row.peer_value:.2f} {row.unit}, {row.ratio:.1f}x" if row.peer_value and row.ratio else ""
        print(f"{row.what:44}{took:>12}{under:>8}  {peer}")
