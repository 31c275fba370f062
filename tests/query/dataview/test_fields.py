"""What queries know of notes, their files, the items of their lists, and of other values."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.dataview.facts import day_of, entries_of
from kb.query.dataview.fields import keys_of, part_of
from kb.query.dataview.run import ask_inline
from kb.query.dataview.subjects import Entry, Facts, Page, Row
from kb.query.dataview.values import as_text
from kb.query.files import Desk
from kb.query.scope import MOST_WEIGHT
from kb.vault.index import build_index
from kb.vault.reading.canvas import parse_canvas
from tests.query.conftest import NOW, desk_of, note
from tests.query.dataview.conftest import HERE, Ask


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("rating", "4"),
        ("Rating", "4"),
        ('row["date made"]', "May 02, 2024"),
        ("date-made", "May 02, 2024"),
        ("time", "3 hours"),
        ("mood", "okay"),
        ("bold-field", "Nice!"),
        ("hours * 2", "15"),
        ("with", "[[Books/Dune.md|Dune]], [[Books/Emma.md|Emma]]"),
        ("with.price", "12.5, 8"),
        ("with[0].author.file.name", "Frank Herbert"),
        ("cost", "3"),
        ("due", "-"),
        ("no", "-"),
        ("file.name", "2024-05-01 Log"),
        ("file.folder", "Days"),
        ("file.path", HERE),
        ("file.ext", "md"),
        ("file.link", f"[[{HERE}|2024-05-01 Log]]"),
        ("file.size", "120"),
        ("file.ctime", "9:00 AM - May 20, 2025"),
        ("file.cday", "May 20, 2025"),
        ("file.mday", "May 24, 2025"),
        ("file.day", "May 01, 2024"),
        ("file.tags", "#log, #log/day, #shop"),
        ("file.etags", "#log/day, #log, #shop"),
        ("file.aliases", "Diary"),
        ("file.starred", "false"),
        ("file.nothing", "-"),
        ("file.frontmatter.Rating", "4"),
        ("file.outlinks.file.name", "Dune, Emma, Emma"),
        ("[[Dune]].file.inlinks.file.name", "Emma, 2024-05-01 Log, Frank Herbert"),
        ("length(file.tasks)", "5"),
        ("length(file.lists)", "6"),
        ("file.tasks.completed", "false, true, false, true, false"),
        ("file.tasks[2].checked", "true"),
        ("file.tasks[0].fullyCompleted", "false"),
        ("file.tasks[1].fullyCompleted", "true"),
        ("file.lists[2].fullyCompleted", "false"),
        ("file.tasks[2].status", "/"),
        ("file.tasks[0].text", "Buy [due:: 2024-06-01] #shop"),
        ("file.tasks[0].tags", "#shop"),
        ("file.tasks[0].due", "June 01, 2024"),
        ("file.tasks[2].due", "July 01, 2024"),
        ("file.tasks[1].completion", "May 03, 2024"),
        ("file.tasks[0].mood", "-"),
        ("file.tasks[0].children.text", "Pay ✅ 2024-05-03, a remark [cost:: 3]"),
        ("file.tasks[0].subtasks.text", "Pay ✅ 2024-05-03"),
        ("file.tasks[1].parent = file.tasks[0].line", "true"),
        ("file.tasks[1].position.start.line = file.tasks[1].line", "true"),
        ("file.tasks[0].annotated", "true"),
        ("file.tasks[0].task", "true"),
        ("file.tasks[3].blockId", "done1"),
        ("meta(file.tasks[3].link).type", "block"),
        ("meta(file.tasks[4].section).subpath", "Evening"),
        ("meta(file.tasks[4].link).subpath", "Evening"),
        ("[[Books/cover.png]].price", "-"),
        ("meta(file.tasks[4].header).subpath", "Evening"),
        ("file.tasks[4].outlinks.price", "8"),
        ("file.tasks[4].path", HERE),
        ("file.tasks[0].visual", "Buy [due:: 2024-06-01] #shop"),
        ("file.tasks[0].lineCount", "1"),
        ("file.tasks[0].file.name", "-"),
        ('object("A b", 1)["a-b"]', "1"),
        ("object().a", "-"),
        ("[[nowhere]].x", "-"),
        ("![[Dune]].price", "12.5"),
        ("[[nowhere]].file.name", "-"),
        ("[[Books/cover.png]].file.tags", ""),
        ("[1, [[Dune]], null, [[[Emma]]]].price", "-, 12.5, -, [8]"),
        ('["text", #tag, [[Dune]]].price', "12.5"),
        ("file.lists.tags", "[#shop], [], [], [], [], []"),
        ('"text".x', "-"),
        ('"text"[1]', "e"),
        ("[1, 2][1]", "2"),
        ("[1, 2][5]", "-"),
        ("[1, 2][0.5]", "-"),
        ("(5).x", "-"),
        ("date(2024-05-01).weekyear", "18"),
        ("dur(90 min).hours", "1.5"),
        ("(date(2024-03-01) - date(2024-01-01)).days", "60"),
        ("this.file.name", "2024-05-01 Log"),
        ("row.file.name", "2024-05-01 Log"),
        ("this", "2024-05-01 Log"),
        ("this.file", HERE),
        ("row", "2024-05-01 Log"),
        ("file.tasks[3]", "Done"),
        ("[[]].rating", "4"),
        ("[[Plain|p]]", "[[Plain|p]]"),
    ],
)
def test_a_value_has_parts(expression: str, text: str, ask: Ask) -> None:
    assert as_text(ask(expression)) == text


@pytest.mark.parametrize(
    ("path", "text", "day"),
    [
        ("2024-05-01 Log.md", "date:: 2024-01-31T10:00", "2024-01-31"),
        ("x.md", "---\nday: [2024-01-31, 2023-01-01]\n---\n", "2024-01-31"),
        ("20240501 Log.md", "date:: soon", "2024-05-01"),
        ("x.md", "Date:: [[Days/2024-01-31 Log]]", "2024-01-31"),
        ("x.md", "day:: [[y|2024-01-31]]", "2024-01-31"),
        ("x.md", "", "None"),
        ("2024-02-31.md", "", "None"),
    ],
)
def test_the_day_of_a_note_stands_in_its_field_or_its_name(path: str, text: str, day: str) -> None:
    assert str(day_of(desk_of({path: text}).file(path))) == day


def test_what_stands_above_all_headings_is_in_the_note_itself() -> None:
    (entry,) = entries_of(desk_of({"x.md": "- a\n"}).file("x.md"))

    assert part_of(entry, "section").target == "x.md"


def test_an_object_has_names(desk: Desk) -> None:
    file = desk.file(HERE)
    entry = next(iter(part_of(Facts(file), "tasks")))

    assert isinstance(entry, Entry)
    assert {"file", "Rating", "mood"} <= {*keys_of(Page(file))}
    assert {"text", "due"} <= {*keys_of(entry)}
    assert {"name", "day"} <= {*keys_of(Facts(file))}
    assert {"mood", "x"} <= {*keys_of(Row(Page(file), (("x", 1),)))}
    assert keys_of(Page(desk.file("Books/cover.png"))) == ("file",)
    assert keys_of({"a": 1}) == ("a",)
    assert keys_of(5) == ()


def test_a_list_of_parts_does_not_grow_without_end(ask: Ask) -> None:
    long = f'split(padleft("", {MOST_WEIGHT // 2}, "x"), "")'

    with pytest.raises(KbError, match="This list holds too much"):
        ask(f"((x) => [x, x, x].a)({{a: {long}}})")


def test_what_links_to_a_note_are_notes_and_no_canvases() -> None:
    canvas = parse_canvas(b'{"nodes": [{"id": "1", "type": "file", "file": "x.md"}]}', path="Board.canvas")
    notes = [note("x.md", ""), note("y.md", "[[x]]")]
    desk = Desk(build_index(notes, ["Board.canvas"], {"Board.canvas": canvas}), NOW)

    assert as_text(ask_inline("[[x]].file.inlinks", desk.file("y.md"))) == "[[y.md|y]]"
    assert ask_inline("length(this.file.inlinks)", desk.file("x.md")) == 1
