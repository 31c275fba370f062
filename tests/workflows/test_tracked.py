from __future__ import annotations

from collections.abc import Callable

from kb.config import Settings
from kb.workflows.run import Outcome
from kb.workflows.tracked import read_tracked

RECORDS = "runs/Crossover/Crossover records.csv"
Run = Callable[..., Outcome]


def test_records_are_read_from_the_files_that_hold_them(settings: Settings, run_all: Run) -> None:
    results = run_all().results

    records, problems = read_tracked(settings, [RECORDS, "kb.toml"], but={results[0].record.key})

    assert (records, problems) == ([result.record for result in results[1:]], [])
    assert read_tracked(settings, [RECORDS], endings=(" summary.csv",)) == ([], [])


def test_a_fault_names_the_file_by_its_path_in_the_vault(settings: Settings, run_all: Run) -> None:
    run_all()
    with (settings.vault / RECORDS).open("a") as file:
        file.write("0011,sideways\n")

    records, (problem,) = read_tracked(settings, [RECORDS])

    assert (len(records), problem.path, problem.line) == (3, RECORDS, 5)
