"""The one Markdown parser: Obsidian's language to tokens, for the index and for the site."""

from __future__ import annotations

from kb.vault.markdown.document import Document, parse_markdown
from kb.vault.markdown.outline import outline_of, read_outline, tag_places
from kb.vault.markdown.slugs import slug

__all__ = ["Document", "outline_of", "parse_markdown", "read_outline", "slug", "tag_places"]
