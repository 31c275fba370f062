"""The vault for assistants, by the Model Context Protocol: tools over `workflows.assist_*`, none of which writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from kb import __version__
from kb.errors import KbError, say
from kb.runs.redact import redact_value
from kb.workflows import assist_find, assist_notes, assist_runs
from kb.workflows.reading import Reader, Reading

INSTRUCTIONS = """\
A knowledge base: Markdown notes with links, tags and properties, and the runs of notebooks that answer questions in \
them. Nothing here writes. Begin with `search`, or with `query` where properties decide; then `read_note`. Name a note \
by its path or as a link names it. Cite paths and lines. Where a message names a command, `kb runs` is `list_runs`, \
`kb search` is `search`, `kb query` is `query`.
"""
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Query = Annotated[
    str,
    Field(
        description='In the language of Obsidian\'s search: words that must all be there, "a phrase", OR, -not, '
        "path:folder, file:name, tag:name, line:(a b), section:(a b), [property:value], /regular expression/."
    ),
]
Name = Annotated[
    str, Field(description="A path in the vault, a name or an alias, as a link has it: `Note#Heading` too.")
]
Part = Annotated[str, Field(description="Only this part: a heading (`Costs`), or a block id with `^`. Empty for all.")]
Offset = Annotated[int, Field(description="From this character on: 0, or the `next_offset` of the page before.")]
Limit = Annotated[int, Field(description="At most so many; there may be more, as `count` says.")]
Question = Annotated[
    str,
    Field(
        description='An expression of Obsidian\'s Bases, like `file.hasTag("strategy") && stage == "tested"`, '
        '`file.inFolder("ideas")`, `file.mtime > now() - "7d"`; or a base, like `Runs.base` or `Runs.base#View`.'
    ),
]
Columns = Annotated[str, Field(description="Properties to show beside the name, like `stage, file.mtime`.")]
Sort = Annotated[str, Field(description="Sort by this property; `-name` for the other way round. Empty: as it comes.")]
OfNote = Annotated[str, Field(description="Only the runs that this note shows or asks for. Empty for all.")]
OfNotebook = Annotated[str, Field(description="Only runs of this notebook. Empty for all.")]
Status = Annotated[
    str, Field(description="Only runs that ended so: succeeded, failed, timed out, died. Empty for all.")
]
Where = Annotated[
    str, Field(description="A condition over parameters and metrics: `sharpe_ratio > 0.5 and symbol == 'AAPL'`.")
]
SortRuns = Annotated[
    str, Field(description="A parameter, metric or `title`. Numbers sort highest first; undefined values stand last.")
]
Reverse = Annotated[bool, Field(description="The other way round.")]
Run = Annotated[str, Field(description="A run's key or title, as `list_runs` has them, or its note.")]


_KINDS = {"string": "a text", "integer": "a whole number", "boolean": "true or false"}
"""What an argument is to be, by the word that its schema has."""
_DO = {"string": 'Write it like "this".', "integer": "Write it like 20.", "boolean": "Write true or false."}
_FOUND = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number with a fraction",
    list: "a list",
    dict: "an object",
}


class _Server(MCPServer):
    """Refuses an argument that a tool does not have: an answer without the filter that was meant would be wrong."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        tools = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
        if name not in tools:
            raise ToolError(say("There is no such tool", do=f"They are {_listed(tools)}."))
        known = tools[name]
        if unknown := [argument for argument in arguments if argument not in known]:
            raise ToolError(say(f"The tool has no argument `{unknown[0]}`", do=f"Its arguments are {_listed(known)}."))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_refusal(error.__cause__, known)) from error
            raise


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _refusal(error: ValidationError, known: Mapping[str, Any]) -> str:
    """What is wrong with the first of some arguments; what was given is not repeated."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    kind = _KINDS[known[name]["type"]]
    if first["type"] == "missing":
        return say(f"The tool needs the argument `{name}`, {kind}", do="Give it, too.")
    found = _FOUND.get(type(first["input"]), "nothing")
    return say(f"The argument `{name}` is {kind}, and not {found}", do=_DO[known[name]["type"]])


def make_server(reader: Reader) -> MCPServer:
    """A server over what a reader reads."""
    server = _Server("kb", title="Knowledge base", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    tool = server.tool(annotations=READS, structured_output=True)

    @tool
    def search(query: Query, limit: Limit = 20) -> Annotated[CallToolResult, assist_find.Found]:
        """Find notes by their words: the best first, each with the lines that say so and their numbers."""
        return _answer(reader, lambda reading: assist_find.search_notes(reading, query, limit))

    @tool
    def read_note(name: Name, part: Part = "", offset: Offset = 0) -> Annotated[CallToolResult, assist_notes.NoteText]:
        """Read a note as Markdown, whole or one section or block of it, with properties, tags and headings.

        A long text comes in pages: where `next_offset` is a number, call again with it.
        """
        return _answer(reader, lambda reading: assist_notes.read_note(reading, name, part, offset))

    @tool
    def links(name: Name) -> Annotated[CallToolResult, assist_notes.Linked]:
        """Show what links to a note or file, in which sentence, and what the note links to, with what is broken."""
        return _answer(reader, lambda reading: assist_notes.links_of_file(reading, name))

    @tool
    def query(
        question: Question,
        columns: Columns = "",
        sort: Sort = "",
        limit: Limit = 50,
    ) -> Annotated[CallToolResult, assist_find.Rows]:
        """List the notes and files for which an expression is true, or that a base shows, with their properties."""
        names = [name.strip() for name in columns.split(",") if name.strip()]
        return _answer(reader, lambda reading: assist_find.query_notes(reading, question, names, sort, limit))

    @tool
    def list_runs(
        *,
        note: OfNote = "",
        notebook: OfNotebook = "",
        status: Status = "",
        where: Where = "",
        sort: SortRuns = "title",
        reverse: Reverse = False,
        limit: Limit = 20,
    ) -> Annotated[CallToolResult, assist_runs.Runs]:
        """List runs of notebooks with their parameters and metrics: filter, sort, rank by a metric."""
        wanted = assist_runs.Wanted(note, notebook, status, where, sort, reverse, limit)
        return _answer(reader, lambda reading: assist_runs.list_runs(reading, wanted))

    @tool
    def compare_runs(first: Run, second: Run) -> Annotated[CallToolResult, assist_runs.Compared]:
        """Show in what two runs differ: parameters, metrics, and for the owner inputs and outputs cell by cell."""
        return _answer(reader, lambda reading: assist_runs.compare_runs(reading, first, second))

    return server


def _answer(reader: Reader, ask: Callable[[Reading], Any]) -> CallToolResult:
    """What was asked, as JSON, the text of a note apart from it; without secrets.

    Raises:
        ToolError: It cannot be answered: says why, and what to do. Names that were given are not repeated, nor paths of
            this machine.
    """
    try:
        reading = reader.now()
        table = redact_value(asdict(ask(reading)), reading.secrets)
    except KbError as error:
        raise ToolError(say(error.what, do=error.do)) from error
    except OSError as error:
        raise ToolError("A file of the workspace cannot be read just now. Ask again.") from error
    told = {name: value for name, value in table.items() if name != "text"}
    texts = [json.dumps(told, ensure_ascii=False), *([table["text"]] if "text" in table else [])]
    return CallToolResult(content=[TextContent(type="text", text=text) for text in texts], structured_content=table)
