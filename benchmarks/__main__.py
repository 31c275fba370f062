"""`python -m benchmarks [NAME …]`: run the benchmarks named, or all, and print tables."""

from __future__ import annotations

import importlib
import os
import sys

from benchmarks.timing import print_rows

NAMES = (
    *("asking", "assist", "commands", "drawn", "find", "graph", "markdown"),
    *("query", "runs", "search", "site", "store", "vault"),
)


def main(names: list[str]) -> None:
    """Run and print."""
    unknown = set(names) - set(NAMES)
    if unknown:
        sys.exit(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is measured keeps its bytecode, as an installed kb has it
    for name in names or NAMES:
        print(f"\n{name}")
        print_rows(importlib.import_module(f"benchmarks.{name}").measure())


main(sys.argv[1:])
