"""What is written is read back, by us and by PyYAML, and never changes its bytes."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.yamlio import Kind, Value, leaves, read, write

TRAPS = (
    "y n off On 010 0o7 1e3 1_0 12:30 12:30:00 2026-01-01 << ~ null 0x1f .5 -.inf - -- --- ... "
    "a:b a: a::b # a#b @a `a !a &a *a %a {a} [a] ? : | > ' \" \\ ** src/** /^a/ é 😀 "
    "\ufeff \x7f \x85 \u2028 \ufffe"
)
_texts = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(TRAPS.split(" "))
    | st.text(st.sampled_from("ab \n\t#:->|'\""), max_size=12)
)
_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _texts
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(_values)
def test_what_is_written_reads_back_equal(value: Value) -> None:
    text = write(value)
    assert read(text.encode(), "f").value == value
    assert yaml.load(text, yaml.CSafeLoader) == value
    assert write(value) == text


@settings(max_examples=200, deadline=None)
@given(_values)
def test_nothing_that_is_written_is_ambiguous(value: Value) -> None:
    assert all(
        leaf.kind is not Kind.DISPUTED for leaf in leaves(read(write(value).encode(), "f").root)
    )


def test_the_layout_is_made_for_review() -> None:
    value: Value = {
        "name": "Use auth.tokens.login(user); see docs/auth.md",
        "globs": ["src/**", "**/x"],
        "rules": [{"id": "a", "count": 1, "on": True}, {"id": "b", "match": {"calls": ["f"]}}],
        "text": "first\n  second\n",
        "more": ["one\ntwo", "three\n\n"],
        "empty": {"list": [], "mapping": {}, "text": "", "nothing": None},
        "number": 1e16,
    }
    assert write(value) == (
        "name: Use auth.tokens.login(user); see docs/auth.md\n"
        "globs:\n"
        "  - src/**\n"
        '  - "**/x"\n'
        "rules:\n"
        "  - id: a\n"
        "    count: 1\n"
        '    "on": true\n'
        "  - id: b\n"
        "    match:\n"
        "      calls:\n"
        "        - f\n"
        "text: |\n"
        "  first\n"
        "    second\n"
        "more:\n"
        "  - |-\n"
        "    one\n"
        "    two\n"
        "  - |+\n"
        "    three\n"
        "\n"
        "empty:\n"
        "  list: []\n"
        "  mapping: {}\n"
        '  text: ""\n'
        "  nothing: null\n"
        "number: 1.0e+16\n"
    )


def test_a_key_longer_than_a_parser_looks_for_its_colon() -> None:
    value: Value = {"k" * 2000: {"a": ["b\nc", 1]}, "x": 1}
    assert read(write(value).encode(), "f").value == value


def test_not_a_number_and_the_infinities() -> None:
    assert write([math.inf, -math.inf]) == "- .inf\n- -.inf\n"
    back = read(write({"a": math.nan}).encode(), "f").value
    assert isinstance(back, dict)
    assert isinstance(back["a"], float)
    assert math.isnan(back["a"])


def test_no_aliases_for_what_stands_twice() -> None:
    shared: Value = ["x"]
    assert write({"a": shared, "b": shared}) == "a:\n  - x\nb:\n  - x\n"


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        write({"path": b"\xff".decode("utf-8", "surrogateescape")})
