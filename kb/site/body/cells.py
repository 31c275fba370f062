"""The values that a base shows, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from kb.errors import KbError
from kb.query.files import File
from kb.query.missing import MissingValueError
from kb.query.moments import Moment
from kb.query.values import Html, Image, Link, Tag, Value, text_of
from kb.site.body.allowed import is_outside
from kb.site.body.faults import render_fault
from kb.site.body.pictures import PICTURES, render_picture
from kb.site.body.place import Place, render_tag
from kb.site.body.properties import render_text
from kb.site.body.raw import clean_html, render_outside, render_raw
from kb.site.body.tasks import truth_box
from kb.site.titles import title_of
from kb.vault.links import Target

TAGS = "note.tags"


def render_cell(value: Value | KbError, column: str, place: Place) -> str:
    """What a cell shows.

    Args:
        value: Its value, or why it has none.
        column: Whose cell it is: `file.name` names a note as a link, `note.tags` holds tags.
        place: The page that shows it.
    """
    if isinstance(value, MissingValueError):  # most notes lack most properties: no fault
        return ""
    if isinstance(value, KbError):
        return render_fault(value, escape(value.what), place)
    if column == TAGS and isinstance(value, tuple):
        value = tuple(Tag(item.removeprefix("#")) if isinstance(item, str) else item for item in value)
    return render_value(value, place)


def render_file(file: File, place: Place, words: str = "") -> str:
    """A link to a file, with these words or its title."""
    note = place.site.index.notes.get(file.path)
    said = words or (title_of(note) if note else file.name)
    return f'<a href="{escape(place.url(Target(file.path)))}">{escape(said)}</a>'


def render_value(value: Value, place: Place) -> str:
    """A value."""
    match value:
        case bool():
            return truth_box(is_true=value)
        case tuple():
            between = " " if all(isinstance(item, Tag) for item in value) else ", "
            return between.join(render_value(item, place) for item in value)
        case dict():
            return ", ".join(f"{escape(key)}: {render_value(item, place)}" for key, item in value.items())
    render = _WAYS.get(type(value))
    return render(value, place) if render else escape(text_of(value))


def _link(link: Link, place: Place) -> str:
    words = text_of(link)
    if link.file:
        return render_file(link.file, place, words)
    if link.target.startswith(("https://", "http://")):
        return f'<a href="{escape(link.target)}">{escape(words)}</a>'
    return f'<span class="kb-broken" title="Nothing here is named {escape(link.target)}">{escape(words)}</span>'


def _picture(source: Value, place: Place) -> str:
    file = source.file if isinstance(source, Link) else source if isinstance(source, File) else None
    if file and file.ext.lower() not in PICTURES:
        return render_file(file, place)
    if file:
        words = text_of(source.shown) if isinstance(source, Link) else ""
        return render_picture(place.url(Target(file.path)), words, file.path)
    address = text_of(source)
    if not address.startswith(("https://", "http://")):
        return render_text(address, place)
    if is_outside(address, place.site.drawing.hosts):
        return render_outside(address, "")
    return render_picture(address, "")


def render_moment(moment: Moment, words: str) -> str:
    """A date, in these words."""
    return f'<time datetime="{escape(str(moment).replace(" ", "T"))}">{escape(words)}</time>'


_WAYS: Mapping[type, Callable[[Any, Place], str]] = {
    str: render_text,
    Moment: lambda moment, _place: render_moment(moment, str(moment)),
    Tag: lambda tag, place: render_tag(tag.name, place),
    File: render_file,
    Link: _link,
    Image: lambda image, place: _picture(image.source, place),
    Html: lambda html, place: clean_html(render_raw(html.source, place.site.drawing.hosts)),
}
