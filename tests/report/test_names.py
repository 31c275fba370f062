from __future__ import annotations

import pytest

from kb.report.names import notebook_tag, property_names


def test_names_keep_themselves() -> None:
    assert property_names(["fast"], ["cagr"]) == ({"fast": "fast"}, {"cagr": "cagr"})


def test_a_metric_named_like_a_parameter_is_told_apart() -> None:
    assert property_names(["fast"], ["Fast", "metric_fast"]) == (
        {"fast": "fast"},
        {"Fast": "metric_Fast", "metric_fast": "metric_metric_fast"},
    )


def test_names_of_kb_and_of_obsidian_are_not_overwritten() -> None:
    assert property_names(["tags", "status"], ["title", " "]) == (
        {"tags": "parameter_tags", "status": "parameter_status"},
        {"title": "metric_title", " ": "metric_"},
    )


@pytest.mark.parametrize(
    ("notebook", "tag"),
    [
        ("notebooks/backtest.py", "backtest"),
        ("notebooks/my test (2).py", "my-test-2"),
        ("2024.ipynb", "notebook-2024"),
        ("!.py", "notebook"),
    ],
)
def test_the_tag_of_a_notebook_is_one_that_obsidian_takes(notebook: str, tag: str) -> None:
    assert notebook_tag(notebook) == tag
