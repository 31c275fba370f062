from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kb

BASE = """\
filters: file.inFolder("runs")
formulas:
  twice: sharpe * 2
  bad: file.name.round()
properties:
  sharpe: {displayName: Sharpe ratio}
summaries:
  best: values.reduce(max(acc, value), 0)
views:
  - name: All
    order: [file.name, sharpe, formula.twice, up]
    sort: [{property: sharpe, direction: DESC}]
    summaries: {sharpe: Average, formula.twice: best}
  - name: By stage
    groupBy: stage
    order: [file.name, formula.bad, done]
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of four runs and a base."""
    vault = tmp_path / "vault"
    (vault / "runs").mkdir(parents=True)
    (tmp_path / "kb.toml").write_text("")
    heads = {
        "a": "sharpe: 1.5\nstage: live\ndone: true\nup: '[[c]]'",
        "b": "sharpe: 0.5\nstage: idea\ntags: fx",
        "c": "stage: live",
        "d": "sharpe: 1\ndone: false",
    }
    for name, head in heads.items():
        (vault / "runs" / f"{name}.md").write_bytes(f"---\n{head}\n---\n".encode())
    (vault / "Runs.base").write_text(BASE)
    monkeypatch.chdir(tmp_path)
    return vault


@pytest.mark.usefixtures("desk")
def test_a_base_is_shown_as_its_first_view_has_it(kb: Kb) -> None:
    said = kb("query", "Runs.base")

    assert said.out.splitlines() == [
        "file.name  Sharpe ratio  twice  up",
        "a                   1.5      3  c",
        "d                     1      2  -",
        "b                   0.5      1  -",
        "c                     -      -  -",
        "Average of Sharpe ratio: 1",
        "best of twice: 3",
    ]
    assert (said.code, said.err) == (0, "4 files.\n")


def test_what_is_shown_is_what_the_site_shows(desk: Path, kb: Kb) -> None:
    formulas = "formulas: {r: sharpe.round(), s: sharpe + 0.1}\n"
    view = "views: [{order: [file.name, formula.r, formula.s, day], summaries: {formula.s: %s, day: Range}}]"
    (desk / "S.base").write_text(f"filters: file.inFolder('runs')\n{formulas}{view % 'Average'}")
    (desk / "runs/b.md").write_text("---\nsharpe: 0.2\nday: 2024-05-02\n---\n")
    (desk / "runs/d.md").write_text("---\nsharpe: 0.7777777\nday: 2024-05-21\n---\n")

    assert kb("query", "S.base").out.splitlines() == [
        "file.name  r          s  day",
        "a          2        1.6  -",
        "b          0        0.3  2024-05-02",
        "c          -          -  -",
        "d          1  0.8777777  2024-05-21",
        "Average of s: 0.9259",
        "Range of day: 19 days",
    ]
    assert json.loads(kb("query", "S.base", "--json").out)["summaries"] == {
        "formula.s": {"Average": pytest.approx(0.9259259, abs=1e-12)},
        "note.day": {"Range": "19 days"},
    }
    (desk / "S.base").write_text(f"{formulas}{view % 'Nosuch'}")
    assert "Nosuch of s: ! There is no such summary" in kb("query", "S.base").out


def test_a_base_whose_views_have_no_name_says_so_and_which_key_is_misspelt(desk: Path, kb: Kb) -> None:
    (desk / "S.base").write_text("vews:\n- name: Best\n")

    assert kb("query", "S.base#Best").err == (
        "kb: S.base: This base has no such view: Best. No view of it has a name. "
        "S.base:1: This key means nothing: vews. Did you mean `views`?\n"
    )


@pytest.mark.usefixtures("desk")
def test_a_view_is_named_behind_the_base(kb: Kb) -> None:
    said = kb("query", "[[runs.base#by STAGE]]")

    assert said.out.splitlines() == [
        "idea",
        "file.name  bad                                done",
        "b          ! `round` is not for such a value  -",
        "live",
        "file.name  bad                                done",
        "a          ! `round` is not for such a value  true",
        "c          ! `round` is not for such a value  -",
        "-",
        "file.name  bad                                done",
        "d          ! `round` is not for such a value  false",
    ]
    assert said.code == 0


@pytest.mark.usefixtures("desk")
def test_an_expression_chooses_files(kb: Kb) -> None:
    said = kb("query", "sharpe > 0.7", "--columns", "stage, sharpe", "--sort", "-sharpe", "--limit", "1")

    assert said.out.splitlines() == ["file.name  stage  sharpe", "a          live   1.5"]
    assert said.err == "1 of 2 files.\n"
    assert kb("query", "file.hasTag('fx')").out.splitlines() == ["file.name", "b"]
    assert kb("query", "file.hasTag('none')").out == ""


@pytest.mark.usefixtures("desk")
def test_options_show_a_base_otherwise(kb: Kb) -> None:
    said = kb("query", "Runs.base", "--columns", "file.size", "--sort", "file.name", "--limit", "2")

    assert [line.split() for line in said.out.splitlines()] == [
        ["file.name", "file.size"],
        ["a", "55"],
        ["b", "41"],
    ]


@pytest.mark.usefixtures("desk")
def test_an_answer_is_json(kb: Kb) -> None:
    assert json.loads(
        kb("query", "Runs.base#By stage", "--json", "--limit", "1", "--columns", "up,formula.bad").out
    ) == {
        "view": "By stage",
        "count": 4,
        "groups": [
            {
                "value": "idea",
                "rows": [
                    {
                        "path": "runs/b.md",
                        "file.name": "b",
                        "note.up": None,
                        "formula.bad": {"error": "`round` is not for such a value: string"},
                    }
                ],
            }
        ],
        "summaries": {},
    }
    assert json.loads(kb("query", "Runs.base", "--json").out)["summaries"] == {
        "note.sharpe": {"Average": 1},
        "formula.twice": {"best": 3},
    }


def test_what_is_wrong_in_a_base_is_told_and_the_rest_shown(desk: Path, kb: Kb) -> None:
    (desk / "Bad.base").write_text("filters:\n  or:\n    - sharpe = 1\n    - file.hasTag('fx')\n")
    said = kb("query", "Bad.base")

    assert said.out.splitlines() == ["file.name", "b"]
    assert said.err.splitlines() == [
        "1 file.",
        "error: Bad.base:3: This expression is wrong from here on: = 1. Write `==` to compare. [bad-base]",
    ]
    assert said.code == 1


def test_a_filter_that_some_notes_do_not_fit_is_a_warning(desk: Path, kb: Kb) -> None:
    (desk / "text.md").write_text("---\nsharpe: high\n---\n")
    said = kb("query", "sharpe.round() == 1")

    assert said.out.splitlines() == ["file.name", "b", "d"]
    assert said.err.splitlines()[1:] == [
        "warning: `round` is not for such a value: string, in `sharpe.round() == 1` [base-value]"
    ]
    assert said.code == 0


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("Rusn.base", "There is no such base: Rusn.base. Did you mean `Runs.base`?"),
        ("x/y.base", "There is no such base: x/y.base. Did you mean `Runs.base`?"),
        ("Runs.base#Best", "Runs.base: This base has no such view: Best. It has `All`, `By stage`."),
        (
            "a and b",
            (
                "This is neither a base of the vault nor an expression: a and b. "
                "This expression is wrong from here on: and b. Write `&&` for `and`."
            ),
        ),
        (
            "file.hasTags('x')",
            (
                "This is neither a base of the vault nor an expression: file.hasTags('x'). "
                "There is no such function: hasTags(). Did you mean `hasTag`?"
            ),
        ),
    ],
)
@pytest.mark.usefixtures("desk")
def test_what_is_no_question_is_refused(kb: Kb, question: str, message: str) -> None:
    said = kb("query", question)

    assert (said.code, said.out, said.err) == (2, "", f"kb: {message}\n")


def test_bases_that_cannot_be_told_apart_or_read_are_refused(desk: Path, kb: Kb) -> None:
    (desk / "runs" / "Other.base").write_bytes(b"\xff")
    (desk / "Other.base").write_text("a: [")

    assert kb("query", "runs/Other.base").err.startswith("kb: runs/Other.base: This base cannot be read: ")
    assert kb("query", "Other.base").code == 1
    (desk / "x").mkdir()
    (desk / "Other.base").rename(desk / "x" / "Other.base")
    said = kb("query", "Other.base")

    assert said.code == 2
    assert said.err.startswith("kb: Several bases are called so: Other.base. Did you mean `runs/Other.base` or ")


def test_a_vault_without_bases_says_so(desk: Path, kb: Kb) -> None:
    (desk / "Runs.base").unlink()

    assert kb("query", "Runs.base").err == "kb: There is no such base: Runs.base. The vault has none.\n"
