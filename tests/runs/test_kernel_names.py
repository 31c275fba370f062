from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillException

from kb.config import Settings
from kb.errors import KbError
from kb.runs.kernel_names import check_kernel, no_such_kernel
from kb.runs.notebook import Notebook, read_notebook


def notebook_for(settings: Settings, name: str, language: str) -> Notebook:
    spec = {"name": name, "display_name": name, "language": language}
    node = nbformat.v4.new_notebook(metadata={"kernelspec": spec})
    (settings.notebooks / "n.ipynb").write_text(nbformat.writes(node))
    return read_notebook(settings, "notebooks/n.ipynb")


def test_the_kernel_that_comes_with_kb_is_not_looked_for() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom kb.config import Settings\n"
        "from kb.runs.kernel_names import check_kernel\nfrom kb.runs.notebook import Notebook\n"
        "check_kernel(Notebook('n.py', Path('n.py'), '', None, '', 'python3', 'python'))\n"
        "sys.exit('jupyter_client' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_kernel_of_a_python_notebook_is_told(settings: Settings) -> None:
    with pytest.raises(KbError, match="notebooks/n.ipynb: There is no such kernel on this machine: mine") as caught:
        check_kernel(notebook_for(settings, "mine", "python"))

    assert "`python -m ipykernel install --user --name mine`" in caught.value.do
    assert "python3" in caught.value.do


def test_a_name_that_no_kernel_can_have_is_none(settings: Settings) -> None:
    with pytest.raises(KbError, match="There is no such kernel on this machine"):
        check_kernel(notebook_for(settings, "../a b", "R"))


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("R", 'install.packages("IRkernel"); IRkernel::installspec()'),
        ("C#", "dotnet interactive jupyter install"),
        ("cobol", "Install it, or choose one that `jupyter kernelspec list` shows here: "),
    ],
)
def test_how_to_install_a_kernel_is_told_where_it_is_known(language: str, advice: str) -> None:
    assert advice in no_such_kernel("some", language).do


def test_papermill_names_an_engine_that_does_not_exist() -> None:
    with pytest.raises(PapermillException, match="No engine named 'kbb' found"):
        papermill_engines.get_engine("kbb")
