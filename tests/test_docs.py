"""The guide is complete and true: every name that a user can type stands in it, and every example parses."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

import click
import pytest

from kb.cli.main import COMMANDS
from kb.cli.main import kb as kb_command
from kb.config import Settings, parse_settings
from kb.errors import KbError
from kb.market.faults import RULES as BARS_RULES
from kb.model.note import FencedBlock
from kb.model.rules import DEFAULT_CHOICES, RULES, judged
from kb.model.run import Parameter
from kb.query.called import KNOWN
from kb.query.files import FIELDS
from kb.query.functions.everywhere import EVERYWHERE
from kb.query.summaries import SUMMARIES
from kb.runs.block import KEYS
from kb.runs.notebook import read_notebook
from kb.runs.spec import parse_block
from kb.vault.checks.leads import find_leads
from kb.vault.checks.links import check_links
from kb.vault.index import build_index
from kb.vault.reading.notes import read_vault
from kb.workflows.ask import strategy_parameters
from kb.workflows.starter import fill
from tests.test_arrows import BASE, MAY_IMPORT, ONLY_IN

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "vault" / "guide"
SETTINGS = Settings(ROOT, ROOT / "vault")
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)


def guide(name: str) -> str:
    return (GUIDE / f"{name}.md").read_text("utf-8")


def section(text: str, heading: str) -> str:
    """The text below a heading of level 2."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def examples() -> Iterator[str]:
    """Every command of kb that the guide and the README show."""
    for path in (*sorted(GUIDE.glob("*.md")), ROOT / "README.md"):
        for fence in FENCE.finditer(path.read_text("utf-8")):
            lines = fence["text"].splitlines() if fence["language"] == "bash" else []
            yield from (line for line in lines if line.startswith("kb "))


def command_named(name: str) -> click.Command:
    command = kb_command.get_command(click.Context(kb_command), name)

    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_an_example(name: str) -> None:
    shown = section(guide("Commands"), f"kb {name}")

    assert re.search(rf"^kb {name}\b", shown, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_the_section_of_its_command(name: str) -> None:
    shown = section(guide("Commands"), f"kb {name}")
    options = [parameter for parameter in command_named(name).params if isinstance(parameter, click.Option)]
    spellings = {spelling for option in options for spelling in option.opts}

    assert {spelling for spelling in spellings if not re.search(rf"`{spelling}\b", shown)} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_no_section_names_an_option_that_its_command_lacks(name: str) -> None:
    first_cells = re.findall(r"^\| (`-.*?) \|", section(guide("Commands"), f"kb {name}"), re.MULTILINE)
    named = {option for cell in first_cells for option in re.findall(r"`(--?[\w-]+)", cell)}

    assert named <= {spelling for parameter in command_named(name).params for spelling in parameter.opts}


@pytest.mark.parametrize("line", sorted(set(examples())))
def test_every_example_parses(line: str) -> None:
    words = list(takewhile(lambda word: word not in {">", ">>"}, shlex.split(line)))[1:]
    if words[0].startswith("--"):
        assert words[0] in {"--help", "--version"}
        return

    assert command_named(words[0]).make_context(words[0], words[1:]).params is not None


def known_settings() -> set[str]:
    """The names that kb.config takes, as it lists them to someone who writes another."""
    names = set(_known_in({}, ""))
    for table in ("runs", "site", "check"):
        names = names - {table} | {f"{table}.{name}" for name in _known_in({table: {}}, table)}
    for table in ("check.rules", "check.ignore"):
        names = names - {table} | {f"{table}.<rule>"}
    names = names - {"audiences"} | {
        f"audiences.<name>.{name}" for name in _known_in({"audiences": {"a": {}}}, "audiences.a")
    }
    return names - {"bars"} | {f"bars.<symbol>.{name}" for name in _known_in({"bars": {"S": {}}}, "bars.S")}


def _known_in(table: dict[str, Any], place: str) -> list[str]:
    inner = table
    for part in place.split(".") if place else []:
        inner = inner[part]
    inner["0123456789"] = 1
    with pytest.raises(KbError, match="Unknown setting") as caught:
        parse_settings(table, ROOT)
    return caught.value.do.removeprefix("Known here: ").removesuffix(".").split(", ")


def test_every_setting_stands_in_the_guide() -> None:
    rows = set(re.findall(r"^\| `([^`]+)` \|", section(guide("Configure"), "Settings"), re.MULTILINE))

    assert rows == known_settings()


def test_the_settings_shown_are_valid() -> None:
    shown = next(fence["text"] for fence in FENCE.finditer(guide("Configure")) if fence["language"] == "toml")

    assert parse_settings(tomllib.loads(shown), ROOT).jobs == 2


def test_every_key_of_a_kb_block_stands_in_the_guide() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section(guide("Ask a question"), "The keys"), re.MULTILINE)

    assert sorted(rows) == sorted(KEYS)


def shown_blocks() -> Iterator[tuple[str, int, str]]:
    """Every kb block in a longer fence of the guide: the note, the line of its fence, and its text."""
    for path in sorted(GUIDE.glob("*.md")):
        text = path.read_text("utf-8")
        for outer in FENCE.finditer(text):
            for inner in FENCE.finditer(outer["text"]) if len(outer["fence"]) > 3 else ():  # longer than usual
                line = 1 + text.count("\n", 0, outer.start("text") + inner.start())
                yield path.name, line, inner["text"]


def strategies_too(notebook: str, values: Mapping[str, Sequence[Any]]) -> Mapping[str, Parameter]:
    return strategy_parameters(SETTINGS, read_notebook(SETTINGS, notebook), values)


@pytest.mark.parametrize(("note", "line", "text"), list(shown_blocks()))
def test_every_block_shown_could_run(note: str, line: int, text: str) -> None:
    _, problems = parse_block(FencedBlock("kb", text, note, line), SETTINGS, strategies_too)

    assert problems == []


def test_the_guide_shows_blocks_and_asks_nothing() -> None:
    notes, _, _ = read_vault(GUIDE)
    asking = [note.path for note in notes if any(block.language == "kb" for block in note.outline.blocks)]

    assert (len(list(shown_blocks())) >= 3, asking) == (True, [])


def rule_ids() -> set[str]:
    """The ids of every finding that kb can report: those of the check, and those that other code spells out."""
    found = {*BARS_RULES, *RULES}
    for path in (ROOT / "kb").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                places = {"Problem": 0, "problem_of": 1}
                arguments = call.args[places[call.func.id] :][:1] if call.func.id in places else []
                found |= {rule for argument in arguments for rule in _texts(argument, tree)}
    return found


def _texts(node: ast.expr, tree: ast.Module) -> set[str]:
    """The texts that an expression can be: itself, or what its name is assigned in the same file."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    assigned = [one for one in ast.walk(tree) if isinstance(one, ast.Assign)]
    pairs = [pair for one in assigned for target in one.targets for pair in _pairs(target, one.value)]
    name = node.id if isinstance(node, ast.Name) else None
    return {str(value.value) for target, value in pairs if target == name and isinstance(value, ast.Constant)}


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [pair for each in zip(target.elts, value.elts, strict=True) for pair in _pairs(*each)]
    return [(target.id, value)] if isinstance(target, ast.Name) else []


def test_every_rule_stands_in_the_guide() -> None:
    known = rule_ids()
    shown = set(re.findall(r"`([a-z-]+)`", guide("When something is wrong") + guide("Check")))

    assert {"broken-link", "ambiguous-link", "broken-block", "orphan", "kb-block", "spike"} <= known
    assert known - shown == set()


def test_the_rules_of_the_check_are_as_bad_as_the_guide_says() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| .* \| (yes|) ?\|$", section(guide("Check"), "Rules"), re.MULTILINE)

    assert {(name, severity, repaired == "yes") for name, severity, repaired in rows} == {
        (name, rule.severity, rule.is_fixable) for name, rule in RULES.items()
    }


def test_the_choices_of_rules_shown_are_valid() -> None:
    shown = next(fence["text"] for fence in FENCE.finditer(guide("Check")) if fence["language"] == "toml")

    assert parse_settings({"vault": "vault", **tomllib.loads(shown)}, ROOT).check.severities["orphan"] == "off"


def test_every_function_of_expressions_stands_in_the_guide() -> None:
    shown = set(re.findall(r"\b(\w+)\(", guide("Query")))

    assert {*KNOWN, *EVERYWHERE, "if"} - shown == set()


def test_every_field_and_summary_of_bases_stands_in_the_guide() -> None:
    shown = section(guide("Query"), "What an expression may name")
    (listed,) = re.findall(r"^Summaries: (.*)\.$", guide("Query"), re.MULTILINE)

    assert {*re.findall(r"`file\.(\w+)`", shown)} == {*FIELDS} - {"file"}
    assert {name.lower() for name in listed.split(", ")} == {*SUMMARIES}


def test_every_dependency_stands_in_the_guide() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    named = {re.split(r"[<>=!~; \[]", text)[0] for text in (*project["dependencies"], *extras)}
    rows = set(re.findall(r"^\| `([^`]+)` \|", guide("Dependencies"), re.MULTILINE))

    assert rows == named


def test_the_arrows_in_the_guide_are_those_that_are_tested() -> None:
    arrows = section(guide("Architecture"), "The arrows")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", arrows, re.MULTILINE))
    shown = {
        room: set(re.findall(r"`(\w+)`", cell)) | (BASE if cell.startswith("base") else set())
        for room, cell in rows.items()
        if room in MAY_IMPORT
    }

    assert shown == MAY_IMPORT


def test_the_libraries_with_a_place_of_their_own_stand_in_the_guide() -> None:
    arrows = section(guide("Architecture"), "The arrows")

    assert {name for name in ONLY_IN if f"`{name}`" not in arrows} == set()


def test_every_link_of_the_guide_leads_to_the_guide() -> None:
    notes, files, _ = read_vault(GUIDE)
    index = build_index(notes, files)

    assert [str(problem) for problem in judged(check_links(index, find_leads(index)), DEFAULT_CHOICES)] == []


def test_the_guide_begins_at_one_note_that_leads_to_all_others() -> None:
    index = build_index(read_vault(GUIDE)[0])

    assert [path for path in index.notes if path != "Guide.md" and path not in index.backlinks] == []


@pytest.mark.parametrize("path", sorted(GUIDE.glob("*.md")), ids=lambda path: path.stem)
def test_a_new_workspace_gets_the_guide_as_it_is(path: Path) -> None:
    text = path.read_text("utf-8")

    assert fill(text, datetime(2024, 5, 1, tzinfo=UTC), name="desk", vault="vault") == text
