from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.runs.kernels.imports import early_imports, sources_of

IMPORT = "import pandas as pd"


def early(*sources: str) -> tuple[str, ...]:
    return early_imports(sources)


def test_imports_at_the_top_are_early() -> None:
    assert early("import numpy as np\nfrom scipy import stats, linalg", IMPORT) == (
        "import numpy as np",
        "from scipy import stats, linalg",
        IMPORT,
    )


def test_an_import_is_made_once() -> None:
    assert early(IMPORT, IMPORT) == (IMPORT,)


def test_the_standard_library_is_imported_in_its_place_but_not_at_the_end() -> None:
    assert early("import os\nimport pandas\nfrom json import loads") == ("import os", "import pandas")


def test_without_a_library_there_is_nothing_to_gain() -> None:
    assert early("import os, sys", "from pathlib import Path") == ()


QUIET = [
    '"""What this notebook does."""',
    "pass",
    "fast = 10",
    "a = b = -1.5",
    "names = ['x', ('y', None), {'z': {1, 2}}]",
    "fast: int",
    "fast: int | None = None",
    "import datetime\nday: datetime.date",
    "from typing import Literal\nkind: Literal['a', 'b'] = 'a'",
    "def f(x: int = 1, *rest: str, key: list[int] | None = None, **others) -> dict[str, float]:\n    return loud(x)",
    "async def f():\n    await loud()",
    "import warnings\nwarnings.filterwarnings('ignore')",
    "import warnings\nwarnings.simplefilter('error', category=DeprecationWarning, append=True)",
    "%matplotlib inline",
    "%config InlineBackend.figure_format = 'retina'",
    "%config InlineBackend.figure_formats = {'png', 'svg'}",
    "%%time\nx = 1",
    "# only a comment",
    "",
]


@pytest.mark.parametrize("source", QUIET)
def test_what_changes_nothing_for_an_import_may_stand_before_it(source: str) -> None:
    assert early(source, IMPORT)[-1:] == (IMPORT,)


LOUD = [
    "print(1)",
    "x = f()",
    "x = other",
    "x = -other",
    "x = [f()]",
    "x, y = 1, 2",
    "x.y = 1",
    "x[0] = 1",
    "x += 1",
    "x: f() = 1",
    "x: unknown = 1",
    "x: int = f()",
    "x: (1 + 2) = 1",
    "x = {[]: 1}",
    "other",
    "del other",
    "if True:\n    pass",
    "for x in []:\n    pass",
    "with x:\n    pass",
    "try:\n    pass\nfinally:\n    pass",
    "class C:\n    pass",
    "@decorator\ndef f(): pass",
    "def f(x=g()): pass",
    "def f(*, x=g()): pass",
    "def f(x: g()): pass",
    "def f(*x: unknown): pass",
    "def f() -> unknown: pass",
    "import os; os.environ['A'] = 'b'",
    "import sys; sys.path.insert(0, '.')",
    "import matplotlib; matplotlib.use('Agg')",
    "import warnings; warnings.filterwarnings('ignore', message=f())",
    "warnings.filterwarnings('ignore')",
    "import warnings; warnings.resetwarnings()",
    "import warnings as w; w.filterwarnings('ignore')",
    "import warnings; warnings.filterwarnings(action)",
    "await x",
    "x = = 1",
    "null = '\0'",
    "!ls",
    "%load_ext autoreload",
    "%matplotlib widget",
    "%matplotlib inline --list",
    "%config InlineBackend.figure_format = chosen()",
    "%config InlineBackend.figure_format =  = 1",
    "%config Application.verbose = True",
    "x = 1\n%%time",
    "%%timeit\nx = 1",
    "%%bash\nls",
    "path = '\\d'",
    "def f(x): return x is 'text'",
    "return",
]


@pytest.mark.parametrize("source", LOUD)
def test_what_may_change_something_makes_imports_wait(source: str) -> None:
    assert IMPORT not in early(source, IMPORT)
    assert IMPORT not in early(f"{source}\n{IMPORT}")


def test_calls_that_filter_warnings_keep_their_place() -> None:
    ignore = "warnings.filterwarnings('ignore')"

    assert early(f"import warnings\n{ignore}\n{IMPORT}\n{ignore}") == ("import warnings", ignore, IMPORT)


def test_the_compiler_warns_nobody_here(recwarn: pytest.WarningsRecorder) -> None:
    early("x = '\\d'")

    assert not recwarn.list


LIBRARIES = {"import numpy as np", "from scipy import stats", "import matplotlib.pyplot as plt", IMPORT}
imports = st.sampled_from(sorted(LIBRARIES))
quiet = st.sampled_from([source for source in QUIET if not source.startswith("%%")])
loud = st.sampled_from(LOUD)


@given(st.lists(imports | quiet, max_size=6), loud, st.lists(imports | quiet | loud, max_size=6))
def test_nothing_after_the_first_loud_statement_is_early(before: list[str], first: str, after: list[str]) -> None:
    found = set(early(*before, first, *after))

    assert found & LIBRARIES == set(before) & LIBRARIES


@given(st.lists(imports | quiet, max_size=8))
def test_every_import_of_a_library_in_a_quiet_notebook_is_early(sources: list[str]) -> None:
    assert LIBRARIES & set(sources) <= set(early(*sources))


def test_only_cells_that_are_executed_count() -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": "import a"},
        {"cell_type": "code", "source": ["import b\n", "import c"], "metadata": {}},
        {"cell_type": "code", "source": "import d", "metadata": {"tags": ["skip-execution"]}},
        {"cell_type": "code", "source": "import e", "metadata": {"tags": ["parameters"]}},
    ]

    assert sources_of(cells) == ["import b\nimport c", "import e"]
