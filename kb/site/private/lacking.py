"""Of what redaction takes something out, whose name no question says: all properties, and parts of objects."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model.note import Note
from kb.query.files import object_named
from kb.query.hidden import PROPERTIES
from kb.vault.writing.edit import same_value


def lacking(before: Note, after: Note) -> Iterator[str]:
    """What a note lacks, as a desk names it; links and tags count as far as they are left.

    Args:
        before: The note.
        after: The note without what is redacted.
    """
    if before is after:
        return
    if before.properties.keys() - after.properties.keys():
        yield PROPERTIES
    for name, value in after.properties.items():
        if not same_value(before.properties[name], value):
            yield object_named(name)
