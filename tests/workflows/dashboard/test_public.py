"""A published dashboard tells others only of notes that they may read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.model.audience import PUBLIC_AUDIENCE
from kb.model.run import Record
from kb.runs.records import render_records
from kb.runs.trial import Trial, render_trial
from kb.runs.trials import append_trial
from kb.site.builder import build_site
from kb.vault.writing.region import sign_region
from kb.workflows import assist_notes
from kb.workflows.ask import read_desk
from kb.workflows.export import export_vault
from kb.workflows.reading import read_for
from kb.workflows.run import Outcome
from kb.workflows.starter import shipped
from tests.site.repositories import Repository
from tests.workflows.dashboard.test_write import renew

Run = Callable[..., Outcome]
T = "Kanarienvogel"
ROOT = Path(__file__).parents[3]
SECRET = f"""---
stage: live
tags: [strategy]
---

![[{T} state]] ![[{T} results]] [[{T} nowhere]]

```kb
name: {T}
notebook: crossover
sweep:
  fast: [7, 61]
rank_by: sharpe_ratio
```
"""
JOURNAL = "```kb\nname: Recaps\nnotebook: journal\nparameters: {account: kanarienvogel}\nsweep:\n  period: [all]\n```\n"


@pytest.fixture
def published(settings: Settings, run_all: Run, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A desk that is published, with a strategy that is, one that is not, and a private account of that name."""
    monkeypatch.chdir(settings.root)
    shutil.copy(shipped("mkdocs.yml"), settings.root)
    shutil.copy(ROOT / "notebooks/journal.py", settings.notebooks)
    (settings.ledger / "accounts").mkdir(parents=True)
    shutil.copy(ROOT / "data/ledger/accounts/paper.csv", settings.ledger / f"accounts/{T.lower()}.csv")
    public = settings.vault / "strategies/Question.md"
    text = public.read_text().replace("tags: [strategy]", "publish: true\nstage: draft\ntags: [strategy]")
    public.write_text(text.replace("![[Crossover results]]", "[[Desk]]"))
    (settings.vault / f"{T}.md").write_text(SECRET)
    (settings.vault / "Recaps.md").write_text(JOURNAL)
    (settings.vault / "index.md").write_text("---\npublish: true\n---\n\n![[Desk]]\n")
    for result in run_all().results:
        append_trial(settings, result, datetime(2026, 5, 2, 9, 30, tzinfo=UTC))
    desk = settings.vault / "runs/Desk.md"
    desk.write_text(desk.read_text().replace("kb_desk: home\n", "kb_desk: home\npublish: true\n"))
    state = settings.vault / f"runs/{T}/{T} state.md"
    state.write_text(state.read_text().replace("kb_state:", "publish: true\nkb_state:"))
    renew(settings)
    return read_settings(settings.root)


def holding(folder: Path, word: str) -> list[str]:
    """The files of a site in whose name or text a word stands."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in files}
    return [name for name, text in texts.items() if word.casefold() in unquote(f"{name} {text}").casefold()]


def test_the_owner_reads_all_of_it(published: Settings) -> None:
    build_site(published)
    page = (published.site / "runs/desk/index.html").read_text()

    assert page.count(T) > 5
    assert f">{T.lower()}<" in page


def test_the_owner_reads_of_an_account_that_no_note_asks_about(published: Settings) -> None:
    (published.vault / "Recaps.md").write_text("No question.\n")
    renew(published)
    build_site(published)

    assert f">{T.lower()}<" in (published.site / "runs/desk/index.html").read_text()


def test_others_read_nothing_of_what_is_private(published: Settings) -> None:
    built = build_site(published, audience=PUBLIC_AUDIENCE)
    site = published.root / "site-public"

    assert built.problems == ()
    assert holding(site, T) == []


def test_others_read_of_no_file_with_a_private_name(published: Settings) -> None:
    records = published.vault / f"runs/{T}/{T} records.csv"
    records.write_text(records.read_text() + "torn\n")
    (published.vault / f"{T} picture.png").write_bytes(b"")
    renew(published)
    build_site(published, audience=PUBLIC_AUDIENCE)

    assert f"{T} picture.png" in (published.vault / "runs/Desk.md").read_text()
    assert holding(published.root / "site-public", T) == []


def test_others_read_what_is_about_published_notes(published: Settings) -> None:
    build_site(published, audience=PUBLIC_AUDIENCE)
    page = (published.root / "site-public/runs/desk/index.html").read_text()

    assert page.count(">Question</a>") >= 3  # among strategies, latest runs and failures
    assert "Crossover 60" in page
    assert "too fast" in page
    assert "Worth" not in page
    for heading in ("Strategies", "Latest runs", "Failures"):
        assert f">{heading}<" in page
    for heading in ("Journal", "Open problems", "Data"):
        assert f">{heading}<" not in page


def said_to_others(settings: Settings, name: str) -> assist_notes.NoteText:
    """A note as an assistant of others reads it."""
    return assist_notes.read_note(read_for(settings, PUBLIC_AUDIENCE)[0], name, "", 0)


def told_to_others(settings: Settings, folder: Path) -> list[str]:
    """The desk as a site, an export and an assistant tell it to others; of the page its text."""
    build_site(settings, audience=PUBLIC_AUDIENCE)
    page = (settings.root / "site-public/runs/desk/index.html").read_text()
    exported = export_vault(settings, folder, PUBLIC_AUDIENCE)
    assert exported.notes == 3
    said = said_to_others(settings, "Desk").text
    text = re.sub(r"<[^>]*>", "", page.partition("<article")[2].partition("</article>")[0])
    return [text, (folder / "runs/Desk.md").read_text(), said]


def test_others_cannot_tell_whether_there_is_more(published: Settings, tmp_path: Path) -> None:
    """A private strategy, its failures, an account, problems and data leave no count, no heading and no blank line."""
    with_private = told_to_others(published, tmp_path / "with")
    for path in [f"{T}.md", "Recaps.md"]:
        (published.vault / path).unlink()
    for folder in [f"runs/{T}", "runs/Recaps"]:
        shutil.rmtree(published.vault / folder)
    shutil.rmtree(published.ledger / "accounts")
    renew(published)
    assert len(read_desk(published).questions) == 1

    assert told_to_others(published, tmp_path / "without") == with_private


def test_what_is_private_takes_no_room_from_what_others_read(published: Settings) -> None:
    for number in range(15):
        block = f"```kb\nname: {T} {number}\nnotebook: crossover\nparameters: {{fast: 5}}\n```\n"
        (published.vault / f"{T} {number}.md").write_text(block)
        record = Record(f"{number:016}", "failed", {}, {}, "f", (), f"{T} run {number}", "ValueError: x")
        records = published.vault / f"runs/{T} {number}/{T} {number} records.csv"
        records.parent.mkdir()
        records.write_text(render_records([record]))
        row = Trial(datetime(2026, 6, 2, tzinfo=UTC), record.key, "f", "n.py", record.title, "failed", {}, {})
        with next((published.ledger / "trials").glob("*.csv")).open("a", encoding="utf-8", newline="") as ledger:
            ledger.write(f"{render_trial(row)}\n")
    renew(published)
    of_all = (published.vault / "runs/Desk.md").read_text()
    said = said_to_others(published, "Desk").text

    assert of_all.count(f"| {T} run") == 20  # ten of the latest, and ten failures
    assert "| 2026-05-02 | Crossover 60 | failed | [[Question]] |" in said
    assert "| 2026-05-02 | Crossover 60 | failed: ValueError: too fast" in said
    assert T not in said


def test_the_timeline_of_a_published_strategy_is_published_and_no_other(published: Settings) -> None:
    question, state = (published.vault / path for path in ("strategies/Question.md", "runs/Question/Question state.md"))
    question.write_text(f"{question.read_text()}\n![[Question state]]\n")
    (published.root / ".gitignore").write_text(".kb/\n")
    Repository(published.root).commit()
    renew(published)
    state.write_text(state.read_text().replace("kb_state:", "publish: true\nkb_state:"))
    drawn = {path.name for path in published.vault.glob("attachments/runs/desk/* stages.*")}
    build_site(published, audience=PUBLIC_AUDIENCE)
    site = published.root / "site-public"
    shown = {path.name for path in site.glob("attachments/runs/desk/*")}

    assert len(drawn) == 4
    assert len(shown) == 2
    assert shown < drawn
    assert "draft: since 2024-05-01" in (site / "strategies/question/index.html").read_text()
    assert holding(site, T) == []


def test_others_find_no_more_than_the_owner(published: Settings) -> None:
    desk = published.vault / "runs/Desk.md"
    text = desk.read_text()
    row = next(line for line in text.splitlines() if line.startswith("| 2026-05-02 | Crossover 60 | failed |"))
    written = text.replace(f"{row}\n", f"{row}\n" * 15)
    desk.write_text(sign_region(text, written))
    said = said_to_others(published, "Desk").text

    assert said.count("| Crossover 60 | failed |") <= 10


def test_others_read_no_counts_over_all_and_no_gaps(published: Settings) -> None:
    (published.vault / "Orphan.md").write_text("---\npublish: true\n---\n\n[[Nowhere else]]\n")
    renew(published)
    assert "[[Orphan]]" in (published.vault / "runs/Desk.md").read_text()
    build_site(published, audience=PUBLIC_AUDIENCE)
    said = said_to_others(published, "Desk").text

    assert "\n\n\n" not in said
    for word in ("orphan", "Orphan", "tried in all", "kb check", "kb:", "None is open", "read by", "| file"):
        assert word not in said


def test_with_nothing_published_there_are_no_headings(published: Settings) -> None:
    public = published.vault / "strategies/Question.md"
    public.write_text(public.read_text().replace("publish: true\n", ""))
    said = said_to_others(published, "Desk").text

    assert said.strip() == ""


def test_words_of_people_below_a_published_desk_stay(published: Settings) -> None:
    desk = published.vault / "runs/Desk.md"
    desk.write_text(f"{desk.read_text()}\n## Mine\n\n- An item\n\n| a |\n| --- |\n| b |\n")
    said = said_to_others(published, "Desk").text

    assert said.endswith("\n## Mine\n\n- An item\n\n| a |\n| --- |\n| b |\n")


@pytest.mark.parametrize("name", ["Hidden a#b", "Hidden [b]", "Hidden a|b", "Hidden %%b"])
def test_a_private_strategy_is_not_told_by_its_published_run_or_a_name_that_no_wikilink_holds(
    published: Settings, name: str
) -> None:
    (published.vault / f"{T}.md").rename(published.vault / f"{name}.md")
    renew(published)
    run = published.vault / f"runs/{T}/{T} 7.md"
    run.write_text(run.read_text().replace("---\n", "---\npublish: true\n", 1).replace(T, "Seven"))
    run.rename(run.with_name("Seven.md"))
    renew(published)
    said = said_to_others(published, "Desk").text

    assert "[[Seven]]" in (published.vault / "runs/Desk.md").read_text()
    assert "live" not in said
    assert "Hidden" not in said


def test_an_embedded_section_that_others_do_not_read_shows_nothing(published: Settings) -> None:
    (published.vault / "index.md").write_text("---\npublish: true\n---\n\n![[Desk#Journal]] ![[Desk#Jornal]]\n")
    build_site(published, audience=PUBLIC_AUDIENCE)
    page = (published.root / "site-public/index.html").read_text()

    assert "Journal" not in page
    assert "Jornal" in page


def test_the_best_run_of_a_state_is_told_where_its_note_is_read(published: Settings) -> None:
    question = published.vault / "strategies/Question.md"
    question.write_text(f"{question.read_text()}\n![[Question state]]\n")
    renew(published)
    state = published.vault / "runs/Question/Question state.md"
    state.write_text(state.read_text().replace("kb_state:", "publish: true\nkb_state:"))
    said = said_to_others(published, "Question state")
    assert "State of [[Question]].\n\nStages: " in said.text
    assert "Best run" not in said.text
    assert "best_value" not in said.properties

    run = published.vault / "runs/Crossover/Crossover 10.md"
    run.write_text(run.read_text().replace("---\n", "---\npublish: true\n", 1))
    said = said_to_others(published, "Question state")
    assert "## Best run" in said.text
    assert "best_value" in said.properties


def test_the_steps_of_the_guide_publish_a_strategy(published: Settings, run_all: Run) -> None:
    question = published.vault / "strategies/Question.md"
    question.write_text(f"{question.read_text()}\n![[Question state]]\n\n![[Crossover results]]\n")
    renew(published)
    with pytest.raises(KbError) as refused:
        build_site(published, audience=PUBLIC_AUDIENCE)
    assert "[[Question state]]" in str(refused.value)

    for path in ("Question/Question state.md", "Crossover/Crossover results.md", "Crossover/Crossover 10.md"):
        note = published.vault / "runs" / path
        note.write_text(note.read_text().replace("---\n", "---\npublish: true\n", 1))
    run_all()
    built = build_site(published, audience=PUBLIC_AUDIENCE)
    page = (published.root / "site-public/strategies/question/index.html").read_text()

    assert built.problems == ()
    assert page.count(">Crossover 10</a>") >= 2
    assert "private note" not in (published.root / "site-public/runs/desk/index.html").read_text()


def test_the_state_of_a_strategy_that_its_owner_hides_is_hidden_too(published: Settings) -> None:
    secret = published.vault / f"{T}.md"
    secret.write_text(secret.read_text().replace("stage: live", "publish: false\nstage: live"))
    build_site(published)

    assert not [name for name in holding(published.site, "state of") if "state" in name]
    assert "live" not in (published.site / "runs/desk/index.html").read_text().partition("Strategies")[2][:2000]
