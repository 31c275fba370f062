"""What a vault gets of a site that its author did not mean: a check tells it, and so does a build."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.model.audience import OWNER, PUBLIC, Audience
from kb.model.problem import Problem
from kb.query.dataview.run import RULE
from kb.query.reading import VALUE_RULE
from kb.site.body.faults import NOT_SHOWN, VALUE_NOT_SHOWN
from kb.site.builder import build_site, start_site
from kb.site.checks import check_addresses, check_audience, check_drawn, check_redact
from kb.site.serving.live import update_site
from kb.workflows.ask import read_desk
from kb.workflows.check import check_desk
from tests.site.conftest import MakeSite
from tests.site.workspaces import make_workspace, save

PUBLISHED = "---\npublish: true\n---\n"


def told(problems: list[Problem]) -> list[tuple[str, str | None, int | None, str]]:
    return [(problem.rule, problem.path, problem.line, problem.found) for problem in problems]


def built(root: Path, files: Mapping[str, str], toml: str = "", audience: str = OWNER) -> list[Problem]:
    settings = with_toml(make_workspace(root / "w", files), toml)
    return list(build_site(settings, audience=settings.audience(audience)).problems)


def with_toml(settings: Settings, toml: str) -> Settings:
    with (settings.root / "kb.toml").open("a") as file:
        file.write(toml)
    return read_settings(settings.root)


def test_of_two_notes_with_one_address_the_one_that_has_another_is_told(make_site: MakeSite) -> None:
    site = make_site({"a-b.md": "", "a b.md": "", "x.md": "---\ntitle: X\npermalink: y\n---\n", "y.md": ""})
    by_path, by_slug = sorted(check_addresses(site.index.notes.values()), key=lambda problem: problem.path or "")

    assert told([by_path, by_slug]) == [
        ("address-clash", "a b.md", None, "/a-b/"),
        ("address-clash", "y.md", None, "/y/"),
    ]
    assert re.fullmatch(
        r"a-b\.md has the address that this note would have, which is at `/a-b-[0-9a-f]{6}/`", by_path.what
    )


def test_of_two_permalinks_the_line_is_told(make_site: MakeSite) -> None:
    site = make_site({"a.md": "---\npermalink: x\n---\n", "b.md": "---\ntitle: B\npermalink: /X/\n---\n"})

    assert told(list(check_addresses(site.index.notes.values()))) == [("address-clash", "b.md", 3, "/x/")]


@pytest.mark.parametrize("wanted", ["../../x", "[a, b]", "7", "/", "https://example.org/a"])
def test_a_permalink_that_is_no_address_is_told_and_the_page_has_that_of_its_path(
    make_site: MakeSite, wanted: str
) -> None:
    site = make_site({"a.md": f"---\ntitle: A\npermalink: {wanted}\n---\n"})
    (problem,) = check_addresses(site.index.notes.values())

    assert (problem.rule, problem.path, problem.line) == ("bad-permalink", "a.md", 3)
    assert "the page is at `/a/`" in problem.what
    assert site.urls["a.md"] == "a/"


@pytest.mark.parametrize("wanted", ["", "''", "ideas/gaps", "/Über uns/"])
def test_a_permalink_that_is_empty_or_an_address_is_right(make_site: MakeSite, wanted: str) -> None:
    site = make_site({"a.md": f"---\npermalink: {wanted}\n---\n"})

    assert list(check_addresses(site.index.notes.values())) == []


def test_a_folder_and_a_tag_that_are_not_in_the_vault_are_told(make_site: MakeSite) -> None:
    notes = make_site({"travel/a.md": "#share/all"}).index.notes
    found = check_audience(
        Audience("friends", OWNER, "x", folders=("travel", "travle"), tags=("share", "shared")), notes, []
    )

    assert told(list(found)) == [
        ("empty-audience", "kb.toml", None, "travle"),
        ("empty-audience", "kb.toml", None, "shared"),
    ]


@pytest.mark.parametrize(
    ("base", "do"), [("owner", "say `publish: false`, are templates"), ("public", "`publish: true`")]
)
def test_an_audience_whose_folders_and_tags_leave_nothing_is_told(make_site: MakeSite, base: str, do: str) -> None:
    notes = make_site({"travel/a.md": "", "b.md": "#share"}).index.notes
    audience = Audience("friends", PUBLIC if base == "public" else OWNER, "x", folders=("travel",), tags=("share",))
    (problem,) = check_audience(audience, notes, [])

    assert (problem.what, problem.found) == ("This audience reads no note", "friends")
    assert do in problem.do


def test_a_folder_with_nothing_but_what_is_drawn_for_an_audience_is_no_slip(make_site: MakeSite) -> None:
    notes = make_site({"a.md": "---\npublish: true\n---\n"}).index.notes
    drawn = Audience("friends", PUBLIC, "x", folders=("boards", "a.md"), drawn=("boards",))
    undrawn = replace(drawn, drawn=())
    files = ["boards/b.canvas", "boards/p.png"]

    assert [one.found for one in check_audience(drawn, notes, files)] == ["a.md"]
    assert [one.found for one in check_audience(undrawn, notes, files)] == ["boards", "a.md"]


def test_a_base_or_canvas_that_an_audience_is_to_see_and_does_not_is_told() -> None:
    files = ["boards/a.canvas", "T.base", "x/b.canvas", "notes/p.png"]
    named = ("Boards", "t.base", "x/b.canvas", "b.canvas", "notes", "x/c.canvas")
    everywhere = Audience("all", PUBLIC, "x", drawn=named)
    within = Audience("friends", OWNER, "x", folders=("x",), drawn=named)

    assert [problem.found for problem in check_drawn(everywhere, files)] == ["b.canvas", "notes", "x/c.canvas"]
    assert [problem.found for problem in check_drawn(within, files)] == [one for one in named if one != "x/b.canvas"]
    assert list(check_drawn(Audience("friends", OWNER, "x"), files)) == []


HOLDING = {
    "a.md": "---\nbroker: {account_number: U1}\n---\nprice:: 3\n\n| Day | Balance |\n| - | - |\n| 1 | 2 |\n",
    "b.md": "```kb\nnotebook: x\nparameters: {capital: 5}\n```\n\n```kb\na: [\n```\n\n```\nx: 1\n```\n",
    "c.csv": "Holding,Day\n5,1\n",
    "d.csv": "Field,Note\nSpread,2,x\n",
}


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("accuont", "Did you mean `account`?"),
        ("prise", "Did you mean `price`?"),
        ("balnace", "Did you mean `balance`?"),
        ("captial", "Did you mean `capital`?"),
        ("holdnig", "Did you mean `holding`?"),
        ("zzzz", "Correct `redact` under [audiences.friends]."),
    ],
)
def test_a_redacted_name_that_nothing_has_is_told(make_site: MakeSite, tmp_path: Path, name: str, do: str) -> None:
    notes, audience = make_site(HOLDING).index.notes, Audience("friends", OWNER, "x", redact=("account", name))
    (problem,) = check_redact(audience, notes, tmp_path, [*HOLDING, "gone.csv"])

    assert (problem.rule, problem.path, problem.found) == ("empty-audience", "kb.toml", name)
    assert problem.do.startswith(do)


def test_a_redacted_name_that_something_has_is_right_and_so_are_those_that_kb_ships(
    make_site: MakeSite, tmp_path: Path
) -> None:
    names = ("quantity", "account number", "price", "day", "capital", "holding", "spread")
    notes = make_site(HOLDING).index.notes

    assert list(check_redact(Audience("friends", OWNER, "x", redact=names), notes, tmp_path, HOLDING)) == []


def test_a_check_and_a_build_tell_the_same_of_addresses_and_audiences(tmp_path: Path) -> None:
    files = {"a-b.md": PUBLISHED, "a b.md": PUBLISHED, "c.md": "---\npublish: true\npermalink: /\n---\n"}
    named = 'folders = ["nowhere"]\nredact = ["accuont"]\ndrawn = ["no.canvas"]\n'
    toml = f"[audiences.friends]\n{named}[audiences.all]\n"
    settings = with_toml(make_workspace(tmp_path / "w", files), toml)
    rules = {"address-clash", "bad-permalink", "empty-audience"}
    checked = {problem for problem in check_desk(settings, read_desk(settings)) if problem.rule in rules}
    of_builds = {
        problem
        for name in (OWNER, "friends")
        for problem in build_site(settings, None, settings.audience(name)).problems
    }

    assert checked == of_builds
    assert {problem.rule for problem in checked} == rules


def test_nothing_is_told_of_audiences_of_which_kb_toml_says_nothing(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"a.md": ""})

    assert all(problem.rule != "empty-audience" for problem in check_desk(settings, read_desk(settings)))


def test_a_build_for_nobody_is_told(tmp_path: Path) -> None:
    assert told(built(tmp_path, {"a.md": ""}, audience=PUBLIC)) == [("empty-audience", "kb.toml", None, "public")]


def test_a_build_says_how_many_links_are_broken_and_where_the_first_is(tmp_path: Path) -> None:
    (problem,) = built(tmp_path, {"a.md": "x\n\n[[Nowhere]] [[b#None]] [[n]]", "b.md": "", "x/n.md": "", "y/n.md": ""})

    assert str(problem) == "a.md:3: This link and 2 more on the site are broken: [[Nowhere]]. `kb check` says why."
    assert problem.severity == "warning"


def test_a_link_to_what_is_in_the_vault_and_not_on_the_site_is_not_broken(tmp_path: Path) -> None:
    files = {"a.md": "[[board.canvas]] [[no]] [[Gone]]", "board.canvas": "{}", "no.md": "---\npublish: false\n---\n"}
    (problem,) = built(tmp_path, files)

    assert (problem.what, problem.found) == ("This link is broken", "[[Gone]]")


def test_what_a_workspace_does_not_mind_no_build_tells(tmp_path: Path) -> None:
    toml = '[check.rules]\nbroken-link = "off"\naddress-clash = "off"\n'

    assert built(tmp_path, {"a-b.md": "[[Gone]]", "a b.md": ""}, toml) == []


def test_what_a_workspace_takes_for_an_error_stands_over_a_page_until_it_is_mended(tmp_path: Path) -> None:
    files = {"a.md": "", "b.md": "---\npermalink: a\n---\n"}
    settings = with_toml(make_workspace(tmp_path / "w", files), '[check.rules]\naddress-clash = "error"\n')
    first = start_site(settings, settings.audience(OWNER))
    save(settings.vault, "a.md", "words")
    second, _ = update_site(first, ["a.md"])
    save(settings.vault, "b.md", "")
    third, _ = update_site(second, ["b.md"])

    assert [[problem.severity for problem in live.problems] for live in (first, second, third)] == [
        ["error"],
        ["error"],
        [],
    ]


def test_the_owner_is_told_of_a_query_that_fails_for_others_alone(tmp_path: Path) -> None:
    files = {
        "Open.md": (
            f"{PUBLISHED}```dataview\nLIST\nLIMIT [[Secret plan]].rating\n```\n\n"
            "`= reduce([1, 2], [[Secret plan]].sign)`\n\n"
            "```dataview\nLIST WHERE nosuch()\n```\n\n```dataviewjs\nx\n```\n"
        ),
        "Fine.md": f"{PUBLISHED}```dataview\nLIST\n```\n",
        "Secret plan.md": "---\nrating: 5\nsign: '+'\n---\n",
    }
    problems = [problem for problem in built(tmp_path, files, audience=PUBLIC) if problem.rule == RULE]

    assert [(problem.path, problem.line, problem.severity) for problem in problems] == [
        ("Open.md", 6, "warning"),
        ("Open.md", 9, "warning"),
    ]
    assert problems[0].what == (
        "`LIMIT` takes a number of rows, for readers of the site of public, who are told only that it is so"
    )
    pages = "".join(file.read_text() for file in (tmp_path / "w").glob("site-public/**/*.html"))
    assert "takes a number of rows" not in pages
    assert "Secret" not in pages


def test_the_owner_is_told_of_a_base_that_fails_for_others_alone(tmp_path: Path) -> None:
    base = '```base\nformulas:\n  x: \'if(file.name == "Open", link("Secret plan").asFile().name.length, 1) + 1\'\n'
    view = (
        "filters: \"file.name == 'Open' && (2 * if(file('Secret plan'), 1, 'x') > 1)\"\nviews: [{type: table}]\n```\n"
    )
    files = {"Open.md": f"{PUBLISHED}{base}{view}", "Secret plan.md": ""}
    (problem,) = (problem for problem in built(tmp_path, files, audience=PUBLIC) if problem.rule == VALUE_RULE)

    assert (problem.path, problem.severity) == ("Open.md", "warning")
    assert "Only numbers are multiplied" in problem.what


LIST = "```dataview\nLIST WHERE pnl > 0\n```"
LOG = {
    "log/a.md": "---\npnl: 987654\ndate: 2024-01-02\n---\n",
    "log/b.md": "---\npnl: -5\ndate: 2024-01-03\n---\n",
    "Whole.md": '```dataview\nCALENDAR date FROM "log" WHERE pnl > 0\n```\n',
    "Cells.md": '```dataview\nTABLE choice(pnl > 0, "plus", "minus") FROM "log"\n```\n',
    "Inline.md": '`= choice([[a]].pnl > 0, "plus", "minus")`\n',
    "Plain.md": '```dataview\nTABLE pnl FROM "log"\n```\n\n`= [[a]].pnl`\n\n```base\nviews: [{order: [pnl]}]\n```\n',
    "Sorted.md": "```base\nviews: [{limit: 1, sort: [{property: pnl, direction: DESC}]}]\n```\n",
    "Formula.md": (
        "```base\nformulas: {win: pnl > 0}\nviews: [{order: [file.name, formula.win], "
        "summaries: {formula.win: Checked}}]\n```\n"
    ),
    "Filtered.base": "filters: pnl == 987654\n",
    "Card.canvas": json.dumps(
        {"nodes": [{"id": "1", "type": "text", "text": LIST, "x": 0, "y": 0, "width": 9, "height": 9}], "edges": []}
    ),
}


def test_what_is_redacted_is_not_answered_as_if_it_were_nothing(tmp_path: Path) -> None:
    toml = '[audiences.friends]\nbase = "owner"\nredact = ["pnl"]\n'
    problems = built(tmp_path, LOG, toml, "friends")
    pages = {file.parent.name: file.read_text() for file in (tmp_path / "w").glob("site-friends/**/index.html")}
    told = {problem.path: problem.found for problem in problems if "redacted" in problem.what}

    assert told == {
        "Whole.md": "pnl",
        "Cells.md": "pnl, in a",
        "Inline.md": "pnl",
        "Sorted.md": "pnl",
        "Formula.md": "pnl, in formula.win of Cells.md and 9 more",
        "Filtered.base": "pnl",
        "Card.canvas": "pnl",
    }
    assert all(NOT_SHOWN in pages[name] for name in ("whole", "sorted", "filtered-base", "card-canvas"))
    assert all(VALUE_NOT_SHOWN in pages[name] for name in ("cells", "inline", "formula"))
    assert "<small>Checked</small> <span" in pages["formula"]
    assert NOT_SHOWN not in pages["plain"]
    assert pages["plain"].count('<td class="kb-short">…</td>') >= 2
    whole = "".join(pages.values())
    assert not any(word in whole for word in ("987654", ">minus<", "No note is meant", "Nothing is meant"))


def test_who_may_read_it_is_answered(tmp_path: Path) -> None:
    assert not [problem for problem in built(tmp_path, LOG) if "redacted" in problem.what]
    assert "2024-01-02" in (tmp_path / "w/site/whole/index.html").read_text()


def test_the_owner_is_told_of_what_fails_for_others_alone_on_the_cards_of_a_canvas(tmp_path: Path) -> None:
    base = "```base\nfilters: 'balance > 1'\nviews: [{type: table, name: Rich}]\n```"
    texts = [base, "```dataview\nLIST WHERE account\n```", "Sum `= [[Fine]].quantity + 1`"]
    files = {
        "Fine.md": f"{PUBLISHED}account:: U1\n",
        "Board.canvas": json.dumps({"nodes": [{"type": "text", "text": text} for text in texts]}, indent=0),
        "Broken.canvas": "{",
    }
    toml = '[audiences.public]\ndrawn = ["Board.canvas", "Broken.canvas"]\n'
    problems = [one for one in built(tmp_path, files, toml, PUBLIC) if one.rule in {RULE, VALUE_RULE}]

    assert [(one.path, one.line, one.found, one.severity) for one in problems] == [
        ("Board.canvas", None, "balance, in the view Rich", "warning"),
        ("Board.canvas", None, "account", "warning"),
        ("Board.canvas", None, "quantity", "warning"),
    ]
    assert all("for readers of the site of public" in one.what for one in problems)


def test_queries_that_fail_for_others_are_told_once_each_with_the_lines_of_the_vault(tmp_path: Path) -> None:
    query = "`= this.quantity + 1`"
    files = {
        "Open.md": (
            f"---\nquantity: 5\nbalance: 7\npublish: true\n---\n{query} {query}\n\n"
            f"quantity:: 6\nSee [[Secret plan]] {query}\n\nThe end: {query}\n\n```dataview\nLIST\nWHERE quantity\n```\n"
        ),
        "Secret plan.md": "",
    }
    problems = [problem for problem in built(tmp_path, files, audience=PUBLIC) if problem.rule == RULE]

    assert [(problem.line, problem.found) for problem in problems] == [
        (13, "quantity"),
        (6, "quantity"),
        (9, "quantity"),
        (11, "quantity"),
    ]
