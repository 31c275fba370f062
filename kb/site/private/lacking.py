"""Of what redaction takes something out, whose name no question says: all properties, links, tags, parts of objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.model.note import Link, Note
from kb.query.files import object_named
from kb.query.hidden import LINKS, PROPERTIES, TAGS
from kb.vault.index import links_of, tags_of
from kb.vault.writing.edit import same_value


def lacking(before: Note, after: Note, is_private: Callable[[Link], bool]) -> Iterator[str]:
    """What a note lacks, as a desk names it.

    Args:
        before: The note.
        after: The note without what is redacted.
        is_private: Whether a link leads to what its readers do not see: they lack that anyhow.
    """
    if before is after:
        return
    if before.properties.keys() - after.properties.keys():
        yield PROPERTIES
    for name, value in after.properties.items():
        if not same_value(before.properties[name], value):
            yield object_named(name)
    if len(_seen(before, is_private)) > len(_seen(after, is_private)):
        yield LINKS
    if len(tags_of(before)) > len(tags_of(after)):
        yield TAGS


def _seen(note: Note, is_private: Callable[[Link], bool]) -> list[Link]:
    return [link for link in links_of(note) if not is_private(link)]
