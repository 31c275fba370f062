from __future__ import annotations

from typing import Any

import pytest
from papermill.translators import papermill_translators, translate_parameters

from kb.errors import KbError
from kb.runs.languages import LANGUAGES, PYTHON, check_delivered, translated

VALUES = [None, True, 10, -3, 0.5, 1e-5, "AAPL", "it's", 'say "so"']
OTHERS = sorted(LANGUAGES)


def test_the_languages_are_those_that_papermill_can_write() -> None:
    in_python = {PYTHON, "pysparkkernel"}

    assert set(papermill_translators._translators) - in_python == set(LANGUAGES)  # noqa: SLF001  (it shows them nowhere)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_delivered_papermill_can_write(language: str, value: Any) -> None:
    try:
        check_delivered("fast", value, language)
    except KbError:
        with pytest.raises(NotImplementedError):
            translate_parameters(language, language, {"fast": value})
    else:
        assert "fast" in translate_parameters(language, language, {"fast": value})


@pytest.mark.parametrize(
    ("kernel", "language", "name"),
    [
        ("ir", "R", "R"),
        ("julia-1.10", "julia", "julia"),
        (".net-csharp", "C#", ".net-csharp"),
        ("sparkkernel", "scala", "sparkkernel"),
        ("none_such", "cobol", None),
    ],
)
def test_a_language_is_looked_up_by_kernel_first(kernel: str, language: str, name: str | None) -> None:
    assert translated(kernel, language) == name


@pytest.mark.parametrize(
    ("language", "value", "advice"),
    [
        ("R", [1, 2], "one parameter for each value"),
        ("bash", {"a": 1}, "one parameter for each value"),
        (".net-csharp", None, "It cannot be given null"),
        ("R", 2**53 + 1, "give a longer one as text"),
        ("R", "caf\u00e9", "papermill does not bring 'é' there unchanged"),
        ("R", "two\nlines", r"does not bring '\n' there"),
        ("julia", "costs $x", "does not bring '$' there"),
        ("matlab", "a\\b", r"does not bring '\\' there"),
        (".net-powershell", "`", "does not bring '`' there"),
    ],
)
def test_what_would_arrive_as_something_else_is_refused(language: str, value: Any, advice: str) -> None:
    with pytest.raises(KbError, match=f"`fast` would not reach a notebook in {language} as it is") as caught:
        check_delivered("fast", value, language)

    assert advice in caught.value.do


@pytest.mark.parametrize("text", ["caf\u00e9", "two\nlines", "costs $x", "a\\b", "it's"])
def test_a_shell_is_given_any_text(text: str) -> None:
    check_delivered("name", text, "bash")
