"""A build onto the disk, as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kb.model.problem import Problem
from kb.site.build import Build, output_of
from kb.site.crew import beside
from kb.site.files import remove_files, told_where, write_files
from kb.site.graph.files import render_words
from kb.site.graph.model import Graph, graph_of
from kb.site.marker import Written, gone_files, read_standing, write_marker
from kb.site.messages import RULE
from kb.site.outputs import (
    Data,
    all_data,
    check_copies,
    files_of,
    graph_data,
    named_data,
    text_data,
)
from kb.site.private.look import look_through
from kb.site.search.findable import Findable
from kb.site.search.shards import render_search
from kb.site.staging import Keys, move_pages, staged_pages


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
