from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.model.run import Record, Spec
from kb.runs.plan import PlannedBatch, PlannedRun
from kb.vault.index import Index, build_index
from kb.vault.reading.notes import read_vault
from kb.workflows.places import find_places, link_text, results_name
from kb.workflows.run import Outcome
from tests.workflows.fake_engine import QUESTION

Run = Callable[..., Outcome]


def index_of(settings: Settings) -> Index:
    notes, attachments, _ = read_vault(settings.vault)
    return build_index(notes, attachments)


def batch_of(*titles: str) -> PlannedBatch:
    """A batch named `Gaps?` whose runs have these titles."""
    spec = Spec("Gaps?", "notebooks/crossover.py", sweep={"fast": tuple(range(len(titles)))})
    records = [Record(f"key{n}", "succeeded", {"fast": n}, {}, "", (), title, "") for n, title in enumerate(titles)]
    runs = (PlannedRun(record.key, spec.notebook, record.parameters, None, record=record) for record in records)
    return PlannedBatch(spec, tuple(runs))


def test_a_batch_has_a_folder_of_its_name(settings: Settings) -> None:
    places = find_places(index_of(settings), batch_of("One"))

    assert places.results == "runs/Gaps/Gaps results.md"
    assert places.records == "runs/Gaps/Gaps records.csv"
    assert places.summary == "runs/Gaps/Gaps summary.csv"
    assert places.runs == {"key0": "runs/Gaps/One.md"}


def test_a_name_of_nothing_is_untitled() -> None:
    assert results_name("%%") == "untitled results"


def test_runs_of_one_title_are_told_apart_by_what_is_swept(settings: Settings) -> None:
    places = find_places(index_of(settings), batch_of("Same", "Same", "Other"))

    assert list(places.runs.values()) == ["runs/Gaps/Same 0.md", "runs/Gaps/Same 1.md", "runs/Gaps/Other.md"]


def test_a_note_of_someone_else_is_not_taken(settings: Settings) -> None:
    (settings.vault / "runs/Gaps").mkdir(parents=True)
    (settings.vault / "runs/Gaps/one.md").write_text("mine\n")

    places = find_places(index_of(settings), batch_of("One", "one 2"))

    assert list(places.runs.values()) == ["runs/Gaps/One 2.md", "runs/Gaps/one 2 2.md"]


def test_a_run_that_has_no_record_has_no_place(settings: Settings) -> None:
    batch = PlannedBatch(Spec("Gaps?", "notebooks/x.py"), (PlannedRun("key0", "notebooks/x.py", {}, "new"),))

    assert find_places(index_of(settings), batch).runs == {}


def test_notes_and_records_are_found_where_people_moved_them(settings: Settings, run_all: Run) -> None:
    run_all()
    home, desk = settings.vault / "runs/Crossover", settings.vault / "projects/desk"
    desk.mkdir(parents=True)
    for old, new in (("Crossover results.md", "Answer.md"), ("Crossover records.csv", "Crossover records.csv")):
        (home / old).rename(desk / new)

    run_all()

    assert sorted(path.name for path in home.iterdir()) == ["Crossover 10.md", "Crossover 5.md"]
    assert sorted(path.name for path in desk.iterdir()) == ["Answer.md", "Crossover records.csv"]


@pytest.mark.parametrize(
    ("others", "text"), [({}, "Question"), ({"key": "runs/Gaps/Question.md"}, "strategies/Question")]
)
def test_a_link_is_as_short_as_it_can_be(settings: Settings, others: dict[str, str], text: str) -> None:
    assert link_text(index_of(settings), "strategies/Question.md", others) == text


def test_a_link_to_one_of_two_notes_of_a_name_is_a_path(settings: Settings) -> None:
    (settings.vault / "Question.md").write_text(QUESTION)

    assert link_text(index_of(settings), "strategies/Question.md") == "strategies/Question"
