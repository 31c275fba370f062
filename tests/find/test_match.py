"""What each operator finds, and on which lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.find.answer import Hit, answer
from kb.find.query import parse_query
from kb.find.store import use_index
from tests.find.vaults import index_of, search, write_files

FILES = {
    "Daily notes/2022-07-01.md": "# Day\n\nA happy cat met a dog.\n\n## Later\n\nThe bird sang.\n",
    "kitchen/Bread.md": (
        "---\ntags:\n  - food/baking\n  - quick\naliases: [Loaf, Pain]\nstatus: Draft\nrating: 4.5\nmade: 2024-03-05\n"
        "tried: true\nby:\nurl: https://a.b\n---\nMix the flour.\nAdd salt.\n\n- [ ] call the miller\n"
        "  - [x] email the baker\n- [-] buy a dog\n"
    ),
    "kitchen/Soup.md": (
        "---\nstatus: Published\nrating: 7\nnext: {a: [1]}\n---\nmix and then\nflour, café #work/soup HappyCat\n"
    ),
    "kitchen/寿司.md": "今日は寿司を食べる。\n\n> [!todo]\n> - [x] 魚を買う\n",
    "pictures/bread.jpg": "no text",
    "Board.canvas": (
        '{"nodes": [\n{"type": "text", "text": "a *plan*\\n#work/plan"},\n{"type": "file", "file": "a.md"}\n]}'
    ),
    "bad.canvas": "[",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault = tmp_path_factory.mktemp("vault")
    write_files(vault, FILES)
    search(vault, "a")
    return vault


DAY, BREAD, SOUP, SUSHI = (path for path in FILES if path.endswith(".md"))
JPG, BOARD = "pictures/bread.jpg", "Board.canvas"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("happy cat", [DAY, SOUP]),
        ("cat", [DAY, SOUP]),
        ('"cat met"', [DAY]),
        ('"met cat"', []),
        ("dog -happy", [BREAD]),
        ("flour (salt OR café)", [BREAD, SOUP]),
        ("-flour -cat", [SUSHI, BOARD]),
        ("CAFE", [SOUP]),
        ("cafe\u0301", [SOUP]),
        ("寿司", [SUSHI]),
        ("司を", [SUSHI]),
        ("bread", [BREAD]),
        ("kitchen", [BREAD, SOUP, SUSHI]),
        ("file:bread", [BREAD, JPG]),
        ("file:kitchen", []),
        ("file:.jpg", [JPG]),
        ("file:.jpg bread", [JPG]),
        ("file:/^b.*d[.]/", [BREAD, JPG, BOARD, "bad.canvas"]),
        ('path:"kitchen/b"', [BREAD]),
        (r"path:/\d{4}-\d{2}-\d{2}/", [DAY]),
        ("content:kitchen", []),
        ("content:(flour -salt)", [SOUP]),
        ("match-case:HappyCat", [SOUP]),
        ("match-case:happycat", []),
        ("match-case:(happycat OR ignore-case:HAPPYCAT)", [SOUP]),
        ("match-case:cafe", []),
        ("tag:#work", [SOUP, BOARD]),
        ("tag:work/soup", [SOUP]),
        ("tag:FOOD", [BREAD]),
        ("tag:foo", []),
        ("tag:(work OR food)", [BREAD, SOUP, BOARD]),
        ("tag:/bak|soup/", [BREAD, SOUP]),
        ('tag:""', [BREAD, SOUP, BOARD]),
        ("-tag:work flour", [BREAD]),
        ("plan -nodes", [BOARD]),
        ('"plan* #work"', [BOARD]),
        ("file:bad", ["bad.canvas"]),
        ("line:(mix flour)", [BREAD]),
        ("line:(mix -flour)", [SOUP]),
        ("line:(tag:work cat)", [SOUP]),
        ("line:(tag:work mix)", []),
        ("block:(mix salt)", [BREAD]),
        ("block:(salt miller)", []),
        ("block:(miller email)", []),
        ("block:(file:soup mix)", [SOUP]),
        ("section:(cat dog)", [DAY]),
        ("section:(dog bird)", []),
        ("section:(line:(later bird))", []),
        ("section:(later bird)", [DAY]),
        ("task:call", [BREAD]),
        ('task:""', [BREAD, SUSHI]),
        ("task-todo:call", [BREAD]),
        ("task-todo:email", []),
        ("task-done:email", [BREAD]),
        ("task-done:魚", [SUSHI]),
        ("task-done:dog", [BREAD]),
        ("[aliases]", [BREAD]),
        ("[ALIASES:loaf]", [BREAD]),
        ("[alias]", []),
        ("[/alia/]", [BREAD]),
        ("[status:Draft OR Published]", [BREAD, SOUP]),
        ("[status:pub]", [SOUP]),
        ('[status:"pub"]', []),
        ('[status:"published"]', [SOUP]),
        ("[status:match]", []),
        ("[rating:>5]", [SOUP]),
        ("[rating:<5]", [BREAD]),
        ("[rating:>=4.5]", [BREAD, SOUP]),
        ("[status:>5]", []),
        ("[made:<2024-04-01]", [BREAD]),
        ("[made:>=2024-03-06]", []),
        ("[tried:true]", [BREAD]),
        ("[by:null]", [BREAD]),
        ("[status:null]", []),
        ("[url:https://a.b]", [BREAD]),
        ('[next:"a"]', []),
        ("[next:a]", [SOUP]),
        (r"/mi\w the/", [BREAD]),
        ("/HAPPYCAT/", [SOUP]),
        ("match-case:/HAPPYCAT/", []),
        ("/^mix$/", []),
        ("/^mix/m", [BREAD, SOUP]),
        ("-/[a-z]/", []),
        ("mi", [BREAD, SOUP]),
    ],
)
def test_each_operator_finds_what_obsidian_says(vault: Path, query: str, found: list[str]) -> None:
    assert sorted(hit.path for hit in found_in(vault, query)) == sorted(found)


def found_in(vault: Path, query: str) -> tuple[Hit, ...]:
    """What is found in a vault that has an index."""
    return use_index(index_of(vault), lambda sql: answer(sql, parse_query(query), 100)).hits


def lines(vault: Path, query: str, path: str) -> list[tuple[int, list[str]]]:
    """The lines that were found of one file, and what is emphasised on each."""
    hit = next(hit for hit in found_in(vault, query) if hit.path == path)
    return [(line.number, [line.text[start:end] for start, end in line.spans]) for line in hit.lines]


@pytest.mark.parametrize(
    ("query", "path", "found"),
    [
        ("cafe happy", SOUP, [(7, ["café", "Happy"])]),
        ("mix -salt flour", SOUP, [(6, ["mix"]), (7, ["flour"])]),
        ("nothing OR salt", BREAD, [(14, ["salt"])]),
        ("flour lour our", SOUP, [(7, ["flour"])]),
        ("line:(mix flour)", BREAD, [(13, ["Mix", "flour"])]),
        ("block:salt", BREAD, [(14, ["salt"])]),
        ('task-todo:""', BREAD, [(16, [])]),
        ("section:(-cat)", DAY, [(5, [])]),
        ("match-case:HappyCat", SOUP, [(7, ["HappyCat"])]),
        (r"/flour\.\nadd/", BREAD, [(13, ["flour."])]),
        ("tag:plan OR a", BOARD, [(2, ["a", "a", "a"]), (3, ["a"])]),
        ("tag:work", SOUP, [(7, ["work/soup"])]),
        ("tag:food", BREAD, [(3, ["food/baking"])]),
        ("[status:draft]", BREAD, [(6, ["status"])]),
        ("[rating:>1 <9]", BREAD, [(7, ["rating"])]),
        ("file:bread", BREAD, []),
    ],
)
def test_lines_say_where_in_the_file(vault: Path, query: str, path: str, found: list[tuple[int, list[str]]]) -> None:
    assert lines(vault, query, path) == found
