"""One site to be made: whose it is, and all that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.config import Settings
from kb.model.audience import Audience
from kb.site.model import ResultsOf

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class Edition:
    """What a site is made by.

    Attributes:
        settings: The workspace.
        audience: For whom.
        config: MkDocs's configuration, as the plugin has set it up.
        is_excluded: What mkdocs.yml keeps off the site, by path.
        results_of: Where the answer to a kb block is; None for the search by name.
        key: The hash of what all pages are made from beside their notes.
    """

    settings: Settings
    audience: Audience
    config: MkDocsConfig
    is_excluded: Callable[[str], bool]
    results_of: ResultsOf | None
    key: str

    @property
    def folder(self) -> Path:
        """Where the site goes."""
        return self.settings.site_of(self.audience)
