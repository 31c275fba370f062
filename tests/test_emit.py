"""What a notebook displays through `kb.emit`, captured in IPython itself; outside it nothing happens."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from traitlets.config import Config

from kb import emit
from kb.errors import KbError
from kb.files import file_checksum

Outputs = list[dict[str, Any]]


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outputs]:
    """What the cells of a running notebook have displayed."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}), display_pub_class=CapturingDisplayPublisher
    )
    assert isinstance(shell.display_pub, CapturingDisplayPublisher)

    yield shell.display_pub.outputs
    InteractiveShell.clear_instance()


def scraps(outputs: Outputs) -> dict[str, Any]:
    """What was recorded, by name; it must be JSON as every reader knows it."""
    found = [output["data"][emit.SCRAP_TYPE] for output in outputs]
    json.dumps(found, allow_nan=False)
    return {scrap["name"]: scrap["data"] for scrap in found}


def test_metrics_are_recorded_as_scraps_that_scrapbook_reads(outputs: Outputs) -> None:
    emit.record(sharpe_ratio=0.5)

    assert outputs[0]["data"] == {
        "application/scrapbook.scrap.json+json": {
            "name": "sharpe_ratio",
            "data": 0.5,
            "encoder": "json",
            "version": 1,
        },
        "text/plain": "sharpe_ratio = 0.5",
    }
    assert outputs[0]["metadata"] == {
        "scrapbook": {"name": "sharpe_ratio", "data": True, "display": False},
        "kb": {"kind": "record"},
    }


def test_metrics_come_from_a_table_or_by_name(outputs: Outputs) -> None:
    emit.record({"cagr": 0.1, "trades": 3}, title="SMA crossover", trades=4)

    assert scraps(outputs) == {"cagr": 0.1, "trades": 4, "title": "SMA crossover"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("long", "long"),
        (np.float64(0.25), 0.25),
        (np.int64(7), 7),
        (np.bool_(1), True),
        (np.array(2.5), 2.5),
        (float("nan"), None),
        (float("inf"), None),
        (np.float64("-inf"), None),
        (pd.NA, None),
        (pd.NaT, None),
    ],
)
def test_a_metric_is_a_plain_value_or_none_where_it_is_undefined(
    outputs: Outputs, value: object, expected: object
) -> None:
    emit.record(metric=value)

    recorded = scraps(outputs)["metric"]
    assert (recorded, type(recorded)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (Decimal("1.5"), "Decimal Decimal('1.5')"),
        ([1, 2], "list [1, 2]"),
        (np.array([1, 2]), "ndarray array([1, 2])"),
        (pd.Series([1, 2]), "Series 0 1 1 2 dtype: int64"),
        (pd.Timestamp("2024-01-02"), "Timestamp Timestamp('2024-01-02 00:00:00')"),
        ("x".join, "builtin_function_or_method <built-in method join of str object at 0x"),
    ],
)
def test_a_metric_of_another_kind_is_refused_in_one_line(outputs: Outputs, value: object, found: str) -> None:
    with pytest.raises(KbError) as error:
        emit.record(metric=value)

    assert str(error.value).startswith(f"The metric `metric` cannot be recorded: {found}")
    assert "\n" not in str(error.value)
    assert outputs == []


def test_a_table_keeps_its_named_index_and_plain_cells(outputs: Outputs) -> None:
    frame = pd.DataFrame(
        {
            "pnl": [1.5, float("nan")],
            "count": pd.array([1, None], dtype="Int64"),
            "day": [pd.Timestamp("2024-01-02"), pd.NaT],
            "ratio": [float("inf"), 2],
            "size": [Decimal("1.50"), None],
        },
        index=pd.Index(["AAPL", "IBM"], name="symbol"),
    )

    emit.table("trades", frame, caption="All trades")

    assert scraps(outputs)["trades"] == {
        "caption": "All trades",
        "columns": ["symbol", "pnl", "count", "day", "ratio", "size"],
        "rows": [["AAPL", 1.5, 1, "2024-01-02 00:00:00", None, "1.50"], ["IBM", None, None, None, 2.0, None]],
        "total": 2,
    }
    assert "<table" in outputs[0]["data"]["text/html"]
    assert outputs[0]["metadata"]["kb"] == {"kind": "table"}
    assert outputs[0]["metadata"]["scrapbook"]["display"]


def test_a_table_without_a_named_index_leaves_it_out(outputs: Outputs) -> None:
    emit.table("t", pd.DataFrame({"a": [1]}))

    assert scraps(outputs)["t"]["columns"] == ["a"]


def test_an_index_may_be_named_like_a_column(outputs: Outputs) -> None:
    emit.table("t", pd.DataFrame({"symbol": ["x"]}, index=pd.Index(["y"], name="symbol")))

    assert scraps(outputs)["t"]["rows"] == [["y", "x"]]


def test_a_long_table_is_cut_and_counted(outputs: Outputs) -> None:
    emit.table("t", pd.DataFrame({"a": range(1000)}))

    assert len(scraps(outputs)["t"]["rows"]) == emit.MOST_TABLE_ROWS
    assert scraps(outputs)["t"]["total"] == 1000


def draw() -> Figure:
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2, 3])
    return figure


def test_a_figure_is_a_picture_with_the_same_bytes_each_time(outputs: Outputs) -> None:
    emit.figure("equity", draw(), caption="Equity")
    emit.figure("equity", draw())

    first, second = (base64.b64decode(output["data"]["image/png"]) for output in outputs)
    assert first.startswith(b"\x89PNG")
    assert first == second
    assert b"Software" not in first
    assert [output["data"]["text/plain"] for output in outputs] == ["Equity", "equity"]
    assert outputs[0]["data"][emit.SCRAP_TYPE]["data"] == {"caption": "Equity"}


def test_a_chart_is_its_specification(outputs: Outputs) -> None:
    chart = alt.Chart(pd.DataFrame({"a": [1]})).mark_point().encode(x="a:Q")
    emit.figure("drawn", chart, caption="Drawn")
    emit.figure("given", {"$schema": "https://vega.github.io/schema/vega-lite/v5.20.json", "mark": "point"})

    assert outputs[0]["data"]["application/vnd.vegalite.v6+json"] == chart.to_dict()
    assert outputs[0]["data"][emit.SCRAP_TYPE]["data"] == {"caption": "Drawn"}
    assert outputs[1]["data"]["application/vnd.vegalite.v5+json"]["mark"] == "point"
    assert [output["metadata"]["kb"] for output in outputs] == [{"kind": "figure"}] * 2


@pytest.mark.parametrize(
    "figure", [{"mark": "point"}, {"$schema": "https://vega.github.io/schema/vega/v6.json"}, 3, None]
)
def test_what_is_no_figure_is_refused(figure: Any) -> None:
    with pytest.raises(KbError, match="altair"):
        emit.figure("f", figure)


def test_a_file_that_was_read_is_reported_with_its_checksum(outputs: Outputs, tmp_path: Path) -> None:
    path = tmp_path / "AAPL.csv"
    path.write_text("time,close\n")

    emit.read(path)

    assert scraps(outputs)[emit.READ_NAME] == {"path": path.resolve().as_posix(), "checksum": file_checksum(path)}
    assert outputs[0]["metadata"]["kb"] == {"kind": "read"}


def test_a_file_that_is_not_there_cannot_have_been_read(tmp_path: Path) -> None:
    with pytest.raises(KbError, match=r"none\.csv: There is no such file"):
        emit.read(tmp_path / "none.csv")


def test_a_secret_is_reported_by_its_name(outputs: Outputs) -> None:
    emit.secret_used("BROKER_KEY")

    assert scraps(outputs) == {emit.SECRET_NAME: {"name": "BROKER_KEY"}}
    assert outputs[0]["metadata"]["scrapbook"]["display"] is False


def test_outside_a_notebook_nothing_happens(capsys: pytest.CaptureFixture[str]) -> None:
    emit.record(sharpe_ratio=0.5)
    emit.table("t", pd.DataFrame({"a": [1]}))
    emit.figure("f", draw())
    emit.read(__file__)
    emit.secret_used("BROKER_KEY")

    assert capsys.readouterr() == ("", "")


def test_a_script_does_not_pay_for_ipython(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "IPython"]:
        monkeypatch.delitem(sys.modules, name)

    emit.record(sharpe_ratio=0.5)

    assert "IPython" not in sys.modules
