"""Queries of Dataview on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.faults import NOT_SHOWN, PART_NOT_SHOWN, VALUE_NOT_SHOWN
from kb.site.body.html import render_document
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.body.queries import render_inline, render_query
from kb.site.keys import page_key
from kb.site.model import Drawing, Site
from kb.site.published import plan_site
from kb.site.serving.dependents import pages_to_check
from tests.query.conftest import FILES, NOTES, note
from tests.query.dataview.conftest import HERE, LOG
from tests.query.dataview.test_fuzz import COMMANDS, EXPRESSIONS, QUERIES
from tests.site.conftest import MakeSite

BOOKS = {
    "Dune.md": "---\ntags: [book]\nrating: 5\ndue: 2024-05-01\n---\nmood:: **great** [[Emma]]\n",
    "Emma.md": "---\ntags: [book]\nrating: 3\n---\n# Emma\n",
    "Tasks.md": (
        "- [ ] Do *it* #x <script>alert(1)</script> ![[Emma]] ![[a.png]] `= 1` `x` [^1]\n"
        "    - [x] inner\n    - plain\n        - [-] no\n- [/] half\n- # odd\n"
    ),
    "a.png": "",
}


def site_of(make_site: MakeSite, text: str, others: Mapping[str, str] = BOOKS) -> Site:
    return make_site({**others, "Page.md": text})


def shown(make_site: MakeSite, text: str, others: Mapping[str, str] = BOOKS) -> str:
    site = site_of(make_site, text, others)
    html = render_page(page_place(site, site.index.notes["Page.md"])).html
    return re.sub(r"<aside.*", "", html, flags=re.DOTALL)


def block(query: str) -> str:
    return f"```dataview\n{query}\n```\n"


def test_a_table_has_a_row_for_each_note(make_site: MakeSite) -> None:
    html = shown(make_site, block('TABLE rating AS "R & D", mood, file.tags\nFROM #book\nSORT rating'))

    assert '<th scope="col">File</th><th scope="col">R &amp; D</th><th scope="col">mood</th>' in html
    assert '<tr><td class="kb-short"><a href="../emma/">Emma</a></td>' in html
    assert '<td class="kb-number kb-short" data-sort="3">3</td><td class="kb-short">-</td>' in html
    assert '<td class="kb-short"><strong>great</strong> <a href="../emma/">Emma</a></td>' in html
    assert '<a class="kb-tag" href="../tags/book/">#book</a>' in html
    assert '<p class="kb-base__count">2 results</p>' in html
    assert "tables.js" in html


def test_dates_and_durations_stand_as_dataview_writes_them_and_are_sorted_by_their_size(make_site: MakeSite) -> None:
    html = shown(make_site, block("TABLE due, due - date(2024-04-20) AS left FROM #book WHERE due"))

    assert 'data-sort="1714521600000"><time datetime="2024-05-01">May 01, 2024</time></td>' in html
    assert 'data-sort="950400">1 week, 4 days</td>' in html


def test_the_heads_of_a_table_hold_markdown_or_nothing(make_site: MakeSite) -> None:
    html = shown(make_site, block('TABLE rating AS "**R** [[Dune]]", due AS "" FROM #book'))

    assert '<th scope="col"><strong>R</strong> <a href="../dune/">Dune</a></th><th scope="col"></th>' in html


def test_a_list_in_a_table_has_a_line_for_each_item(make_site: MakeSite) -> None:
    html = shown(make_site, block('TABLE WITHOUT ID [1, "*x*"], [], {a: null} FROM #book LIMIT 1'))

    assert '<td class="kb-short"><ul>\n<li>1</li>\n<li><em>x</em></li>\n</ul>\n</td><td></td>' in html
    assert "<ul>\n<li>a: -</li>\n</ul>" in html


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ('link("a.png", "50")', '<img src="../a.png" alt="a" width="50" loading="lazy">'),
        ('link(![[a.png]], "50x20")', '<img src="../a.png" alt="a" width="50" height="20" loading="lazy">'),
        ("link(file)", '<a href="../dune/">Dune</a>'),
    ],
)
def test_an_embed_is_a_picture_of_the_size_it_asks_for_or_a_link(value: str, html: str, make_site: MakeSite) -> None:
    text = block(f"TABLE WITHOUT ID embed({value}) FROM #book LIMIT 1")

    assert f'<td class="kb-short">{html}</td>' in shown(make_site, text)


def test_the_fields_of_a_task_are_labels(make_site: MakeSite) -> None:
    tasks = {"Tasks.md": "- [ ] do [due:: 2024-06-01]\n"}

    assert '<span class="kb-field__name">due</span> 2024-06-01</span>' in shown(make_site, block("TASK"), tasks)


def test_a_table_may_leave_out_the_note(make_site: MakeSite) -> None:
    html = shown(make_site, block("TABLE WITHOUT ID rating FROM #book"))

    assert '<thead><tr><th scope="col">rating</th></tr></thead>' in html
    assert '<th scope="col">File</th>' in shown(make_site, block("TABLE WITHOUT ID FROM #book"))


@pytest.mark.parametrize(
    ("query", "items"),
    [
        ("LIST FROM #book", ["Dune", "Emma"]),
        ("LIST rating FROM #book", ["Dune: 5", "Emma: 3"]),
        ("LIST mood FROM #book", ["Dune: great Emma", "Emma: -"]),
        ('LIST "" FROM #book', ["Dune", "Emma"]),
        ("LIST WITHOUT ID rating FROM #book", ["5", "3"]),
        ("LIST WITHOUT ID mood FROM #book SORT mood", ["-", "great Emma"]),
        ("LIST rows.file.link FROM #book GROUP BY due", ["-:", "Emma", "May 01, 2024:", "Dune"]),
        ("LIST rows FROM #book GROUP BY due", ["-:", "Emma", "May 01, 2024:", "Dune"]),
        ("LIST [[1], null] FROM #book LIMIT 1", ["Dune:", "", "1", "-"]),
        ("LIST [this, [[1, 2], {a: 3}]] WHERE file = this.file", ["Page:", "Page", "", "", "1", "2", "", "a: 3"]),
        ("LIST {a: due, b: []} FROM #book LIMIT 1", ["Dune:", "a: May 01, 2024", "b:"]),
        ('LIST file.tasks FROM "Tasks"', ["Tasks:"]),
        ("CALENDAR due FROM #book", ["May 01, 2024: Dune"]),
    ],
)
def test_a_list_has_an_item_for_each_row(query: str, items: list[str], make_site: MakeSite) -> None:
    html = shown(make_site, block(query))
    found = [re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)(?=<ul>|</li>)", html)]

    assert found[: len(items)] == items


def test_tasks_show_their_state_their_inner_items_and_their_note(make_site: MakeSite) -> None:
    html = shown(make_site, block("TASK"))
    tasks = re.findall(r'data-task="(.)".*?</label> ([^<\n]*)', html)

    assert tasks == [(" ", "Do "), ("x", "inner"), ("-", "no"), ("/", "half ")]
    assert html.count('<small class="kb-task__note"><a href="../tasks/">Tasks</a></small>') == 2
    assert "<li>plain<ul>" in html
    assert '<p class="kb-base__count">4 results</p>' in html


def test_the_text_of_a_task_is_markdown_that_shows_no_notes_and_asks_nothing(make_site: MakeSite) -> None:
    html = shown(make_site, block("TASK WHERE !completed"))

    assert "<em>it</em>" in html
    assert '<a class="kb-tag" href="../tags/x/">#x</a>' in html
    assert '<a href="../emma/">Emma</a>' in html
    assert '<img src="../a.png"' in html
    assert " = 1 <code>x</code>" in html
    assert "<script>" not in html.replace('<script type="module"', "")


def test_tasks_are_grouped(make_site: MakeSite) -> None:
    html = shown(make_site, block('TASK FROM "Tasks" GROUP BY completed GROUP BY length(rows)'))

    assert re.findall(r'<p class="kb-base__name">(.*?)</p>', html)[:2] == ["1", "true"]
    assert '<p class="kb-base__count">4 results</p>' in html
    assert '<p class="kb-base__name">-</p>' in shown(make_site, block("TASK GROUP BY nothing"))
    assert "<em>it</em>" in shown(make_site, block("TASK" + " GROUP BY 1" * 50))


@pytest.mark.parametrize(
    ("flatten", "count"),
    [("rows", 4), ("1 AS rows", 0), ('["a", {}] AS rows', 0), ("[rows] AS rows", 4), ("1 AS key", 4)],
)
def test_what_takes_the_place_of_tasks_is_not_shown(flatten: str, count: int, make_site: MakeSite) -> None:
    html = shown(make_site, block(f'TASK FROM "Tasks" GROUP BY file.link FLATTEN {flatten}'))

    assert f'<p class="kb-base__count">{count} results</p>' in html


def test_a_calendar_counts_the_notes_that_have_a_day(make_site: MakeSite) -> None:
    assert '<p class="kb-base__count">1 result</p>' in shown(make_site, block("CALENDAR due"))


def test_a_group_without_a_value_is_a_dash(make_site: MakeSite) -> None:
    html = shown(make_site, block('TABLE length(rows) AS N FROM #book GROUP BY dateformat(due, "yyyy")'))

    assert '<tr><td class="kb-short">-</td>' in html
    assert '<tr><td class="kb-short">2024</td>' in html


def test_a_query_that_finds_nothing_says_so(make_site: MakeSite) -> None:
    assert "No results." in shown(make_site, block("LIST FROM #nosuch"))


def test_a_condition_that_fails_is_told(make_site: MakeSite) -> None:
    html = shown(make_site, block("LIST FROM #book WHERE [] - 1"))

    assert '<p class="kb-broken">WHERE [] - 1: Only numbers, dates and durations' in html


def test_a_cell_that_fails_is_told(make_site: MakeSite) -> None:
    assert 'class="kb-fault"' in shown(make_site, block("TABLE [] - 1 FROM #book"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("LIST\nWHERE a == 1", "Page.md:5: This query is wrong from here on: == 1. Write `=` to compare."),
        ("LIST\nWHERE lenght(a)", "Page.md:5: Dataview has no such function: lenght(). Did you mean `length`?"),
        ("SELECT 1", "Page.md:4: This is SQL, and no query of Dataview: SELECT 1."),
    ],
)
def test_a_query_that_is_wrong_stays_as_written(query: str, said: str, make_site: MakeSite) -> None:
    html = shown(make_site, f"Text\n\n{block(query)}")

    assert said in html
    assert 'class="language-dataview highlight"' in html


def test_scripts_stay_as_written(make_site: MakeSite) -> None:
    html = shown(make_site, "```dataviewjs\ndv.list()\n```\n\n`$= dv.x`\n")

    assert "kb does not run the JavaScript of Dataview. Write it as a `dataview` query" in html
    assert 'class="language-dataviewjs highlight"' in html
    assert "<code>$= dv.x</code></span>" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`= 1 + 1`", "<p>2</p>"),
        ("`= [[Dune]].rating`", "<p>5</p>"),
        ("`= this.file.name`", "<p>Page</p>"),
        ("`= nothing`", "<p>-</p>"),
        ('`= "<b>x</b>"`', "<p><b>x</b></p>"),
        ('`= "<img src=x onerror=alert(1)>"`', '<p><img src="x"></p>'),
        ('`= "<div>*x*</div>"`', "<div><em>x</em></div>"),
        ('`= "- [[Dune]]"`', '<p>- <a href="../dune/">Dune</a></p>'),
        ('`= "# x *y" + "* " + {a: [[Dune]], b: null}.a`', '<p># x <em>y</em> <a href="../dune/">Dune</a></p>'),
        (
            "`= [1, [2, null], {a: date(2024-05-01), b: 1}]`",
            '1, 2, -, a: <time datetime="2024-05-01">May 01, 2024</time>',
        ),
        ('`= "1. x"`', "<p>1. x</p>"),
        ('`= "# *x*"`', "<p># <em>x</em></p>"),
        ("`= [[Dune]].mood`", '<p><strong>great</strong> <a href="../emma/">Emma</a></p>'),
        ("`=> x`", "<p><code>=&gt; x</code></p>"),
        ("Text\n\n## `= 1 + 1`", ">2<a class"),
    ],
)
def test_an_inline_query_shows_its_value(text: str, html: str, make_site: MakeSite) -> None:
    assert html in shown(make_site, f"{text}\n")


def test_an_inline_query_that_is_wrong_stays_as_written(make_site: MakeSite) -> None:
    html = shown(make_site, "`= upper()`\n")

    assert '<span class="kb-fault" title="`upper` takes 1 argument: 0"><code>= upper()</code></span>' in html


def test_values_that_hold_queries_are_not_asked(make_site: MakeSite) -> None:
    html = shown(make_site, "---\nx: '`= this.x` `= this.x`'\n---\n`= this.x`\n")

    assert "= this.x = this.x" in html


def test_a_page_differs_where_what_it_shows_does(make_site: MakeSite) -> None:
    text = f"{block('LIST rating')}\n`= [[Emma]].rating`\n"
    before = site_of(make_site, text)
    after = site_of(make_site, text, {**BOOKS, "Dune.md": BOOKS["Dune.md"].replace("5\n", "4\n")})
    keys = [page_key(site.index.notes["Page.md"], site, "") for site in (before, after)]

    assert keys[0] != keys[1]
    assert "Page.md" in (pages_to_check(before, after, ["Dune.md"]) or ())


def test_a_block_may_be_embedded(make_site: MakeSite) -> None:
    others = {**BOOKS, "Inner.md": block("LIST rating WHERE file = this.file") + "`= this.file.name`\n"}

    assert "<p>Inner</p>" in shown(make_site, "![[Inner]]\n", others)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (block("LIST\nWHERE secret == 1"), NOT_SHOWN),
        (block('LIST WHERE "secret" - 1'), PART_NOT_SHOWN),
        (block('TABLE "secret" - 1'), VALUE_NOT_SHOWN),
        ('`= "secret" - 1`', VALUE_NOT_SHOWN),
    ],
)
def test_others_are_told_that_something_is_not_shown_but_not_why(text: str, said: str) -> None:
    site = plan_site("Test", [note("a.md", text)], [], None, Drawing(is_for_owner=False))
    html = re.sub("<th .*?</th>", "", render_page(page_place(site, site.index.notes["a.md"])).html)

    assert said in html
    assert "a.md:" not in html
    assert "secret" not in html


VAULT = plan_site("Test", [note(path, text) for path, text in {**NOTES, HERE: LOG}.items()], FILES)
TASKS = st.lists(COMMANDS, max_size=4).map(lambda commands: "\n".join(["TASK", *commands]))


@given(st.one_of(QUERIES, TASKS), EXPRESSIONS)
def test_any_query_can_be_shown(query: str, expression: str) -> None:
    place = page_place(VAULT, VAULT.index.notes[HERE])

    assert render_query(query, 1, place, render_document)
    assert isinstance(render_inline(f"= {expression}", place, render_document), str)
