"""For random vaults: a move keeps what every link means, or is refused."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.vault.canvas import parse_canvas
from kb.vault.edits import edited, plain_text_of
from kb.vault.index import Index, build_index, links_of
from kb.vault.names import name_key
from kb.vault.rewrite import rewrite_links
from kb.vault.spots import canvas_spots
from tests.vault.written import note_of

FOLDERS = ["", "a/", "b/", "a/b/", "c d/"]
NAMES = ["x", "x", "x", "X", "y", "y", "y z", "é", unicodedata.normalize("NFD", "é"), "n (1)", "q&a", "100%", "it's"]
TARGETS = st.one_of(
    st.builds(
        str.__add__, st.sampled_from([*FOLDERS, "./", "../", "/", "/a/", "./b/", "../a/"]), st.sampled_from(NAMES)
    ),
    st.sampled_from(["Known", "a/x", "gone", "p.png", "a/p.png", "c.canvas"]),
)
FORMS = [
    *(
        "[[{0}]]",
        "[[{0}.md]]",
        "![[{0}]]",
        "[[{0}#H|s]]",
        "[[{0}#^id]]",
        "[s]({1})",
        "[s](<{0}.md>)",
        "![s|10]({1}.md#H)",
    ),
    *(
        "| [[{0}\\|s]] | [[{0}]] |\n|-|-|",
        "> [!note] [[{0}]]",
        "- [ ] [[{0}]]",
        "`[[{0}]]` [[{0}]]",
        "[s][r{2}]\n\n[r{2}]: {1}",
    ),
    *("\t[[{0}]]", "x ^[see [[{0}]]]", "[![[{0}]]]({1})", "- a\n\t- [[{0}]]\r\n"),
]


@dataclass(frozen=True)
class RandomVault:
    texts: Mapping[str, str]
    index: Index


def percent(target: str) -> str:
    return "".join({" ": "%20", "%": "%25", "(": "%28", ")": "%29"}.get(character, character) for character in target)


@st.composite
def texts(draw: st.DrawFn) -> str:
    targets = draw(st.lists(st.tuples(st.sampled_from(FORMS), TARGETS), max_size=4))
    body = "\n\n".join(form.format(target, percent(target), number) for number, (form, target) in enumerate(targets))
    up, aliases = (
        draw(TARGETS),
        draw(st.sampled_from(["", "aliases: [Known]\n", "aliases: [x, a/x]\n", "aliases: [X, y]\n"])),
    )
    quoted = up.replace("'", "''")
    head = draw(
        st.sampled_from(
            ["", f"---\n{aliases}up: '[[{quoted}]]'\n---\n", f'---\r\n{aliases}up: "[[{up}|s]]"\r\n---\r\n']
        )
    )
    return head + body


PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", st.sampled_from(FOLDERS), st.sampled_from(NAMES))


@st.composite
def vaults(draw: st.DrawFn) -> RandomVault:
    files = draw(st.dictionaries(PATHS, texts(), min_size=2, max_size=6))
    target = draw(TARGETS)
    texts_of_nodes = [f"[[{target}]] é [s]({percent(target)})", draw(st.sampled_from(sorted(files)))]
    nodes = [{key: text} for key, text in zip(("text", "file"), texts_of_nodes, strict=True)]
    canvas = json.dumps({"nodes": nodes})
    files |= {"a/p.png": "", "c.canvas": canvas}
    return RandomVault(files, index_of(files))


def index_of(files: Mapping[str, str]) -> Index:
    return build_index(
        [note_of(path, plain_text_of(text)) for path, text in files.items() if path.endswith(".md")],
        files.keys() - {path for path in files if path.endswith(".md")},
        {path: parse_canvas(text.encode(), path=path) for path, text in files.items() if path.endswith(".canvas")},
    )


def meanings(vault: RandomVault, path: str) -> list[tuple[str, ...]]:
    """What each link of a file leads to."""
    note = vault.index.notes.get(path)
    if note:
        return [vault.index.resolver.find(link.target, path) for link in links_of(note) if link.target]
    return [
        (spot.link.target,) if spot.form == "path" else vault.index.resolver.find(spot.link.target, path)
        for spot in canvas_spots(vault.index.canvases[path])
    ]


@given(vaults(), st.data())
@settings(max_examples=150, phases=[Phase.generate, Phase.shrink])
def test_a_move_keeps_what_every_link_means(vault: RandomVault, data: st.DataObject) -> None:
    moves = [*vault.texts, *{path.split("/")[0] for path in vault.texts if "/" in path}]
    old = data.draw(st.sampled_from(moves))
    new = data.draw(st.sampled_from(FOLDERS)) + data.draw(st.sampled_from([*NAMES, "new"]))
    new += "" if old not in vault.texts else old[old.rfind(".") :]
    moved = {path: new + path[len(old) :] for path in vault.texts if path == old or path.startswith(f"{old}/")}
    taken = {name_key(path) for path in vault.texts if path not in moved}
    assume(not any(name_key(path) in taken for path in moved.values()) and old != new and not new.startswith(f"{old}/"))

    try:
        edits = rewrite_links(vault.index, moved)
    except KbError as error:
        event(error.what.split(" files")[0][:30])
        return
    after = {path: edited(text, edits.get(path, ())) for path, text in vault.texts.items()}
    files = {moved.get(path, path): text for path, text in after.items()}
    then = RandomVault(files, index_of(files))

    event(f"{len(edits)} files changed")
    for path in vault.texts:
        if not path.endswith(".png"):
            before, now = meanings(vault, path), meanings(then, moved.get(path, path))
            wanted = [tuple(sorted(moved.get(one, one) for one in found)) for found in before]
            for one, found in zip(wanted, now, strict=True):
                assert one == found or (not one and set(found) <= set(moved.values()))
