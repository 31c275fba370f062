"""Imports go one way: what each room may import, from lowest to highest. A new room starts closed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kb"

BASE = {"errors", "files", "processors", "yaml", "model", "emit", "config", "secrets", "git", "charts"}
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),  # names the others lazily
    "errors": set(),
    "files": {"errors"},
    "processors": set(),
    "yaml": {"errors"},
    "model": {"errors"},
    "emit": {"errors", "files", "model"},
    "config": {"errors", "files", "model"},
    "secrets": {"errors", "config", "emit"},
    "git": {"config"},
    "charts": {"errors"},
    "vault": BASE,
    "runs": BASE,
    "market": BASE,
    "report": BASE | {"vault", "runs"},
    "strategies": BASE | {"market"},
    "journal": BASE | {"market"},
    "query": BASE | {"vault"},
    "find": BASE | {"vault", "query"},
    "site": BASE | {"vault", "runs", "report", "query"},
    "export": BASE | {"vault", "query", "site"},
    "workflows": BASE
    | {"vault", "runs", "market", "report", "strategies", "journal", "query", "find", "site", "export"},
    "integrations": BASE
    | {"vault", "runs", "market", "report", "strategies", "journal", "query", "find", "site", "export", "workflows"},
    "cli": BASE
    | {"vault", "runs", "market", "report", "strategies", "journal", "query", "find", "site", "export", "workflows"}
    | {"integrations"},
}
ONLY_IN: dict[str, tuple[str, ...]] = {
    "papermill": ("runs/",),
    "nbclient": ("runs/",),
    "nbconvert": ("report/",),
    "mkdocs": tuple(
        f"site/{name}.py"
        for name in ["plugin", "builder", "edition", "outputs", "frame/frame", "frame/template", "frame/theme"]
    ),
    "click": ("cli/",),
    "rich": ("cli/",),
    "mcp": ("integrations/mcp.py",),
    "mcp_types": ("integrations/mcp.py",),
    "pydantic": ("integrations/mcp.py",),
    "keyring": ("secrets.py",),
    "latex2mathml": ("site/body/formulas.py",),
    "mmdr": ("site/body/diagrams.py",),
    "nh3": ("site/body/raw.py",),
    "vl_convert": ("report/charts/child.py",),
    "lark": ("query/syntax.py", "query/dataview/syntax.py"),
    "re2": ("query/patterns.py",),
    "scipy": ("site/graph/apart.py",),
    "ahocorasick_rs": ("site/private/gate.py", "site/private/names_search.py"),
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return modules


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_is_below_it(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    imported = {module.split(".")[1] for module in imported_modules(path) if module.startswith("kb.")}

    assert imported - {room, "__version__"} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_library_is_imported_only_in_its_place(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    imported = {module.split(".")[0] for module in imported_modules(path)}

    assert not {library for library in imported & ONLY_IN.keys() if not name.startswith(ONLY_IN[library])}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    prints = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]

    assert not prints or path.is_relative_to(PACKAGE / "cli")
