"""Trees of expressions, made at random, and how they are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from kb.query.called import KNOWN, OF_EACH
from kb.query.files import FIELDS
from kb.query.functions.everywhere import EVERYWHERE
from kb.query.nodes import (
    Call,
    Chain,
    Expression,
    Field,
    Item,
    ListOf,
    Literal,
    Name,
    ObjectOf,
    Regexp,
    Unary,
)

LEVELS = [("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%")]
_TEXTS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["1d", "2 weeks", "-1M", "2025-05-27", "9999-12-31 23:59", "Emma", "[[Emma|x]]", "number", "YYYY ww"]
    ),
)
LEAVES = st.one_of(
    st.sampled_from(["a", "b", "file", "this", "note", "value", "index", "acc", "missing"]).map(Name),
    st.sampled_from(
        [None, True, False, 0, 1, 2, 3, 10, 101, 10**9, 2**53 - 1, 10**15 - 1, 0.5, 2.25, 1e-7, 1e21, 1e308]
    ).map(Literal),
    _TEXTS.map(Literal),
    st.builds(
        Regexp,
        st.sampled_from(["a", "(a)|b", "^", "[^/]*", "(?=a)", "x{1000}", "(", "a*?", "."]),
        st.sampled_from(["", "g", "im"]),
    ),
)


def _around(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    some = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Field, inner, st.sampled_from([*FIELDS, "length", "year", "millisecond", "x"])),
        st.builds(Item, inner, inner.filter(lambda key: not isinstance(getattr(key, "value", None), str))),
        st.builds(Call, st.none(), st.sampled_from([*sorted(EVERYWHERE), "if"]), some),
        st.builds(Call, inner, st.sampled_from(sorted(KNOWN)), some),
        st.builds(Call, inner, st.sampled_from(sorted(OF_EACH)), st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(Unary, st.sampled_from(["!", "-"]), inner),
        *(
            st.builds(
                Chain, inner, st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=3).map(tuple)
            )
            for signs in LEVELS
        ),
        st.builds(ListOf, some),
        st.builds(ObjectOf, st.lists(st.tuples(st.text(max_size=4), inner), max_size=3).map(tuple)),
    )


EXPRESSIONS = st.recursive(LEAVES, _around, max_leaves=12)


def written(node: Expression) -> str:
    """An expression as someone could have written it, with more brackets than it needs."""
    return _WRITTEN[type(node)](node)


def _literal(node: Literal) -> str:
    if isinstance(node.value, str):
        return _quoted(node.value)
    return "null" if node.value is None else repr(node.value).lower()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _call(node: Call) -> str:
    return f"{f'({written(node.of)}).' if node.of else ''}{node.name}({', '.join(map(written, node.arguments))})"


def _chain(node: Chain) -> str:
    return f"({written(node.first)})" + "".join(f" {sign} ({written(other)})" for sign, other in node.rest)


def _object(node: ObjectOf) -> str:
    return f"{{{', '.join(f'{_quoted(key)}: {written(value)}' for key, value in node.items)}}}"


_WRITTEN: dict[type, Callable[[Any], str]] = {
    Literal: _literal,
    Regexp: lambda node: f"/{node.source}/{node.flags}",
    Name: lambda node: str(node.name),
    Field: lambda node: f"({written(node.of)}).{node.name}",
    Item: lambda node: f"({written(node.of)})[{written(node.key)}]",
    Call: _call,
    Unary: lambda node: f"{node.sign}({written(node.of)})",
    Chain: _chain,
    ListOf: lambda node: f"[{', '.join(map(written, node.items))}]",
    ObjectOf: _object,
}
