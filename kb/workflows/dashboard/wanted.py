"""Which dashboards there shall be: those that stand, and those that people embed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.model.note import Link, Note
from kb.model.problem import Problem
from kb.vault.checks.names import not_in_a_link
from kb.vault.index import DESK_PROPERTY, STATE_PROPERTY, Index, is_by_kb, tags_of
from kb.vault.links import Target
from kb.vault.names import folded_key
from kb.workflows.ask import Desk
from kb.workflows.dashboard.stages import STAGE_PROPERTY, stage_text
from kb.workflows.places import FOLDER

DESK_NAME = "Desk"
STATE_SUFFIX = " state"
STRATEGY_TAG = "strategy"
RULE = "name-clash"
MANY = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where dashboards are written.

    Attributes:
        desk: The note of the desk, relative to the vault; None where nobody wants it.
        states: The path of a strategy -> that of the note of its state, for those that are wanted.
    """

    desk: str | None = None
    states: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.desk is not None or bool(self.states)


def strategies_of(index: Index) -> dict[str, str]:
    """The path of each strategy, a note of people with the tag `strategy` and a `stage`, with that stage."""
    return {
        path: stage
        for path, note in index.notes.items()
        if STAGE_PROPERTY in note.properties and not note.is_template and not is_by_kb(note) and _has_tag(note)
        if (stage := stage_text(note.properties[STAGE_PROPERTY]))
    }


def _has_tag(note: Note) -> bool:
    """Whether a note has the tag of strategies or one below it, as `file.hasTag` of a base says."""
    return any(f"{folded_key(tag)}/".startswith(f"{STRATEGY_TAG}/") for tag in tags_of(note))


def find_wanted(desk: Desk) -> Wanted:
    """Where the dashboards stand, wherever people moved them; a new one is written where somebody embeds it.

    In a vault that asks nothing none is begun: there an embed of this name means something else.
    """
    index = desk.index
    strategies = strategies_of(index)
    home = next((path for path, note in index.notes.items() if DESK_PROPERTY in note.properties), None)
    states = dict(_standing(index, strategies))
    for note, name in _embedded(index) if desk.questions else ():
        if name == folded_key(DESK_NAME):
            home = home or f"{FOLDER}/{DESK_NAME}.md"
        elif (strategy := _meant(note, name, strategies)) and state_path(strategy) not in states.values():
            states.setdefault(strategy, state_path(strategy))
    return Wanted(home, states)


def check_states(desk: Desk) -> Iterator[Problem]:
    """Strategies that share their name with another one, whose state they show as if it were theirs."""
    index, shown = desk.index, defaultdict[str, list[str]](list)
    for path in strategies_of(index):
        name = folded_key(f"{_stem(path)}{STATE_SUFFIX}")
        if any(link.is_embed and _named(link) == name for link in index.notes[path].outline.links):
            shown[name].append(path)
    if all(len(paths) < MANY for paths in shown.values()):
        return
    states = find_wanted(desk).states
    for paths in shown.values():
        owner = next((path for path in paths if path in states), paths[0])
        for path in paths:
            if path != owner:
                what, do = f"This shows the state of {owner}, a strategy of the same name", "Rename one of the two."
                yield Problem(RULE, what, do, path, found=f"![[{_stem(path)}{STATE_SUFFIX}]]")


def _named(link: Link) -> str:
    return folded_key(link.target.removesuffix(".md"))


def state_path(strategy: str) -> str:
    """Where the note of a strategy's state is first written."""
    name = _stem(strategy)
    return f"{FOLDER}/{name}/{name}{STATE_SUFFIX}.md"


def dashboard_names(index: Index) -> set[str]:
    """What embeds may name before kb has written it, as names are compared."""
    return {folded_key(DESK_NAME), *(folded_key(f"{_stem(path)}{STATE_SUFFIX}") for path in strategies_of(index))}


def strategy_of(note: Note, index: Index) -> str | None:
    """The strategy that the note of a state is about; None where it is gone."""
    targets = (index.resolve(link, note.path) for link in note.property_links if link.raw in str(_state(note)))
    return next((target.path for target in targets if isinstance(target, Target)), None)


def _state(note: Note) -> object:
    return note.properties.get(STATE_PROPERTY, "")


def _standing(index: Index, strategies: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each strategy whose state has a note, with its first such note."""
    for path, note in reversed(list(index.notes.items())):
        if STATE_PROPERTY in note.properties and (strategy := strategy_of(note, index)) in strategies:
            yield str(strategy), path


def _embedded(index: Index) -> Iterator[tuple[Note, str]]:
    """The embeds of people that show a dashboard which is not there yet: their notes, and the names as compared."""
    desk, suffix = folded_key(DESK_NAME), folded_key(STATE_SUFFIX)
    for note in index.notes.values():
        for link in note.outline.links if not note.is_template else ():
            if link.is_embed:
                name = _named(link)
                is_one = name == desk or (name.endswith(suffix) and "/" not in name)
                if is_one and index.resolve(link, note.path) is None:
                    yield note, name


def _meant(note: Note, name: str, strategies: Mapping[str, str]) -> str | None:
    """The strategy whose state an embed shows: the note itself, or the first of that name."""
    for path in (note.path, *strategies):
        is_of_name = name == folded_key(f"{_stem(path)}{STATE_SUFFIX}")
        if path in strategies and is_of_name and not not_in_a_link(path):
            return path
    return None


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")
