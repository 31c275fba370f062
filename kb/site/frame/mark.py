"""How the owner's site says that it is nobody else's."""

from __future__ import annotations

from kb.model.audience import Audience


def render_noindex(audience: Audience) -> str:
    """What stands in the head of every page: the owner's site asks search engines to pass it over."""
    return '<meta name="robots" content="noindex">\n' if audience.is_owner else ""


def render_mark(audience: Audience) -> str:
    """A line that every page of the owner's site shows."""
    return '<div class="kb-mark" role="note">Private: owner\'s build</div>\n' if audience.is_owner else ""
