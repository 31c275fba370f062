"""What a page shows of bases: tables, cards, lists, groups, summaries, faults; and that a note cannot harm it."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial

import pytest

from kb.query.files import Desk, FileFacts
from kb.site.body.bases import render_base_block, render_base_file
from kb.site.body.faults import NOT_SHOWN, PART_NOT_SHOWN, VALUE_NOT_SHOWN
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.model import Drawing, Site
from kb.site.published import plan_site
from tests.site.conftest import MakeSite
from tests.vault.writing.written import note_of

IDEAS = {
    "Ask.md": "# Ask\n",
    "ideas/Gap.md": '---\ntags: [idea, open]\nsharpe: 1.25\nup: "[[Ask]]"\nopened: 2024-05-02\ndone: true\n---\n',
    "ideas/Carry.md": "---\ntags: [idea]\nsharpe: 0.5\nup: https://example.org/x\ncover: '[[c.png]]'\n---\n[[Gap]]\n",
    "ideas/Trend <b>.md": "---\nstage: live\n---\n<script>alert(1)</script>\n",
}
VIEW = "filters: file.inFolder('ideas')\nviews:\n  - type: {}\n    order: [{}]\n"


def shown(make_site: MakeSite, text: str, files: dict[str, str] = IDEAS) -> str:
    site = make_site(files)
    return render_base_block(text, 1, page_place(site, site.index.notes["Ask.md"]))


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>((?:<td.*?</td>)+)</tr>", html.partition("<tfoot>")[0])
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]


def test_a_table_has_a_row_for_each_note_and_its_values_as_what_they_are(make_site: MakeSite) -> None:
    html = shown(make_site, VIEW.format("table", "file.name, sharpe, up, opened, done, tags, file.backlinks"))

    assert cells(html) == [
        [
            '<a href="../ideas/carry/">Carry</a>',
            "0.5",
            '<a href="https://example.org/x">https://example.org/x</a>',
            "",
            "",
            '<a class="kb-tag" href="../tags/idea/">#idea</a>',
            "",
        ],
        [
            '<a href="../ideas/gap/">Gap</a>',
            "1.25",
            '<a href="./">Ask</a>',
            '<time datetime="2024-05-02">2024-05-02</time>',
            '<input type="checkbox" disabled checked aria-label="Yes">',
            '<a class="kb-tag" href="../tags/idea/">#idea</a> <a class="kb-tag" href="../tags/open/">#open</a>',
            '<a href="../ideas/carry/">Carry</a>',
        ],
        ['<a href="../ideas/trend-b/">Trend &lt;b&gt;</a>', "", "", "", "", "", ""],
    ]
    assert '<p class="kb-base__count">3 results</p>' in html


def test_numbers_stand_right_and_are_sorted_by_their_size(make_site: MakeSite) -> None:
    html = shown(make_site, VIEW.format("table", "file.name, sharpe"))

    assert '<td class="kb-number kb-short" data-sort="1.25">1.25</td>' in html
    assert '<script type="module" src="../assets/javascripts/tables.js"></script>' in html


def test_groups_have_a_row_of_their_own_and_summaries_stand_below(make_site: MakeSite) -> None:
    text = VIEW.format("table", "file.name, sharpe") + (
        "    groupBy: {property: stage, direction: ASC}\n    summaries: {sharpe: Average}\n"
    )
    html = shown(make_site, text)

    assert re.findall(r'scope="rowgroup" colspan="2">(.*?)</th>', html) == ["live", "None"]
    assert "<tfoot><tr><td></td><td><small>Average</small> 0.875</td></tr></tfoot>" in html


def test_cards_have_a_picture_a_title_and_what_is_known(make_site: MakeSite) -> None:
    text = VIEW.format("cards", "file.name, sharpe, stage") + "    image: cover\n"
    html = shown(make_site, text, {**IDEAS, "c.png": ""})

    assert '<li><img src="../c.png" alt="c" loading="lazy"><strong><a href="../ideas/carry/">Carry</a>' in html
    assert "<dl><dt>sharpe</dt><dd>1.25</dd></dl>" in html
    assert "<dl><dt>stage</dt><dd>live</dd></dl>" in html


def test_a_list_says_its_columns_in_a_row(make_site: MakeSite) -> None:
    text = VIEW.format("list", "file.name, sharpe") + "    markers: number\n    limit: 1\n"

    assert '<ol>\n<li><a href="../ideas/carry/">Carry</a>, 0.5</li>\n</ol>' in shown(make_site, text)
    assert '<p class="kb-base__count">1 of 3 results</p>' in shown(make_site, text)


def test_several_views_stand_under_tabs_that_need_no_script(make_site: MakeSite) -> None:
    html = shown(make_site, "views:\n  - {type: table, name: All}\n  - {type: list}\n")

    assert re.findall(r"<label [^>]*>(.*?)</label>", html) == ["All", "View 2"]
    assert html.count('type="radio"') == 2
    assert html.count(" checked ") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("views: [", "This is not valid YAML"),
        ("filters: file.hasTagg('x')", "There is no such function"),
        ("filters: 'a ='", "Write `==` to compare"),
        ("filters: \"'x' * 2 > 1\"", "Only numbers are multiplied"),
        ("views: 3", "`views` is a list of views"),
        ("vews: [{name: a}]", "This key means nothing: vews. Did you mean `views`?"),
        ("filters: {or: [a], not: [b]}", "A filter has one of `and`, `or`, `not`: `or` and `not`."),
        ("filters: 'false'", "No results."),
    ],
)
def test_what_is_wrong_is_said_on_the_page(make_site: MakeSite, text: str, said: str) -> None:
    assert said in shown(make_site, text)


def test_what_reading_told_is_not_told_again(make_site: MakeSite) -> None:
    assert shown(make_site, "filters: file.hasTagg('x')\nviews: [{name: a}, {name: b}]").count("no such function") == 1


def test_a_formula_that_fails_says_so_in_its_cell_but_not_where_a_note_has_no_value(make_site: MakeSite) -> None:
    text = "filters: file.inFolder('ideas')\nformulas: {x: up.round()}\nviews: [{order: [file.name, formula.x]}]"
    html = shown(make_site, text)

    assert [row[1] for row in cells(html)][2] == ""
    assert cells(html)[0][1].startswith('<span class="kb-fault" title="`round` is not for such a value')


@pytest.mark.parametrize(
    ("formula", "html"),
    [
        ("html('<b onclick=x>bold</b><script>alert(1)</script>')", "<b>bold</b>"),
        ("'<script>'", "&lt;script&gt;"),
        ("image('https://elsewhere.org/x.png')", '<a class="kb-outside" href="https://elsewhere.org/x.png">'),
        ("link('javascript:alert(1)', 'x')", 'title="Nothing here is named javascript:alert(1)">x</span>'),
        ("link('https://example.org', 'x')", '<a href="https://example.org">x</a>'),
        ("[1, 'a', {\"k\": true}]", '1, a, k: <input type="checkbox" disabled checked aria-label="Yes">'),
        ("image('')", "<td></td>"),
        ("icon('star')", "star"),
        ("this", '<a href="./">Ask</a>'),
        ("file('c.png')", '<a href="../c.png">c.png</a>'),
        ("image(file('c.png'))", '<img src="../c.png" alt="c" loading="lazy">'),
        ("image('c.png')", '<img src="../c.png" alt="c" loading="lazy">'),
        ("image('d.png')", '<td class="kb-short">d.png</td>'),
    ],
)
def test_values_of_formulas_are_shown_and_harm_nothing(make_site: MakeSite, formula: str, html: str) -> None:
    text = f"filters: file.name == 'Gap.md'\nformulas:\n  x: |-\n    {formula}\nviews: [{{order: [formula.x]}}]"
    found = shown(make_site, text, {**IDEAS, "c.png": ""})

    assert html in found
    assert "<script>" not in found


def test_a_note_shows_the_base_that_it_embeds_or_one_view_of_it() -> None:
    text = "views:\n  - {type: table, name: All}\n  - {type: list, name: Short}\n"
    site = _site({"a.md": "![[b.base#short]]\n\n![[b.base]]\n\n![[b.base#none]]\n\n[[b.base|all]]"}, {"b.base": text})
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert html.count('class="kb-base"') == 2
    assert html.count("tabbed-set") == 1
    assert "b.base has no view none" in html
    assert '<a href="../b-base/">all</a>' in html


def test_a_view_that_is_embedded_alone_is_shown_with_what_is_wrong_in_what_it_uses() -> None:
    text = """\
formulas: {bad: today(, inner: now(, outer: formula.inner, circle: formula.circle}
summaries: {wrong: (}
views:
- {name: Plain, type: cards, order: [file.name]}
- {name: Uses, order: [formula.outer], summaries: {formula.outer: wrong}}
- {name: Cover, type: cards, image: formula.circle, limit: x}
"""
    site = _site({"a.md": "a"}, {"b.base": text.replace("today(", "'today('").replace("now(", "'now('")})

    def told(view: str) -> list[tuple[str, str, str]]:
        html = render_base_file("b.base", view, page_place(site, site.index.notes["a.md"]))
        return [(one[1], one[2], one[3]) for one in re.finditer(r"b\.base:(\d+): ([^.:]*): ([^.<]*)", html)]

    endless = "This expression has no end"
    circle, limit = ("1", "This formula needs itself", "circle → circle"), ("6", "`limit` is a number of rows", "x")
    inner, wrong, bad = ("1", endless, "now("), ("2", endless, "("), ("1", endless, "today(")
    assert told("Plain") == []
    assert told("Uses") == [inner, wrong]
    assert told("Cover") == [circle, limit]
    assert told("") == [bad, inner, circle, wrong, limit]


def test_a_view_that_is_not_there_is_told_with_the_key_that_is_misspelt() -> None:
    site = _site({"a.md": "![[b.base#Best]]"}, {"b.base": "vews: [{name: Best}]"})
    html = render_base_file("b.base", "Best", page_place(site, site.index.notes["a.md"]))

    assert "b.base has no view Best" in html
    assert "Did you mean `views`?" in html


def test_dates_of_files_are_those_that_are_known() -> None:
    text = "views: [{order: [file.name, file.mtime, file.size]}]\nfilters: file.ext == 'md'"
    site = _site({"a.md": "a"}, {"b.base": text})
    html = render_base_file("b.base", "", page_place(site, site.index.notes["a.md"]))

    assert cells(html)[0][1:] == ['<time datetime="2024-05-02T10:00:00">2024-05-02 10:00:00</time>', "7"]


def _site(notes: dict[str, str], bases: dict[str, str]) -> Site:
    found = [note_of(path, text) for path, text in notes.items()]
    facts = FileFacts(7, modified=datetime.fromisoformat("2024-05-02T10:00"))
    desk_of = partial(Desk, now=datetime.fromisoformat("2024-06-01"), facts=lambda _path: facts)
    return plan_site("Test", found, bases, drawn=bases, desk_of=desk_of)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("views: [", NOT_SHOWN),
        ("filters: up.nosuch()", PART_NOT_SHOWN),
        ("filters: \"'secret' * 2 > 1\"", PART_NOT_SHOWN),
        ("formulas: {x: \"'secret'.round()\"}\nviews: [{order: [formula.x]}]", VALUE_NOT_SHOWN),
        (
            "formulas: {x: \"'secret'.round()\"}\nviews: [{order: [formula.x], summaries: {formula.x: No}}]",
            VALUE_NOT_SHOWN,
        ),
    ],
)
def test_others_are_told_that_something_is_not_shown_but_not_why(text: str, said: str) -> None:
    block = f"```base\n{text}\n```\n"
    site = plan_site("Test", [note_of("a.md", block)], [], None, Drawing(is_for_owner=False))
    html = render_page(page_place(site, site.index.notes["a.md"])).html

    assert said in html
    assert "a.md:" not in html
    assert "secret" not in html
    assert "nosuch" not in html
    assert "There is no" not in html


def test_others_are_told_nothing_of_a_view_that_there_is_not() -> None:
    site = plan_site(
        "T", [note_of("a.md", "![[b.base#x]]")], ["b.base"], None, Drawing(is_for_owner=False), drawn={"b.base": ""}
    )

    assert PART_NOT_SHOWN in render_page(page_place(site, site.index.notes["a.md"])).html
