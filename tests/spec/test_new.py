"""A first spec, without writing YAML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.errors import UsageError
from planproof.rules import compile_rules
from planproof.spec import Clause, Facet, Scope, Spec, load_spec, new_spec

LANGUAGES = ("python",)


def loaded(text: str) -> Spec:
    return load_spec(text.encode(), "new.yaml", LANGUAGES)


def terms_of(clause: Clause | None) -> list[tuple[Facet, str]]:
    return [(term.facet, term.text) for term in clause.terms] if clause else []


def test_one_rule_for_each_term() -> None:
    text = new_spec(
        "Retire: legacy auth",
        forbid=["auth.legacy.**", "/^old_/", "off", "off"],
        require=["auth.tokens.login"],
        include=["src/**"],
        exclude=["**/tests/**"],
        description="Tokens instead of passwords",
    )
    spec = loaded(text)
    assert (spec.name, spec.description) == ("Retire: legacy auth", "Tokens instead of passwords")
    assert [rule.id for rule in spec.rules] == [
        "no-auth-legacy",
        "no-old",
        "no-off",
        "has-auth-tokens-login",
    ]
    assert [terms_of(rule.match) for rule in spec.rules] == [
        [(Facet.IDENTIFIERS, "auth.legacy.**")],
        [(Facet.IDENTIFIERS, "/^old_/")],
        [(Facet.IDENTIFIERS, "off")],
        [],
    ]
    assert terms_of(spec.rules[3].expect) == [(Facet.IDENTIFIERS, "auth.tokens.login")]
    assert {rule.scope for rule in spec.rules} == {Scope(("src/**",), ("**/tests/**",))}
    assert compile_rules(spec)


def test_the_starter_loads_compiles_and_explains_itself() -> None:
    text = new_spec("first")
    spec = loaded(text)
    assert compile_rules(spec)
    assert spec.rules[0].examples.bad
    assert text.startswith("# What must be gone")
    assert "# scope:" in text


def test_the_starter_keeps_what_was_asked_for() -> None:
    spec = loaded(new_spec("first", include=["src/**"], description="d"))
    assert spec.description == "d"
    assert spec.rules[0].scope == Scope(("src/**",))


def test_ids_are_free_and_plain() -> None:
    spec = loaded(new_spec("a", forbid=["a.b", "a_b", "**", "Größe", "x" * 200], require=["a.b.c"]))
    assert [rule.id for rule in spec.rules] == [
        *("no-a-b", "no-a-b-2", "no-term", "no-gr-e", "no-" + "x" * 60, "has-a-b-c")
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": " "}, "name is empty"),
        ({"name": "a", "forbid": ["x", ""]}, "forbid is empty"),
        ({"name": "a", "include": [" "]}, "include is empty"),
        ({"name": "a", "forbid": ["x"], "require": ["x"]}, "'x' is both forbidden and required"),
        ({"name": b"\xff".decode("utf-8", "surrogateescape")}, "not Unicode"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        new_spec(**arguments)  # type: ignore[arg-type]
    assert caught.value.diagnostics[0].fix


_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    str.strip
)


@settings(max_examples=150, deadline=None)
@given(
    _texts,
    st.lists(_texts, max_size=4),
    st.lists(_texts, max_size=4),
    st.lists(_texts, max_size=2),
    _texts,
)
def test_whatever_is_asked_for_loads(
    name: str, forbid: list[str], require: list[str], include: list[str], description: str
) -> None:
    kept = [term for term in require if term.strip() not in {other.strip() for other in forbid}]
    text = new_spec(name, forbid=forbid, require=kept, include=include, description=description)
    spec = loaded(text)
    assert text == new_spec(
        name, forbid=forbid, require=kept, include=include, description=description
    )
    if forbid or kept:
        written = [
            text for rule in spec.rules for _, text in terms_of(rule.match) + terms_of(rule.expect)
        ]
        assert written == list(dict.fromkeys(term.strip() for term in (*forbid, *kept)))
