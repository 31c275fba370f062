"""Which files a view of a base means, by its filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kb.errors import KbError
from kb.query.base import Base, Filter, View
from kb.query.called import or_nothing
from kb.query.evaluate import ready
from kb.query.files import File
from kb.query.formulas import Formulas, needed_formulas, values_of
from kb.query.hidden import HiddenError
from kb.query.scope import Scope
from kb.query.values import is_true


def meant(
    base: Base, view: View, files: Iterable[File], this: File | None, faults: dict[str, KbError]
) -> Iterator[Scope]:
    """Those of some files that a view means, each ready to be asked more.

    Args:
        base: The base.
        view: One of its views.
        files: The files.
        this: The file that shows the answer.
        faults: Gets, by their text, the filters that cannot be asked, and why.

    Raises:
        HiddenError: Which files it means depends on a property that is not told here.
    """
    tests = [_test(base.filter, faults), _test(view.filter, faults)]
    formulas = needed_formulas(base, view)
    scopes = (_scope(file, this, formulas) for file in files)
    return (scope for scope in scopes if all(is_meant(scope) for is_meant in tests))


def may_mean(base: Base, files: Sequence[File], this: File | None = None) -> bool:
    """Whether a view of a base means one of some files; or might, where a filter cannot be asked.

    Args:
        base: The base.
        files: The files.
        this: The file that shows the answer.
    """
    faults: dict[str, KbError] = {}
    try:
        return any(any(True for _ in meant(base, view, files, this, faults)) or faults for view in base.views)
    except HiddenError:
        return True


def _scope(file: File, this: File | None, formulas: Formulas) -> Scope:
    scope = Scope(file, this)
    values_of(formulas, scope)
    return scope


def _test(filter_: Filter, faults: dict[str, KbError]) -> Callable[[Scope], bool]:
    """Whether a file is meant. An expression that fails means none; why is kept, unless a value is missing."""
    if filter_.kind == "is":
        step = or_nothing(ready(filter_.text))

        def is_it(scope: Scope) -> bool:
            try:
                return is_true(step(scope))
            except HiddenError:
                raise
            except KbError as error:
                faults.setdefault(filter_.text, error.with_traceback(None))
                return False

        return is_it
    parts = [_test(part, faults) for part in filter_.parts]
    if filter_.kind == "and":
        return lambda scope: all(part(scope) for part in parts)
    if filter_.kind == "or":
        return lambda scope: any(part(scope) for part in parts)
    return lambda scope: not any(part(scope) for part in parts)
