"""Patterns as they are typed, kept and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.errors import StoreError, UsageError
from planproof.rules import routes
from planproof.search.patterns.kinds import BY_TYPE, Pattern, from_json, to_json
from planproof.search.patterns.shapes import METHODS, SHAPES, PatternForm, pattern_in
from planproof.search.patterns.words import read_text, read_texts, read_words, written
from planproof.yamlio import Complaints, Mapping, read_into, write

VALUES = {
    "method": st.lists(st.sampled_from(["GET", "post", "Put"]), min_size=1, max_size=3),
    "framework": st.just(["react"]),
    "path": st.sampled_from(["/users/**", "/^\\/v[12]\\//", "/a b".replace(" ", "-")]),
    "table": st.sampled_from(["users", "legacy_*", "public.users"]),
    "name": st.sampled_from(["get_*", "/^get, (a|b)$/", "Über", "a.b"]),
}
NAMES = st.lists(st.sampled_from(["a", "b.*", "/^x{1,2}$/", "Über"]), min_size=1, max_size=3)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    kind = draw(st.sampled_from([*SHAPES]))
    words = [kind]
    for key in SHAPES[kind].keys[1:]:
        if not draw(st.booleans()):
            continue
        if key.name == "framework" and kind != "component":
            continue
        drawn = draw(VALUES.get(key.name, NAMES))
        some = [drawn] if isinstance(drawn, str) else drawn
        words += [f"{key.name}={text}" for text in some]
    return read_words(words)


@given(st.lists(patterns(), max_size=4))
def test_a_pattern_is_the_same_typed_again_kept_and_from_a_file(some: list[Pattern]) -> None:
    assert read_texts([written(one) for one in some]) == tuple(some)
    assert from_json(to_json(some)) == tuple(some)
    for one in some:
        value = from_file(write({"type": written(one).split()[0], **conditions(one)}))
        assert value == one


def conditions(pattern: Pattern) -> dict[str, object]:
    from planproof.search.patterns.kinds import conditions_of

    return {k: v if isinstance(v, str) else [*v] for k, v in conditions_of(pattern).items()}


def from_file(text: str) -> Pattern:
    complaints = Complaints("task.yaml")
    root = read_into(text.encode(), complaints).root
    PatternForm().check(root, "analogous", complaints)
    complaints.raise_if_any()
    assert isinstance(root, Mapping)
    return pattern_in(root)


def test_the_table_of_conditions_is_that_of_the_types() -> None:
    for kind, made in BY_TYPE.items():
        assert [key.name for key in SHAPES[kind].keys] == ["type", *made.__struct_encode_fields__]
    assert routes.METHODS == METHODS


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("api_rout", "did you mean api_route?"),
        ("api_route methd=POST", "did you mean method?"),
        ("api_route method=PSOT", "did you mean POST?"),
        ("api_route POST", "write method=POST; known: method, path, in"),
        ("api_route path=users", "write /users"),
        ("api_route method=GET path='POST /a'", "write the methods in one of them"),
        ("class extends=A", "write bases"),
        ("component framework=angular", "one of react, vue, svelte"),
        ("function name=a name=b", "give two patterns instead"),
        ("function name=", "write name=…, or leave it out"),
        ("function decorators=a,", "write decorators=…, or leave it out"),
        ("function name=/(/", "RE2 syntax: no look-around, no back-references"),
        ("test name=/(?=a)a/", "RE2 syntax: no look-around, no back-references"),
        ("test name=/a*/", "say what must be there; for every name leave it out"),
        ("model table='write users'", "write users"),
        ("model type=model", "known: name, table, in"),
        ("test 'x", "close the quotes: 'test name=\"renders the *\"'"),
        ("", "planproof analogous api_route method=POST 'path=/users/**'"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said_with_what_to_write(text: str, fix: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_text(text)

    assert refused.value.diagnostics[0].fix == fix


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("{type: api_rout}", "bad-value", "did you mean api_route?"),
        (
            "{method: POST}",
            "missing-key",
            "add type: one of api_route, function, class, component,",
        ),
        ("{type: api_route, methd: POST}", "unknown-key", "did you mean method?"),
        ("{type: api_route, method: PSOT}", "bad-value", "did you mean POST?"),
        ("{type: function, name: /(/}", "bad-term", "RE2 syntax: no look-around"),
        ("{type: function, name: [a, b]}", "wrong-type", "quote the whole name"),
        ("{type: function, params: [a]}", "unknown-key", "write parameters for them"),
        ("{type: class, bases: []}", "empty-list", "list at least one base, or remove bases"),
        ("{type: class, name: 404}", "unquoted-text", 'write "404", in quotes'),
        ("api_route", "wrong-type", "write {type: api_route, method: POST}"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(text: str, code: str, fix: str) -> None:
    complaints = Complaints("task.yaml")
    root = read_into(text.encode(), complaints).root
    PatternForm().check(root, "analogous", complaints)

    (found,) = complaints.found
    assert (found.code, found.line) == (code, 1)
    assert found.fix.startswith(fix)


@pytest.mark.parametrize("kept", ["[", '[{"type":"nothing"}]', '[{"type":"class","basis":["A"]}]'])
def test_what_is_damaged_is_said_to_be(kept: str) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        from_json(kept)


def test_a_value_is_no_longer_than_anybody_needs() -> None:
    with pytest.raises(UsageError, match="characters"):
        read_text(f"function name={'a' * 2_000}")
    with pytest.raises(UsageError, match="values"):
        read_text("function " + " ".join(f"decorators=d{n}" for n in range(100)))
    with pytest.raises(UsageError, match="no Unicode"):
        read_words(["function", "name=/\udc80/"])
    with pytest.raises(UsageError, match="more than anybody"):
        read_texts(["class"] * 100)
