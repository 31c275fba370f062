"""The owner's site says whose it is, and others do not."""

from __future__ import annotations

from kb.model.audience import OWNER_AUDIENCE, PUBLIC_AUDIENCE
from kb.site.frame.mark import render_mark, render_noindex


def test_the_owners_site_is_marked_and_asks_search_engines_to_pass_it_over() -> None:
    assert render_noindex(OWNER_AUDIENCE) == '<meta name="robots" content="noindex">\n'
    assert "Private: owner's build" in render_mark(OWNER_AUDIENCE)


def test_other_sites_are_not() -> None:
    assert (render_noindex(PUBLIC_AUDIENCE), render_mark(PUBLIC_AUDIENCE)) == ("", "")
