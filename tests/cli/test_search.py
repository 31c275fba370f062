from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Kb


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of three notes."""
    vault = tmp_path / "vault"
    (vault / "ideas").mkdir(parents=True)
    (tmp_path / "kb.toml").write_text("")
    (vault / "ideas/Gaps.md").write_text("---\ntags: [idea]\n---\n# Gaps\n\nA gap fills\tafter costs.\n" + "Gap.\n" * 5)
    (vault / "Costs.md").write_text("Costs of a gap: " + "fees and spreads, " * 20 + "café\x1b[2J.\n")
    (vault / "Other.md").write_text("nothing of it\n")
    monkeypatch.chdir(tmp_path)
    return vault


@pytest.mark.usefixtures("desk")
def test_notes_are_listed_with_the_lines_that_were_found(kb: Kb) -> None:
    said = kb("search", "gap")

    assert said.out.splitlines() == [
        "ideas/Gaps.md",
        "     4: # Gaps",
        "     6: A gap fills after costs.",
        "     7: Gap.",
        "     8: Gap.",
        "     9: Gap.",
        "        2 more lines",
        "Costs.md",
        f"     1: {('Costs of a gap: ' + 'fees and spreads, ' * 20)[:159]}…",
    ]
    assert (said.code, said.err) == (0, "2 files.\n")


@pytest.mark.usefixtures("desk")
def test_of_a_long_line_the_part_around_is_shown(kb: Kb) -> None:
    assert kb("search", "CAFE gap").out.splitlines()[1][:19] == "     1: Costs of a "
    assert kb("search", "CAFE").out.splitlines() == [
        "Costs.md",
        "     1: …" + ("fees and spreads, " * 3)[-40:].strip() + " café [2J.",
    ]


@pytest.mark.usefixtures("desk")
def test_what_was_found_is_emphasised_on_a_terminal(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)

    def red(text: str) -> str:
        return click.style(text, fg="red", bold=True)

    assert kb("search", "fills costs", "tag:idea").out.splitlines() == [
        click.style("ideas/Gaps.md", bold=True),
        f"     2: tags: [{red('idea')}]",
        f"     6: A gap {red('fills')} after {red('costs')}.",
    ]


@pytest.mark.usefixtures("desk")
def test_an_answer_is_json(kb: Kb) -> None:
    said = kb("search", "gap -café", "--json")
    (hit,) = json.loads(said.out)

    assert (hit["path"], hit["title"], said.code) == ("ideas/Gaps.md", "Gaps", 0)
    assert hit["score"] > 0
    assert hit["matches"][:2] == [{"line": 4, "text": "# Gaps"}, {"line": 6, "text": "A gap fills\tafter costs."}]


@pytest.mark.usefixtures("desk")
def test_at_most_so_many_are_listed(kb: Kb) -> None:
    said = kb("search", "--limit", "1", "--", "-nothing")

    assert (said.code, said.out, said.err) == (0, "Costs.md\n", "1 of 2 files.\n")


@pytest.mark.usefixtures("desk")
def test_nothing_found_is_exit_code_1(kb: Kb) -> None:
    said = kb("search", "zebra")

    assert (said.code, said.out, said.err) == (1, "", "0 files.\n")
    assert (kb("search", "zebra", "--json").out, kb("search", "zebra", "--open").code) == ("[]\n", 1)


@pytest.mark.usefixtures("desk")
def test_what_is_no_query_is_exit_code_2(kb: Kb) -> None:
    said = kb("search", "gap lin:x")

    assert said.code == 2
    assert said.err == (
        "kb: There is no such operator, at character 5: lin:x. "
        "Did you mean `line:`? Put it in quotes to find it as it stands.\n"
    )


def test_the_best_is_opened(desk: Path, kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    kb("search", "fills", "--open")
    (desk / ".obsidian").mkdir()
    kb("search", "fills", "--open")
    file = str((desk / "ideas" / "Gaps.md").resolve())

    assert opened == [file, "obsidian://open?path=" + file.replace("/", "%2F")]
