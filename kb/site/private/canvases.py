"""Canvases as an audience may see them: what is done to the words of notes is done to those of cards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from kb.errors import KbError
from kb.model.note import Note
from kb.site.body.canvas_plan import edges_of, kind_of
from kb.site.private.sight import Sight, neutral_name
from kb.vault.markdown import read_outline
from kb.vault.reading.canvas import canvas_data

_SAID = {"text": "text", "link": "url", "group": "label"}
"""The kind of a node -> where it has its words."""
Item = dict[str, Any]


@lru_cache(maxsize=1 << 10)
def words_of_canvas(path: str, text: str) -> tuple[Note, ...]:
    """Whatever a canvas says, each as the body of a note; nothing where it cannot be read."""
    with suppress(KbError):
        return tuple(_note(path, item[name], name) for item, name in _saying(canvas_data(text, path=path)))
    return ()


def with_words(path: str, text: str, words: Iterable[Note], sight: Sight) -> str:
    """A canvas that says these words, in the order of `words_of_canvas`, and shows no private file.

    One that cannot be read stays: nothing of it is shown.
    """
    try:
        data = canvas_data(text, path=path)
    except KbError:
        return text
    before = json.dumps(data)
    for (item, name), note in zip(_saying(data), words, strict=True):
        _say(item, name, note.text.removeprefix("\n"))
    for node in data.get("nodes", []):
        _hide(node, path, sight)
    after = json.dumps(data)
    return text if after == before else after


def _saying(data: Mapping[str, Any]) -> list[tuple[Item, str]]:
    """The nodes and edges that say something, each with where it does."""
    items = [(node, _SAID.get(kind_of(node), "")) for node in data.get("nodes", [])]
    items += [(edge, "label") for edge in edges_of(data)]
    return [(item, name) for item, name in items if isinstance(item.get(name), str)]


def _note(path: str, said: str, name: str) -> Note:
    body = f"\n<{said}>" if name == "url" else f"\n{said}"  # no words on the first line are properties
    return Note(path, {}, read_outline(body, path=path, first_line=1), body, 1, "")


def _say(item: Item, name: str, words: str) -> None:
    if name != "url":
        item[name] = words
    elif words != f"<{item[name]}>":
        item.update(type="text", text=words)


def _hide(node: Item, path: str, sight: Sight) -> None:
    """Show no private file, neither as a card nor behind a group."""
    for name, kind in (("file", "file"), ("background", "group")):
        target = node.get(name)
        if kind_of(node) == kind and isinstance(target, str) and (found := sight.private(target, path)):
            del node[name]
            if kind == "file":
                node.update(type="text", text=neutral_name(found))
