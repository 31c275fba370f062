"""`kb build` and `kb serve`: MkDocs's configuration and templates, and no MkDocs at all where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import OWNER, Audience
from kb.model.problem import Problem
from kb.site.edition import Edition
from kb.site.freshness import build_key, pages_key
from kb.site.marker import Standing, check_apart, check_site_folder
from kb.site.messages import RULE, Messages
from kb.site.model import ResultsOf
from kb.site.told import keep_told, told_before
from kb.vault.reading.pause import without_collector

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from kb.site.plugin import KbPlugin
    from kb.site.serving.live import Live

CONFIG_NAME = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        is_new: Whether the site was written; it was not where nothing has changed.
        is_anew: Whether no page could be taken from the cache, since kb or its settings are others.
        problems: What is wrong with the site; what is wrong with notes is in `read_vault`'s report.
    """

    is_new: bool
    is_anew: bool = False
    problems: tuple[Problem, ...] = ()


@without_collector()
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
    standing = _checked_folder(settings, audience)
    key = build_key(settings, _config_file(settings), audience.name)
    today = f"{key} {date.today()}"  # noqa: DTZ011  (the reader's day)
    told = settings.store / "told" / f"{audience.name}.json"
    if standing.is_made_from(key) or standing.is_made_from(today):
        return Built(is_new=False, problems=told_before(told, key))
    from kb.site.bases import tells_the_day  # noqa: PLC0415  (nothing is loaded where nothing changed)
    from kb.site.checks import check_shown_links  # noqa: PLC0415
    from kb.site.git import RULE as HISTORY  # noqa: PLC0415
    from kb.site.prepare import prepare_build, read_source  # noqa: PLC0415
    from kb.site.write import write_site  # noqa: PLC0415

    with Messages() as messages:
        edition = _read_edition(settings, audience, results_of, messages)
        source, found = read_source(settings)
        undated = [problem for problem in found if problem.rule == HISTORY]
        build, problems = prepare_build(edition, source)
        is_anew = build.cache.renew()
        made = write_site(build, today if tells_the_day(build.site) else key, standing.own())
    broken = check_shown_links(build.site.index, source.notes.values(), source.files, settings.check)
    problems = (*messages.problems, *undated, *problems, *broken, *made.problems)
    keep_told(told, key, problems)
    return Built(is_new=True, is_anew=is_anew, problems=problems)


@without_collector()
def start_site(settings: Settings, audience: Audience) -> Live:
    """Build a site and keep in memory what it was made from, to be served and changed with the vault.

    Raises:
        KbError: As `build_site`.
    """
    from kb.site.prepare import prepare_build, read_source  # noqa: PLC0415
    from kb.site.serving.live import Live  # noqa: PLC0415  (nothing is loaded where nothing changed)
    from kb.site.write import write_site  # noqa: PLC0415

    standing = _checked_folder(settings, audience)
    with Messages() as messages:
        edition = _read_edition(settings, audience, None, messages)
        source, problems = read_source(settings)
        build, others = prepare_build(edition, source)
        return Live(build, write_site(build, "", standing.own()), problems, others)


def _checked_folder(settings: Settings, audience: Audience) -> Standing:
    folder = settings.site_of(audience)
    check_apart(folder, settings.vault)
    return check_site_folder(folder)


def _read_edition(settings: Settings, audience: Audience, results_of: ResultsOf | None, messages: Messages) -> Edition:
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

    messages = Messages()
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


def _load_config(settings: Settings, audience: Audience, messages: Messages) -> tuple[MkDocsConfig, KbPlugin]:
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
        if isinstance(error.__cause__, KbError):  # the plugin's, which MkDocs would print
            raise error.__cause__ from None
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
