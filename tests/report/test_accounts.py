from __future__ import annotations

import pytest

from kb.report.accounts import Account, render_accounts
from kb.report.text import wikilink_in_table
from kb.vault.markdown import read_outline

PAPER = Account(
    "paper",
    currency="USD",
    months={"2012-04": "1.50", "2012-05": None},
    calendar="<svg/>",
    chart="{}",
    equity="1,001.50",
    first="2012-04-02",
    last="2012-05-30",
    valued="2012-05-31",
    events=3,
    is_paper=True,
    asked_in="Paper",
)


def test_an_account_tells_its_worth_and_its_months_latest_first_with_their_recaps() -> None:
    text, pictures = render_accounts([PAPER], {("paper", "2012-04"): wikilink_in_table("Recap")})

    assert text.startswith(
        "### paper\n\nWorth 1,001.50 USD at the close of 2012-05-31; the last event is of 2012-05-30."
    )
    assert "It is a paper account: no order was ever sent. Its recaps are asked for in [[Paper]]." in text
    assert "![[attachments/runs/desk/paper calendar.svg]]" in text
    assert text.index("2012-05 ") < text.index("[[Recap]]")
    assert pictures == {
        "attachments/runs/desk/paper calendar.svg": b"<svg/>",
        "attachments/runs/desk/paper calendar.vl.json": b"{}",
    }


@pytest.mark.parametrize(
    ("account", "text"),
    [
        (Account("new"), "### new\n\nNothing has happened yet."),
        (Account("new", asked_in="Asks"), "### new\n\nNothing has happened yet. Its recaps are asked for in [[Asks]]."),
        (
            Account("broken", fault="The ledger cannot be read: x"),
            "### broken\n\n> [!warning] The figures leave something out\n> The ledger cannot be read: x",
        ),
    ],
)
def test_an_account_without_figures_says_why(account: Account, text: str) -> None:
    assert render_accounts([account], {}) == (text, {})


@pytest.mark.parametrize("name", ["eur <b>", "a|b", "a#b", "x [y]", "50%%"])
def test_an_account_of_any_name_has_a_calendar_that_a_link_can_name(name: str) -> None:
    text, pictures = render_accounts([Account(name, calendar="<svg/>")], {})
    (link,) = (link for link in read_outline(text, path="", first_line=1).links if link.is_embed)

    assert "Worth undefined" in text
    assert link.target in pictures
    assert set(link.target).isdisjoint('<>|#[]%"')
