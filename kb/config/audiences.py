"""The audiences of kb.toml: `[audiences.NAME]`, and the two that are there without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from kb.config.section import Section
from kb.errors import KbError
from kb.model.audience import OWNER, PUBLIC, Audience, Base, PrivateEmbeds, shipped_audience

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FOLDER = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*")
_TAKEN = ("notebooks", "strategies", "data")
"""The folders of a workspace that hold what people wrote."""


def read_audiences(section: Section, site_name: str, taken: tuple[Path, Path]) -> Mapping[str, Audience]:
    """Every audience, `owner` and `public` first.

    Args:
        section: `[audiences]`.
        site_name: The title of a site whose audience gives it none.
        taken: The vault and the workspace.

    Raises:
        KbError: A name, a setting or a folder that cannot be.
    """
    vault, root = taken
    found: dict[str, Audience] = {}
    inside = vault.relative_to(root).parts[:1] if vault.is_relative_to(root) else ()
    folders = dict.fromkeys(_TAKEN, "the workspace itself") | dict.fromkeys(inside, "the vault")
    for name in dict.fromkeys((OWNER, PUBLIC, *section.table)):
        audience = found[name] = _audience(name, section, site_name)
        top = audience.folder.partition("/")[0].casefold()
        if top in folders:
            _refuse(section, f"{name}.folder", f"{audience.folder}, which is of {folders[top]}", "Name another folder.")
        folders[top] = f"the audience {name}"
    return MappingProxyType(found)


def _audience(name: str, parent: Section, site_name: str) -> Audience:
    if not _NAME.fullmatch(name):
        _refuse(parent, name, repr(name), "Name an audience with small letters, digits and dashes, like `friends`.")
    section = parent.section(name).only(
        "base", "tags", "folders", "redact", "private_embeds", "folder", "name", "drawn"
    )
    bases: dict[str, tuple[Base, ...]] = {OWNER: (OWNER,), PUBLIC: (PUBLIC,)}
    shipped = shipped_audience(name, section.one_of("base", *bases.get(name, (PUBLIC, OWNER))), site_name)
    embeds: tuple[PrivateEmbeds, ...] = ("line", "error") if shipped.private_embeds == "line" else ("error", "line")
    folder = section.text("folder", shipped.folder).strip("/")
    if not _FOLDER.fullmatch(folder):
        _refuse(section, "folder", repr(folder), 'Name a folder of the workspace: folder = "site-friends".')
    return replace(
        shipped,
        folder=folder,
        site_name=section.text("name", site_name),
        tags=_names(section, "tags", "#/"),
        folders=_names(section, "folders", "/"),
        redact=_names(section, "redact", "", shipped.redact),
        private_embeds=section.one_of("private_embeds", *embeds),
        drawn=_names(section, "drawn", "/") if "drawn" in section.table else None,
    )


def _names(section: Section, key: str, marks: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list of names without what people write around them; an empty one would not say what it leaves out."""
    names = tuple(text.strip().strip(marks).strip() for text in section.texts(key, default))
    if not all(re.search(r"[^\W_]|[^\x00-\x7f]", name) for name in names):
        _refuse(section, key, "a name without a letter or digit", "Leave it out.")
    return names


def _refuse(section: Section, key: str, found: str, do: str) -> NoReturn:
    raise KbError(f"`{section.prefix}{key}` cannot be used", path=section.path, found=found, do=do)
