from __future__ import annotations

from collections.abc import Callable

from kb.config import Settings
from kb.workflows.ask import read_desk
from kb.workflows.check import check_desk
from kb.workflows.run import Outcome

Run = Callable[..., Outcome]


def check(settings: Settings) -> list[tuple[str, str | None, str]]:
    return [(problem.rule, problem.path, problem.severity) for problem in check_desk(settings, read_desk(settings))]


def test_results_that_are_not_there_yet_are_no_error(settings: Settings) -> None:
    (settings.vault / "index.md").write_text(
        "[[Question]], [[runs/Crossover/Crossover results]], [[Crossover resultz]]\n"
    )

    assert check(settings) == [
        ("broken-link", "index.md", "error"),
        ("no-results-yet", "index.md", "warning"),
        ("no-results-yet", "strategies/Question.md", "warning"),
    ]


def test_a_workspace_that_ran_is_all_well(settings: Settings, run_all: Run) -> None:
    (settings.vault / "index.md").write_text("[[Question]]\n")
    run_all()

    assert check(settings) == []


def test_what_a_workspace_has_wrong_is_told_by_file_and_line(settings: Settings, run_all: Run) -> None:
    (settings.vault / "index.md").write_text("[[Question]] [[Nowhere]]\n")
    (settings.vault / "Bad.md").write_bytes(b"\xff")
    run_all()
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("notebook: crossover", "notebook: nowhere"))
    records = settings.vault / "runs/Crossover/Crossover records.csv"
    records.write_text(records.read_text().replace("succeeded", "well"))

    assert [(problem.rule, problem.path, problem.line) for problem in check_desk(settings, read_desk(settings))] == [
        ("unreadable-note", "Bad.md", 1),
        ("broken-link", "index.md", 1),
        ("records", "runs/Crossover/Crossover records.csv", 2),
        ("records", "runs/Crossover/Crossover records.csv", 3),
        ("kb-block", "strategies/Question.md", 9),
    ]


def test_a_line_of_the_trials_that_cannot_be_read_is_told(settings: Settings, run_all: Run) -> None:
    (settings.vault / "index.md").write_text("[[Question]]\n")
    run_all()
    trials = settings.ledger / "trials/0123abcd.csv"
    trials.parent.mkdir(parents=True)
    trials.write_text("2024-05-01T09:30:05Z,3f2a9c,ab1")

    assert check(settings) == [("trials", "data/ledger/trials/0123abcd.csv", "error")]


def test_of_a_question_that_is_gone_each_note_is_told_once(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "strategies/Question.md").unlink()
    own = settings.vault / "runs/Crossover/Crossover 5.md"
    own.write_text(own.read_text() + "\nSee [[Nowhere]].\n")

    assert [found for found in check(settings) if found[0] != "orphan"] == [
        ("run-not-asked", "runs/Crossover/Crossover 10.md", "warning"),
        ("run-not-asked", own.relative_to(settings.vault).as_posix(), "warning"),
        ("broken-link", own.relative_to(settings.vault).as_posix(), "error"),
        ("run-not-asked", "runs/Crossover/Crossover results.md", "warning"),
    ]


def test_daily_notes_need_no_link_where_obsidian_keeps_them(settings: Settings) -> None:
    (settings.vault / "index.md").write_text("[[Question]]\n")
    (settings.vault / ".obsidian").mkdir()
    (settings.vault / ".obsidian/daily-notes.json").write_text('{"folder": "/Daily/", "format": "YYYY/ddd D MMMM"}')
    for path in ("Daily/2024/Fri 1 March.md", "Daily/2024/Fr. 1 M\u00e4rz.md", "Daily/Plan.md", "2024/Fri 1 March.md"):
        (settings.vault / path).parent.mkdir(parents=True, exist_ok=True)
        (settings.vault / path).touch()

    assert [path for rule, path, _ in check(settings) if rule == "orphan"] == ["2024/Fri 1 March.md", "Daily/Plan.md"]


def test_of_a_folder_outside_of_the_vault_its_link_is_told_and_none_of_its_files(settings: Settings) -> None:
    (settings.vault / "index.md").write_text("[[Question]]\n")
    other = settings.root / "other"
    other.mkdir()
    (other / "a.png").touch()
    (other / "b.txt").symlink_to(settings.root / "kb.toml")
    (settings.vault / "linked").symlink_to(other)

    assert check(settings) == [
        ("outside-vault", "linked", "warning"),
        ("no-results-yet", "strategies/Question.md", "warning"),
    ]
