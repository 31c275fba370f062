"""A build onto the disk: what differs is written, what is gone is deleted, and nothing else is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from filecmp import cmp
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from kb.errors import KbError
from kb.files import checksum
from kb.model.problem import Problem
from kb.site.build import Build, finish, output_of, render
from kb.site.crew import beside, for_each
from kb.site.graph.files import render_words
from kb.site.graph.model import Graph, graph_of
from kb.site.marker import Written, gone_files, read_marker, read_standing, write_marker
from kb.site.messages import RULE
from kb.site.outputs import (
    Data,
    all_data,
    check_copies,
    files_of,
    graph_data,
    is_of_program,
    named_data,
    text_data,
)
from kb.site.private.gate import NOT_PUBLISHED, WITHOUT_TEXT, refuse, scan_site
from kb.site.private.located import located, told_once
from kb.site.search.findable import Findable
from kb.site.search.shards import render_search, without_numbers
from kb.site.staging import Keys, is_there, move_pages, staged_pages


@dataclass(frozen=True, slots=True)
class Made:
    """A site as it stands on disk.

    Attributes:
        keys: What each file was made from.
        findables: What the search needs of each note and canvas, by path in the site.
        named: The files that are made from names and history alone.
        graph: Who links to whom.
        problems: What is wrong with redirects, feeds and the cache.
    """

    keys: Keys
    findables: Mapping[str, Findable]
    named: Data
    graph: Graph
    problems: tuple[Problem, ...] = ()


def write_site(build: Build, key: str, before: Keys) -> Made:
    """Write a whole site into its folder.

    Args:
        build: The site.
        key: The hash of what the whole site is made from; empty while it is served, and changes under way.
        before: kb's files that stand there.

    Raises:
        KbError: A template fails, the folder cannot be written, or something private would be published; then nothing
            is written.
    """
    folder = build.edition.folder
    pages = {output_of(url): path for path, url in build.urls()}
    with told_where(folder):
        (named, problems), (texts, others), graph = named_data(build), text_data(build), graph_of(build.site)
        look_through(build, pages, {}, {**named, **texts, **render_words(graph)})
        lay_out = partial(graph_data, build, graph)
        with beside(lay_out) as laid_out, staged_pages(build, pages, before) as staged:
            laid_out()
            search = render_search(staged.findables.values())
            data = all_data(named, texts, graph_data(build, graph), search)
            copies = files_of(build, data)
            write_marker(folder, under_way([*before, *copies, *data, *pages]))
            move_pages(staged, folder)
        keys = {**write_files(folder, copies, data, before), **staged.keys}
        remove_files(folder, gone_files(before, keys))
        write_marker(folder, Written(key, keys, read_standing(folder).files) if key else under_way(keys))
    told = (*problems, *others, *check_copies(build, copies), *_damaged(build))
    return Made(keys, staged.findables, named, graph, told)


def _damaged(build: Build) -> Iterator[Problem]:
    if count := build.cache.take_damaged():
        do = "Nothing: they were made anew. If it happens again, check the disk."
        found = f"{count} of .kb/pages/{build.edition.audience.name}"
        yield Problem(RULE, "Pages in the cache were damaged", do, found=found, severity="warning")


def under_way(names: Iterable[str]) -> Written:
    """A marker by which the next build takes no file for what it was: it may be written already, or not."""
    return Written("", dict.fromkeys(names, ""))


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
        if not is_of_program(build, file) and passed.get(name) != _copy_key(file):
            yield name, _text_in(file)


def _last(build: Build) -> Iterator[str]:
    """That a site stands in the folder, where one does."""
    written = read_marker(build.edition.folder)
    if written and written.files:
        yield f"What is in {build.edition.audience.folder}/ is the last site that passed"


def write_files(folder: Path, copies: Mapping[str, Path], data: Data, before: Keys) -> dict[str, str]:
    """Write those files that are not as they were."""
    copied = {name: _copy(file, folder / name, before.get(name)) for name, file in copies.items()}
    return {**copied, **{name: _write(content, folder / name, before.get(name)) for name, content in data.items()}}


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Delete files that kb wrote, and the folders that are empty then."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # not empty
            for parent in Path(name).parents[:-1]:
                (folder / parent).rmdir()


@contextmanager
def told_where(folder: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that says where.

    Raises:
        KbError: It refused something.
    """
    try:
        yield
    except OSError as error:
        do = "Check its permissions and the space on the disk, then build again."
        path, found = error.filename2 or error.filename or folder, error.strerror or str(error)
        raise KbError("Cannot write the site", path=path, found=found, do=do) from error


def _text_in(file: Path) -> bytes:
    """The bytes of a file that may hold text."""
    return b"" if file.suffix.casefold().removeprefix(".") in WITHOUT_TEXT else file.read_bytes()


def _copy_key(source: Path) -> str:
    stat = source.stat()
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _copy(source: Path, file: Path, before: str | None) -> str:
    key = _copy_key(source)
    if before == key and file.is_file():
        return key
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file() or not cmp(source, file, shallow=False):
        shutil.copyfile(source, file)
    return key


def _write(content: bytes, file: Path, before: str | None) -> str:
    key = checksum(content)
    if before != key or not file.is_file():
        _put(content, file)
    return key


def _put(content: bytes, file: Path) -> None:
    """Write a file that differs, or is not there."""
    if not is_there(content, file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
