"""The gate in front of a build: all that others will read is looked through before anything of it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from kb.model.problem import Problem
from kb.site.build import Build, finish, render
from kb.site.crew import for_each
from kb.site.files import copy_key
from kb.site.marker import read_marker
from kb.site.outputs import Data, files_of, is_of_program
from kb.site.private.gate import NOT_PUBLISHED, WITHOUT_TEXT, refuse, scan_site
from kb.site.private.located import located, told_once
from kb.site.search.findable import Findable
from kb.site.search.shards import render_search, without_numbers
from kb.site.staging import Keys


def look_through(
    build: Build,
    pages: Mapping[str, str],
    known: Mapping[str, Findable],
    data: Data,
    passed: Keys = MappingProxyType({}),
) -> None:
    """Look through all that is about to be written, if it is not for the owner alone.

    Args:
        build: The build.
        pages: Path in the site -> path of the page.
        known: What the search needs of the pages that stay.
        data: What stands beside the pages, without the search; of the graph its words.
        passed: What was looked through for the same before; a copy of a file that is as it was is not read again.

    Raises:
        KbError: Something private would be published.
    """
    gate = build.gate
    if gate is None:
        return

    def look(name: str) -> tuple[Findable | None, tuple[Problem, ...]]:
        rendered = render(build, pages[name])
        found = gate.findings(name, finish(build, rendered))
        note = build.site.index.notes.get(pages[name])
        return rendered.findable, tuple(located(found, note, gate) if note else found)

    done = dict(zip(pages, for_each(list(pages), look), strict=True))
    findables = {**known, **{name: found for name, (found, _) in done.items() if found}}
    search = without_numbers(render_search(findables.values()))
    files = chain(data.items(), _copies(build, {**data, **search}, passed))
    in_pages = (problem for _, found in done.values() for problem in found)
    refuse(told_once(in_pages, scan_site(search.items(), gate), scan_site(files, gate)), NOT_PUBLISHED, _last(build))


def _copies(build: Build, data: Data, passed: Keys) -> Iterator[tuple[str, bytes]]:
    """The files that are copied, read where they are no program's and did not pass as they are."""
    for name, file in files_of(build, data).items():
        if not is_of_program(build, file) and passed.get(name) != copy_key(file):
            yield name, _text_in(file)


def _last(build: Build) -> Iterator[str]:
    """That a site stands in the folder, where one does."""
    written = read_marker(build.edition.folder)
    if written and written.files:
        yield f"What is in {build.edition.audience.folder}/ is the last site that passed"


def _text_in(file: Path) -> bytes:
    """The bytes of a file that may hold text."""
    return b"" if file.suffix.casefold().removeprefix(".") in WITHOUT_TEXT else file.read_bytes()
