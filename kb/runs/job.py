"""The process of one run: `python -m kb.runs.job FOLDER` executes what the folder holds."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from kb.runs.engine import execute_notebook

SOURCE, TARGET, ORDER, OUTCOME = "source.ipynb", "executed.ipynb", "order.json", "outcome.json"


def main(folder: Path) -> None:
    """Execute `source.ipynb` by `order.json`; write `executed.ipynb` and `outcome.json`."""
    order = json.loads((folder / ORDER).read_text("utf-8"))
    status, failure = execute_notebook(folder / SOURCE, folder / TARGET, order["parameters"], order["kernel"])
    outcome = {"status": status, "failure": failure and dataclasses.asdict(failure)}
    (folder / OUTCOME).write_text(json.dumps(outcome), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
