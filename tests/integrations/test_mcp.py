"""The tools of `kb mcp`, called as an assistant does."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp_types import TextContent, Tool

from kb.integrations.mcp import make_server
from kb.model.run import Record
from kb.runs.records import render_records
from kb.workflows.assist_notes import MOST_CHARACTERS
from tests.integrations.conftest import Assistant, MakeAssistant

GAPS = """---
tags: [idea]
stage: tested
aliases: [Openings]
---
# Gaps

A gap fills after costs, see [[Costs#Fees]].

## Why

- of openings
- ![[Costs]]

Last words. ^last
"""
FILES = {
    "vault/ideas/Gaps.md": GAPS,
    "vault/Costs.md": "---\nstage: draft\n---\n## Fees\n\nFees and [[nowhere]].\n\n## Spreads\n\nTight.\n",
    "vault/Private.md": "---\npublish: false\n---\nA gap that nobody reads.\n",
    "vault/All.base": "views:\n  - {type: table, name: Stages, order: [file.name, stage]}\n",
    "vault/Board.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "on [[Gaps]]"}], "edges": []}',
}
RECORDS = [
    Record("k1", "succeeded", {"symbol": "AAPL", "fast": 5}, {"sharpe_ratio": 0.5}, "f1", (), "Cross AAPL 5"),
    Record("k2", "succeeded", {"symbol": "AAPL", "fast": 9}, {"sharpe_ratio": 0.75}, "f2", (), "Cross AAPL 9"),
    Record("k3", "failed", {"symbol": "IBM", "fast": 5}, {}, "f3", (), "Cross IBM 5", "It fell over"),
]
RUNS = {
    **FILES,
    "vault/Cross.md": "```kb\nname: Cross\nnotebook: backtest\n```\n",
    "vault/Cross results.md": "---\nkb_batch: Cross\n---\nResults.\n",
    "vault/Cross records.csv": render_records(RECORDS),
    "vault/Cross AAPL 5.md": "---\nkb_run: k1\n---\n",
}


@pytest.fixture
def ask(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(FILES)


@pytest.fixture
def ask_runs(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(RUNS)


def test_every_tool_only_reads_and_says_what_it_takes_and_gives(ask: Assistant) -> None:
    async def listed() -> list[Tool]:
        async with Client(make_server(ask.reader)) as client:
            return list((await client.list_tools()).tools)

    tools = anyio.run(listed)

    assert [tool.name for tool in tools] == ["search", "read_note", "links", "query", "list_runs", "compare_runs"]
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema is not None
        assert tool.description
        assert all(field.get("description") for field in tool.input_schema["properties"].values())


def test_a_search_gives_lines_with_their_numbers(ask: Assistant) -> None:
    said = ask("search", query="gap costs")

    assert said.data["count"] == 1
    assert said.data["files"][0]["path"] == "ideas/Gaps.md"
    assert {"line": 8, "text": "A gap fills after costs, see [[Costs#Fees]]."} in said.data["files"][0]["lines"]
    assert json.loads(said.text) == said.data


def test_a_long_line_is_shown_around_what_was_found(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({"vault/a.md": f"{'before ' * 90}needle{' behind' * 90}\n"})
    text = ask("search", query="needle").data["files"][0]["lines"][0]["text"]

    assert (text[0], text[-1], "needle" in text) == ("…", "…", True)
    assert len(text) <= 242


def test_a_search_is_limited(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({f"vault/{number}.md": "word\n" for number in range(5)})

    assert len(ask("search", query="word", limit=2).data["files"]) == 2
    assert len(ask("search", query="word", limit=-1).data["files"]) == 1
    assert ask("search", query="word", limit=2).data["count"] == 5


@pytest.mark.parametrize("name", ["ideas/Gaps.md", "Gaps", "gaps", "Openings", "[[Gaps|words]]", "ideas\\Gaps"])
def test_a_note_is_read_by_any_of_its_names(ask: Assistant, name: str) -> None:
    said = ask("read_note", name=name)

    assert said.data["path"] == "ideas/Gaps.md"
    assert said.data["properties"] == {"tags": ["idea"], "stage": "tested", "aliases": ["Openings"]}
    assert [heading["text"] for heading in said.data["outline"]] == ["Gaps", "Why"]
    assert (said.data["first_line"], said.data["next_offset"]) == (6, None)
    assert said.text.endswith("Last words. ^last\n")


@pytest.mark.parametrize(
    ("name", "part", "text"),
    [
        ("Gaps", "Why", "## Why\n\n- of openings\n- ![[Costs]]\n\nLast words. ^last\n"),
        ("Gaps#Why", "", "## Why\n\n- of openings\n- ![[Costs]]\n\nLast words. ^last\n"),
        ("Gaps", "^last", "Last words. ^last"),
        ("Costs", "#Fees", "## Fees\n\nFees and [[nowhere]].\n"),
    ],
)
def test_a_part_of_a_note_is_read(ask: Assistant, name: str, part: str, text: str) -> None:
    assert ask("read_note", name=name, part=part).data["text"] == text


def test_a_long_note_is_read_in_pages_that_end_with_lines(make_assistant: MakeAssistant) -> None:
    body = "".join(f"line {number}\n" for number in range(5_000))
    ask = make_assistant({"vault/a.md": body})
    pages: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = ask("read_note", name="a", offset=offset).data
        assert body[offset:].startswith(page["text"])
        assert page["first_line"] == 1 + body.count("\n", 0, offset)
        pages.append(page["text"])
        offset = page["next_offset"]

    assert "".join(pages) == body
    assert all(page.endswith("\n") and len(page) <= MOST_CHARACTERS for page in pages)
    assert ask("read_note", name="a", offset=len(body) + 1).is_error
    assert ask("read_note", name="a", offset=-1).is_error


def test_one_endless_line_comes_in_pages_too(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({"vault/a.md": "x" * (MOST_CHARACTERS + 5)})

    assert ask("read_note", name="a").data["next_offset"] == MOST_CHARACTERS
    assert ask("read_note", name="a", offset=MOST_CHARACTERS).data["text"] == "xxxxx"


def test_a_canvas_is_read_as_text(ask: Assistant) -> None:
    assert "on [[Gaps]]" in ask("read_note", name="Board.canvas").data["text"]


def test_links_are_told_both_ways(ask: Assistant) -> None:
    costs, gaps = ask("links", name="Costs"), ask("links", name="Gaps")

    assert costs.data["backlinks"][0] == {
        "path": "ideas/Gaps.md",
        "line": 8,
        "sentence": "A gap fills after costs, see Costs > Fees.",
        "is_embed": False,
    }
    assert costs.data["links"][0]["fault"] == "there is nothing of that name"
    assert [(link["target"], link["place"]) for link in gaps.data["links"]] == [("Costs.md", "Fees"), ("Costs.md", "")]
    assert ask("links", name="Board.canvas").data["link_count"] == 0


def test_expressions_and_bases_are_asked(ask: Assistant) -> None:
    rows = ask("query", question='stage == "tested"', columns="stage, file.folder").data
    base = ask("query", question="All.base#Stages", sort="-stage", limit=1).data

    assert rows["groups"][0]["rows"] == [
        {"path": "ideas/Gaps.md", "file.name": "Gaps", "note.stage": "tested", "file.folder": "ideas"}
    ]
    assert (base["view"], base["count"] > 1, base["groups"][0]["rows"][0]["path"]) == ("Stages", True, "ideas/Gaps.md")


def test_runs_are_listed_sorted_and_filtered(ask_runs: Assistant) -> None:
    def titles(**arguments: Any) -> list[str]:
        return [run["title"] for run in ask_runs("list_runs", **arguments).data["runs"]]

    assert titles() == ["Cross AAPL 5", "Cross AAPL 9", "Cross IBM 5"]
    assert titles(sort="sharpe_ratio") == ["Cross AAPL 9", "Cross AAPL 5", "Cross IBM 5"]
    assert titles(sort="sharpe_ratio", reverse=True, limit=1) == ["Cross AAPL 5"]
    assert titles(where="symbol == 'AAPL' and fast > 5") == ["Cross AAPL 9"]
    assert titles(status="failed") == ["Cross IBM 5"]
    assert titles(note="Cross") == titles(note="Cross results") == titles()
    assert titles(note="Cross AAPL 5") == ["Cross AAPL 5"]
    assert titles(note="Gaps") == []


def test_a_listed_run_says_what_it_was_given_and_found(ask_runs: Assistant) -> None:
    assert ask_runs("list_runs", limit=1).data == {
        "count": 3,
        "runs": [
            {
                "key": "k1",
                "title": "Cross AAPL 5",
                "status": "succeeded",
                "notebook": "",
                "parameters": {"symbol": "AAPL", "fast": 5},
                "metrics": {"sharpe_ratio": 0.5},
                "note": "Cross AAPL 5.md",
            }
        ],
    }


def test_runs_are_compared(ask_runs: Assistant) -> None:
    found = ask_runs("compare_runs", first="Cross AAPL 5", second="k2").data

    assert (found["first"]["key"], found["second"]["key"], found["cells"]) == ("k1", "k2", None)
    assert found["parameters"][0] == {"name": "fast", "first": 5, "second": 9, "absolute": 4, "relative": 0.8}
    assert found["metrics"][0]["absolute"] == 0.25


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("search", {"query": ""}, "Nothing is asked"),
        ("search", {"query": "("}, "Something is missing, at character 1"),
        ("read_note", {"name": ""}, "There is no note of that name"),
        ("read_note", {"name": "Gpas"}, "Did you mean `Gaps`?"),
        ("read_note", {"name": "../kb.toml"}, "There is no note of that name"),
        ("read_note", {"name": "/etc/passwd"}, "There is no note of that name"),
        ("read_note", {"name": "Gaps", "part": "nothing"}, "Its headings: `Gaps`, `Why`"),
        ("read_note", {"name": "Private"}, "There is no note of that name"),
        ("links", {"name": "x\x00y"}, "There is no note of that name"),
        ("query", {"question": "file.has("}, "This is neither a base of the vault nor an expression"),
        ("query", {"question": "None.base"}, "There is no such base"),
        ("query", {"question": "All.base#None"}, "It has `Stages`"),
        ("list_runs", {"where": "nothing > 1"}, "No run has a parameter or metric of this name"),
        ("list_runs", {"where": "(("}, ""),
        ("list_runs", {"notebook": "other"}, "No run of such a notebook is known"),
        ("list_runs", {"note": "None"}, "There is no note of that name"),
        ("compare_runs", {"first": "k1", "second": "k1"}, "Both names mean one run"),
        ("compare_runs", {"first": "k1", "second": " "}, "A run has no name"),
        ("compare_runs", {"first": "Cross", "second": "k1"}, "Several runs are named so"),
        ("compare_runs", {"first": "k1", "second": "nothing"}, "(`second`)"),
        ("list_runs", {"status": "bad"}, "One of: succeeded, failed, timed out, died."),
        ("search", {}, "The tool needs the argument `query`, a text. Give it, too."),
        ("search", {"query": 5}, 'The argument `query` is a text, and not a number. Write it like "this".'),
        ("search", {"query": ["a"]}, "The argument `query` is a text, and not a list."),
        ("search", {"query": None}, "The argument `query` is a text, and not nothing."),
        (
            "search",
            {"query": "a", "limit": 1.5},
            "is a whole number, and not a number with a fraction. Write it like 20.",
        ),
        ("search", {"query": "a", "limit": {"b": 1}}, "The argument `limit` is a whole number, and not an object."),
        (
            "list_runs",
            {"reverse": "perhaps"},
            "`reverse` is true or false, and not a text. Write true or false.",
        ),
        ("search", {"query": "a", "most": 5}, "The tool has no argument `most`. Its arguments are `query`, `limit`."),
        ("list_runs", {"filter": "pnl > 1"}, "The tool has no argument `filter`"),
        ("nothing", {"query": "a"}, "There is no such tool. They are `search`, `read_note`,"),
        (
            "search",
            {"query": "a", "limit": "many"},
            "is a whole number, and not a text. Write it like 20.",
        ),
    ],
)
def test_what_cannot_be_answered_is_an_error_that_says_what_to_do(
    ask_runs: Assistant, tool: str, arguments: dict[str, Any], told: str
) -> None:
    said = ask_runs(tool, **arguments)

    assert said.is_error
    assert told in said.text


def test_a_name_of_several_notes_gives_their_paths(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({"vault/a/N.md": "", "vault/b/N.md": ""})

    assert "Give one's path: a/N.md; b/N.md." in ask("read_note", name="N").text


def test_what_changed_is_seen_by_the_next_call(ask: Assistant, tmp_path: Path) -> None:
    assert ask("search", query="novel").data["count"] == 0

    (tmp_path / "vault/New.md").write_text("A novel idea on [[Gaps]].\n")
    assert ask("search", query="novel").data["count"] == 1
    assert [link["path"] for link in ask("links", name="Gaps").data["backlinks"]] == ["New.md", "Board.canvas"]

    (tmp_path / "vault/New.md").unlink()
    assert ask("search", query="novel").data["count"] == 0
    assert ask("read_note", name="New").is_error


def test_a_setting_that_became_wrong_is_told_and_mended(ask: Assistant, tmp_path: Path) -> None:
    (tmp_path / "kb.toml").write_text("nonsense = 1\n")
    said = ask("search", query="gap")
    (tmp_path / "kb.toml").write_text("")

    assert said.is_error
    assert str(tmp_path) not in said.text
    assert ask("search", query="gap costs").data["count"] == 1


def test_a_file_that_cannot_be_read_is_an_error_and_no_crash(ask: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise PermissionError(13, "Permission denied", "/secret/place")

    monkeypatch.setattr(ask.reader, "now", fail)

    assert "cannot be read just now" in ask("search", query="gap").text


def test_values_that_are_no_json_become_text_or_null(make_assistant: MakeAssistant) -> None:
    ask = make_assistant({"vault/a.md": "---\nday: 2024-05-01\nnan: .nan\nlist: [.inf, 1]\n---\n"})

    assert ask("read_note", name="a").data["properties"] == {"day": "2024-05-01", "nan": None, "list": [None, 1]}


def test_secrets_are_not_told(make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROKER_TOKEN", "hunter2-hunter2")
    ask = make_assistant({"vault/a.md": "The word is hunter2-hunter2.\n"})

    assert "[secret BROKER_TOKEN]" in ask("read_note", name="a").text
    assert "hunter2" not in ask("search", query="word").text


def test_the_server_speaks_the_protocol_over_standard_streams(ask: Assistant, tmp_path: Path) -> None:
    code = "import sys; from kb.cli.main import main; main(sys.argv[1:])"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", code, "mcp", str(tmp_path)],
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )

    async def called() -> str:
        async with Client(stdio_client(server)) as client:
            result = await client.call_tool("read_note", {"name": "Gaps", "part": "^last"})
        assert isinstance(result.content[-1], TextContent)
        return result.content[-1].text

    assert ask.told == []
    assert anyio.run(called) == "Last words. ^last"
