"""For whom a site is built, and what such a site leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Base = Literal["owner", "public"]
PrivateEmbeds = Literal["error", "line"]

OWNER: Base = "owner"
PUBLIC: Base = "public"
SENSITIVE = ("account", "balance", "quantity", "qty")
"""What every site but the owner's leaves out of properties and tables, unless kb.toml says otherwise."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers of a site.

    Attributes:
        name: As kb.toml and the command line call it.
        base: `owner` begins with all notes but those that may say `publish: false`, `public` with those that say
            `publish: true`.
        folder: Where its site goes, relative to the workspace.
        site_name: The title of its site.
        tags: Of these notes only those that carry one of these tags or one below it; empty for all.
        folders: Of these notes only those in one of these folders; empty for all.
        redact: Names of properties, and of rows and columns of tables, whose values never leave.
        private_embeds: What an embed of a private note is: an error, or a line that says no name.
        drawn: The bases and canvases that they see, and folders of which they see all; None where kb.toml names none:
            then the base `owner` sees them all, unless it is narrowed by tags, and `public` none.
    """

    name: str
    base: Base
    folder: str
    site_name: str = "Knowledge base"
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()
    private_embeds: PrivateEmbeds = "error"
    drawn: tuple[str, ...] | None = None

    @property
    def is_owner(self) -> bool:
        """Whether the site is for nobody but those who write the vault."""
        return self.name == OWNER


def shipped_audience(name: str, base: Base, site_name: str = "Knowledge base") -> Audience:
    """An audience of which kb.toml says nothing."""
    if name == OWNER:
        return Audience(name, base, "site", site_name, private_embeds="line")
    return Audience(name, base, f"site-{name}", site_name, redact=SENSITIVE)


OWNER_AUDIENCE = shipped_audience(OWNER, OWNER)
PUBLIC_AUDIENCE = shipped_audience(PUBLIC, PUBLIC)
