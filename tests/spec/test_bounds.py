"""Nothing that can be written into a spec makes the loader crash or hang."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.errors import SpecError
from planproof.spec import load_spec
from planproof.yamlio import write

SECONDS = 1 if sys.gettrace() is None else 3  # measuring coverage takes its time
HEAD = "refactor_name: a\nrules:\n"
LARGE = {
    "unknown keys": HEAD + "".join(f"  - {{kez{n}: 1}}\n" for n in range(6000)),
    "rules": HEAD + "".join(f"  - {{id: r{n}, description: d, match: {{calls: a}}}}\n" for n in range(2000)),
    "the same id": HEAD + "  - {id: r, description: d, match: {calls: a}}\n" * 2000,
    "terms": HEAD + "  - {id: r, description: d, match: {calls: [" + ",".join(f"t{n}" for n in range(15_000)) + "]}}",
    "unquoted terms": HEAD + "  - {id: r, description: d, match: {calls: [" + "off," * 15_000 + "]}}",
    "languages": HEAD + "  - {id: r, description: d, match: {calls: a}, languages: [" + "pyton," * 15_000 + "]}",
    "long keys": HEAD + "".join(f"  - {{{'k' * 1000}{n}: 1}}\n" for n in range(900)),
    "long key near a known one": f"{'refactor_name' * 70_000}: a\n",
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_large_spec_is_judged_within_a_second(name: str) -> None:
    start = time.process_time()
    with contextlib.suppress(SpecError):
        load_spec(LARGE[name].encode(), "f", ("python", "go"))
    assert time.process_time() - start < SECONDS


_LINES = st.sampled_from(
    [
        "refactor_name: a",
        "rules:",
        "  - id: b",
        "    description: c",
        "    match: {calls: [a, b]}",
        "    match:",
        "      calls: off",
        "      ast: {kind: call, all: [{a: b}]}",
        "    expect: {files: x, at_least: 2}",
        "    scope: {include: '**'}",
        "  - &r {id: c, description: d, match: &m {calls: e}}",
        "  - {<<: *r, id: d}",
        "    expect: *m",
        "metadata: {a: [1, {b: c}]}",
        "  - ",
        "{",
        "    <<: *m",
        "\t",
        "---",
        "# x",
        "guard: !!python/name:os.system ''",
    ]
)


@settings(max_examples=500, deadline=1000)
@given(st.lists(_LINES, max_size=15).map("\n".join))
def test_lines_in_any_order(text: str) -> None:
    try:
        spec = load_spec(text.encode(), "f", ("python",))
    except SpecError as error:
        for found in error.diagnostics:
            assert found.code
            assert found.fix
            assert found.line is not None
            assert 1 <= found.line <= text.count("\n") + 1
    else:
        assert all(rule.match or rule.expect for rule in spec.rules)
        assert all(
            clause.terms for rule in spec.rules for clause in (rule.match, rule.expect) if clause
        )


@settings(max_examples=100, deadline=1000)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip))
def test_a_term_is_kept_letter_by_letter(term: str) -> None:
    text = write(
        {
            "refactor_name": "a",
            "rules": [{"id": "b", "description": "c", "match": {"calls": [term]}}],
        }
    )
    match = load_spec(text.encode(), "f").rules[0].match
    assert match is not None
    assert match.terms[0].text == term.rstrip("\n")


def test_importing_the_room_loads_no_yaml_and_no_jsonschema() -> None:
    """Commands that read no spec must not pay for it."""
    code = "import sys, planproof.spec; print([m for m in ('yaml', 'jsonschema', 'difflib') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
