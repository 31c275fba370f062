"""What an audience reads of a dashboard: what is about notes that it sees, without a trace of the rest."""

from __future__ import annotations

from kb.files import checksum
from kb.model.note import Note
from kb.site.private.dashboards import hidden_states, seen_parts
from kb.site.private.sight import Sight, sight_of
from kb.vault.reading.entries import note_of
from kb.vault.reading.frontmatter import split_frontmatter
from kb.vault.reading.parse import parse_note
from kb.vault.writing.region import render_region

TABLE = """## Strategies

| stage | strategy | cagr | pnl | best run |
| --- | --- | ---: | ---: | --- |
| live | [[Secret]] | – | 9 | [[Seen run]] |
| draft | [[Seen]] | 0.100 | – | [[Secret run]] |

2 tried in all."""  # noqa: RUF001
ACCOUNTS = """## Journal

### mine

Worth 1. Its recaps are asked for in [[Seen]].

> [!note]- By month
> | month | P&L |
> | --- | ---: |
> | [[Secret run]] | 1 |

### theirs

Worth 2. Its recaps are asked for in [[Secret]].

> [!note]- By month
> | month | P&L |
> | --- | ---: |
> | [[Seen run]] | 1 |"""
LISTED = "## Open problems\n\n| severity | found |\n| --- | ---: |\n| error | 2 |\n\n- [[Seen]]: x\n- [[Secret]]: y"


def parsed(path: str, text: str) -> Note:
    data = text.encode()
    return note_of(parse_note(data, path, checksum(data)), path)[0]


def dashboard(body: str, properties: str = "kb_desk: home", above: str = "", below: str = "") -> Note:
    return parsed("Desk.md", f"---\n{properties}\n---\n{above}{render_region(body, ['kb_desk'])}{below}")


def sight_with(note: Note) -> Sight:
    notes = [note, *(parsed(f"{name}.md", "") for name in ("Seen", "Seen run", "Secret", "Secret run"))]
    return sight_of({one.path: one for one in notes}, (), {"Secret.md", "Secret run.md"}, {})


def read(note: Note, *, is_for_owner: bool = False) -> str:
    return split_frontmatter(seen_parts(note, sight_with(note), is_for_owner=is_for_owner).text).body


def test_a_row_is_about_the_first_note_that_it_names_and_columns_of_other_rows_are_gone() -> None:
    assert read(dashboard(TABLE)) == (
        "## Strategies\n\n"
        "| stage | strategy | cagr | best run |\n| --- | --- | ---: | --- |\n"
        "| draft | [[Seen]] | 0.100 | [[Secret run]] |\n"
    )


def test_an_account_is_read_with_the_note_that_asks_about_it() -> None:
    assert read(dashboard(ACCOUNTS)) == ("## Journal\n\n### mine\n\nWorth 1. Its recaps are asked for in [[Seen]].\n")


def test_what_is_about_nothing_that_is_seen_leaves_no_heading() -> None:
    rows = "| a | b |\n| --- | --- |\n| [[Secret]] | 1 |"
    body = f"## Failures\n\n{rows}\n\n{LISTED}\n\n## Data\n\n| data | file |\n| --- | --- |\n| A | a.csv |"

    assert read(dashboard(body)).strip() == ""
    assert read(dashboard("## Failures\n\nNone is open.")).strip() == ""


def test_the_owner_reads_what_names_none() -> None:
    said = read(dashboard(f"{TABLE}\n\n{LISTED}"), is_for_owner=True)

    assert said.endswith("2 tried in all.\n\n" + LISTED.replace("\n- [[Secret]]: y", "") + "\n\n%% kb:end %%\n")
    assert "live" not in said
    assert "\n\n\n" not in said


def test_where_all_is_seen_the_owner_reads_the_note_itself() -> None:
    note = dashboard("## Failures\n\nNone is open.", below="\n\nMine.\n")

    assert seen_parts(note, sight_with(note), is_for_owner=True) is note


def test_the_words_of_people_stay_where_they_are() -> None:
    assert read(dashboard(LISTED, above="- Mine [[Secret]]\n\n", below="\n- And mine\n")) == (
        "- Mine [[Secret]]\n\n\n\n- And mine\n"
    )


def test_without_markers_all_of_it_is_taken_as_written_by_kb() -> None:
    assert read(parsed("Desk.md", f"---\nkb_desk: home\n---\n{TABLE}\n\n{LISTED}\n")).startswith("## Strategies\n")


def test_links_behind_the_region_count_on_their_own_lines() -> None:
    below = "| a |\n| --- |\n| [[Secret]] |\n"

    assert read(dashboard(TABLE, above="One.\n\n", below=below)).endswith(f"| [[Secret run]] |\n{below}")


STATE = """State of [[Seen]]: 3 runs.

Stages: **live**

## Best run

[[{}]], by cagr.

| of | cagr |
| --- | ---: |
| best run | 1 |

## Runs

| run | cagr | question |
| --- | ---: | --- |
| [[Seen run]] | 3 | [[Secret]] |
| [[Secret run]] | 2 | [[Seen]] |
| Other run | 1 | Else |

*100 of 250 rows*"""


def test_a_state_tells_of_runs_that_are_read() -> None:
    properties = "kb_state: '[[Seen]]'\nbest: '[[{}]]'\nbest_value: 3"
    hidden, shown = (dashboard(STATE.format(run), properties.format(run)) for run in ("Secret run", "Seen run"))

    assert "## Best run" in read(shown)
    assert "## Best run" not in read(hidden)
    assert "| [[Seen run]] | 3 | [[Secret]] |\n| Other run | 1 | Else |\n" in read(hidden)
    assert "[[Secret run]]" not in read(hidden)
    assert read(hidden).startswith("State of [[Seen]].\n\nStages: **live**\n\n")
    assert "250" not in read(hidden)
    assert "State of [[Seen]]: 3 runs." in read(hidden, is_for_owner=True)
    assert dict(seen_parts(hidden, sight_with(hidden), is_for_owner=False).properties) == {"kb_state": "[[Seen]]"}
    assert "best_value" in seen_parts(shown, sight_with(shown), is_for_owner=False).properties


def test_the_state_of_what_is_hidden_is_hidden() -> None:
    note = dashboard("x", "kb_state: '[[Secret]]'")

    assert hidden_states([note], sight_with(note)) == {"Desk.md"}
