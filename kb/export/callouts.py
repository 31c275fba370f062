"""Callouts as quotes: GitHub's alerts where it has them, else with a title in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kb.export.edits import Edit, line_end, prefix_of
from kb.vault.markdown.text import plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token

UNLIKE_BOLD = {"strong_open", "comment", "html_inline"}
"""Bold inside bold is none, and what is taken away may leave a space where bold cannot begin."""
ALERTS = {"note", "tip", "important", "warning", "caution"}


def title_edits(
    text: str, opening: Token, inline: Token, positions: Sequence[int], *, is_nested: bool
) -> Iterator[Edit]:
    """The changes to a callout's first line; an alert inside anything else would not be one for GitHub."""
    at, end = int(inline.meta["at"]), line_end(text, int(inline.meta["at"]))
    kind = str(opening.meta["kind"])
    is_alert = kind in ALERTS and not is_nested
    prefix = prefix_of(text, at)
    below = text[end + 1 : line_end(text, end + 1)].strip(" \t>")
    gap = f"\n{prefix.rstrip()}" if below else ""
    alert = f"[!{kind.upper()}]"
    if not plain_text(inline.children or ()):
        yield Edit(at, end, alert if is_alert else f"**{kind.capitalize()}**{gap}")
        return
    bold = "" if any(child.type in UNLIKE_BOLD for child in inline.children or ()) else "**"
    yield Edit(at, positions[0], (f"{alert}\n{prefix}" if is_alert else "") + bold)
    yield Edit(positions[-1], end, bold + gap)
