from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kb.emit import SCRAP_TYPE, SECRET_NAME
from kb.model.run import Failure
from kb.runs.disguises import disguises
from kb.runs.outputs import emitted
from kb.runs.redact import known_values, redact_failure, redact_notebook, redact_value, secret_names
from kb.secrets import Places

KEY = "s3cret-V4lue"
VALUES = {KEY: "BROKER_KEY"}
MARK = "[secret BROKER_KEY]"


def cell(*outputs: Any, source: str = "x") -> Any:
    return nbformat.v4.new_code_cell(source, outputs=list(outputs))


def display(data: dict[str, Any], **fields: Any) -> Any:
    return nbformat.v4.new_output("display_data", data=data, **fields)


def scrap(name: str, value: Any) -> Any:
    return display({SCRAP_TYPE: {"name": name, "data": value, "encoder": "json", "version": 1}})


def notebook(*cells: Any, **metadata: Any) -> Any:
    return nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)


def test_the_names_are_those_that_ran_and_those_that_the_code_spells() -> None:
    node = notebook(
        cell(scrap(SECRET_NAME, {"name": "COMPUTED"}), scrap("sharpe_ratio", 1.0), scrap(SECRET_NAME, "none")),
        cell(source="%time a = kb.secret('A')\nawait call(secret(\n  \"B\"), kb.secret(name='C'))\nmy_secret('D')"),
        nbformat.v4.new_markdown_cell("Ask `kb.secret('E')`."),
    )

    assert secret_names(node) == {"COMPUTED", "A", "B", "C"}


def test_the_name_of_a_secret_is_no_metric() -> None:
    assert emitted(notebook(cell(scrap(SECRET_NAME, {"name": "A"})))).metrics == {}


def test_every_value_of_a_name_is_known_and_all_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text("A=in-the-file\nB=never-asked\nC=short\n")
    places = Places({"A": "in-the-environment", "PATH": "/usr/bin"}, {"A": "in-the-keyring"}.get, file)

    assert known_values({"A", "NONE"}, places) == {
        "in-the-file": "A",
        "never-asked": "B",
        "in-the-environment": "A",
        "in-the-keyring": "A",
    }


def test_a_file_that_cannot_be_read_hides_no_other_value(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("no line of secrets\n")

    assert known_values({"A"}, Places({"A": KEY}, lambda _name: None, tmp_path / "secrets")) == {KEY: "A"}


def test_this_process_is_where_values_are_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_SECRETS", str(tmp_path / "none"))
    monkeypatch.setenv("BROKER_KEY", KEY)

    assert known_values({"BROKER_KEY"}) == VALUES


def test_a_secret_is_taken_out_wherever_a_notebook_can_hold_one() -> None:
    error = nbformat.v4.new_output("error", ename=KEY, evalue=f"bad {KEY}", traceback=[f"line {KEY}", "line"])
    node = notebook(
        cell(nbformat.v4.new_output("stream", text=f"key is {KEY}!\n"), error, source=f"call('{KEY}')"),
        cell(
            display(
                {"text/html": f"<b>{KEY}</b>", "application/json": {KEY: [KEY, 1, None, True]}}, metadata={"a": KEY}
            ),
            scrap("title", f"Run of {KEY}"),
        ),
        nbformat.v4.new_markdown_cell(KEY, attachments={"a.txt": {"text/plain": KEY}}, metadata={"b": [KEY]}),
        papermill={"parameters": {"account": KEY}},
    )

    redacted = redact_notebook(node, VALUES)

    assert KEY not in json.dumps(redacted)
    assert json.dumps(redacted).count(MARK) == 14
    assert redacted.cells[0].outputs[0].text == f"key is {MARK}!\n"
    assert redacted.cells[1].outputs[0].data["application/json"] == {MARK: [MARK, 1, None, True]}
    nbformat.validate(redacted)


def test_without_secrets_nothing_is_looked_at() -> None:
    assert redact_notebook(None, {}) is None
    assert redact_value(KEY, {}) == KEY
    assert redact_failure(Failure(KEY, KEY), {}) == Failure(KEY, KEY)


def test_a_failure_is_told_without_it() -> None:
    failure = redact_failure(Failure(f"E{KEY}", f"m {KEY}", 3, f"> 1 {KEY}", f"t {KEY}"), VALUES)

    assert failure == Failure(f"E{MARK}", f"m {MARK}", 3, f"> 1 {MARK}", f"t {MARK}")


@pytest.mark.parametrize(
    ("values", "text", "expected"),
    [
        ({"abcdef": "A", "abcdefgh": "B"}, "abcdefgh abcdef", "[secret B] [secret A]"),
        ({"abcdef": "A", "cdefghijkl": "B"}, "<abcdefghijkl>", "<[secret B]>"),
        ({"cdefghijkl": "B", "klmnop": "A"}, "<cdefghijklmnop>", "<[secret B]>"),
        ({"abcabcabc": "A"}, "abcabcabcabc!", "[secret A]!"),
        ({"abcdef": "A"}, "abcdefabcdef", "[secret A][secret A]"),
        ({".*+?[x": "A"}, "a.*+?[x. not aXXXXx", "a[secret A]. not aXXXXx"),
        ({" padded value\n": "A"}, "is padded value!", "is [secret A]!"),
        ({"line one\nline two": "A"}, "line one\nline two; line two", "[secret A]; [secret A]"),
        ({"secret": "A"}, "my secret", "my [*** A]"),
        ({"a***b-": "A", "abcdef": "a***b-"}, "abcdef", "[secret ***]"),
        ({"s3cret-V4lue": "A"}, "s3cret\x1b[1;36m-V4\x1b[0mlue \x1b[31mred\x1b[0m", "[secret A] red"),
        ({"s3cret-V4lue": "A"}, "\x1b[31ms3cret-V4lue\x1b[0m", "\x1b[31m[secret A]\x1b[0m"),
        ({"s3cret-V4lue": "A"}, "\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m"),
    ],
)
def test_what_is_left_holds_no_part_of_it(values: dict[str, str], text: str, expected: str) -> None:
    assert redact_value(text, values) == expected


def test_a_number_that_spells_a_secret_is_taken_out_and_others_stay_numbers() -> None:
    node = notebook(
        cell(scrap("pin", 7391528), scrap("sharpe_ratio", 0.739), display({"application/json": [-7391528.5]}))
    )

    outputs = redact_notebook(node, {"7391528": "PIN"}).cells[0].outputs

    assert outputs[0].data[SCRAP_TYPE]["data"] == "[secret PIN]"
    assert outputs[1].data[SCRAP_TYPE]["data"] == 0.739
    assert outputs[2].data["application/json"] == ["-[secret PIN].5"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@st.composite
def leaking(draw: st.DrawFn, secret: str) -> Any:
    """A notebook that shows a secret in many places and many ways."""
    form = draw(st.sampled_from(sorted(disguises(secret, 6))))
    text = f"{draw(st.text())}{form}{draw(st.text())}"
    mime = draw(st.sampled_from(["text/plain", "text/html", "image/svg+xml", "application/json", "image/png"]))
    return notebook(
        cell(nbformat.v4.new_output("stream", text=text), source=text),
        cell(nbformat.v4.new_output("error", ename="E", evalue=text, traceback=[text, draw(st.text())])),
        cell(display({mime: text, "application/x+json": {text: [draw(json_values), text]}}, metadata={"note": text})),
        extra={"a": draw(json_values)},
    )


@given(data=st.data(), secret=st.text(st.characters(codec="utf-8"), min_size=6, max_size=30))
def test_afterwards_no_form_of_a_secret_stands_in_any_text(data: st.DataObject, secret: str) -> None:
    assume(len(secret.strip()) >= 6)
    forms = disguises(secret.strip(), 6)
    node = redact_notebook(data.draw(leaking(secret.strip())), {secret: "NAME"})

    assert [text for text in texts(shown(node)) if any(form in text for form in forms)] == []


@given(data=st.data(), secret=st.from_regex(r"[A-Z0-9][A-Za-z0-9]{8,40}", fullmatch=True))
def test_afterwards_the_stored_notebook_does_not_hold_it(data: st.DataObject, secret: str) -> None:
    node = redact_notebook(data.draw(leaking(secret)), {secret: "NAME"})

    assert secret not in json.dumps(node)


def shown(node: Any) -> list[Any]:
    """What a notebook says, without the names that its format gives to the parts."""
    outputs = [output for cell in node.cells for output in cell.outputs]
    fields = [output.get(key) for output in outputs for key in ("text", "ename", "evalue", "traceback", "metadata")]
    data = [item for output in outputs for item in output.get("data", {}).values()]
    return [node.metadata, *fields, *data, *(cell.source for cell in node.cells)]


def texts(value: Any) -> list[str]:
    """Every text of a JSON value, keys too."""
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []
