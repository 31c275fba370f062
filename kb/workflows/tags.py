"""The tags of a vault: listed, and one of them renamed everywhere."""

from __future__ import annotations

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.vault.changes import Changes
from kb.vault.closest import closest_names, group_names
from kb.vault.edits import Edit
from kb.vault.markdown.spans import is_tag
from kb.vault.region import sign_region
from kb.vault.retag import renaming, retag_canvas, retag_note
from kb.workflows.texts import left_as_they_are, read_index, read_unchanged
from kb.workflows.writing import Rewriting


def count_tags(settings: Settings) -> dict[str, int]:
    """Each tag as first written, and each parent of a nested one -> how many files carry it or one below it."""
    index, _ = read_index(settings)
    counts = {index.tag_names[key]: len(paths) for key, paths in index.tags.items()}
    return dict(sorted(counts.items(), key=lambda item: item[0].casefold()))


def plan_rename(settings: Settings, old: str, new: str) -> Rewriting:
    """What the renaming of a tag, and of those below it, changes.

    Args:
        settings: The workspace.
        old: A tag, in any case, with or without `#`.
        new: Its new name; may be that of another tag.

    Raises:
        KbError: No note has such a tag, or the new name can be none.
    """
    old, new = (tag.strip().removeprefix("#").rstrip("/") for tag in (old, new))
    if not is_tag(new):
        do = "It has letters, digits, `_`, `-` and `/`, no spaces, and one character that is no digit."
        raise UsageError("This can be no tag", found=new, do=do)
    index, problems = read_index(settings)
    if not (carriers := index.tagged(old)):
        near = closest_names(old, group_names(index.tag_names.values()))
        do = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "`kb tags` lists them."
        raise KbError("No note has this tag", found=old, do=do)
    renamed = renaming(old, new)
    edits: dict[str, tuple[Edit, ...]] = {}
    contents: dict[str, tuple[str, str]] = {}
    for path in carriers:
        raw, canvas = read_unchanged(settings, index, path), index.canvases.get(path)
        after, found = retag_canvas(raw, canvas, renamed) if canvas else retag_note(raw, renamed, path=path)
        if found:
            edits[path], contents[path] = found, (raw, sign_region(raw, after))
    return Rewriting(edits, Changes(contents), left_as_they_are(problems))
