"""The commands that people wait for, on this repository's own vault."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.timing import BIN, ROOT, Row, seconds_of


def measure() -> list[Row]:
    """`kb --help`, and what does nothing because nothing has changed."""
    subprocess.run([BIN / "kb", "build"], cwd=ROOT, check=True, capture_output=True)
    fresh_site = ROOT / ".kb" / "bench-site"
    stock = seconds_of([BIN / "mkdocs", "build", "--quiet", "--site-dir", fresh_site], runs=3)
    imports = seconds_of([sys.executable, "-c", "import papermill"])
    return [
        Row("kb --help", seconds_of([BIN / "kb", "--help"]), 0.25, "import papermill", imports),
        Row("kb plan, nothing to run", seconds_of([BIN / "kb", "plan"])),
        Row("kb run, nothing to run", seconds_of([BIN / "kb", "run"])),
        Row("kb build, nothing changed", seconds_of([BIN / "kb", "build"]), 5.0, "mkdocs build", stock),
    ]
