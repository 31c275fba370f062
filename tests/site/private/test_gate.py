"""The gate: what it finds, in which forms, and what it lets pass."""

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.model.problem import Problem
from kb.site.private.gate import Gate, Watched, refuse, scan_site

NAME, NOTE = "Secret plan: Bob & Zoë's", "the name of a private note"
KEY = 'k3y!<with> "signs" é'


def found(
    text: str | bytes, watched: Watched | None = None, path: str = "a/index.html", open_text: str = ""
) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [
        f"{one.what}: {one.found}" for one in scan_site([(path, data)], Gate(watched or Watched(), {"": open_text}))
    ]


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        NAME.upper(),
        escape(NAME),
        escape(NAME, quote=False),
        quote(NAME),
        quote(f"the {NAME} x", safe=""),
        json.dumps(f"\n{NAME}"),
        json.dumps(NAME, ensure_ascii=False),
        "secret-plan-bob-zoë-s",
        "SECRET_PLAN_BOB_ZOË_S",
        "“Secret plan” — Bob · Zoë s",
        "Sec\u00adret plan: B\u200dob &amp; Zo&euml;&#39;s",
        "&#83;ecret pl<wbr>an: Bob Zoë's",
        "Sec\u200bret pl<b class='x'>an</b>: <em>B</em>ob Zo<!-- x -->ë's",
        "<img title='&#83;ecret plan: Bob Zo&euml;&apos;s'>",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert found(f"<p>{text}</p>", Watched(names={NAME: NOTE})) == [f"This holds {NOTE}: {NAME}"]


@pytest.mark.parametrize("text", ["Secret planet", "top7secret plan9", "a secret, and no plan", "plan secret", ""])
def test_a_part_of_a_word_is_no_name(text: str) -> None:
    assert found(text, Watched(names={"Secret plan": NOTE})) == []


def test_names_without_blanks_between_words_are_found() -> None:
    assert found("これは秘密計画です。", Watched(names={"秘密計画": NOTE})) == [f"This holds {NOTE}: 秘密計画"]


def test_a_name_is_found_in_a_path() -> None:
    assert found("", Watched(names={"Secret plan": NOTE}), "secret-plan/index.html") == [
        f"This holds {NOTE}: Secret plan"
    ]


def test_a_path_is_found_with_its_slashes_only() -> None:
    watched = Watched(names={"drafts/Plan B": NOTE})

    assert (
        found("../drafts/plan-b/", watched)
        == found(r"drafts\/Plan B", watched)
        == [f"This holds {NOTE}: drafts/Plan B"]
    )
    assert found("My drafts: plan b is one", watched) == []


def test_a_name_that_is_public_elsewhere_is_let_pass() -> None:
    watched = Watched(names={"Secret plan": NOTE, "Other plan": NOTE})

    assert found("Secret plan, other plan", watched, open_text="The *secret* plan") == [
        f"This holds {NOTE}: Other plan"
    ]


@pytest.mark.parametrize(
    "text",
    [KEY, escape(KEY), quote(KEY), json.dumps(KEY), json.dumps(json.dumps(KEY)), base64.b64encode(f"ab{KEY}".encode())],
)
def test_a_secret_is_found_in_every_form_and_never_shown(text: str | bytes) -> None:
    data = b"x" + (text if isinstance(text, bytes) else text.encode()) + b"y"

    assert found(data, Watched(secrets={KEY: "the secret BROKER"})) == ["This holds the secret BROKER: "]


@pytest.mark.parametrize(
    "text",
    [
        "k3y-\u200bof-bro\u00adker",
        "k3y-of-<wbr>broker",
        "<span>k3y-of</span><span>-broker</span>",
        "&#107;3y-of&#45;broker",
        '{"x": "k3y-of-bro\\u00adker"}',
        "<p title='k3y&#45;of-broker'>",
    ],
)
def test_a_secret_is_found_as_a_browser_shows_it(text: str) -> None:
    assert found(text, Watched(secrets={"k3y-of-broker": "s"})) == ["This holds s: "]


UNSEEN = [
    "",
    "\u00ad",
    "\u200b",
    "&shy;",
    "&#8203;",
    "<wbr>",
    "<b>",
    "</b>",
    "<i class='x'>",
    "</SPAN>",
    "<!-- x -->",
]


@given(st.data())
def test_nothing_that_a_browser_does_not_show_hides_anything(data: st.DataObject) -> None:
    text = "".join(
        data.draw(st.sampled_from([char, f"&#{ord(char)};", f"&#x{ord(char):X};"])) + data.draw(st.sampled_from(UNSEEN))
        for char in "Secret plan k3y-of-broker"
    )
    watched = Watched(secrets={"k3y-of-broker": "s"}, names={"Secret plan": NOTE})

    assert set(found(f"<p>{text}</p>", watched)) == {"This holds s: ", f"This holds {NOTE}: Secret plan"}


def test_what_looks_like_a_secret_is_found_as_a_browser_shows_it() -> None:
    assert found("pass<b>word</b>: &#97;bcd\u00ad1234") == ["This holds a password: pass…"]


def test_words_of_two_elements_are_no_name() -> None:
    assert found("<li>Secret</li><li>plan</li> <a>secret</a> <a>plan</a>", Watched(names={"Secret plan": NOTE})) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [("U123456", "u 123456"), ("U123456", "no. 123456"), ("DE89370400440532013000", "de89 3704 0044 0532 0130 00")],
)
def test_an_account_is_found_in_other_ways_to_write_it(value: str, text: str) -> None:
    assert found(f"<p>{text.replace(' ', '&nbsp;')}: {text}.</p>", Watched(values={value: "x"})) == ["This holds x: "]


def test_a_value_is_a_word_of_its_own_in_its_own_case() -> None:
    watched = Watched(values={"U123456": "a value"})

    assert found("(U123456)", watched) == ["This holds a value: "]
    assert found("no 7-12-b", Watched(values={"No 7-12-B": "a value"})) == []
    assert found("U1234567 XU123456 x123456 123456.7", watched) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key: ----…"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key: ----…"),
        ("AKIA" + "IOSFODNN7EXAMPLE", "an AWS access key: AKIA…"),
        ("ghp_" + "a1B2" * 9, "a GitHub token: ghp_…"),
        ("github_pat_" + "a1B2_" * 9, "a GitHub token: gith…"),
        ("glpat-" + "a1B2" * 5, "a GitLab token: glpa…"),
        ("xoxb-" + "1234567890-abc", "a Slack token: xoxb…"),
        ("https://hooks.slack.com/services/T0000/B0000/" + "x" * 24, "a Slack address: hook…"),
        ("sk_live_" + "a1B2" * 5, "a Stripe key: sk_l…"),
        ("sk-" + "proj-a1B2c3D4e5F6g7H8i9J0", "an API key: sk-p…"),
        ("sk-" + "ant-api03-a1B2c3D4e5F6g7H8i9J0", "an API key: sk-a…"),
        ("AIza" + "a1B2c" * 7, "a Google key: AIza…"),
        ("pypi-" + "AgEIcHlwaS5vcmc" + "a" * 40, "a PyPI token: pypi…"),
        ("eyJ" + "hbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "a JSON web token: eyJh…"),
        ("password=hunter2hunter2", "a password: pass…"),
        (
            "<span>PASSWORD</span> <span>=</span> <span>&quot;correct horse</span>battery&quot;".replace(" h", "-h"),
            "a password: PASS…",
        ),
        ('{"api_key": "abcd1234efgh"}', "a password: api_…"),
        ("File /home/jan/x.py", "a home folder: /hom…"),
        ('"/Users/Jane.Doe/vault"', "a home folder: /Use…"),
        (r"C:\Users\Jan\vault", "a home folder: C:\\U…"),
        (r'"C:\\Users\\Jan"', "a home folder: C:\\\\…"),
    ],
)
def test_what_looks_like_a_secret_is_found(text: str, what: str) -> None:
    assert found(f"x {text} y") == [f"This holds {what}"]


@pytest.mark.parametrize(
    "text",
    [
        "password = os.environ['X']",
        "password: str | None",
        "password = getpass.getpass()",
        "password=<your password>",
        "password=changeme123",
        "api_key = kb.secret('BROKER_KEY')",
        "Write password=… there, and token: none",
        "A token is a word: tokens are words",
        "sk-some-long-css-class-name-here",
        "eyJust a word",
        "https://example.com/home/jan/ and ../home/jan/",
        "/home/user/x /Users/you/ /home/ /home/<name>",
        "-----BEGIN PUBLIC KEY-----",
    ],
)
def test_what_only_speaks_of_secrets_is_let_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_text_is_read_in_the_coding_that_windows_gives_it(coding: str) -> None:
    text = f"About {NAME}, \0 and {KEY}".encode(coding)

    assert set(found(text, Watched(secrets={KEY: "the secret BROKER"}, names={NAME: NOTE}))) == {
        "This holds the secret BROKER: ",
        f"This holds {NOTE}: {NAME}",
    }


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("before", [b"\0\1\xff", b"\0\1\xff\xfe"])
def test_a_file_that_is_no_text_is_searched_for_what_programs_write_into_it(coding: str, before: bytes) -> None:
    data = before + KEY.encode(coding) + b"\0\xff"

    assert found(data, Watched(secrets={KEY: "the secret BROKER"})) == ["This holds the secret BROKER: "]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
def test_a_value_is_a_word_of_its_own_there_too(coding: str) -> None:
    watched = Watched(values={"U123456": "a value"})

    assert found(b"\0\xff" + "(U123456)".encode(coding), watched) == ["This holds a value: "]
    assert found(b"\0\xff" + "U1234567 xU123456".encode(coding), watched) == []


def test_of_a_file_that_is_no_text_only_the_path_is_searched_for_names() -> None:
    names = Watched(names={"Secret plan": NOTE})

    assert found(b"\0\xff secret plan", names) == []
    assert found(b"\0\xff", names, "secret-plan.xls") == [f"This holds {NOTE}: Secret plan"]


def test_a_zero_and_letters_of_another_coding_make_no_text_unreadable() -> None:
    names = Watched(names={"Secret plan": NOTE})

    assert found(b"a\0b: secret plan", names) == found(b"caf\xe9: secret plan", names) != []


def test_each_thing_is_told_once_a_file_and_with_its_path() -> None:
    (problem,) = scan_site([("a/index.html", b"Secret plan, secret plan")], Gate(Watched(names={"Secret plan": NOTE})))

    assert (problem.path, problem.rule, problem.severity) == ("a/index.html", "not-for-publication", "error")


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    assert found("İİİ U123456", Watched(values={"U123456": "a value"})) == ["This holds a value: "]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.text(st.characters(codec="utf-8")))
def test_a_secret_is_found_in_any_text(value: str, text: str) -> None:
    data = f"{text}{value} 123456{text}".replace("\0", "").encode()

    assert scan_site([("a", data)], Gate(Watched(secrets={f"{value} 123456": "s"})))


def test_errors_are_refused_all_at_once_and_warnings_are_not() -> None:
    refuse([Problem("x", "Only this", severity="warning")], "No")

    with pytest.raises(KbError) as error:
        refuse([Problem("x", f"Fault {number}") for number in range(25)], "This cannot be published")

    assert str(error.value).startswith("This cannot be published:\nFault 0\nFault 1\n")
    assert str(error.value).endswith("Fault 19\nand 5 more")


def test_a_name_that_two_open_texts_tell_is_known() -> None:
    gate = Gate(
        Watched(names={"Secret plan": NOTE, "Other plan": NOTE}), {"a": "my secret plan", "b": "a Secret-Plan, too"}
    )

    assert [one.found for one in scan_site([("a", b"secret plan, other plan")], gate)] == ["Other plan"]
    assert gate.known == {"Secret plan": {"a", "b"}}
