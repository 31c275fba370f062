"""Strategies by name: the library's and the workspace's own, found by being there."""

from __future__ import annotations

import dataclasses
import difflib
import importlib
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kb.config import find_root, read_settings
from kb.errors import KbError
from kb.model.run import Parameter
from kb.strategies.parameters import Declaration, checked_value, read_declaration, read_source, shown

if TYPE_CHECKING:
    from kb.strategies.strategy import Strategy

LIBRARY = Path(__file__).parent / "library"


def find_strategies(folder: Path | None = None) -> dict[str, Path]:
    """Every known strategy's file by its name: those of the library, then the user's own.

    Args:
        folder: The folder of the user's own strategies; None for that of the workspace that holds the current folder.
    """
    folder = folder or _workspace_folder()
    own = _files(folder) if folder else {}
    return {**_files(LIBRARY), **own}


def parameters_of(name: str, folder: Path | None = None) -> tuple[Parameter, ...]:
    """A strategy's parameters in order, read without running its file.

    Raises:
        KbError: No such strategy, or its file is broken.
    """
    return read_declaration(_path_of(name, find_strategies(folder))).parameters


def load_strategy(name: str, folder: Path | None = None) -> type[Strategy]:
    """Import a strategy's class.

    Raises:
        KbError: No such strategy, or its file is broken: the message has its path and line.
    """
    path = _path_of(name, find_strategies(folder))
    declaration = read_declaration(path)
    module = importlib.import_module(f"kb.strategies.library.{name}") if _is_library(path) else _load(name, path)
    strategy: type[Strategy] = getattr(module, declaration.class_name)
    _check_class(strategy, declaration, path)
    return strategy


def strategy_from(name: str, names: Mapping[str, Any], folder: Path | None = None) -> Strategy:
    """Build a strategy from the names it declares, as a notebook's `globals()` holds them.

    A name that is absent or None leaves the default; so does a function or the like, as IPython has one named `exit`. A
    value given for a parameter that only *other* strategies have is refused: the strategy would ignore it, and a sweep
    over it would compare a run with itself.

    Raises:
        KbError: No such strategy, a broken file, a value of the wrong type, or one that the strategy would ignore.
    """
    known = find_strategies(folder)
    path = _path_of(name, known)
    strategy = load_strategy(name, folder)
    parameters = read_declaration(path).parameters
    _refuse_foreign(name, {parameter.name for parameter in parameters}, names, known)
    given = {
        parameter.name: checked_value(parameter, names[parameter.name], path)
        for parameter in parameters
        if _is_given(names.get(parameter.name))
    }
    return strategy(**given)


def refuse_foreign(name: str, names: Mapping[str, Any], folder: Path | None = None) -> None:
    """Refuse what a strategy would ignore: a value for a parameter that only another strategy declares.

    Raises:
        KbError: There is one, or there is no such strategy.
    """
    known = find_strategies(folder)
    own = {parameter.name for parameter in read_declaration(_path_of(name, known)).parameters}
    _refuse_foreign(name, own, names, known)


def _is_given(value: Any) -> bool:
    return value is not None and not callable(value)


def _workspace_folder() -> Path | None:
    try:
        root = find_root(Path.cwd())
    except KbError:
        return None
    return read_settings(root).strategies


def _files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.py")) if not path.stem.startswith("_")}


def _is_library(path: Path) -> bool:
    return path.parent == LIBRARY


def _path_of(name: str, known: Mapping[str, Path]) -> Path:
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"Did you mean `{near[0]}`? " if near else ""
        raise KbError("There is no such strategy", found=name, do=f"{hint}Known: {', '.join(sorted(known))}.")
    path = known[name]
    if not _is_library(path) and (LIBRARY / path.name).exists():
        raise KbError(
            "A strategy of this name is in kb's library", path=shown(path), found=name, do="Rename your file."
        )
    return path


def _load(name: str, path: Path) -> ModuleType:
    """Run a file as a module, always from its text; it stays in sys.modules, so that it counts as loaded code."""
    module = ModuleType(f"strategies.{name}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(read_source(path), str(path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102  (the user's own strategy)
    except Exception as error:  # the user's file may raise anything
        del sys.modules[module.__name__]
        raise _broken(error, path) from error
    return module


def _broken(error: Exception, path: Path) -> KbError:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
    found = f"{type(error).__name__}: {error}"
    return KbError("This strategy cannot be loaded", path=shown(path), line=lines[-1] if lines else None, found=found)


def _check_class(strategy: Any, declaration: Declaration, path: Path) -> None:
    declared = {parameter.name for parameter in declaration.parameters}
    is_frozen = dataclasses.is_dataclass(strategy) and strategy.__dataclass_params__.frozen  # type: ignore[union-attr]
    if not is_frozen or not isinstance(getattr(strategy, "title", None), str):
        what = f"`{declaration.class_name}` must be a frozen dataclass with a title"
        do = 'Put `@dataclass(frozen=True)` above it and `title: ClassVar[str] = "My idea"` in it.'
        raise KbError(what, path=shown(path), do=do)
    if {field.name for field in dataclasses.fields(strategy)} != declared:
        what = f"`{declaration.class_name}` has parameters that do not stand in its body"
        raise KbError(what, path=shown(path), do="Declare every parameter in the class itself, not in a base class.")


def _refuse_foreign(name: str, own: set[str], names: Mapping[str, Any], known: Mapping[str, Path]) -> None:
    for other, path in known.items():
        for parameter in _parameters_or_none(path):
            if parameter not in own and _is_given(names.get(parameter)):
                raise KbError(
                    f"The strategy `{name}` has no parameter `{parameter}`; it belongs to `{other}`",
                    found=f"{parameter} = {names[parameter]!r:.80}",
                    do=f"Leave it out, or choose `{other}`. `{name}` takes: {', '.join(sorted(own)) or 'nothing'}.",
                )


def _parameters_or_none(path: Path) -> list[str]:
    """The parameter names of another strategy; a broken file has none, and breaks only itself."""
    try:
        return [parameter.name for parameter in read_declaration(path).parameters]
    except KbError:
        return []
