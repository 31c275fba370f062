from __future__ import annotations

import importlib.metadata
from pathlib import Path

import nbformat
import pytest

from kb.config import Settings
from kb.model.run import Input
from kb.runs.fingerprint import Inputs, decode_inputs, encode_inputs, fingerprint, locate, name_file
from kb.runs.inputs import gather_inputs, imported_names, is_project_code, libraries_of, snapshot_code
from kb.runs.notebook import read_notebook
from kb.runs.outputs import Emitted

ONE = Input("data", "a.csv", "11")
TWO = Input("code", "b.py", "22")


def test_a_fingerprint_knows_no_order() -> None:
    assert fingerprint([ONE, TWO]) == fingerprint([TWO, ONE])


def test_a_fingerprint_tells_contents_apart() -> None:
    assert fingerprint([ONE]) != fingerprint([Input("data", "a.csv", "12")])


def test_inputs_read_back_as_they_were() -> None:
    assert decode_inputs(encode_inputs([ONE, TWO])) == (ONE, TWO)


def test_inputs_of_an_unknown_kind_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="unknown inputs: moon"):
        decode_inputs('[["moon","x","1"]]')


def test_a_run_that_could_not_say_what_it_loaded_depends_on_all_code_that_is_no_notebook(
    settings: Settings,
) -> None:
    root = settings.root.resolve()
    (root / "helper.py").write_text("K = 1\n")
    (root / "notebooks" / "shared.py").write_text("K = 1\n")
    (root / "notebooks" / "other.py").write_text('# %% tags=["parameters"]\nk: int = 1\n')

    gathered = gather_inputs(
        read_notebook(settings, "notebooks/crossover.py"), snapshot_code(root), Emitted({}, {}, None), root
    )

    assert {item.name for item in gathered if item.kind == "code"} == {"helper.py", "notebooks/shared.py"}


def test_a_run_in_another_language_depends_on_no_python_code(settings: Settings) -> None:
    root = settings.root.resolve()
    (root / "helper.py").write_text("import pandas\n")
    spec = {"name": "ir", "display_name": "R", "language": "R"}
    cell = nbformat.v4.new_code_cell("import(pandas)")
    node = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": spec})
    (root / "notebooks/r.ipynb").write_text(nbformat.writes(node))
    said = Emitted({}, {(root / "data.csv").as_posix(): "ab" * 32}, None)

    gathered = gather_inputs(read_notebook(settings, "notebooks/r.ipynb"), snapshot_code(root), said, root)

    assert [(item.kind, item.name) for item in gathered] == [("notebook", "notebooks/r.ipynb"), ("data", "data.csv")]


def test_a_long_version_is_compared_whole(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "3.1.0.dev0+1234.gabcdef")

    assert Inputs(settings).changed((Input("library", "pandas", "3.1.0.dev0+1234.gabcdef"),)) is None


def test_code_hashes_the_same_with_any_line_ends(settings: Settings) -> None:
    (settings.root / "a.py").write_bytes(b"x = 1\n")
    (settings.root / "b.py").write_bytes(b"x = 1\r\n")
    inputs = Inputs(settings)

    assert inputs.checksum("code", "a.py") == inputs.checksum("code", "b.py")


def test_data_is_hashed_by_its_bytes(settings: Settings) -> None:
    (settings.root / "a.csv").write_bytes(b"1\n")
    (settings.root / "b.csv").write_bytes(b"1\r\n")
    inputs = Inputs(settings)

    assert inputs.checksum("data", "a.csv") != inputs.checksum("data", "b.csv")


def test_a_file_of_the_workspace_is_named_by_its_path(tmp_path: Path) -> None:
    assert name_file(tmp_path / "data/bars/x.csv", tmp_path) == "data/bars/x.csv"


def test_a_file_of_kb_is_named_by_its_package_and_found_again(tmp_path: Path) -> None:
    import kb  # noqa: PLC0415  (the package's own path is the example)

    file = Path(kb.__file__).parent / "errors.py"

    assert name_file(file, tmp_path) == "kb:errors.py"
    assert locate("kb:errors.py", tmp_path) == file


def test_any_other_file_is_named_by_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.csv"

    assert name_file(file, tmp_path / "root") == file.as_posix()
    assert locate(file.as_posix(), tmp_path / "root") == file


def test_imports_are_found_in_cells_with_magics() -> None:
    source = "%matplotlib inline\nimport pandas as pd\nfrom numpy.linalg import norm\nimport os\n!ls\n"

    assert imported_names(source) == {"pandas", "numpy"}


def test_a_cell_that_is_not_python_imports_nothing() -> None:
    assert imported_names("SELECT 1 FROM") == set()


def test_libraries_come_with_their_versions() -> None:
    found = libraries_of(["import pandas, yaml, kb", "import nothing_such"], {"kb"})

    assert {item.name.lower() for item in found} == {"pandas", "pyyaml"}
    assert all(item.checksum[0].isdigit() for item in found)


def test_installed_and_hidden_files_are_no_project_code(tmp_path: Path) -> None:
    assert is_project_code(tmp_path / "strategies/a.py", tmp_path)
    assert not is_project_code(tmp_path / ".venv/lib/a.py", tmp_path)
    assert not is_project_code(tmp_path / "env/site-packages/a.py", tmp_path)
    assert not is_project_code(tmp_path.parent / "a.py", tmp_path)


def test_a_run_depends_on_its_cells_the_code_it_loaded_the_libraries_and_the_data(settings: Settings) -> None:
    root = settings.root.resolve()
    (root / "strategies").mkdir()
    used, unused = root / "strategies/used.py", root / "strategies/unused.py"
    used.write_text("import pandas\n")
    unused.write_text("import numpy\n")
    (root / ".hidden.py").write_text("")
    said = Emitted({}, {(root / "data.csv").as_posix(): "ab" * 32}, (str(used), "/elsewhere/lib.py"))

    gathered = gather_inputs(read_notebook(settings, "notebooks/crossover.py"), snapshot_code(root), said, root)

    assert [(item.kind, item.name) for item in gathered] == [
        ("notebook", "notebooks/crossover.py"),
        ("code", "strategies/used.py"),
        ("library", "pandas"),
        ("data", "data.csv"),
    ]
