"""Spec → rules: every problem of all rules at once, at its place."""

from __future__ import annotations

import subprocess
import sys

import pytest

from planproof.errors import SpecError
from planproof.rules import compile_rules
from planproof.spec.wire import Clause, Facet, RuleSpec, Scope, Spec, TermSpec, Where


def clause(line: int, *terms: tuple[Facet, str]) -> Clause:
    found = [TermSpec(facet, text, Where(line + at, 9)) for at, (facet, text) in enumerate(terms)]
    return Clause(tuple(found), Where(line, 5))


def rule(line: int = 1, **given: object) -> RuleSpec:
    return RuleSpec("rule", "a rule", Where(line, 5), **given)  # type: ignore[arg-type]


def spec(*rules: RuleSpec) -> Spec:
    return Spec("spec", rules, "digest", "", "spec.yaml")


def test_every_problem_is_told_in_the_order_of_the_file() -> None:
    bad = spec(
        rule(20, match=clause(21, (Facet.PATTERN, "foo("), (Facet.AST, '{"kind": "nope"}'))),
        rule(
            1,
            languages=("pyhton",),
            scope=Scope(("./src",), ("",)),
            match=clause(2, (Facet.CALLS, "a b"), (Facet.IMPORTS, "ok"), (Facet.EXPRESSIONS, " ")),
            expect=clause(8, (Facet.FILES, "../x"), (Facet.IDENTIFIERS, "/(/")),
        ),
        rule(30),
    )
    with pytest.raises(SpecError) as refused:
        compile_rules(bad)
    told = [(problem.line, problem.code) for problem in refused.value.diagnostics]
    assert told == [
        (1, "unknown-language"),
        (1, "bad-glob"),
        (1, "bad-glob"),
        (2, "bad-term"),
        (4, "bad-term"),
        (8, "bad-glob"),
        (9, "bad-term"),
        (21, "bad-pattern"),
        (22, "bad-pattern"),
        (30, "no-clause"),
    ]
    assert all(problem.source == "spec.yaml" for problem in refused.value.diagnostics)
    assert "python" in refused.value.diagnostics[0].fix


def test_a_language_that_a_pattern_does_not_fit_is_a_warning_if_it_was_named() -> None:
    pattern = clause(2, (Facet.PATTERN, "def $F($$$): $$$"))
    named, unnamed = compile_rules(
        spec(rule(languages=("python", "go"), match=pattern), rule(match=pattern))
    )
    assert [warning.code for warning in named.warnings] == ["pattern-skipped"]
    assert "go" in named.warnings[0].message
    assert unnamed.warnings == ()


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("typescript", {"typescript", "tsx", "vue", "svelte"}),
        ("javascript", {"javascript", "vue", "svelte"}),
        ("tsx", {"tsx"}),
        ("vue", {"vue"}),
    ],
)
def test_typescript_means_tsx_too_and_scripts_are_in_components(
    named: str, meant: set[str]
) -> None:
    (compiled,) = compile_rules(spec(rule(languages=(named,), match=clause(2, (Facet.CALLS, "x")))))
    assert compiled.languages == meant


def test_terms_keep_their_numbers_and_clauses_their_limits() -> None:
    written = Clause(
        clause(2, (Facet.CALLS, "a"), (Facet.IMPORTS, "b")).terms,
        Where(2, 5),
        2,
        5,
        alternative=True,
    )
    (compiled,) = compile_rules(spec(rule(expect=written)))
    assert compiled.expect is not None
    assert [term.index for term in compiled.expect.terms] == [0, 1]
    assert (compiled.expect.at_least, compiled.expect.at_most) == (2, 5)
    assert compiled.expect.alternative


def test_heavy_packages_are_loaded_only_by_rules_that_need_them() -> None:
    code = (
        "import sys; import planproof.rules as r; from planproof.spec.wire import *; w = Where(1, 1);"
        "r.compile_rules(Spec('s', (RuleSpec('r', 'd', w, match=Clause((TermSpec(Facet.CALLS,"
        "'a.b', w),), w)),), '', '', ''));"
        "print(sorted({'re2', 'ast_grep_py', 'pathspec', 'multiprocessing', 'tree_sitter'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
