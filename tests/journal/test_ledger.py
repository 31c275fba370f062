from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.journal.events import PAPER_SOURCE, Charge, Deposit, Dividend, Event, Fill, Interest, Split, Withdrawal
from kb.journal.ledger import account_names, account_path, append, is_paper, parse_ledger, read_ledger
from kb.journal.rows import HEADER, render_row

Story = Callable[[str], tuple[Event, ...]]
BUY = "e1,2012-05-01T14:30:00Z,fill,AAPL,10,20.50,1,,USD,,,"
GOLDEN = Path(__file__).parents[1] / "golden" / "journal" / "demo.csv"
ACCOUNT = """
    2012-05-01 deposit 1000
    2012-05-01 fill AAPL 10 20.50 1
    2012-05-02 split AAPL 10
    2012-05-03 dividend AAPL 5.25
    2012-05-04 fill AAPL -20 12
    2012-05-07 interest -0.02
    2012-05-08 fee 10
    2012-05-09 withdrawal -500
"""


def parsed(*lines: str) -> tuple[tuple[Event, ...], list[tuple[int | None, str]]]:
    data = "\n".join([HEADER, *lines]).encode()
    events, problems = parse_ledger(data, account="demo", path="demo.csv")
    return events, [(problem.line, problem.what) for problem in problems]


def test_a_ledger_is_a_text_of_one_line_for_each_event(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    append(path, story(ACCOUNT))

    assert path.read_bytes() == GOLDEN.read_bytes()


def test_what_is_appended_is_read_again_in_order_of_time(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    events = story(ACCOUNT)
    append(path, reversed(events))

    read, problems = read_ledger(path)

    assert [event.time for event in read] == sorted(event.time for event in events)
    assert (set(read), problems) == (set(events), ())


def test_appending_the_same_twice_writes_nothing(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    first = append(path, story(ACCOUNT))
    before = path.read_bytes()

    second = append(path, story(ACCOUNT))

    assert (first.added, first.known, second.added, second.known) == (8, 0, 0, 8)
    assert path.read_bytes() == before


def test_one_event_twice_in_one_call_is_written_once(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    [event] = story("2012-05-01 deposit 1000")

    assert append(path, [event, event]).added == 1
    assert len(path.read_text().splitlines()) == 2


def test_an_event_that_contradicts_the_ledger_is_a_problem_and_not_written(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    [event] = story("2012-05-01 fill AAPL 10 20")
    append(path, [event])
    before = path.read_bytes()

    appended = append(path, [replace(event, note="corrected")])

    assert [problem.rule for problem in appended.problems] == ["ledger-conflict"]
    assert (appended.added, appended.known, path.read_bytes()) == (0, 0, before)


def test_appending_keeps_every_byte_that_is_there(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    path.parent.mkdir()
    old = b"\xef\xbb\xbf" + HEADER.encode() + b"\r\nx,this is no event\r\n" + BUY.replace("e1", "e9").encode()
    path.write_bytes(old)

    append(path, story("2012-05-02 deposit 5"))

    assert path.read_bytes() == old + b"\r\ne0,2012-05-02T14:30:00Z,deposit,,,,,5,USD,,,\r\n"


def test_appending_nothing_leaves_an_unfinished_last_line_alone(tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    path.parent.mkdir()
    path.write_bytes(f"{HEADER}\n{BUY}".encode())
    append(path, [])

    assert path.read_bytes() == f"{HEADER}\n{BUY}".encode()


def test_a_file_that_is_no_ledger_is_not_appended_to(story: Story, tmp_path: Path) -> None:
    path = account_path(tmp_path, "demo")
    path.parent.mkdir()
    path.write_text("date,price\n")

    with pytest.raises(KbError, match="not a ledger's header: date,price"):
        append(path, story("2012-05-02 deposit 5"))


def test_an_event_of_another_account_is_refused(story: Story, tmp_path: Path) -> None:
    with pytest.raises(KbError, match="of another account"):
        append(account_path(tmp_path, "other"), story("2012-05-02 deposit 5"))


def test_another_header_is_one_problem() -> None:
    events, [problem] = parse_ledger(b"date,price\n1,2\n", account="demo", path="demo.csv")

    assert events == ()
    assert str(problem).startswith("demo.csv:1: This is not a ledger's header. It must be: native_id,")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("e2,2012-05-01T14:30:00Z,fill", "This line has the wrong number of columns"),
        ('e2,"2012-05-01T14:30:00Z,deposit,,,,,5,USD,,,', "This line is not CSV"),
        ("e2,2012-05-01T14:30:00Z,gift,,,,,5,USD,,,", "There is no such kind of event"),
        ("e2,2012-05-01T14:30:00,deposit,,,,,5,USD,,,", "The time is not UTC"),
        ("e2,1/5/2012 14:30,deposit,,,,,5,USD,,,", "The time is not UTC"),
        ('e2,2012-05-01T14:30:00Z,deposit,,,,,"1,000",USD,,,', "The amount is not a number"),
        ("e2,2012-05-01T14:30:00Z,deposit,,,,,NaN,USD,,,", "The amount is not a number"),
        ("e2,2012-05-01T14:30:00Z,deposit,,,,,1_000,USD,,,", "The amount is not a number"),
        ("e2,2012-05-01T14:30:00Z,deposit,,,,,,USD,,,", "The amount is not a number"),
        ("e2,2012-05-01T14:30:00Z,deposit,,,,,-5,USD,,,", "A deposit's amount must be above 0"),
        ("e2,2012-05-01T14:30:00Z,withdrawal,,,,,5,USD,,,", "A withdrawal's amount must be below 0"),
        ("e2,2012-05-01T14:30:00Z,deposit,AAPL,,,,5,USD,,,", "A deposit has no symbol"),
        ("e2,2012-05-01T14:30:00Z,fill,AAPL,0,5,,,USD,,,", "A fill needs a symbol and a quantity other than 0"),
        ("e2,2012-05-01T14:30:00Z,split,,5,,,,USD,,,", "A split needs a symbol and a quantity other than 0"),
        ("e2,2012-05-01T14:30:00Z,dividend,,,,,5,USD,,,", "A dividend needs a symbol"),
        (",2012-05-01T14:30:00Z,deposit,,,,,5,USD,,,", "An event needs an account, a native_id and a currency"),
        (
            "e2,2012-05-01T14:30:00Z,deposit,,,,,5,USD,,,a\tb",
            "An event's text must be one line without control characters",
        ),
    ],
)
def test_a_bad_line_is_a_problem_with_its_line_and_the_rest_goes_on(line: str, what: str) -> None:
    events, problems = parsed(BUY, line, "", BUY.replace("e1", "e3"))

    assert [event.native_id for event in events] == ["e1", "e3"]
    assert problems == [(3, what)]


def test_a_problem_names_the_file_as_the_workspace_knows_it(tmp_path: Path) -> None:
    path = account_path(tmp_path / "data" / "ledger", "demo")
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEADER}\nx,broken\n")
    _, [problem] = read_ledger(path)

    assert (problem.path, problem.line) == ("data/ledger/accounts/demo.csv", 2)


def test_a_line_that_is_not_utf8_is_a_problem() -> None:
    data = f"{HEADER}\n".encode() + BUY.encode() + b"\xff\n" + BUY.encode()
    events, [problem] = parse_ledger(data, account="demo", path="demo.csv")

    assert (len(events), problem.line, problem.what) == (1, 2, "This line is not UTF-8")


def test_a_line_that_stands_twice_counts_once_with_a_warning() -> None:
    data = f"{HEADER}\n{BUY}\n{BUY}".encode()
    events, [problem] = parse_ledger(data, account="demo", path="demo.csv")

    assert (len(events), problem.line, problem.severity) == (1, 3, "warning")


def test_of_two_events_with_one_id_the_first_stands() -> None:
    events, problems = parsed(BUY, BUY.replace("20.50", "2.050"))

    assert [event.price for event in events if isinstance(event, Fill)] == [Decimal("20.50")]
    assert problems == [(3, "Two different events have one native_id")]


def test_a_missing_ledger_names_the_accounts_that_have_one(story: Story, tmp_path: Path) -> None:
    append(account_path(tmp_path, "demo"), story("2012-05-02 deposit 5"))

    assert account_names(tmp_path) == ("demo",)
    with pytest.raises(KbError, match="Accounts with a ledger: demo"):
        read_ledger(account_path(tmp_path, "ib"))


def test_a_ledger_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "demo.csv"
    path.write_text(HEADER)

    def held(self: Path) -> bytes:
        raise PermissionError(13, f"held: {self.name}")

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(KbError, match=r"Cannot read this ledger: held: demo\.csv"):
        read_ledger(path)


@pytest.mark.parametrize("label", ["", "../x", "a/b", "Paper", "a.b", "-x"])
def test_a_label_that_is_no_file_name_everywhere_is_refused(label: str, tmp_path: Path) -> None:
    with pytest.raises(KbError, match="not an account's label"):
        account_path(tmp_path, label)


def test_one_event_of_kb_s_own_makes_an_account_paper(story: Story) -> None:
    events = story("2012-05-02 deposit 5\n2012-05-03 deposit 6")

    assert not is_paper(events)
    assert is_paper([events[0], replace(events[1], source=PAPER_SOURCE)])


def test_times_must_be_utc_and_numbers_finite(story: Story) -> None:
    [event] = story("2012-05-02 deposit 5")

    with pytest.raises(KbError, match="must be UTC"):
        replace(event, time=datetime(2012, 5, 2))  # noqa: DTZ001  (naive on purpose)
    with pytest.raises(KbError, match="must be finite"):
        Interest(account="demo", native_id="x", time=event.time, currency="USD", amount=Decimal("NaN"))


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
NAMES = WORDS.filter(bool)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)
COMMON = {
    "account": st.just("demo"),
    "native_id": NAMES,
    "time": st.datetimes(timezones=st.just(UTC)),
    "currency": NAMES,
    "original_time": WORDS,
    "source": WORDS,
    "note": WORDS,
}
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Fill, **COMMON, symbol=NAMES, quantity=NUMBERS.filter(bool), price=NUMBERS, fee=NUMBERS),
    st.builds(Split, **COMMON, symbol=NAMES, quantity=NUMBERS.filter(bool)),
    st.builds(Dividend, **COMMON, symbol=NAMES, amount=NUMBERS),
    st.builds(Deposit, **COMMON, amount=NUMBERS.filter(lambda amount: amount > 0)),
    st.builds(Withdrawal, **COMMON, amount=NUMBERS.filter(lambda amount: amount < 0)),
    st.builds(Interest, **COMMON, amount=NUMBERS),
    st.builds(Charge, **COMMON, fee=NUMBERS),
)


@settings(deadline=None)
@given(st.lists(EVENTS, unique_by=lambda event: event.native_id))
def test_every_event_that_can_be_written_is_read_back_equal(events: list[Event]) -> None:
    data = "\n".join([HEADER, *(render_row(event) for event in events)]).encode()
    read, problems = parse_ledger(data, account="demo", path="demo.csv")

    assert sorted(events, key=lambda event: event.time) == list(read)
    assert problems == ()


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_at_all_make_the_parser_raise(data: bytes) -> None:
    events, problems = parse_ledger(HEADER.encode() + b"\n" + data, account="demo", path="demo.csv")

    assert len(events) + len(problems) <= data.count(b"\n") + 1
