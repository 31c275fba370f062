"""What is told of private notes by their author: warnings, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.config import read_settings
from kb.model.audience import OWNER_AUDIENCE, PUBLIC_AUDIENCE, Audience
from kb.model.problem import Problem
from kb.secrets import Places
from kb.site.private.audience import notes_for
from kb.site.private.told import warnings_of
from kb.site.private.watched import gate_for
from kb.site.published import plan_site
from kb.vault.reading.notes import read_vault

PUBLISHED = "---\npublish: true\n---\n"
Warn = Callable[..., tuple[Problem, ...]]
Told = Callable[..., list[str]]


@pytest.fixture
def warnings(tmp_path: Path) -> Warn:
    """The warnings of a public site; files: path in the vault -> text."""

    def warn(files: Mapping[str, str], audience: Audience = PUBLIC_AUDIENCE, settings: str = "") -> tuple[Problem, ...]:
        (tmp_path / "kb.toml").write_text(settings, "utf-8")
        for name, text in files.items():
            (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "vault" / name).write_text(text, "utf-8")
        notes, attachments, _ = read_vault(tmp_path / "vault")
        cut = notes_for(audience, notes, attachments)
        site = plan_site("x", cut.notes, attachments)
        here = read_settings(tmp_path)
        gate = gate_for(here, cut, site, Places({}, lambda _name: None, tmp_path / "none"))
        problems = warnings_of(cut, gate, site, here)

        assert {problem.severity for problem in problems} <= {"warning"}

        return problems

    return warn


@pytest.fixture
def told(warnings: Warn) -> Told:
    """The same as people read them."""

    def tell(files: Mapping[str, str], audience: Audience = PUBLIC_AUDIENCE, settings: str = "") -> list[str]:
        return [f"{one.path}:{one.line} {one.rule} {one.found}" for one in warnings(files, audience, settings)]

    return tell


def test_an_authors_own_words_that_name_a_private_note_are_a_warning(told: Told) -> None:
    files = {
        "a.md": f"{PUBLISHED}One.\n\nThe deals/acme *Takeover*, and [[Acme takeover]]; Acme-takeover.",
        "b.md": f"{PUBLISHED}On project\npelican: acme takeover",
        "c.md": f"{PUBLISHED}[[Acme takeover]] of Acme, our project",
        "deals/Acme takeover.md": "---\naliases: [Project Pelican]\n---\n",
    }

    assert told(files) == [
        "a.md:6 private-name Acme takeover",
        "b.md:5 private-name Acme takeover",
        "b.md:None private-name Project Pelican",
    ]


@pytest.mark.parametrize(
    ("count", "what"),
    [
        (1, ""),
        (2, ", and so does line 5"),
        (3, ", and so do lines 5 and 6"),
        (5, ", and so do lines 5, 6, 7 and 8"),
        (8, ", and so do lines 5, 6, 7, 8 and 3 more"),
    ],
)
def test_all_lines_that_say_a_name_are_one_warning(warnings: Warn, count: int, what: str) -> None:
    (problem,) = warnings({"a.md": PUBLISHED + "Acme takeover\n" * count, "Acme takeover.md": ""})

    assert (problem.what, problem.line) == (f"This says the name of a private note{what}", 4)


def test_what_a_published_note_is_called_too_is_none(told: Told) -> None:
    files = {
        "a.md": f"{PUBLISHED}Big deal, first plan, public file",
        "b.md": "---\npublish: true\naliases: [Big deal]\n---\n",
        "first plan.md": PUBLISHED,
        "private.md": "---\naliases: [Big deal, First plan]\n---\n",
        "public file.png": "",
    }

    assert told(files) == []


def test_the_first_are_shown_and_the_rest_counted(told: Told) -> None:
    files = {f"{number:02}.md": f"{PUBLISHED}Acme takeover" for number in range(23)}

    assert told({**files, "Acme takeover.md": ""})[19:] == [
        "19.md:4 private-name Acme takeover",
        "None:None private-name ",
    ]


def test_text_files_that_nothing_looks_into_are_one_warning(told: Told) -> None:
    files = {"a.md": f"{PUBLISHED}[[b.json]] [[c.TXT]] [[d.csv]]", "b.json": "", "c.TXT": "", "d.csv": "", "e.txt": ""}

    assert told(files) == ["b.json:None whole-file 2, of which this is the first"]
    assert told(files, OWNER_AUDIENCE) == []


def test_tables_that_cannot_be_read_with_certainty_are_one_warning(told: Told) -> None:
    parts = "Statement,Header,Name\nAccount Information,Data,Account,U9998887\n"
    files = {"a.md": PUBLISHED, "b.csv": parts, "c.csv": parts, "d.csv": "Day,Account\n1,U1\n", "e.csv": "x\n1,2\n"}

    assert told(files) == ["b.csv:None unread-table 2, of which this is the first"]
    assert told(files, OWNER_AUDIENCE) == []
    assert told(files, settings='[check.rules]\nunread-table = "off"\n') == []


def test_a_workspace_says_what_it_wants_to_know(told: Told) -> None:
    files = {"a.md": f"{PUBLISHED}Acme takeover [[b.txt]]", "Acme takeover.md": "", "b.txt": ""}

    assert told(files, settings='[check.rules]\nprivate-name = "off"\n') == [
        "b.txt:None whole-file 1, of which this is the first"
    ]
    assert told(files, settings='[check.ignore]\nprivate-name = ["a.md"]\n[check.rules]\nwhole-file = "off"\n') == []
