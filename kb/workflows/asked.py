"""Which runs the vault asks for, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Spec
from kb.runs.batch import run_key
from kb.workflows.ask import Desk, read_desk
from kb.workflows.plan import find_asked, summary_parameters


def asking_specs(settings: Settings, desk: Desk) -> Mapping[str, list[Spec]]:
    """Run key -> the blocks that ask for it, itself or as their summary."""
    asking: dict[str, list[Spec]] = defaultdict(list)
    for question in desk.questions:
        spec = question.spec
        for parameters in question.combinations:
            asking[run_key(spec.notebook, parameters)].append(spec)
        if spec.summary is not None:
            asking[run_key(spec.summary, summary_parameters(settings, desk, spec))].append(spec)
    return dict(asking)


def keys_asked_in(settings: Settings, name: str) -> set[str]:
    """The keys of the runs that a note's blocks ask for.

    Raises:
        KbError: There is no such note, or it asks nothing.
    """
    desk = read_desk(settings)
    note = find_asked(settings, desk, name)
    if note is None:
        raise KbError("This is a notebook", found=name, do="Give it with `--notebook`.")
    return {key for key, specs in asking_specs(settings, desk).items() if any(spec.path == note for spec in specs)}
