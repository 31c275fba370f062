"""What the theme's templates get of a vault: they put text into a page as it is, so it comes to them as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.filters import do_striptags
from markupsafe import Markup, escape

from kb.errors import KbError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

TEMPLATES = Path(__file__).parent / "templates"
THEME = "material"
SEARCH_PLUGINS = ("search", "material/search")
_IDLE_FEATURES = re.compile(r"navigation\.(?:tabs(?:\.sticky)?|sections|expand|path)|content\.action\.\w+")
"""The navigation is kb's own, and no page has one of a repository behind it."""
_IDLE = re.compile(r".*\.map|assets/javascripts/(?:lunr|workers)/.*")
"""Files of Material that no page loads: maps for its developers, and the search in whose place kb's own is."""


def leave_out_idle_features(config: MkDocsConfig) -> list[str]:
    """Take out the features of Material that kb's navigation and pages do not have; which these were."""
    asked = config.theme.get("features", [])
    idle = [name for name in asked if _IDLE_FEATURES.fullmatch(str(name))]
    if idle:
        config.theme["features"] = [name for name in asked if name not in idle]
    return idle


def frame_text(text: str) -> Markup:
    """Text as HTML, which a template's own `escape` leaves as it is."""
    return escape(text)


def check_theme(config: MkDocsConfig) -> None:
    """Refuse a theme that is neither Material nor one that extends it.

    Raises:
        KbError: It is another.
    """
    from mkdocs.utils import get_theme_dir  # noqa: PLC0415  (MkDocs is loaded where it runs)

    if get_theme_dir(THEME) not in config.theme.dirs:
        do = f"Write `name: {THEME}` under `theme`."
        what = "The pages of kb need Material's templates"
        raise KbError(what, path=config.config_file_path, found=f"the theme {config.theme.name}", do=do)


def add_templates(config: MkDocsConfig) -> None:
    """Put kb's few templates before the theme's, and behind those of the workspace's own `custom_dir`."""
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(TEMPLATES))


def leave_out_search(config: MkDocsConfig) -> None:
    """Take MkDocs's search out, and its field out of the header: the site has a search of its own."""
    found = [config.plugins.pop(name) for name in SEARCH_PLUGINS if name in config.plugins]
    for event, methods in config.plugins.events.items():
        config.plugins.events[event] = [method for method in methods if getattr(method, "__self__", None) not in found]


def load_theme(config: MkDocsConfig) -> tuple[Environment, Mapping[str, Path]]:
    """The templates, and the theme's files that pages can load: path in the site -> file."""
    from mkdocs.structure.files import Files  # noqa: PLC0415  (MkDocs is loaded where it runs)

    environment = make_safe(config.theme.get_env())
    environment.auto_reload = False  # or each page would look at the file of each of its templates again
    files = Files([])
    files.add_files_from_theme(environment, config)
    found = {file.dest_uri: Path(str(file.abs_src_path)) for file in files}
    return environment, {name: file for name, file in found.items() if not _is_idle(name, file, config)}


def _is_idle(name: str, file: Path, config: MkDocsConfig) -> bool:
    own = config.theme.custom_dir
    return _IDLE.fullmatch(name) is not None and not (own and file.is_relative_to(own))


def make_safe(environment: Environment) -> Environment:
    """The templates' environment with a `striptags` whose result is HTML: Jinja's own gives back raw text."""
    environment.filters["striptags"] = _striptags
    return environment


def _striptags(value: Any) -> Markup:
    return escape(do_striptags(value))
