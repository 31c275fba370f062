"""The notebooks that ship: their parameters cells, and that each opens and runs by itself."""

from __future__ import annotations

import ast
import json
import re
import tokenize
from io import StringIO
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest

from kb.strategies.parameters import NOTEBOOK_NAMES
from kb.strategies.registry import LIBRARY, parameters_of

ROOT = Path(__file__).parents[2]
NAMES = ("backtest", "sweep_report")
SCRAP = "application/scrapbook.scrap.json+json"
FAILED = """\
key,status,title,error,fingerprint,inputs,parameters.symbol
a,failed,backtest AAPL,KbError,f,,AAPL
b,timed out,backtest IBM,TimeLimit,f,,IBM
"""
ONE = """\
key,status,title,error,fingerprint,inputs,parameters.fast,metrics.title,metrics.sharpe_ratio,metrics.years
a,succeeded,SMA crossover AAPL 10-50,,f,,10,SMA crossover AAPL 10-50,0.9,10
b,succeeded,SMA crossover AAPL 20-50,,f,,20,SMA crossover AAPL 20-50,null,10
"""
OWN = """\
key,status,title,inputs,parameters.fast,metrics.title,metrics.sharpe,metrics.trades
a,succeeded,A,,10,A,0.9,12
b,succeeded,B,,20,B,0.4,7
"""
FLAT = """\
key,status,title,inputs,parameters.symbol,metrics.sharpe_ratio,metrics.trades
a,succeeded,A,,AAPL,null,0
b,succeeded,B,,IBM,null,0
"""
THREE = """\
key,status,title,inputs,parameters.a,parameters.b,parameters.is_c,metrics.sharpe_ratio,metrics.in_sample_sharpe_ratio,\
metrics.out_of_sample_sharpe_ratio,metrics.years
a,succeeded,A,,1,1,true,0.9,1.0,0.5,10
b,succeeded,B,,1,2,true,0.9,0.9,0.6,10
c,succeeded,C,,1,2,false,0.9,0.8,0.7,10
"""


NEEDS = (
    "This report needs `sharpe_ratio`, `in_sample_sharpe_ratio`, `out_of_sample_sharpe_ratio`, "
    "`benchmark_sharpe_ratio`, `benchmark_out_of_sample_sharpe_ratio`, `years`."
)


def read(name: str) -> Any:
    return jupytext.read(ROOT / "notebooks" / f"{name}.py")


def parameters_cell(name: str) -> str:
    (cell,) = [cell for cell in read(name).cells if "parameters" in cell.metadata.get("tags", [])]
    return str(cell.source)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_has_a_type_a_literal_default_and_a_comment(name: str) -> None:
    source = parameters_cell(name)
    comments = {t.start[0] for t in tokenize.generate_tokens(StringIO(source).readline) if t.type == tokenize.COMMENT}

    for line in ast.parse(source).body:
        assert isinstance(line, ast.AnnAssign)
        assert line.value is not None
        ast.literal_eval(line.value)
        assert line.lineno in comments


def test_backtest_lists_the_parameters_of_the_strategies_that_ship() -> None:
    listed = {ast.unparse(line.target) for line in ast.parse(parameters_cell("backtest")).body}  # type: ignore[attr-defined]
    shipped = {each.name for path in LIBRARY.glob("[!_]*.py") for each in parameters_of(path.stem)}

    assert listed == shipped | NOTEBOOK_NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_wider_than_nine_inches(name: str) -> None:
    text = (ROOT / "notebooks" / f"{name}.py").read_text("utf-8")
    widths = [float(width) for width in re.findall(r"figsize=\(([\d.]+),", text)]

    assert len(widths) == text.count("plt.subplots(") == text.count("kb.emit.figure(") - text.count("time_chart(")
    assert max(widths) <= 9


def execute(name: str, folder: Path, parameters: str = "") -> list[dict[str, Any]]:
    """Run a notebook with papermill's injected cell, and return the data of its outputs."""
    from nbclient import NotebookClient  # noqa: PLC0415  (only tests that start kernels pay for it)

    notebook = read(name)
    after = 1 + next(i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    notebook.cells.insert(after, nbformat.v4.new_code_cell(parameters))
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "stream"]
    return [output.data for output in outputs]


def scraps(outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {data[SCRAP]["name"]: data[SCRAP]["data"] for data in outputs if SCRAP in data}


def drawn(outputs: list[dict[str, Any]]) -> dict[str, str]:
    """The captions of the figures, by name."""
    return {data[SCRAP]["name"]: data[SCRAP]["data"]["caption"] for data in outputs if "image/png" in data}


def prose(outputs: list[dict[str, Any]]) -> str:
    return "\n".join(data["text/markdown"] for data in outputs if "text/markdown" in data)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "kb.toml").write_text('vault = "vault"\n', "utf-8")
    for folder in ("vault", "notebooks", "strategies"):
        (tmp_path / folder).mkdir()
    return tmp_path


@pytest.mark.kernel
@pytest.mark.parametrize("folder", [ROOT, ROOT / "notebooks"], ids=["root", "notebooks"])
def test_backtest_runs_by_itself(folder: Path) -> None:
    outputs = execute("backtest", folder)
    found = scraps(outputs)

    assert found["title"] == "SMA crossover AAPL 50-200"
    assert {"equity", "drawdown", "monthly_returns", "trades", "cost_stress"} <= found.keys()
    charts = [data for data in outputs if "application/vnd.vegalite.v6+json" in data]
    assert [data[SCRAP]["name"] for data in charts] == ["equity", "drawdown"]
    assert all(len(json.dumps(data)) < 40_000 for data in charts)
    assert found["trades"]["caption"] == "The last 6 of 6 closed trades"
    assert [row[0] for row in found["cost_stress"]["rows"]] == ["0x", "1x", "2x", "3x"]
    assert found["cost_stress"]["rows"][1][4] == round(found["sharpe_ratio"], 4)
    assert "**SMA crossover AAPL 50-200**, 2000-03-01 to 2013-03-01:" in prose(outputs)


@pytest.mark.kernel
def test_backtest_runs_a_users_own_strategy_with_a_tear_sheet(workspace: Path) -> None:
    (workspace / "strategies" / "dip.py").write_text(
        "from dataclasses import dataclass\nfrom typing import ClassVar\n\n\n@dataclass(frozen=True)\nclass Dip:\n"
        '    title: ClassVar[str] = "Buy the dip"\n    depth: float = 0.1  # below the high\n\n'
        "    def target_positions(self, bars):\n"
        '        return (bars["close"] < (1 - self.depth) * bars["close"].cummax()).astype(float)\n',
        "utf-8",
    )
    outputs = execute(
        "backtest",
        workspace / "notebooks",
        'symbol, strategy, depth, start, end, tear_sheet = "IBM", "dip", 0.2, "2005-01-01", "2006-12-31", True',
    )
    found = scraps(outputs)

    assert found["title"] == "Buy the dip IBM 0.2 from 2005-01-01 to 2006-12-31"
    assert found["tear_sheet"] == ".kb/tear_sheets/Buy-the-dip-IBM-0.2-from-2005-01-01-to-2006-12-31.html"
    assert "Buy and hold" in (workspace / found["tear_sheet"]).read_text("utf-8")


@pytest.mark.kernel
def test_backtest_without_a_trade_is_undefined_not_zero(workspace: Path) -> None:
    found = scraps(execute("backtest", workspace, 'symbol, start = "FB", "2012-12-03"'))

    assert (found["trades"]["total"], found["sharpe_ratio"], found["hit_rate"]) == (0, None, None)
    assert found["total_return"] == 0.0


@pytest.mark.kernel
@pytest.mark.parametrize("folder", [ROOT, ROOT / "notebooks"], ids=["root", "notebooks"])
def test_sweep_report_runs_by_itself(folder: Path) -> None:
    outputs = execute("sweep_report", folder)
    found = scraps(outputs)

    assert (found["trials"]["caption"], found["by_symbol"]["total"]) == (
        "Sharpe ratios of 12 trials against luck and benchmark",
        2,
    )
    assert found["luck_sharpe_ratio"] < found["best_sharpe_ratio"]
    assert "- Luck: yes. The best of 12 trials, SMA crossover AAPL 10-200," in prose(outputs)
    assert "- Choice: no. On 1 of 2 symbols, the trial that was best early" in prose(outputs)
    assert found["early_and_late_maps"]["caption"] == "Sharpe ratio by fast and slow, early and late"


@pytest.mark.kernel
def test_sweep_report_of_a_batch_that_failed(workspace: Path) -> None:
    (workspace / "vault" / "failed.csv").write_text(FAILED, "utf-8")
    outputs = execute("sweep_report", workspace / "notebooks", 'records = "vault/failed.csv"')

    assert "kb.read" in scraps(outputs)
    assert scraps(outputs)["failed_trials"] == 2
    assert "**No verdict: no run recorded `sharpe_ratio`; there are no metrics.**" in prose(outputs)
    assert "2 of the 2 trials failed; they count as tried." in prose(outputs)
    assert not drawn(outputs)


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("records", "says"),
    [
        (OWN, "**No verdict: no run recorded `sharpe_ratio`; there are `sharpe`, `trades`.** "),
        (FLAT, "**No verdict: no run has a number for `sharpe_ratio`; there are `trades`.** "),
    ],
    ids=["under another name", "undefined in every run"],
)
def test_sweep_report_of_records_without_a_sharpe_ratio_says_what_it_needs_and_no_more(
    workspace: Path, records: str, says: str
) -> None:
    (workspace / "own records.csv").write_text(records, "utf-8")
    outputs = execute("sweep_report", workspace, 'records = "own records.csv"')

    assert prose(outputs).strip() == f"{says}{NEEDS}"
    assert not drawn(outputs)
    assert (scraps(outputs)["best_sharpe_ratio"], scraps(outputs)["luck_sharpe_ratio"]) == (None, None)


def test_the_guide_lists_the_metrics_that_a_sweep_report_needs() -> None:
    (needed,) = re.findall(r"`\w+`(?:, `\w+`)+", NEEDS)

    assert needed.replace(", `years`", " and `years`") in (ROOT / "vault/guide/Ask a question.md").read_text("utf-8")


@pytest.mark.kernel
def test_sweep_report_of_one_run_without_a_benchmark(workspace: Path) -> None:
    (workspace / "one records.csv").write_text(ONE, "utf-8")
    outputs = execute("sweep_report", workspace, 'records = "one records.csv"')

    assert scraps(outputs)["title"] == "Sweep report one"
    assert "**No verdict: 3 of the 4 questions cannot be answered.** Of the metrics that this" in prose(outputs)
    assert "- Luck: yes. The best of 2 trials," in prose(outputs)
    assert "- Benchmark: not answered. No run recorded `benchmark_sharpe_ratio`.\n" in prose(outputs)
    assert "- Choice: not answered. No run recorded `in_sample_sharpe_ratio`, `out_of_" in prose(outputs)
    assert drawn(outputs) == {"trials": "Sharpe ratios of 1 trial against luck"}
    assert scraps(outputs)["by_symbol"]["columns"] == ["symbol", "trials", "best Sharpe"]


@pytest.mark.kernel
def test_sweep_report_draws_no_map_of_trials_that_its_axes_do_not_tell_apart(workspace: Path) -> None:
    (workspace / "three records.csv").write_text(THREE, "utf-8")
    outputs = execute("sweep_report", workspace, 'records = "three records.csv"')

    assert "early_and_late_maps" not in scraps(outputs)
    assert "On 0 of 1 symbol, the trial that was best early was better than the median trial later." in prose(outputs)
