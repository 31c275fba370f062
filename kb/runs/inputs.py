"""What a run depended on, gathered when it has run: cells, project code, libraries, data."""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from kb.files import text_checksum
from kb.model.run import Input
from kb.runs.fingerprint import CHECKSUM_CHARACTERS, name_file
from kb.runs.languages import PYTHON
from kb.runs.notebook import Notebook, takes_parameters
from kb.runs.outputs import Emitted


def gather_inputs(notebook: Notebook, code: Mapping[Path, str], said: Emitted, root: Path) -> tuple[Input, ...]:
    """The inputs of a run: its notebook, the code and libraries of one in Python, and the data that it reported.

    Args:
        notebook: What ran.
        code: Checksums of the workspace's code, taken before the run.
        said: What the run said it read and loaded.
        root: The workspace.
    """
    return (
        Input("notebook", notebook.path, notebook.checksum[:CHECKSUM_CHARACTERS]),
        *(_python_inputs(notebook, code, said, root) if notebook.language == PYTHON else ()),
        *(
            Input("data", name_file(Path(path), root), found[:CHECKSUM_CHARACTERS])
            for path, found in sorted(said.read.items())
        ),
    )


def _python_inputs(notebook: Notebook, code: Mapping[Path, str], said: Emitted, root: Path) -> tuple[Input, ...]:
    """Code and libraries. A run that could not say what it loaded depends on all code here that is no notebook."""
    if said.modules is None:
        own = sorted(path for path in code if not takes_parameters(path))
    else:
        own = sorted({_resolved(module) for module in said.modules} & code.keys())
    cells = [cell.source for cell in notebook.node.cells if cell.cell_type == "code"]
    sources = [*cells, *(path.read_text("utf-8", errors="replace") for path in own)]
    own_names = {path.relative_to(root).parts[0].removesuffix(".py") for path in own}
    return (*(Input("code", name_file(path, root), code[path]) for path in own), *libraries_of(sources, own_names))


def snapshot_code(root: Path) -> dict[Path, str]:
    """Checksums of all Python files of the workspace: taken before a run, true of what the run then imports."""
    files: dict[Path, str] = {}
    for folder in sorted(root.iterdir()):
        if folder.name.startswith(".") or folder.name in {"site", "vault"}:
            continue
        for path in [folder] if folder.is_file() else folder.rglob("*.py"):
            if path.suffix == ".py" and is_project_code(path.resolve(), root):
                files[path.resolve()] = text_checksum(path.read_text("utf-8", errors="replace"))[:CHECKSUM_CHARACTERS]
    return files


def is_project_code(path: Path, root: Path) -> bool:
    """Whether a loaded module is the user's own code, and not an installed library or kb's own state."""
    installed = Path(sysconfig.get_path("purelib")).resolve()
    if not path.is_relative_to(root) or path.is_relative_to(installed) or path.is_relative_to(sys.prefix):
        return False
    return not any(part.startswith(".") or part == "site-packages" for part in path.relative_to(root).parts)


def libraries_of(sources: Iterable[str], own: AbstractSet[str]) -> list[Input]:
    """The installed distributions that these Python sources import, with their versions; `own` names are no library."""
    distributions = installed_distributions()
    names = {name for source in sources for name in imported_names(source)} - own
    found = {distribution for name in names for distribution in distributions.get(name, [])}
    return [Input("library", name, _version(name)) for name in sorted(found)]


@functools.cache
def _resolved(module: str) -> Path:
    return Path(module).resolve()


@functools.cache
def _version(distribution: str) -> str:
    return importlib.metadata.version(distribution)


@functools.lru_cache(maxsize=1000)
def imported_names(source: str) -> frozenset[str]:
    """The top-level modules that a source imports; none where it is not plain Python (magics are left out)."""
    lines = [line if not line.lstrip().startswith(("%", "!", "?")) else "" for line in source.splitlines()]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return frozenset()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return frozenset(names - sys.stdlib_module_names)


@functools.cache
def installed_distributions() -> dict[str, list[str]]:
    """The distributions that each top-level module comes from; slow when it is first asked."""
    installed = {name: list(found) for name, found in importlib.metadata.packages_distributions().items()}
    return installed | {"kb": ["tradekb"]}  # an editable installation does not name its packages
