"""`kb build` and `kb serve`: MkDocs with the same plugin, and no MkDocs at all where nothing has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.config import Settings
from kb.errors import KbError
from kb.model.problem import Problem
from kb.site.freshness import build_key
from kb.site.marker import check_site_folder, files_in, read_marker
from kb.site.model import ResultsOf

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

CONFIG_NAME = "mkdocs.yml"
RULE = "site"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        is_new: Whether the site was written; it was not where nothing has changed.
        problems: What MkDocs warned of; those of the vault itself are in `read_vault`'s report.
    """

    is_new: bool
    problems: tuple[Problem, ...] = ()


def build_site(settings: Settings, results_of: ResultsOf | None = None) -> Built:
    """Build the site into `settings.site`, unless it is there already.

    Args:
        settings: The workspace.
        results_of: Where the answer to a kb block is; by default found by the batch's name.

    Raises:
        KbError: No usable mkdocs.yml, a site folder with files that are not kb's, or a build that MkDocs gave up.
    """
    check_site_folder(settings.site)
    key = build_key(settings, _config_file(settings))
    written = read_marker(settings.site)
    if written and written.key == key and written.files == files_in(settings.site):
        return Built(is_new=False)
    return Built(is_new=True, problems=_run_mkdocs(settings, results_of, key))


def serve_site(settings: Settings, address: str) -> None:
    """Serve the site at `host:port`, and show a saved note anew, until interrupted.

    Raises:
        KbError: No usable mkdocs.yml, or an address that cannot be used.
    """
    from mkdocs.commands.serve import serve  # noqa: PLC0415  (MkDocs is loaded where it runs)
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    watched = [str(settings.root / "kb.toml")]
    try:
        serve(str(_config_file(settings)), watch=watched, docs_dir=str(settings.vault), dev_addr=address)
    except MkDocsException as error:
        raise _refusal(settings, str(error)) from error
    except OSError as error:
        do = "Stop what listens there, or give another address with `--address`."
        raise KbError("Cannot serve at this address", found=f"{address} ({error.strerror})", do=do) from error


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


def _run_mkdocs(settings: Settings, results_of: ResultsOf | None, key: str) -> tuple[Problem, ...]:
    from mkdocs.commands.build import build  # noqa: PLC0415  (MkDocs is loaded where it runs)
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    messages = _Messages()
    with messages:
        try:
            config = _load_config(settings, results_of, key)
            build(config)
        except (MkDocsException, SystemExit) as error:
            raise _refusal(settings, messages.last_error or str(error)) from error
    return tuple(messages.problems)


def _load_config(settings: Settings, results_of: ResultsOf | None, key: str) -> MkDocsConfig:
    from mkdocs.config import load_config  # noqa: PLC0415  (MkDocs is loaded where it runs)

    config = load_config(
        str(_config_file(settings)), docs_dir=str(settings.vault), site_dir=str(settings.site), strict=False
    )
    plugin: Any = config.plugins.get("kb")
    if plugin is None:
        raise _refusal(settings, "its `plugins` do not name `kb`")
    plugin.results_of, plugin.key = results_of, key
    config.plugins.on_startup(command="build", dirty=False)
    return config


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

    def __enter__(self) -> None:
        self._logger = logging.getLogger("mkdocs")
        self._propagated, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated
