from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kb.config import Settings
from kb.model.note import FencedBlock
from kb.model.run import Parameter, Spec
from kb.runs.spec import parse_block

SUMMARY = '# %% tags=["parameters"]\nrecords: str = ""\n'


def block(text: str) -> FencedBlock:
    return FencedBlock("kb", text, "strategies/SMA crossover.md", 10)


def test_a_whole_block_becomes_a_spec(settings: Settings) -> None:
    (settings.notebooks / "report.py").write_text(SUMMARY)
    text = """\
notebook: crossover
parameters: {slow: 200, cost_bps: 2}
sweep:
  symbol: [AAPL, MSFT]
  fast: [10, 20]
where: fast < slow
rank_by: sharpe_ratio
notes: 3
summary: report
name: Crossover
"""

    spec, problems = parse_block(block(text), settings)

    assert problems == []
    assert spec == Spec(
        name="Crossover",
        notebook="notebooks/crossover.py",
        parameters={"slow": 200, "cost_bps": 2.0},
        sweep={"symbol": ("AAPL", "MSFT"), "fast": (10, 20)},
        where="fast < slow",
        rank_by="sharpe_ratio",
        notes=3,
        summary="notebooks/report.py",
        path="strategies/SMA crossover.md",
        line=10,
    )


def test_a_block_says_how_its_runs_are_tried_and_how_long_they_may_take(settings: Settings) -> None:
    text = """\
notebook: crossover
retries: 2
timeout_seconds: 3600
cell_timeout_seconds: 0.5
stop_on_failure: true
"""

    spec, problems = parse_block(block(text), settings)

    assert problems == []
    assert (spec.retries, spec.timeout_seconds, spec.cell_timeout_seconds, spec.stop_on_failure) == (2, 3600, 0.5, True)


def test_a_block_without_a_name_has_that_of_its_note(settings: Settings) -> None:
    assert parse_block(block("notebook: crossover\n"), settings)[0].name == "SMA crossover"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("notebook: crossover\nparameters: {fst: 1}\n", 12, "no such parameter: fst. Did you mean `fast`?"),
        ("notebook: crossover\nsweep:\n  fast: [1, 2]\n  slow: [x]\n", 14, "`slow` must be int: 'x'"),
        ("notebook: crossover\nsweep:\n  fast: 10\n", 13, "needs a list of values for `fast`: 10"),
        ("notebook: crossover\nsweep:\n  fast: []\n", 13, "needs a list of values"),
        ("notebook: crossover\nparameters:\n  start: 2024-01-02\n", 13, "is a date, which a notebook cannot be given"),
        ("notebook: crossover\nwhere: __import__('os')\n", 12, "must compare parameters"),
        ("notebook: crossover\nwhere: quick < slow\n", 12, "no such parameter: quick"),
        ("notebook: crossover\nwhere: ''\n", 12, "`where` must be a comparison"),
        ("notebook: crosover\n", 11, "no such notebook: crosover. Did you mean `crossover`?"),
        ("sweep:\n  fast: [1]\n", 10, "`notebook` must be the name of a notebook: nothing"),
        ("notebook: [a]\n", 11, "`notebook` must be the name of a notebook: ['a']"),
        ("notebook: crossover\nnote: 3\n", 12, "no such entry: note. Did you mean `notes`?"),
        ("notebook: crossover\nzzz: 3\n", 12, "no such entry: zzz. Known: notebook"),
        ("notebook: crossover\nnotes: -1\n", 12, "`notes` must be a whole number"),
        ("notebook: crossover\nnotes: true\n", 12, "`notes` must be a whole number"),
        ("notebook: crossover\nretries: 11\n", 12, "`retries` must be a whole number from 0 to 10: 11"),
        ("notebook: crossover\nretries: 1.0\n", 12, "`retries` must be a whole number from 0 to 10: 1.0"),
        ("notebook: crossover\ntimeout_seconds: 0\n", 12, "`timeout_seconds` must be a number of seconds above 0: 0"),
        ("notebook: crossover\ntimeout_seconds: true\n", 12, "`timeout_seconds` must be a number of seconds"),
        ("notebook: crossover\ntimeout_seconds: .inf\n", 12, "`timeout_seconds` must be a number of seconds"),
        ("notebook: crossover\ncell_timeout_seconds: '9'\n", 12, "`cell_timeout_seconds` must be a number of seconds"),
        ("notebook: crossover\ncell_timeout_seconds:\n", 12, "above 0: None. Leave it out"),
        ("notebook: crossover\nstop_on_failure: 1\n", 12, "`stop_on_failure` must be true or false: 1"),
        ("notebook: crossover\nstop_on_failure: yes\n", 12, "`stop_on_failure` must be true or false: 'yes'"),
        ("notebook: crossover\nsummary: none_such\n", 12, "no such notebook: none_such"),
        ("notebook: crossover\nsummary: crossover\n", 12, "needs the parameter `records`"),
        ("notebook: crossover\nparameters: {fast: 1}\nsweep: {fast: [1]}\n", 13, "either fixed or swept: fast"),
        ('notebook: crossover\nname: "a\\nb"\n', 12, "`name` must be one line of plain text"),
        (f"notebook: crossover\nsweep:\n  fast: {list(range(1001))}\n  slow: {list(range(1000))}\n", 12, "too large"),
        ("notebook: crossover\nparameters: 3\n", 12, "`parameters` must be"),
        ("notebook: [\n", 12, "not valid YAML"),
        ("just words\n", 11, "Expected `name: value` lines"),
        ("", 10, "`notebook` must be"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(settings: Settings, text: str, line: int, message: str) -> None:
    problem = parse_block(block(text), settings)[1][0]

    assert (problem.path, problem.line) == ("strategies/SMA crossover.md", line)
    assert message in str(problem)


def test_every_fault_of_a_block_is_reported_at_once(settings: Settings) -> None:
    text = "notebook: crossover\nparameters: {fst: 1, slow: x}\nwhere: a < b\n"

    assert len(parse_block(block(text), settings)[1]) == 4


@pytest.mark.parametrize(
    ("entry", "line", "found"),
    [
        ("parameters:\n  fast: 10\n  api_key: hidden\n", 14, "api_key"),
        ("sweep:\n  token: hidden\n", 13, "token"),
        ("sweep:\n  password: [hidden, hidden2]\n", 13, "password"),
    ],
)
@pytest.mark.parametrize("notebook", ["crossover", "none_such"])
def test_an_entry_named_like_a_secret_is_refused_and_not_shown(
    settings: Settings, notebook: str, entry: str, line: int, found: str
) -> None:
    spec, problems = parse_block(block(f"notebook: {notebook}\n{entry}"), settings)

    refused = [problem for problem in problems if problem.what == "A parameter must not hold a secret"]
    assert [(problem.line, problem.found) for problem in refused] == [(line, found)]
    assert len(problems) == (1 if notebook == "crossover" else 2)
    assert "hidden" not in f"{spec} {problems}"


def test_a_secret_in_the_notebook_is_told_with_the_notebooks_line(settings: Settings) -> None:
    (settings.notebooks / "keys.py").write_text('# %% tags=["parameters"]\nfast: int = 1\napi_key: str = "hidden"\n')

    _, (problem,) = parse_block(block("notebook: keys\n"), settings)

    assert (problem.line, problem.found) == (11, "api_key in notebooks/keys.py:3")
    assert "hidden" not in str(problem)


def test_a_broken_notebook_is_the_blocks_problem(settings: Settings) -> None:
    (settings.notebooks / "bare.py").write_text("# %%\n1\n")

    (problem,) = parse_block(block("notebook: bare\n"), settings)[1]

    assert "no parameters cell" in problem.what
    assert problem.found == "notebooks/bare.py"


def test_parameters_beyond_the_cell_come_from_whoever_knows_them(settings: Settings) -> None:
    def extra(_notebook: str, values: Mapping[str, Sequence[Any]]) -> Mapping[str, Parameter]:
        return {"window": Parameter("window", "int", 5, 1)} if values["symbol"] == ("IBM",) else {}

    text = "notebook: crossover\nparameters: {symbol: IBM, window: 7}\n"

    assert parse_block(block(text), settings, extra)[0].parameters == {"symbol": "IBM", "window": 7}


@given(text=st.text(max_size=300))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_a_spec_or_problems_inside_the_block(settings: Settings, text: str) -> None:
    _, problems = parse_block(block(text), settings)

    assert all(problem.line and problem.line >= 10 for problem in problems)
