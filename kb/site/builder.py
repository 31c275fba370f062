"""`kb build` and `kb serve`: MkDocs's configuration and templates, and no MkDocs at all where nothing has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import OWNER, Audience
from kb.model.problem import Problem
from kb.site.edition import Edition
from kb.site.freshness import build_key, pages_key
from kb.site.marker import check_apart, check_site_folder, files_in, read_marker, touched_files
from kb.site.model import ResultsOf

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from kb.site.plugin import KbPlugin
    from kb.site.serving.live import Live

CONFIG_NAME = "mkdocs.yml"
RULE = "site"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        is_new: Whether the site was written; it was not where nothing has changed.
        is_anew: Whether no page could be taken from the cache, since kb or its settings are others.
        problems: What MkDocs warned of; those of the vault itself are in `read_vault`'s report.
    """

    is_new: bool
    is_anew: bool = False
    problems: tuple[Problem, ...] = ()


def build_site(settings: Settings, results_of: ResultsOf | None = None, audience: Audience | None = None) -> Built:
    """Build the site of an audience, unless it is there already.

    Args:
        settings: The workspace.
        results_of: Where the answer to a kb block is; by default found by the batch's name.
        audience: Whose site; by default the owner's.

    Raises:
        KbError: No usable mkdocs.yml, a site folder with files that are not kb's, a template that fails, or something
            that the audience must not see.
    """
    audience = audience or settings.audience(OWNER)
    folder = _checked_folder(settings, audience)
    key = build_key(settings, _config_file(settings), audience.name)
    written = read_marker(folder)
    is_same = written and written.key == key and (written.files or {}).keys() == files_in(folder)
    if is_same and not touched_files(folder):
        return Built(is_new=False)
    from kb.site.checks import check_shown_links  # noqa: PLC0415  (nothing is loaded where nothing changed)
    from kb.site.prepare import prepare_build, read_source  # noqa: PLC0415
    from kb.site.write import write_site  # noqa: PLC0415

    with _Messages() as messages:
        edition = _read_edition(settings, audience, results_of, messages)
        source, _ = read_source(settings)
        build, problems = prepare_build(edition, source)
        is_anew = build.cache.renew()
        made = write_site(build, key)
    broken = check_shown_links(build.site.index, source.notes.values(), source.files, settings.check)
    problems = (*messages.problems, *problems, *broken, *made.problems)
    return Built(is_new=True, is_anew=is_anew, problems=problems)


def start_site(settings: Settings, audience: Audience) -> Live:
    """Build a site and keep in memory what it was made from, to be served and changed with the vault.

    Raises:
        KbError: As `build_site`.
    """
    from kb.site.prepare import prepare_build, read_source  # noqa: PLC0415
    from kb.site.serving.live import Live  # noqa: PLC0415  (nothing is loaded where nothing changed)
    from kb.site.write import write_site  # noqa: PLC0415

    _checked_folder(settings, audience)
    with _Messages() as messages:
        edition = _read_edition(settings, audience, None, messages)
        source, problems = read_source(settings)
        build, others = prepare_build(edition, source)
        return Live(build, write_site(build, ""), problems, others)


def _checked_folder(settings: Settings, audience: Audience) -> Path:
    folder = settings.site_of(audience)
    check_apart(folder, settings.vault)
    check_site_folder(folder)
    return folder


def _read_edition(settings: Settings, audience: Audience, results_of: ResultsOf | None, messages: _Messages) -> Edition:
    config, plugin = _load_config(settings, audience, messages)
    key = pages_key(settings, _config_file(settings), audience.name)
    return Edition(settings, audience, config, plugin.is_excluded, results_of, key)


def read_excluded(settings: Settings) -> Callable[[str], bool]:
    """What `exclude_docs` in mkdocs.yml keeps off the site, by path in the vault; nothing where there is no such file.

    Raises:
        KbError: MkDocs cannot read mkdocs.yml.
    """
    if not (settings.root / CONFIG_NAME).is_file():
        return lambda _path: False
    from mkdocs.config import load_config  # noqa: PLC0415  (MkDocs is loaded where it runs)
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    messages = _Messages()
    with messages:
        try:
            spec = load_config(str(_config_file(settings)), docs_dir=str(settings.vault), strict=False).exclude_docs
        except (MkDocsException, SystemExit) as error:
            raise _refusal(settings, messages.last_error or str(error)) from error
    return lambda path: spec is not None and spec.match_file(path)


def _config_file(settings: Settings) -> Path:
    path = settings.root / CONFIG_NAME
    if not path.is_file():
        do = "`kb init` in an empty folder writes one that you can copy here."
        raise KbError("The site needs this file", path=path, found="nothing there", do=do)
    return path


def _load_config(settings: Settings, audience: Audience, messages: _Messages) -> tuple[MkDocsConfig, KbPlugin]:
    """MkDocs's configuration with the theme and kb's plugin in it."""
    from mkdocs.config import load_config  # noqa: PLC0415  (MkDocs is loaded where it runs)
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    try:
        config = load_config(
            str(_config_file(settings)),
            docs_dir=str(settings.vault),
            site_dir=str(settings.site_of(audience)),
            strict=False,
        )
        plugin: Any = config.plugins.get("kb")
        if plugin is None:
            raise _refusal(settings, "its `plugins` do not name `kb`")
        messages.problems += _idle_plugins(config)
        plugin.audience = audience
        return plugin.on_config(config), plugin
    except (MkDocsException, SystemExit) as error:
        raise _refusal(settings, messages.last_error or str(error)) from error


def _idle_plugins(config: MkDocsConfig) -> Iterator[Problem]:
    """The plugins that mkdocs.yml names and that do nothing here."""
    from kb.site.frame.theme import SEARCH_PLUGINS  # noqa: PLC0415  (loaded with MkDocs)

    for name in config.plugins:
        if name in SEARCH_PLUGINS:
            do = "Take it out of `plugins` in mkdocs.yml: the site has a search of its own."
            yield Problem(RULE, "This plugin is not needed", do, CONFIG_NAME, found=name, severity="warning")
        elif name != "kb":
            do = "Take it out of `plugins` in mkdocs.yml, or build with `mkdocs build`."
            what = "kb runs no other plugin of MkDocs than its own"
            yield Problem(RULE, what, do, CONFIG_NAME, found=name, severity="warning")


def _refusal(settings: Settings, found: str) -> KbError:
    do = "Correct mkdocs.yml, or compare it with the one that `kb init` writes."
    return KbError("MkDocs could not build the site", path=settings.root / CONFIG_NAME, found=found.rstrip("."), do=do)


class _Messages(logging.Handler):
    """What MkDocs says while it builds: kept as problems, and not printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.last_error = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning; a problem of the vault is told by whoever reads the vault."""
        if record.levelno >= logging.ERROR:
            self.last_error = record.getMessage()
            return
        if not hasattr(record, "problem"):
            self.problems.append(Problem(RULE, record.getMessage(), severity="warning"))

    def __enter__(self) -> Self:
        self._logger = logging.getLogger("mkdocs")
        self._propagated, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated
