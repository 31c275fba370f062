from __future__ import annotations

from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
SCRAP_TYPE = "application/scrapbook.scrap.json+json"

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.filterwarnings("ignore"),  # what Jupyter's own packages warn of is not ours to mend
]


def run(folder: Path, **parameters: str) -> Any:
    notebook = jupytext.read(ROOT / "notebooks" / "journal.py")
    place = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    given = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(given))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def scraps(notebook: Any, kind: str) -> dict[str, Any]:
    """The data of its scraps of one kind, by name."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get("kb", {}).get("kind") == kind:
                scrap = output["data"][SCRAP_TYPE]
                found[scrap["name"]] = scrap["data"]
    return found


def test_a_month_of_the_paper_account_runs_in_the_notebooks_folder() -> None:
    notebook = run(ROOT / "notebooks", period="2012-08")
    metrics = scraps(notebook, "record")

    assert (metrics["title"], metrics["problems"]) == ("Journal paper 2012-08", 0)
    assert (metrics["trades"], metrics["is_paper"], metrics["pnl"]) == (1, True, 82057.34)
    assert metrics["end_equity"] == pytest.approx(metrics["start_equity"] + metrics["pnl"])
    assert scraps(notebook, "figure").keys() == {"calendar", "equity"}
    assert scraps(notebook, "table").keys() == {"best_trades", "symbols", "positions", "events"}
    assert "This is a paper account" in str(notebook)


def test_all_of_it_and_none_of_it_run_at_the_root() -> None:
    everything = scraps(run(ROOT), "record")

    assert everything["title"] == "Journal paper all"
    assert (everything["trades"], everything["start_equity"]) == (83, 0.0)
    assert scraps(run(ROOT, period="1999"), "figure") == {}
