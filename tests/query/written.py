"""Trees of expressions, made at random, and how they are written."""

from __future__ import annotations

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
    st.sampled_from(["1d", "2 weeks", "-1M", "2025-05-27", "9999-12-31 23:59", "Emma", "[[Emma|x]]", "number", "YYYY ww"]),
)
LEAVES = st.one_of(
    st.sampled_from(["a", "b", "file", "this", "note", "value", "index", "acc", "missing"]).map(Name),
    st.sampled_from(
        [None, True, False, 0, 1, 2, 3, 10, 101, 10**9, 2**53 - 1, 10**15 - 1, 0.5, 2.25, 1e-7, 1e21, 1e308]
    ).map(Literal),
    _TEXTS.map(Literal),
    st.builds(
        Regexp, st.sampled_from(["a", "(a)|b", "^", "[^/]*", "(?=a)", "x{1000}", "(", "a*?", "."]), st.sampled_from(["", "g", "im"])
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
            st.builds(Chain, inner, st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=3).map(tuple))
            for signs in LEVELS
        ),
        st.builds(ListOf, some),
        st.builds(ObjectOf, st.lists(st.tuples(st.text(max_size=4), inner), max_size=3).map(tuple)),
    )


EXPRESSIONS = st.recursive(LEAVES, _around, max_leaves=12)


def written(node: Expression) -> str:
    """An expression as someone could have written it, with more brackets than it needs."""
    match node:
        case Literal(value):
            return _literal(value)
        case Regexp(source, flags):
            return f"/{source.replace('/', chr(92) + '/')}/{flags}"
        case Name(name):
            return name
        case Field(of, name):
            return f"({written(of)}).{name}"
        case Item(of, key):
            return f"({written(of)})[{written(key)}]"
        case Call(of, name, arguments):
            return f"{f'({written(of)}).' if of else ''}{name}({', '.join(map(written, arguments))})"
        case Unary(sign, of):
            return f"{sign}({written(of)})"
        case Chain(first, rest):
            return f"({written(first)})" + "".join(f" {sign} ({written(other)})" for sign, other in rest)
        case ListOf(items):
            return f"[{', '.join(map(written, items))}]"
        case ObjectOf(pairs):
            return f"{{{', '.join(f'{_quoted(key)}: {written(value)}' for key, value in pairs)}}}"


def _literal(value: float | str | bool | None) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return {None: "null", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
