"""What can be found of a note, and what cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.site.body.place import page_place
from kb.site.search.record import Record, Section, record_of
from tests.site.conftest import MakeSite

Read = Callable[[str], Record]
WITH_PROPERTIES = """\
---
tags: [One, two/three]
aliases: Other name
Type: "[[Idea]]"
stage: [tested, kept]
kb_run: 0123456789abcdef
publish: true
title: Given title
done: true
figures: {sharpe: 1.25}
nothing:
source: See [[Paper|the paper]] and more
---
Text.
"""
WITH_COMMENTS = """\
Seen %%hidden%% words <!-- hidden --> here.

%%
hidden
%%

<div hidden>hidden</div>

[^1]: hidden, since nothing calls it

```mermaid
flowchart LR
    %% hidden
    A[Zucchini] --> B
```
"""
WITH_ALL = """\
A [[Note|link]], `code`, **strong**, $a+b$, #tag and a call[^1], another^[in place].

| name | value |
| --- | --- |
| sharpe | 1.25 |

> [!tip] Callout
> Said.

- [ ] Task

```python
x = 1
```

%% kb:begin 0 %%
Result
%% kb:end %%

[^1]: Told below[^2].
[^2]: And below that[^1].
"""


@pytest.fixture
def read(make_site: MakeSite) -> Read:
    def read(text: str) -> Record:
        site = make_site({"My folder/Sub/Note.md": text})
        note = site.index.notes["My folder/Sub/Note.md"]
        return record_of(note, page_place(site, note).document(), site.urls[note.path])

    return read


def test_a_note_is_its_title_and_its_sections(read: Read) -> None:
    record = read("# Title\n\nAbove.\n\n## First *part*\n\nOne.\n\n## Empty\n\n## First part\n\nTwo.\n")

    assert record.title == "Title"
    assert record.url == "my-folder/sub/note/"
    assert record.folder == "My folder / Sub"
    assert record.sections == (
        Section("", "", "Above."),
        Section("first-part", "First part", "One."),
        Section("empty", "Empty", ""),
        Section("first-part-1", "First part", "Two."),
    )


def test_a_heading_that_is_not_the_title_is_a_section(read: Read) -> None:
    record = read("Text.\n\n# Heading\n")

    assert record.title == "Note"
    assert record.sections == (Section("", "", "Text."), Section("heading", "Heading", ""))


def test_the_properties_that_a_page_shows_are_text(read: Read) -> None:
    record = read(WITH_PROPERTIES)

    assert record.title == "Given title"
    assert record.tags == ("One", "two/three")
    assert record.aliases == ("Other name",)
    assert record.types == ("Idea",)
    assert record.stages == ("tested", "kept")
    assert record.properties == (
        ("Type", "Idea"),
        ("stage", "tested, kept"),
        ("figures", "sharpe: 1.25"),
        ("source", "See the paper and more"),
    )


def test_what_a_page_hides_is_not_found(read: Read) -> None:
    (section,) = read(WITH_COMMENTS).sections

    assert "hidden" not in section.text
    assert section.text.endswith("A Zucchini B")


def test_all_that_a_page_shows_is_found(read: Read) -> None:
    (section,) = read(WITH_ALL).sections

    assert section.text.split("\n") == [
        "A link, code, strong, a+b, #tag and a call, another.",
        *("name", "value", "sharpe", "1.25"),
        *("Callout", "Said.", "Task", "x = 1", "Result"),
        *("Told below.", "in place", "And below that."),
    ]


def test_of_a_formula_in_lines_of_its_own_the_names_are_found(read: Read) -> None:
    (section,) = read("$$\n\\frac{\\mu}{\\sigma}\n$$\n\nAnd $\\mathrm{SR}$.\n").sections

    assert section.text == "mu sigma\nAnd SR."


def test_an_embedded_note_is_found_where_it_is_written(read: Read) -> None:
    assert read("![[Other]]\n").sections == ()


def test_queries_are_not_found_by_their_own_words(read: Read) -> None:
    text = "Due `= this.due` and `x = 1`.\n\n```dataview\nLIST hidden\n```\n\n```base\nhidden: 1\n```\n"

    assert [section.text for section in read(text).sections] == ["Due  and x = 1."]
