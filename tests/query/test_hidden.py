"""What needs a property that was taken out fails; it does not answer as if no note had one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.errors import KbError
from kb.query.candidates import candidates
from kb.query.checks import failing_bases
from kb.query.dataview.checks import failing_queries
from kb.query.dataview.run import ask_inline, ask_query
from kb.query.evaluate import ready
from kb.query.files import Desk, object_named
from kb.query.hidden import PROPERTIES, UNTOLD, HiddenError
from kb.query.meant import may_mean
from kb.query.reading import parse_base
from kb.query.rows import Answer, answer
from kb.query.scope import Scope
from tests.query.conftest import Ask, desk_of

NOTES = {
    "log/a.md": (
        "---\ndate: 2024-01-02\nsize: 1\nside: long\ntrade: {price: 3}\nfills: [{price: 3}]\n---\n"
        "fee_pnl:: …\n- [ ] do [pnl:: …] #seen\n"
    ),
    "log/b.md": "---\ndate: 2024-01-03\nsize: 2\nup: '[[a]]'\n---\n",
}
HIDING = replace(desk_of(NOTES), hides=lambda name: "pnl" in name.lower())
HERE = HIDING.file("log/a.md")
EXPRESSIONS = [
    "pnl > 0",
    "PnL > 0",
    "note.pnl == 5",
    'note["pnl"]',
    'note["p" + "nl"]',
    "file.pnl",
    "file.properties.pnl",
    'file.properties["net_pnl"]',
    "trade.pnl",
    "fills.map(value.pnl)",
    "file.hasProperty('pnl')",
    "this.pnl",
    "if(pnl, 1, 2)",
    "!pnl",
    "side == 'long' && pnl > 0",
]
OF_QUERIES = [
    "pnl > 0",
    "PNL = null",
    'row["pnl"] + 1',
    "[[b]].pnl = null",
    "this.pnl + 1",
    "up.pnl = null",
    "file.frontmatter.pnl = null",
    "trade.pnl = null",
    "length(fills.pnl)",
    'choice(pnl > 0, "+", "-")',
    "default(pnl, 0)",
    'extract(row, "pnl")',
    'extract(trade, "pnl").pnl = null',
    'contains(row, "pnl")',
    'econtains(this, "pnl")',
    "map([1], (x) => pnl + x)",
]


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk that hides a property."""
    return HIDING


def asked(view: str, rest: str = "") -> Answer:
    base, _ = parse_base(f"{rest}\nviews: [{{type: table, {view}}}]", path="x.base")
    return answer(base, base.views[0], HIDING, HERE)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_that_needs_it_fails(ask: Ask, text: str) -> None:
    with pytest.raises(HiddenError, match="redacted"):
        ask(text, "log/a.md", "log/b.md")


@pytest.mark.parametrize("text", ["file.name", "trade.price", "note.nothing", "{'pnl': 7}.pnl", "this.side"])
def test_any_other_is_asked_as_ever(ask: Ask, text: str) -> None:
    ask(text, "log/a.md", "log/b.md")


@pytest.mark.parametrize(
    ("view", "rest"),
    [
        ("filters: 'pnl > 0'", ""),
        ("filters: 'pnl == 5'", ""),
        ("filters: {not: ['note.pnl == 5']}", ""),
        ("filters: formula.win", "formulas: {win: pnl > 0}"),
        ("sort: [{property: pnl, direction: DESC}], limit: 1", ""),
        ("sort: [{property: formula.win}]", "formulas: {win: pnl > 0}"),
        ("groupBy: {property: pnl}", ""),
        ("groupBy: {property: formula.win}", "formulas: {win: pnl > 0}"),
    ],
)
def test_a_view_that_chooses_or_orders_by_it_has_no_answer(view: str, rest: str) -> None:
    with pytest.raises(HiddenError):
        asked(view, rest)


def test_a_column_of_it_says_that_it_is_not_told_and_a_formula_fails_where_it_needs_it() -> None:
    found = asked(
        "order: [file.name, pnl, formula.win, formula.up], summaries: {pnl: Filled, formula.win: Checked, size: Sum}",
        "formulas: {win: pnl > 0, up: size + 1}",
    )
    rows = [row.cells for row in found.groups[0].rows]

    assert [(cells[0], cells[1], cells[3]) for cells in rows] == [("a", UNTOLD, 2), ("b", UNTOLD, 3)]
    assert all(isinstance(cells[2], HiddenError) for cells in rows)
    assert [isinstance(column.total, HiddenError) for column in found.columns] == [False, True, True, False]


def test_no_index_leaves_out_files_for_lack_of_it_and_a_server_asks_such_a_base_again() -> None:
    base, _ = parse_base("filters: pnl == 5", path="x.base")

    assert len([*candidates((base.filter,), HIDING)]) == 2
    assert may_mean(base, [HERE])


def test_what_fails_in_bases_is_told_once_for_each_place_and_a_plain_column_is_no_fault() -> None:
    view = "views: [{name: A, filters: pnl > 0}, {order: [pnl], summaries: {pnl: Sum}}, {order: [pnl]}]"

    assert [problem.found for problem in failing_bases(HIDING, {"x.base": view}, ())] == [
        "pnl, in the view A",
        "pnl, in the summary of note.pnl",
    ]


@pytest.mark.parametrize("text", OF_QUERIES)
def test_a_query_that_chooses_by_it_has_no_answer(text: str) -> None:
    with pytest.raises(HiddenError):
        ask_query(f'LIST FROM "log" WHERE {text}', HIDING, HERE)


@pytest.mark.parametrize("text", OF_QUERIES)
def test_a_column_that_works_with_it_fails(text: str) -> None:
    found = ask_query(f'TABLE {text} FROM "log"', HIDING, HERE)

    assert any(isinstance(cell, HiddenError) for row in found.rows for cell in row.cells)


@pytest.mark.parametrize(
    "query",
    [
        "LIST SORT pnl DESC LIMIT 1",
        "LIST GROUP BY pnl > 0",
        "LIST FLATTEN pnl",
        "LIST LIMIT [[a]].pnl",
        "CALENDAR pnl",
        "TASK WHERE pnl > 0",
        "TASK WHERE net_pnl = null",
        'CALENDAR date FROM "log" WHERE pnl > 0',
        "LIST GROUP BY side WHERE any(rows.pnl)",
    ],
)
def test_nor_has_one_that_orders_groups_or_splits_by_it(query: str) -> None:
    with pytest.raises(KbError):
        ask_query(query, HIDING, HERE)


@pytest.mark.parametrize("column", ["pnl", 'row["pnl"]', "fee_pnl", "trade.pnl"])
def test_a_plain_column_of_a_query_says_that_it_is_not_told(column: str) -> None:
    found = ask_query(f'TABLE {column} FROM "log" LIMIT 1', HIDING, HERE)

    assert [row.cells for row in found.rows] == [(UNTOLD,)]


def test_what_a_query_names_itself_is_told() -> None:
    found = ask_query('TABLE pnl_twice FROM "log" FLATTEN size * 2 AS pnl_twice WHERE pnl_twice > 2', HIDING, HERE)

    assert [row.cells for row in found.rows] == [(4,)]


def test_an_inline_query_says_that_it_is_not_told_or_fails() -> None:
    assert ask_inline("this.pnl", HERE) == UNTOLD
    with pytest.raises(HiddenError):
        ask_inline('choice(this.pnl > 0, "+", "-")', HERE)


def test_what_fails_in_queries_is_told_but_a_plain_column_is_no_fault() -> None:
    text = "`= this.pnl` `= this.pnl + 1`\n```dataview\nTABLE pnl\n```\n```dataview\nTABLE pnl + 1\n```\n"
    desk = replace(desk_of({"x.md": text}), hides=HIDING.hides)

    assert [problem.line for problem in failing_queries(desk, desk.index.notes.values())] == [5, 1]


LACKING = replace(HIDING, lacks=frozenset({PROPERTIES, object_named("Trade")}))
A = LACKING.file("log/a.md")
WHOLE = [
    "note",
    "note.keys()",
    "note.values().length",
    "file.properties",
    "[note.trade]",
    "trade.toString()",
    "file.properties.trade",
    "[1].map(note)",
    "fills.map(note.trade)",
    "file('b').properties",
]
PARTS = [
    "note.size",
    "note['size']",
    "file.properties.size",
    "this.properties['size']",
    "trade.price > 2",
    "file.properties.trade.price",
    "file('b').links",
    "file.tags",
    "file.hasTag('seen')",
    "fills.map(value.price)",
]


@pytest.mark.parametrize("text", WHOLE)
def test_nor_can_all_be_asked_of_which_something_was_taken_out(text: str) -> None:
    with pytest.raises(HiddenError):
        ready(text)(Scope(A, A))

    ready(text)(Scope(HERE, HERE))


@pytest.mark.parametrize("text", PARTS)
def test_a_part_of_it_that_is_there_can(text: str) -> None:
    found = ready(text)(Scope(A, A))

    assert found == ready(text)(Scope(HERE, HERE))
    assert found


def test_no_item_of_a_list_is_told_as_a_whole_that_may_lack_a_part() -> None:
    desk = replace(HIDING, lacks=frozenset({object_named("fills")}))

    assert ready("fills.map(value.price)")(Scope(desk.file("log/a.md"))) == (3,)
    for text in ("fills.filter(true)", "fills", "fills.map(value)"):
        with pytest.raises(HiddenError):
            ready(text)(Scope(desk.file("log/a.md")))


def test_columns_of_it_say_that_it_is_not_told_and_bases_that_choose_by_it_have_no_answer() -> None:
    base, _ = parse_base("views: [{order: [file.properties, trade, size]}]", path="x.base")
    found = answer(base, base.views[0], LACKING)

    assert [row.cells for row in found.groups[0].rows] == [(UNTOLD, UNTOLD, size) for size in (1, 2)]
    base, _ = parse_base("filters: note.keys().length > 1", path="x.base")
    with pytest.raises(HiddenError):
        answer(base, base.views[0], LACKING, A)


@pytest.mark.parametrize(
    "query",
    [
        "LIST WHERE length(row) > 2",
        'LIST FROM "log/b" WHERE icontains(row, "side")',
        'LIST WHERE string(file.frontmatter) != ""',
        "LIST WHERE length(trade) > 1",
    ],
)
def test_nor_has_a_query(query: str) -> None:
    with pytest.raises(HiddenError):
        ask_query(query, LACKING, A)

    ask_query(query, HIDING, HERE)


def test_what_a_query_asks_by_name_is_told_and_its_plain_columns_say_what_is_not() -> None:
    columns = 'file.frontmatter.size, trade.price, contains(row, "side"), file.frontmatter'
    (row,) = ask_query(f'TABLE {columns} FROM "log/a"', LACKING, A).rows

    assert row.cells == (1, 3, True, UNTOLD)
    with pytest.raises(HiddenError):
        ask_query("LIST WHERE length(file.aliases) = 0", replace(LACKING, hides=lambda name: name == "aliases"), A)
