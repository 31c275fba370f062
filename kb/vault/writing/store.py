"""Guarded writes: kb's part of a note is renewed, a human's part is kept byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from kb.errors import KbError
from kb.files import write_atomically
from kb.model.note import GeneratedNote
from kb.model.problem import Problem, problem_of
from kb.vault.properties import texts
from kb.vault.reading.frontmatter import BYTE_ORDER_MARK, read_properties, split_frontmatter
from kb.vault.writing.edit import plain_value, same_value, set_properties
from kb.vault.writing.region import Region, find_region, render_region

RULE = "cannot-write-note"
_SHARED = ("tags", "aliases")


@dataclass(frozen=True, slots=True)
class Written:
    """A note that holds what kb wanted: its path, and the files (itself, attachments) whose bytes changed."""

    path: str
    changed: tuple[str, ...]


def write_generated(vault: Path, path: str, generated: GeneratedNote, *, conflicts: Path) -> Written | Problem:
    """Write kb's part of a note and its attachments; equal bytes are not written.

    kb owns its region and the properties that it lists. `tags` and `aliases` are shared: kb adds, and never takes away.
    Where a human's part would be touched, nothing in the vault changes, the new version goes to the folder
    `conflicts` under the same path, and the problem says what to do.
    """
    try:
        _refuse_outside([path, *generated.attachments])
        old = _read(vault, path)
    except KbError as error:
        return problem_of(error, RULE)
    try:
        new = render_note(old, generated, path=path)
    except KbError as error:
        return _keep_both(problem_of(error, RULE), path, generated, conflicts)
    try:
        changed = _write_all(vault, path, old, new, generated.attachments)
    except KbError as error:
        return problem_of(error, RULE)
    with suppress(OSError):  # what was kept there is in the vault now; a leftover harms nobody
        (conflicts / path).unlink(missing_ok=True)
    return Written(path, changed)


def render_note(old: str, generated: GeneratedNote, *, path: str) -> str:
    """A note with kb's part renewed and all else as it was; a blank one becomes a new note of kb.

    Raises:
        KbError: Its markers are broken, its region was edited by hand, kb would overwrite a human's property, or its
            frontmatter is malformed.
    """
    if not old.strip(BYTE_ORDER_MARK + " \t\r\n"):
        region = render_region(generated.body, _owned(generated))
        return set_properties(f"\n{region}", generated.properties, path=path)
    found = find_region(old, path=path)
    if found.is_edited:
        do = "Move your text below `%% kb:end %%`, then delete what is left between the markers: kb writes it anew."
        raise KbError("The part of this note that kb writes was edited by hand", path=path, line=found.line, do=do)
    properties = read_properties(old, path=path)
    _refuse_overwriting(properties, generated.properties, found, path)
    merged = {name: _merged(name, properties.get(name), value) for name, value in generated.properties.items()}
    gone = [name for name in found.owned or () if name not in {*merged, *_SHARED}]
    return set_properties(_renewed(old, found, generated), merged, remove=gone, path=path)


def human_text(text: str, *, name: str = "") -> str:
    """What a human wrote in a note of kb, outside of its region and properties; empty when that is nothing.

    Blank lines and a heading that only repeats the note's name count as nothing. Where kb's markers are broken or its
    region was edited, all of the text counts.
    """
    try:
        region = find_region(text, path=name)
        properties = read_properties(text, path=name)
    except KbError:
        return text
    if region.is_edited:
        return text
    parts = split_frontmatter(text)
    body_start = len(text) - len(parts.body)
    lines = [line for key, value in properties.items() if (line := _human_property(key, value, region.owned or ()))]
    lines += [line for line in parts.yaml.splitlines() if line.lstrip().startswith("#")]
    lines += (text[body_start : region.start] + text[region.end :]).splitlines()
    return "\n".join(line for line in lines if line.strip(BYTE_ORDER_MARK + " \t") not in {"", f"# {name}"})


def _human_property(name: str, value: Any, owned: Collection[str]) -> str:
    """A property that a human wrote, or what a human added to a shared one; empty when it is all kb's."""
    if name in owned:
        return ""
    if name not in _SHARED:
        return f"{name}: {value}"
    added = [text for text in texts(name, value) if f"{name}:{text}" not in owned]
    return f"{name}: {', '.join(added)}" if added else ""


def _owned(generated: GeneratedNote, before: Collection[str] = ()) -> list[str]:
    """What kb notes in the marker: the properties it owns, and `tags:name` for what it ever put into a shared one."""
    owned = []
    for name, value in generated.properties.items():
        owned += [f"{name}:{item}" for item in value] if name in _SHARED else [name]
    return owned + [name for name in before if name.partition(":")[0] in _SHARED and name not in owned]


def _renewed(old: str, region: Region, generated: GeneratedNote) -> str:
    """The note with a new region, in the line ends of the old one."""
    newline = "\r\n" if old[: region.content_start].endswith("\r\n") else "\n"
    rendered = render_region(generated.body, _owned(generated, region.owned or ())).replace("\n", newline)
    if not old[: region.end].endswith("\n"):
        rendered = rendered.removesuffix(newline)
    return old[: region.start] + rendered + old[region.end :]


def _refuse_overwriting(old: Mapping[str, Any], new: Mapping[str, Any], region: Region, path: str) -> None:
    if region.owned is None:
        return
    for name in new.keys() & old.keys() - {*region.owned, *_SHARED}:
        if not same_value(old[name], plain_value(new[name])):
            found, do = f"{name}: {old[name]}", "Give yours another name."
            raise KbError("kb has to write a property that you wrote by hand", path=path, found=found, do=do)


def _merged(name: str, old: Any, new: Any) -> Any:
    """A human's tags or aliases as they are, and behind them those of kb that are not among them."""
    if name not in _SHARED or old is None:
        return new
    mine = list(texts(name, old)) if isinstance(old, str) else old if isinstance(old, list) else [old]
    known = {text.lstrip("#").casefold() for text in texts(name, mine)}
    missing = [item for item in new if item.casefold() not in known]
    return [*mine, *missing] if missing else old


def _write_all(vault: Path, path: str, old: str, new: str, attachments: Mapping[str, bytes]) -> tuple[str, ...]:
    """Attachments first, so that the note never shows one that is not there."""
    changed = [name for name, data in attachments.items() if _write(vault, name, data)]
    if _read(vault, path) != old:
        raise KbError("Another program saved this note just now", path=path, do="Run the command again.")
    return (*changed, path) if _write(vault, path, new.encode()) else tuple(changed)


def _write(folder: Path, path: str, data: bytes) -> bool:
    try:
        return write_atomically(folder / path, data)
    except KbError as error:
        raise KbError(error.what, path=path, found=error.found, do=error.do) from error


def _read(vault: Path, path: str) -> str:
    """A note's text with its own line ends; empty when it is not there."""
    try:
        return (vault / path).read_bytes().decode()
    except FileNotFoundError:
        return ""
    except OSError as error:
        do = "Check that you may read it, then run again."
        raise KbError("Cannot read this note", path=path, found=error.strerror or str(error), do=do) from error
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        raise KbError("This note is not UTF-8", path=path, line=line, do="Save it as UTF-8 in your editor.") from error


def _refuse_outside(paths: list[str]) -> None:
    for path in paths:
        parts = PurePosixPath(path).parts
        if not parts or parts[0] == "/" or ".." in parts or _NOT_IN_A_PATH & set(path):
            raise KbError("kb writes only inside the vault", path=path, do="Give the note a plain title.")


_NOT_IN_A_PATH = set('\\:*?"<>|\0')
"""What Windows or Obsidian does not take in a file name."""


def _keep_both(problem: Problem, path: str, generated: GeneratedNote, conflicts: Path) -> Problem:
    """Put the new version beside the vault, and say where."""
    try:
        new = render_note("", generated, path=path)
        for name, data in {**generated.attachments, path: new.encode()}.items():
            _write(conflicts, name, data)
    except KbError as error:
        return replace(problem, do=f"{problem.do} The new version could not be kept: {error}.".strip())
    return replace(problem, do=f"{problem.do} The new version is in {(conflicts / path).as_posix()}.".strip())
