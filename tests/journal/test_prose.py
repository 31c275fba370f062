from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

from kb.journal.daily import Closes
from kb.journal.events import PAPER_SOURCE, Event
from kb.journal.periods import parse_period
from kb.journal.prose import headline, metrics, paper_notice
from kb.journal.review import Review, review

Story = Callable[[str], tuple[Event, ...]]
ClosesOf = Callable[[str], Closes]
ACCOUNT = """
    2012-04-02 deposit 1000
    2012-04-02 fill AAPL 10 20 1
    2012-05-03 fill AAPL -10 25 1
    2012-05-04 fill IBM 1 200
"""
CLOSES = """
    2012-04-02 AAPL 20
    2012-04-30 AAPL 24
    2012-05-04 IBM 200
    2012-05-31 IBM 190
"""


def seen(story: Story, closes: ClosesOf, period: str, text: str = ACCOUNT) -> Review:
    return review(story(text), closes(CLOSES), parse_period(period), UTC)


def test_a_month_in_a_few_sentences(story: Story, closes: ClosesOf) -> None:
    assert headline(seen(story, closes, "2012-05"), "USD") == (
        "**In May 2012 the account lost 1.00 USD (-0.1%), marked to market and net of fees.** "
        "1 trade closed with 48.00 from entry to exit: hit rate 100.0%, expectancy 48.00. "
        "Fees were 1.00, dividends 0.00. At the end IBM is open."
    )


def test_all_time_with_nothing_open(story: Story, closes: ClosesOf) -> None:
    text = ACCOUNT + "2012-06-04 fill IBM -1 250\n"

    assert headline(seen(story, closes, "all", text), "USD") == (
        "**Over all time the account made 98.00 USD (9.8%), marked to market and net of fees.** "
        "2 trades closed with 98.00 from entry to exit: hit rate 100.0%, expectancy 49.00. "
        "Fees were 2.00, dividends 0.00. At the end nothing is open."
    )


def test_a_month_without_trades_and_marks(story: Story, closes: ClosesOf) -> None:
    text = "2012-05-01 deposit 1000\n2012-05-02 fill X 1 10\n2012-05-02 fill Y 1 10"

    assert headline(seen(story, closes, "2012-05", text), "USD").startswith(
        "**In May 2012 the P&L is undefined: a mark is missing.** No trade closed. Fees were 0.00"
    )
    assert headline(seen(story, closes, "2012-05", text), "USD").endswith("At the end X, Y are open.")


def test_an_account_without_money_made_no_percentage(story: Story, closes: ClosesOf) -> None:
    text = headline(seen(story, closes, "2012-05", "2012-05-01 interest 5"), "USD")

    assert text.startswith("**In May 2012 the account made 5.00 USD, marked")


def test_a_period_without_days_says_so(story: Story, closes: ClosesOf) -> None:
    assert headline(seen(story, closes, "2011"), "USD").startswith("Nothing is known of this account for 2011")


def test_metrics_are_plain_numbers_and_none_where_undefined(story: Story, closes: ClosesOf) -> None:
    found = metrics(seen(story, closes, "2012-05"), story(ACCOUNT))

    assert (found["pnl"], found["start_equity"], found["end_equity"]) == (-1.0, 1039.0, 1038.0)
    assert (found["trades"], found["trades_pnl"], found["best_trade"], found["worst_trade"]) == (1, 48.0, 48.0, None)
    assert (found["profit_factor"], found["average_loss"], found["is_paper"]) == (None, None, False)
    assert {type(value) for value in found.values()} == {int, float, bool, type(None)}


def test_metrics_of_nothing_are_undefined(story: Story, closes: ClosesOf) -> None:
    found = metrics(seen(story, closes, "2011"), story(ACCOUNT))

    assert {found[name] for name in ("pnl", "total_return", "max_drawdown", "end_equity", "best_trade")} == {None}


def test_a_paper_account_is_called_one(story: Story) -> None:
    first, second = story("2012-05-01 deposit 1000\n2012-05-02 deposit 1")
    notice = paper_notice([replace(first, source=PAPER_SOURCE, note="Made by kb"), second])

    assert notice == "> [!warning] This is a paper account, not a record of real trading\n> Made by kb"
    assert paper_notice([replace(first, source=PAPER_SOURCE)]).count("\n") == 0
    assert paper_notice([first]) == ""
