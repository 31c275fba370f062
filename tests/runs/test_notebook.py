from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from papermill.utils import nb_language

from kb.config import Settings
from kb.errors import KbError
from kb.runs.notebook import find_notebook, read_notebook
from kb.runs.parameters import read_parameters


def write_ipynb(settings: Settings, name: str, source: str, **metadata: object) -> str:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    node = nbformat.v4.new_notebook(cells=[cell], metadata=metadata)
    (settings.notebooks / name).write_text(nbformat.writes(node))
    return f"notebooks/{name}"


@pytest.mark.parametrize("name", ["crossover", "crossover.py", "notebooks/crossover", "notebooks/crossover.py"])
def test_a_notebook_is_found_by_any_of_its_names(settings: Settings, name: str) -> None:
    assert find_notebook(settings, name) == "notebooks/crossover.py"


def test_a_missing_notebook_gets_the_nearest_name(settings: Settings) -> None:
    with pytest.raises(KbError, match="no such notebook: crosover. Did you mean `crossover`"):
        find_notebook(settings, "crosover")


def test_a_missing_notebook_like_no_other_gets_the_list(settings: Settings) -> None:
    with pytest.raises(KbError, match="Notebooks here: crossover"):
        find_notebook(settings, "zzz")


def test_modules_beside_the_notebooks_are_not_listed(settings: Settings) -> None:
    (settings.notebooks / "prices.py").write_text("def last() -> None: ...\n")
    (settings.notebooks / "folder.py").mkdir()
    write_ipynb(settings, "old.ipynb", "a: int = 1")

    with pytest.raises(KbError, match="Notebooks here: crossover, old\\.$"):
        find_notebook(settings, "zzz")


def test_a_notebook_outside_the_workspace_is_not_found(settings: Settings) -> None:
    (settings.root.parent / "outside.py").write_text("# %%\n")

    with pytest.raises(KbError, match="no such notebook"):
        find_notebook(settings, "../outside.py")


def test_an_ipynb_counts_lines_within_its_cell(settings: Settings) -> None:
    path = write_ipynb(settings, "old.ipynb", "a: int = 1\nb: int = 2")

    assert read_parameters(read_notebook(settings, path))["b"].line == 2


def test_the_checksum_is_of_cells_not_of_what_editors_write(settings: Settings) -> None:
    before = read_notebook(settings, write_ipynb(settings, "n.ipynb", "a: int = 1"))
    node = json.loads(before.text)
    node["cells"][0] |= {"execution_count": 7, "metadata": {"tags": ["parameters"], "collapsed": True}}
    before.file.write_text(json.dumps(node))

    assert read_notebook(settings, before.path).checksum == before.checksum


def test_line_ends_do_not_change_the_checksum(settings: Settings) -> None:
    before = read_notebook(settings, "notebooks/crossover.py")
    before.file.write_bytes(before.text.replace("\n", "\r\n").encode())

    assert read_notebook(settings, "notebooks/crossover.py").checksum == before.checksum


def test_an_edited_cell_changes_the_checksum(settings: Settings) -> None:
    before = read_notebook(settings, "notebooks/crossover.py")
    before.file.write_text(before.text.replace("fast / slow", "slow / fast"))

    assert read_notebook(settings, "notebooks/crossover.py").checksum != before.checksum


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"nbformat": 4, "cells": 3}'])
def test_what_is_no_notebook_is_said_to_be_none(settings: Settings, text: str) -> None:
    (settings.notebooks / "bad.ipynb").write_text(text)

    with pytest.raises(KbError, match="notebooks/bad.ipynb: This is not a notebook"):
        read_notebook(settings, "notebooks/bad.ipynb")


def test_a_notebook_that_is_not_text_cannot_be_read(settings: Settings) -> None:
    (settings.notebooks / "bad.py").write_bytes(b"\xff\xfe")

    with pytest.raises(KbError, match="Cannot read this notebook"):
        read_notebook(settings, "notebooks/bad.py")


@pytest.mark.parametrize(
    ("metadata", "kernel", "language"),
    [
        ({}, "python3", "python"),
        ({"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}, "ir", "R"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}, "language_info": {"name": "R"}}, "ir", "R"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "ir", ""),
        ({"kernelspec": {"name": "python3", "display_name": "Python 3"}}, "python3", "python"),
        ({"kernelspec": {"name": "mine", "display_name": "x", "language": "Python"}}, "mine", "python"),
        ({"language_info": {"name": "julia"}}, "", "julia"),
    ],
)
def test_kernel_and_language_are_those_that_it_names(
    settings: Settings, metadata: dict[str, Any], kernel: str, language: str
) -> None:
    notebook = read_notebook(settings, write_ipynb(settings, "r.ipynb", "a <- 1", **metadata))

    assert (notebook.kernel, notebook.language) == (kernel, language)


def test_what_is_no_kernel_spec_says_nothing(settings: Settings) -> None:
    path = write_ipynb(settings, "n.ipynb", "a = 1")
    node = json.loads((settings.root / path).read_text()) | {"metadata": {"kernelspec": None, "language_info": "R"}}
    (settings.root / path).write_text(json.dumps(node))

    assert read_notebook(settings, path).kernel == "python3"


def test_papermill_is_told_the_language_of_python_notebooks(settings: Settings) -> None:
    spec = {"name": "python3", "display_name": "Python 3"}
    notebook = read_notebook(settings, write_ipynb(settings, "p.ipynb", "a = 1", kernelspec=spec))

    assert nb_language(notebook.node) == "python"


@pytest.mark.parametrize(
    ("language", "is_same"),
    [("python", True), ("R", False)],
)
def test_in_another_language_the_kernels_version_counts(settings: Settings, language: str, is_same: bool) -> None:
    checksums = [
        read_notebook(
            settings, write_ipynb(settings, "r.ipynb", "a <- 1", language_info={"name": language, "version": version})
        ).checksum
        for version in ("4.3", "4.4")
    ]

    assert (checksums[0] == checksums[1]) == is_same


def test_tags_that_are_none_are_no_tags(settings: Settings) -> None:
    path = write_ipynb(settings, "n.ipynb", "a = 1")
    node = json.loads((settings.root / path).read_text())
    node["cells"][0]["metadata"] = {"tags": None}
    (settings.root / path).write_text(json.dumps(node))

    with pytest.raises(KbError, match="has no parameters cell"):
        read_parameters(read_notebook(settings, path))


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b", ""])
def test_a_name_that_no_file_can_have_names_no_notebook(settings: Settings, name: str) -> None:
    with pytest.raises(KbError, match="no such notebook"):
        find_notebook(settings, name)
