"""Private stays private: no byte of what is not an audience's comes through any tool, whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from kb.model.run import Record
from kb.runs.records import render_records
from tests.integrations.conftest import Assistant, Call, MakeAssistant, Said
from tests.site.private.canary import EMBEDS, FILES, PUBLIC, T
from tests.site.repositories import Repository

TOML = '[audiences.public]\nprivate_embeds = "line"\n[audiences.friends]\nbase = "owner"\nprivate_embeds = "line"\n'
PNL = '[audiences.friends]\nbase = "owner"\nredact = ["pnl"]\n'
OURS = {"symbol": "OURS", "account": T, f"{T} account": T}


def record(key: str, title: str, error: str = "") -> Record:
    return Record(key, "succeeded", OURS, {"sharpe_ratio": 1.5, "balance": T, "text": "x"}, T, (), title, error)


RECORDS = {
    "Public records.csv": [record("hidden", f"{T} run")],
    "Shown records.csv": [
        record("listed", f"{T} account", f"{T} error"),
        record("untitled", f"{T} note"),
        record("kept", T),
    ],
    f"{T} records.csv": [record("theirs", f"{T} theirs")],
}
COMMENTS = f"""---
publish: true
name: value  # {T}
# {T}
list:
  - one  # {T}
---
%% {T} %% seen %%{T}%% [[Public]] <!-- {T} -->

%%
{T}

{T}
%%

<!--
{T}

{T}
-->

> %% {T}
> {T} %%
> quoted

- item %% {T} %%

%% {T}
"""
VAULT = {
    **FILES,
    "Public.md": f"{PUBLIC}\n{EMBEDS}",
    "Comments.md": COMMENTS,
    "Shown results.md": "---\npublish: true\nkb_batch: Shown\n---\nResults, see [[Public]].\n",
    "Listed run.md": "---\npublish: true\nkb_run: listed\n---\n[[Public]]\n",
    f"{T} run.md": f"---\nkb_run: untitled\n---\n{T}\n",
    f"{T} kept.md": f"---\nkb_run: kept\npublish: false\n---\n{T}\n",
    f"{T} private results.md": f"---\nkb_batch: {T}\n---\n",
    "Cards.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "See [[Kanarienvogel draft]]"}], "edges": []}',
    **{path: render_records(records) for path, records in RECORDS.items()},
}
NAMES = [
    *(path.removesuffix(".md") for path in VAULT if T in path),
    *(path for path in VAULT if T in path),
    *(f"{T} alias", f"Other {T}", f"{T} title", f"{T}-permalink", T, T.casefold(), f"[[{T} note]]", f"{T} old"),
    *(f"{T} note#{T} heading", f"{T} folder/", f"../{T} note", f"./{T} folder/{T} note.md", f"{T} note#^{T}-id"),
]
PUBLIC_NAMES = ["Public", "Home", "index", "Comments", "Shown results", "Listed run", "shown.png", "shown.csv"]
PARTS = ["", f"{T} heading", f"^{T}-id", "nothing", f"About {T} note", f"^{T}-callout"]
EXPRESSIONS = [
    "true",
    f'file.hasLink("{T} note")',
    f'file.hasTag("{T}/tag")',
    f'file.path.contains("{T}")',
    f'link("{T} note").asFile().hasTag("x") || true',
    f'file("{T} note").size > 0',
    f'account == "{T}"',
    "file.ext == 'png' || file.ext == 'csv' || file.ext == 'base' || file.ext == 'canvas'",
    "file.backlinks.length > 0",
    f"{T} > 1",
    f"{T} base.base",
    f"{T} base.base#{T}",
    "Table.base",
    f"Table.base#{T}",
    f"Table.base#{T}x",
]
COLUMNS = (
    "file.path, file.properties, file.tags, file.links, file.embeds, file.backlinks, file.size, file.mtime, account, "
    "Subaccount, related, up, nested, title, aliases, description, path, of it, folded, secret, cssclasses, list"
)


def calls(names: list[str]) -> Iterator[Call]:
    """Every tool with names in every place where it takes one."""
    for name in names:
        yield from (("read_note", {"name": name, "part": part}) for part in PARTS)
        yield "links", {"name": name}
        yield "list_runs", {"note": name}
        yield "compare_runs", {"first": name, "second": "listed"}
        for query in (name, f'"{name}"', f'path:"{name}"', f'file:"{name}"', f'["{name}"]', f'line:("{name}")'):
            yield "search", {"query": query}


def others() -> Iterator[Call]:
    yield from (
        ("search", {"query": query, "limit": 100}) for query in ("e", "path:e", "/./", "tag:#", "[account]", "-zzz")
    )
    yield from (("query", {"question": question, "columns": COLUMNS}) for question in EXPRESSIONS)
    yield from (("query", {"question": "true", "sort": sort}) for sort in ("account", "-secret", f"{T}"))
    yield from (("list_runs", {"sort": sort}) for sort in ("title", "account", "balance", "symbol", T))
    yield from (("list_runs", {"where": where}) for where in (f"account == '{T}'", "balance > 1", "symbol == 'OURS'"))
    yield from (("list_runs", {"notebook": name}) for name in ("n", T))
    yield from (("list_runs", {"status": status}) for status in ("", T))
    pairs = [("listed", "untitled"), ("listed", "hidden"), ("listed", "theirs"), (T, T)]
    yield from (("compare_runs", {"first": one, "second": other}) for one, other in pairs)


@pytest.fixture(params=["public", "friends"])
def ask(make_assistant: MakeAssistant, request: pytest.FixtureRequest, tmp_path: Path) -> Assistant:
    """With a past in which notes had other names; friends read all but what says otherwise, canvases too."""
    files = VAULT
    if request.param == "friends":
        kept_back = {
            path: text.replace("---\n", "---\npublish: false\n", 1) for path, text in VAULT.items() if T in path
        }
        files = {**VAULT, **{path: text for path, text in kept_back.items() if text.startswith("---\n")}}
        (tmp_path / "mkdocs.yml").write_text(
            f"site_name: x\nexclude_docs: |\n  {T}*.canvas\n  {T}*.base\n  Table.base\n", "utf-8"
        )
    old = {f"{T} past/{T} old.md": f"{T} folder/{T} note.md", f"{T} folder/{T} was.md": "Public.md"}
    before = {path: next((was for was, now in old.items() if now == path), path) for path in files}
    make_assistant({f"vault/{before[path]}": text for path, text in files.items()})
    repository = Repository(tmp_path / "vault")
    repository.commit()
    for was, now in old.items():
        (tmp_path / "vault" / now).parent.mkdir(exist_ok=True)
        (tmp_path / "vault" / was).rename(tmp_path / "vault" / now)
    repository.commit()
    return make_assistant({}, request.param, TOML)


def holds(said: Said, arguments: Mapping[str, Any]) -> bool:
    """Whether the token stands in an answer, but for what was given."""
    text = unquote(f"{said.text} {json.dumps(said.data, ensure_ascii=False)}")
    for given in sorted(map(str, arguments.values()), key=len, reverse=True):
        text = text.replace(given, "") if given else text
    return T.casefold() in text.casefold()


def test_no_answer_holds_a_word_of_what_is_private(ask: Assistant) -> None:
    asked = [*calls([*NAMES, *PUBLIC_NAMES]), *others()]

    assert [call for call, said in zip(asked, ask.each(asked), strict=True) if holds(said, call[1])] == []


def test_a_private_name_is_answered_as_one_of_nothing(ask: Assistant) -> None:
    nothing = [name.replace(T, "Zzzzzzzzzzzzz").replace(T.casefold(), "zzzzzzzzzzzzz") for name in NAMES]
    asked, others = list(calls(NAMES)), list(calls(nothing))
    answers = zip(asked, ask.each(asked), ask.each(others), strict=True)

    assert [call for call, said, other in answers if said != other] == []


def test_what_is_public_is_read(ask: Assistant) -> None:
    public = ask("read_note", name="Public")
    comments = ask("read_note", name="Comments")

    assert "private note" in public.text
    assert public.data["properties"]["up"] == "private note"
    assert "account" not in public.data["properties"]
    assert " ".join(comments.data["text"].split()) == "seen [[Public]] > quoted - item"
    assert comments.data["properties"] == {"publish": True, "name": "value", "list": ["one"]}
    assert {"Listed run.md", "Shown results.md", "Home.md"} <= {
        link["path"] for link in ask("links", name="Public").data["backlinks"]
    }


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("query", {"question": "pnl > 0"}),
        ("query", {"question": "pnl == 98"}),
        ("query", {"question": "Best.base"}),
        ("query", {"question": "true", "sort": "-pnl"}),
        ("search", {"query": "[pnl:>0]"}),
        ("search", {"query": "x -path:y [(PnL OR z)]"}),
        ("search", {"query": "-(a OR match-case:[pnl:98])"}),
        ("list_runs", {"where": "pnl > 0"}),
        ("list_runs", {"sort": "net_pnl"}),
    ],
)
def test_what_is_redacted_cannot_be_asked_for(make_assistant: MakeAssistant, tool: str, given: dict[str, str]) -> None:
    records = render_records([Record("one", "succeeded", {"symbol": "A"}, {"pnl": 98.0, "net_pnl": 98.0}, "", (), "")])
    notes = {
        "vault/a.md": "---\npnl: 98\n---\nx\n",
        "vault/One.md": "---\nkb_run: one\n---\n",
        "vault/Best.base": "views: [{limit: 1, sort: [{property: pnl, direction: DESC}]}]",
        "vault/records.csv": records,
    }
    said = make_assistant(notes, "friends", PNL)(tool, **given)

    assert said.is_error
    assert said.text.endswith("This needs a property that is redacted. Ask without it.")
    assert not make_assistant(notes, "owner", PNL)(tool, **given).is_error


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("query", {"question": "note.keys().length > 1"}),
        ("query", {"question": "note.trade.values().length == 0"}),
        ("query", {"question": "true", "sort": "file.properties"}),
        ("search", {"query": "[/^p/]"}),
        ("search", {"query": "x [(y OR /l$/):1]"}),
    ],
)
def test_nor_can_all_of_which_a_part_is_redacted(
    make_assistant: MakeAssistant, tool: str, given: dict[str, str]
) -> None:
    notes = {
        "vault/a.md": "---\npnl: '[[b]]'\nx: 1\ntrade: {pnl: 3}\n---\npnl:: #swiss\n",
        "vault/b.md": "x",
    }
    said = make_assistant(notes, "friends", PNL)(tool, **given)

    assert said.is_error
    assert said.text.endswith("This needs a property that is redacted. Ask without it.")
    assert not make_assistant(notes, "owner", PNL)(tool, **given).is_error
    assert not make_assistant({"vault/a.md": "x: 1\n"}, "friends", PNL)(tool, **given).is_error


def test_a_column_of_what_is_redacted_says_that_it_is_not_told(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({"vault/a.md": "---\npnl: 98\n---\n"}, "friends", PNL)

    assert ask("query", question="true", columns="pnl").data["groups"][0]["rows"] == [
        {"path": "a.md", "file.name": "a", "note.pnl": "…"}
    ]


def test_a_run_is_listed_where_a_note_that_is_read_shows_it(ask: Assistant) -> None:
    runs = {run["key"]: run for run in ask("list_runs").data["runs"]}

    assert runs["listed"]["parameters"] == {"symbol": "OURS"}
    assert runs["listed"]["metrics"] == {"sharpe_ratio": 1.5, "text": "x"}
    assert runs["listed"]["title"] == ""
    assert not {"hidden", "theirs", "kept"} & runs.keys()


def test_what_the_site_would_refuse_is_left_out_and_told_to_who_serves(
    make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROKER_TOKEN", "hunter2-hunter2")
    notes = {"vault/a.md": "---\npublish: true\n---\nhunter2-hunter2\n", "vault/b.md": "---\npublish: true\n---\nx\n"}
    ask = make_assistant(notes, "public")

    assert ask("read_note", name="a") == ask("read_note", name="nothing")
    assert ask("search", query="hunter2").data["count"] == 0
    assert ask("search", query="x").data["count"] == 1
    assert ask.told == ["a.md is left out: `kb build` for this audience says why."]


def test_the_owner_reads_all_but_what_is_not_to_be_published(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({f"vault/{path}": text for path, text in VAULT.items()})

    assert ask("read_note", name=f"{T} note").data["path"] == f"{T} folder/{T} note.md"
    assert ask("read_note", name=f"{T} draft").is_error
    assert ask("read_note", name=f"{T} template").is_error
    assert {"listed", "hidden", "theirs", "untitled"} <= {run["key"] for run in ask("list_runs").data["runs"]}
    assert T in ask("read_note", name="Comments").text


def test_runs_of_notes_that_the_owner_keeps_back_are_not_listed(make_assistant: MakeAssistant) -> None:
    files = {
        "vault/Kept results.md": "---\nkb_batch: Kept\npublish: false\n---\n",
        "vault/Kept records.csv": render_records([record("kept", "Kept")]),
        "vault/Loose records.csv": render_records([record("loose", "Loose")]),
    }
    ask = make_assistant(files)

    assert [run["key"] for run in ask("list_runs").data["runs"]] == ["loose"]
    assert ask("compare_runs", first="kept", second="loose").is_error
