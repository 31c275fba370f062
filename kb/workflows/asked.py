"""What the vault asks: which note a command means, and which runs it asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Spec
from kb.runs.batch import run_key
from kb.runs.notebook import find_notebook
from kb.vault.closest import closest_names, group_names
from kb.workflows.ask import Desk, read_desk
from kb.workflows.plan import summary_parameters


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


def find_asked(settings: Settings, desk: Desk, name: str) -> str | None:
    """The path of the note that a command names, or None where it names a notebook.

    Raises:
        KbError: It is neither, several notes have that name, or the note asks nothing.
    """
    note = find_note(desk, name)
    if note is None:
        _refuse_unknown(settings, desk, name)
    elif all(question.spec.path != note for question in desk.questions):
        do = "Put a kb block into it, as `kb new experiment` does, or name the note that asks."
        raise KbError("This note asks nothing: it has no kb block", path=note, do=do)
    return note


def _refuse_unknown(settings: Settings, desk: Desk, name: str) -> None:
    try:
        find_notebook(settings, name)
    except KbError as error:
        names = group_names(note.name for note in desk.index.notes.values() if not note.is_template)
        near = closest_names(PurePosixPath(name).stem, names)
        do = f"Did you mean {' or '.join(f'`{note}`' for note in near)}?" if near else error.do
        raise KbError("There is no such note or notebook", found=name, do=do) from error


def find_note(desk: Desk, name: str) -> str | None:
    """The path of the note that a command names by path or name; None where there is none.

    Raises:
        KbError: Several notes have that name.
    """
    target = name.replace("\\", "/").removeprefix("./")
    for candidate in (target, target.partition("/")[2]):
        for path in (candidate, f"{candidate}.md"):
            if path in desk.index.notes:
                return path
    found = desk.index.resolver.find(target, "")
    notes = [path for path in found if path in desk.index.notes]
    if len(notes) > 1:
        raise KbError("Several notes have this name", found=name, do=f"Give a path: {', '.join(notes)}.")
    return notes[0] if notes else None
