"""The site in memory while its vault is edited: what an edit changes is written, and nothing else.

The graph of a large vault follows when nothing is saved for a moment: one link more may move all dots of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from kb.model.problem import Problem
from kb.site.build import Build, Source, output_of
from kb.site.files import remove_files, told_where, write_files
from kb.site.git import read_history
from kb.site.graph.files import render_words, reserved_paths
from kb.site.graph.model import graph_of
from kb.site.graph.near import MANY
from kb.site.marker import gone_files, write_marker
from kb.site.outputs import all_data, check_copies, files_of, graph_data, named_data, text_data
from kb.site.prepare import prepare_build, read_source
from kb.site.private.gate import NOT_PUBLISHED, refuse, scan_site
from kb.site.private.look import look_through
from kb.site.search.update import update_search
from kb.site.serving.dependents import pages_to_check
from kb.site.serving.left import moved_pages, unread_pages
from kb.site.staging import move_pages, staged_pages
from kb.site.write import Made, under_way
from kb.vault.reading.notes import read_note


@dataclass(frozen=True, slots=True)
class Live:
    """A site as it stands on disk, and what it was made from.

    Attributes:
        build: The site.
        made: Its files.
        in_files: What is wrong with files of the vault.
        in_site: What is wrong with the site that is made from them.
        is_graph_due: Whether the files of the graph may be those of an earlier state.
        unread: Files of the vault that cannot be read for now -> where their pages stood.
        moved: Where pages of notes stood that have another name -> where they are.
    """

    build: Build
    made: Made
    in_files: tuple[Problem, ...] = ()
    in_site: tuple[Problem, ...] = ()
    is_graph_due: bool = False
    unread: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong."""
        return (*self.in_files, *self.in_site)


def update_site(live: Live, changed: Collection[str]) -> tuple[Live, frozenset[str]]:
    """Write what differs after some files of the vault were saved, made, moved or deleted; a large graph is due then.

    Args:
        live: The site as it stands.
        changed: The paths of those files in the vault.

    Returns:
        The site as it stands now, and the files of it that are new or differ.

    Raises:
        KbError: As for a build.
    """
    after, written = _update_pages(live, changed)
    if len(after.build.site.index.notes) > MANY:
        return after, written
    after, others = update_graph(after)
    return after, written | others


def _update_pages(live: Live, changed: Collection[str]) -> tuple[Live, frozenset[str]]:
    source, told = _read_changed(live, changed)
    build, problems = prepare_build(live.build.edition, source, live.build)
    folder, before = build.edition.folder, live.made.keys
    redated = live.build.source.history.uncommitted ^ source.history.uncommitted
    paths = _pages_to_check(live.build, build, {*changed, *redated})
    pages = {output_of(url): path for path, url in build.urls()}
    wanted = {name: path for name, path in pages.items() if paths is None or path in paths}
    with told_where(folder):
        left = pages.keys() - wanted.keys()
        standing = {name: found for name, found in live.made.findables.items() if name in left}
        named, others = named_data(build) if paths is None else (live.made.named, live.made.problems)
        texts, _ = text_data(build)
        passed = before if build.gate and build.gate.finds_the_same(live.build.gate) else {}
        look_through(build, wanted, standing, {**named, **texts}, passed)
        with staged_pages(build, wanted, before) as staged:
            findables = {**standing, **staged.findables}
            search, kept = update_search(live.made.findables, findables, folder, before)
            new = all_data(named if paths is None else {}, texts, search)
            copies = files_of(build, [*named, *texts, *search, *kept])
            graph = [name for name in reserved_paths(live.made.graph.url) if name in before]
            standing_names = (*graph, *kept, *pages, *(named if paths is not None else ()))
            keys = {name: before[name] for name in standing_names if name not in wanted}
            if come := {*new, *copies, *wanted} - before.keys():
                write_marker(folder, under_way({*before, *come}))
            move_pages(staged, folder)
        keys |= {**write_files(folder, copies, new, before), **staged.keys}
        if keys.keys() != before.keys():
            remove_files(folder, gone_files(before, keys))
            write_marker(folder, under_way(keys))
    differing = frozenset(name for name in keys.keys() | before.keys() if keys.get(name) != before.get(name))
    made = Made(keys, findables, named, live.made.graph, (*others, *check_copies(build, copies)))
    unread, moved = unread_pages(live.build, build, told, live.unread), moved_pages(live.build, build, live.moved)
    return Live(build, made, told, problems, is_graph_due=True, unread=unread, moved=moved), differing


def update_graph(live: Live) -> tuple[Live, frozenset[str]]:
    """Write the files of the graph that differ.

    Returns:
        The site as it stands now, and the files of it that are new, differ, or are gone.

    Raises:
        KbError: As for a build.
    """
    build, made = live.build, live.made
    graph = graph_of(build.site)
    if graph == made.graph:
        return replace(live, is_graph_due=False), frozenset()
    folder, before = build.edition.folder, made.keys
    with told_where(folder):
        if build.gate:
            refuse(scan_site(render_words(graph).items(), build.gate), NOT_PUBLISHED)
        data, gone = graph_data(build, graph), set(reserved_paths(made.graph.url))
        others = {name: key for name, key in before.items() if name not in gone}
        write_marker(folder, under_way({*before, *data}))
        keys = {**others, **write_files(folder, {}, data, before)}
        remove_files(folder, gone_files(before, keys))
        write_marker(folder, under_way(keys))
    differing = frozenset(name for name in keys.keys() | before.keys() if keys.get(name) != before.get(name))
    return replace(live, made=replace(made, keys=keys, graph=graph), is_graph_due=False), differing


def _pages_to_check(before: Build, after: Build, changed: Collection[str]) -> set[str] | None:
    """The pages that may differ; None where any may."""
    return None if after.frame is not before.frame else pages_to_check(before.site, after.site, changed)


def _read_changed(live: Live, changed: Collection[str]) -> tuple[Source, tuple[Problem, ...]]:
    """The vault as it is now: the notes that were edited are read anew, or all where files have come or gone."""
    source, settings = live.build.source, live.build.edition.settings
    found = {path: read_note(settings.vault, path) for path in changed if path in source.notes}
    edited = {path: note for path, (note, _) in found.items() if note is not None}
    if edited.keys() != set(changed):
        return read_source(settings)
    history, _ = read_history(settings.vault, settings.store / "history")
    problems = [problem for problem in live.in_files if problem.path not in edited]
    problems += [problem for _, new in found.values() for problem in new]
    return replace(source, notes={**source.notes, **edited}, history=history), tuple(problems)
