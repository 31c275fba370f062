"""What the theme's templates get of a vault: they put text into a page as it is, so it comes to them as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.filters import do_striptags
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

TEMPLATES = Path(__file__).parent / "templates"
SEARCH_PLUGINS = ("search", "material/search")


def frame_text(text: str) -> Markup:
    """Text as HTML, which a template's own `escape` leaves as it is."""
    return escape(text)


def add_templates(config: MkDocsConfig) -> None:
    """Put kb's few templates before the theme's, and behind those of the workspace's own `custom_dir`."""
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(TEMPLATES))


def leave_out_search(config: MkDocsConfig) -> None:
    """Take MkDocs's search out, and its field out of the header: the site has a search of its own."""
    found = [config.plugins.pop(name) for name in SEARCH_PLUGINS if name in config.plugins]
    for event, methods in config.plugins.events.items():
        config.plugins.events[event] = [method for method in methods if getattr(method, "__self__", None) not in found]


def load_theme(config: MkDocsConfig) -> tuple[Environment, Mapping[str, Path]]:
    """The templates, and the theme's files that are copied: path in the site -> file."""
    from mkdocs.structure.files import Files  # noqa: PLC0415  (MkDocs is loaded where it runs)

    environment = make_safe(config.theme.get_env())
    environment.auto_reload = False  # or each page would look at the file of each of its templates again
    files = Files([])
    files.add_files_from_theme(environment, config)
    return environment, {file.dest_uri: Path(str(file.abs_src_path)) for file in files}


def make_safe(environment: Environment) -> Environment:
    """The templates' environment with a `striptags` whose result is HTML: Jinja's own gives back raw text."""
    environment.filters["striptags"] = _striptags
    return environment


def _striptags(value: Any) -> Markup:
    return escape(do_striptags(value))
