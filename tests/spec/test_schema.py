"""The published JSON Schema says what the loader does: jsonschema is the independent witness."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import planproof_specs
from planproof.errors import SpecError
from planproof.rules import compile_draft
from planproof.spec import draft_spec, json_schema, load_spec
from planproof.spec.wire import Facet
from planproof.yamlio import write

VALIDATOR = jsonschema.Draft202012Validator(json.loads(json_schema()))
BEYOND_A_SCHEMA = {
    *("duplicate-rule", "impossible-count", "impossible-rename"),
    *("clauses-disagree", "asks-for-nothing"),
}


def test_the_published_schema_is_the_generated_one(request: pytest.FixtureRequest) -> None:
    """``--update-goldens`` publishes it anew."""
    if request.config.getoption("--update-goldens"):
        Path(str(planproof_specs.schema_path())).write_text(json_schema(), encoding="utf-8")
    assert planproof_specs.schema_text() == json_schema()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(json_schema()))


def test_a_schema_that_is_not_published() -> None:
    with pytest.raises(FileNotFoundError, match="'nope'"):
        planproof_specs.schema_path("nope")


def test_every_facet_is_described() -> None:
    definitions = json.loads(json_schema())["$defs"]
    for facet in Facet:
        for clause in ("match", "expect"):
            assert definitions[clause]["properties"][facet.value]["description"]


_WORDS = "refactor_name context_name description version metadata guard scope rules include exclude id severity category languages match expect expect_not requires guidance examples bad good calls identifiers strings expressions pattern ast at_least at_most require api_routes for_each rename from to on with without args parameters decorators kind name inside not_inside uncertain transitive dependencies metrics nesting methods definitions text nope".split()  # fmt: skip  # noqa: SIM905
_texts = st.sampled_from(
    [
        "a",
        "b",
        "src/**",
        "high",
        "High",
        "HIGH",
        "hIgh",
        "any",
        "all",
        "python",
        "",
        " ",
        "off",
        "12",
        "x]",
        "a\nb",
    ]
)
_scalars = (
    _texts | st.none() | st.booleans() | st.sampled_from([0, 1, 2, -1, 1.0, 1.5, 10**9, 10**10])
)
_anything = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_WORDS), inner, max_size=3)
    ),
    max_leaves=6,
)
_some = _texts | st.lists(_texts, max_size=2)
_bounds = st.dictionaries(st.sampled_from(["at_least", "at_most"]), st.integers(-1, 3), max_size=2)
_members = _some | st.dictionaries(st.sampled_from(["with", "without"]), _some) | _bounds
_calls = st.fixed_dictionaries(
    {},
    optional={
        "name": _texts,
        "with": _some | st.dictionaries(_texts, _scalars, max_size=2),
        "without": _some,
        "args": _bounds,
        "uncertain": st.sampled_from(["skip", "count", "x"]),
    },
)
_definitions = st.fixed_dictionaries(
    {},
    optional={
        "name": _texts,
        "kind": st.sampled_from(["class", "x", ["method", "class"], []]),
        "parameters": _members,
        "bases": _members,
    },
)
_dependencies = st.fixed_dictionaries(
    {"from": _some, "on": _some}, optional={"transitive": st.booleans()}
)
_facets = {
    **dict.fromkeys(["identifiers", "strings", "expressions", "pattern", "text"], _some),
    "calls": _some | _calls | st.lists(_texts | _calls, max_size=2),
    "definitions": _some | _definitions | st.lists(_definitions, max_size=2),
    "dependencies": _dependencies | st.lists(_dependencies, max_size=2),
    "metrics": st.dictionaries(st.sampled_from(["nesting", "methods", "x"]), _bounds, max_size=2),
    "inside": _some,
    "uncertain": st.sampled_from(["skip", "count"]),
}
_clauses = st.fixed_dictionaries({}, optional=_facets) | st.fixed_dictionaries({"calls": _some})
_candidates = st.fixed_dictionaries(
    {}, optional={key: _facets[key] for key in ("calls", "definitions", "pattern", "inside")}
)
_rules = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", 3]), "description": _texts},
    optional={
        "severity": st.sampled_from(["high", "Low", "MEDIUM", "x"]),
        "guard": st.booleans(),
        "languages": _texts | st.lists(_texts, max_size=2),
        "scope": st.dictionaries(
            st.sampled_from(["include", "exclude"]), _texts | st.lists(_texts, max_size=2)
        ),
        "match": _clauses,
        "expect_not": _clauses,
        "expect": _clauses,
        "for_each": _candidates,
        "rename": st.fixed_dictionaries({"from": _texts, "to": _texts}),
        "guidance": _scalars,
        "examples": st.dictionaries(
            st.sampled_from(["bad", "good"]), _texts | st.lists(_texts, max_size=2)
        ),
    },
)
_specs = st.fixed_dictionaries(
    {"refactor_name": st.just("a"), "rules": st.lists(_rules, max_size=2)},
    optional={
        "version": _scalars,
        "description": _scalars,
        "enforce": _scalars | st.booleans(),
        "metadata": _anything,
        "scope": st.dictionaries(
            st.sampled_from(["include", "exclude"]), st.lists(_texts, max_size=2)
        ),
    },
)


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a value."""
    keys = (
        list(value)
        if isinstance(value, dict)
        else range(len(value))
        if isinstance(value, list)
        else ()
    )
    found = [(value, key) for key in keys]
    return found + [place for key in keys for place in places_in(value[key])]


@st.composite
def _damaged(draw: st.DrawFn) -> Any:
    """A spec that is nearly right."""
    spec = copy.deepcopy(draw(_specs))
    for _ in range(draw(st.integers(0, 2))):
        container, key = draw(st.sampled_from(places_in(spec)))
        change = draw(st.sampled_from(["replace", "remove", "rename", "add"]))
        if change == "remove":
            del container[key]
        elif change == "rename" and isinstance(container, dict):
            container[draw(st.sampled_from(_WORDS))] = container.pop(key)
        elif change == "add" and isinstance(container, dict):
            container[draw(st.sampled_from(_WORDS))] = draw(_anything)
        else:
            container[key] = draw(_anything)
    return spec


@settings(max_examples=300, deadline=None)
@given(_damaged() | _anything)
def test_the_loader_accepts_what_the_schema_accepts(value: Any) -> None:
    try:
        load_spec(write(value).encode(), "f")
        complaints: set[str] = set()
    except SpecError as error:
        complaints = {found.code for found in error.diagnostics}
    accepted = complaints <= BEYOND_A_SCHEMA
    assert accepted == VALIDATOR.is_valid(value), complaints


@settings(max_examples=300, deadline=None)
@given(_damaged() | _anything)
def test_a_draft_of_anything_is_compiled_or_refused(value: Any) -> None:
    """What the loader could not read never surprises the compiler."""
    try:
        draft = draft_spec(write(value).encode(), "f")
        compile_draft(draft)
    except SpecError as error:
        complaints = error.diagnostics
    else:
        complaints = draft.problems
        assert not complaints
    assert all(found.message and found.source == "f" for found in complaints)
