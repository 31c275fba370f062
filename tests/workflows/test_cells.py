from __future__ import annotations

from typing import Any

from nbformat import v4

from kb.emit import SCRAP_TYPE
from kb.workflows.cells import CellDifference, compare_cells


def cell(source: str, *outputs: Any) -> Any:
    return v4.new_code_cell(source, outputs=list(outputs))


def shown(**data: Any) -> Any:
    return v4.new_output("display_data", {kind.replace("_", "/"): value for kind, value in data.items()})


def said(text: str) -> Any:
    return v4.new_output("stream", text=text)


def test_equal_cells_are_no_difference() -> None:
    cells = [cell("1", said("a\n")), v4.new_markdown_cell("text")]

    assert list(compare_cells(cells, cells)) == []


def test_lines_of_source_and_output_are_told() -> None:
    first, second = [cell("x = 1\ny", said("a\nb\n"))], [cell("x = 2\ny", said("a\nc\n"))]

    assert list(compare_cells(first, second)) == [
        CellDifference(
            first=1,
            second=1,
            source=("@@ -1,2 +1,2 @@", "-x = 1", "+x = 2", " y"),
            output=("@@ -1,2 +1,2 @@", " a", "-b", "+c"),
            differs=(),
        )
    ]


def test_pictures_that_differ_are_named_by_their_kind() -> None:
    first = [cell("plot", shown(image_png="AAAA", text_plain="<Figure>"))]
    second = [cell("plot", shown(image_png="BBBB", text_plain="<Figure>"))]

    (found,) = compare_cells(first, second)

    assert (found.output, found.differs) == ((), ("image/png",))


def test_a_cell_that_only_one_has_is_told_with_its_number() -> None:
    (found,) = compare_cells([cell("a"), cell("c")], [cell("a"), cell("b"), cell("c")])

    assert (found.first, found.second, found.source) == (None, 2, ("@@ -0,0 +1 @@", "+b"))


def test_errors_are_compared_by_their_message() -> None:
    error = v4.new_output("error", ename="ValueError", evalue="x", traceback=["a"])
    other = v4.new_output("error", ename="ValueError", evalue="y", traceback=["b"])

    (found,) = compare_cells([cell("a", error)], [cell("a", other)])

    assert found.output == ("@@ -1 +1 @@", "-ValueError: x", "+ValueError: y")


def test_what_was_recorded_is_left_to_the_metrics() -> None:
    first = v4.new_output("display_data", {SCRAP_TYPE: {"name": "x", "data": 1}, "text/plain": "x = 1"})
    second = v4.new_output("display_data", {SCRAP_TYPE: {"name": "x", "data": 2}, "text/plain": "x = 2"})

    assert list(compare_cells([cell("a", first)], [cell("a", second)])) == []
