"""The anchors that GitHub gives to headings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from kb.vault.markdown.slugs import distinct

_KEPT = {"Nd", "Nl", "Pc"}


def github_slug(text: str) -> str:
    """Lower case, letters, digits, dashes and underscores kept, a dash for each space."""
    return "".join("-" if char == " " else char for char in text.strip().lower() if _is_kept(char))


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    return character in " -" or category[0] in "LM" or category in _KEPT


def anchors_of(headings: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Where links to a page's own headings lead.

    Args:
        headings: All of the page in order: kb's anchor, empty where the heading is embedded, and text.

    Returns:
        kb's anchor -> GitHub's.
    """
    take = distinct()
    anchors = [(own, take(github_slug(text))) for own, text in headings]
    return {own: anchor for own, anchor in anchors if own}
