"""What a spec means over a tree: sentences, where it looks, what it hits and what it does not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planproof.evaluate import Options
from planproof.evaluate.explain import explain
from planproof.index import Index
from planproof.model.evaluation import Proof
from planproof.model.explanation import RuleExplanation, TermExplanation
from planproof.rules import compile_rules
from planproof.spec import load_spec

FILES = {
    "src/app/views.py": (
        "import requests as r\n"
        "from auth import legacy_login as enter\n"
        "\n"
        "def view(user):\n"
        "    r.get('x')\n"
        "    return enter(user)\n"
    ),
    "src/app/jobs/nightly.py": "from auth import legacy_login\nlegacy_login(1)\nlegacy_login(2)\n",
    "src/web/main.ts": 'import { legacy_login } from "auth";\nlegacy_login(3);\n',
    "docs/a.md": "legacy_login\n",
    "LICENSE": "text\n",
}
HEAD = "refactor_name: a\nrules:\n  - id: one\n    description: first\n"

Explain = Callable[..., RuleExplanation]


@pytest.fixture
def told(tree) -> Explain:
    def explain_one(clauses: str, files=FILES, **options: object) -> RuleExplanation:
        spec = load_spec(f"{HEAD}{clauses}\n".encode(), "spec.yaml")
        with Index.open(None, 1) as index:
            given = Options(engine="1", **options)  # type: ignore[arg-type]
            found = explain(spec, compile_rules(spec), tree(files), index, given)
        (rule,) = found.rules
        return rule

    return explain_one


def only(rule: RuleExplanation) -> TermExplanation:
    (term,) = rule.terms
    return term


def test_what_a_name_hits_by_role_by_folder_and_by_what_it_means(told: Explain) -> None:
    seen = only(told("    match: {identifiers: [auth.legacy_login]}")).seen
    assert (seen.hits, seen.files, seen.unsure) == (7, 3, 0)
    assert seen.roles == (("call", 4), ("import", 3))
    assert seen.names == (("auth.legacy_login", 7),)
    assert seen.folders == (("src/app", 5), ("src/web", 2))


def test_a_name_that_is_written_is_shown_by_what_it_means(told: Explain) -> None:
    seen = only(told("    match: {calls: [get]}")).seen
    assert (seen.names, seen.roles) == ((("requests.get", 1),), (("call", 1),))


def test_every_hit_of_an_evaluation_is_counted(told: Explain, judge, rule) -> None:
    terms = ["legacy_login", "enter", "get", "user"]
    found = told(f"    match: {{identifiers: [{', '.join(terms)}]}}")
    judged = judge(FILES, rule(match={"identifiers": terms}))
    assert sum(term.seen.hits for term in found.terms) >= len(judged.violations) > 0
    for term in found.terms:
        for counts in (term.seen.roles, term.seen.folders, term.seen.names):
            assert sum(count for _, count in counts) == term.seen.hits


def test_only_the_first_few_names_are_listed(told: Explain) -> None:
    files = {"a.py": "".join(f"f{n}()\n" for n in range(9))}
    seen = only(told("    match: {calls: ['f*']}", files)).seen
    assert (len(seen.names), seen.kinds, seen.hits) == (5, 9, 9)


def test_where_it_looks(told: Explain) -> None:
    scope = told("    match: {calls: [x]}").scope
    assert (scope.files, scope.tracked) == (5, 5)
    assert scope.languages == (("", 2), ("python", 2), ("typescript", 1))
    narrow = told(
        "    scope: {include: [src/**], exclude: [src/web]}\n    match: {calls: [x]}"
    ).scope
    assert (narrow.include, narrow.exclude) == (("src/**",), ("src/web",))
    assert (narrow.files, narrow.tracked, narrow.languages) == (2, 5, (("python", 2),))
    spoken = told("    languages: [typescript]\n    match: {calls: [x]}").scope
    assert (spoken.files, spoken.languages) == (1, (("typescript", 1),))


def test_nothing_in_scope(told: Explain) -> None:
    rule = told("    scope: {include: [srcs/**]}\n    match: {calls: [x]}")
    assert rule.notes[0] == ("no file is in its scope, so that nothing can be judged; nearest: src")


def test_a_term_that_hits_nothing_is_told_what_is_near(told: Explain) -> None:
    term = only(told("    match: {calls: [legacy_logn]}"))
    assert term.seen.hits == 0
    assert term.nearest == ("legacy_login",)
    assert only(told("    match: {calls: [get]}")).nearest == ()


SENTENCES: list[tuple[str, tuple[str, ...]]] = [
    ("match: {calls: [a.b]}", ("It is red wherever code calls a.b.",)),
    ("match: {files: ['src/*.js']}", ("It is red for each path that fits src/*.js.",)),
    ("match: {calls: [f], inside: [View, Base]}", ("It is red wherever code calls f inside a definition of View or Base.",)),
    ("match: {calls: [f], not_inside: [View]}", ("It is red wherever code calls f outside of every definition of View.",)),
    ("expect: {imports: [a, b]}", ("It is red unless something imports a.", "It is red unless something imports b.")),
    ("expect: {imports: [a], files: [b], require: any}", ("It is red unless something imports a or there is a path that fits b.",)),
    ("expect: {calls: [f], at_least: 2, at_most: 3}", ("It is red unless something calls f at least 2 and at most 3 times.",)),
    ("match: {calls: [f]}\n    expect: {calls: [g]}", ("It is red wherever code calls f.", "It is red unless something calls g.")),
    ("for_each: {definitions: [f, g*]}\n    expect: {calls: [check]}", ("It is red for each of definitions f or definitions g* unless inside it something calls check.",)),
    ("for_each: {files: ['*.py']}\n    expect: {imports: [a, b], require: any}", ("It is red for each of files *.py unless inside it something imports a or something imports b.",)),
    ("expect: {metrics: {nesting: {at_most: 3}}}", ("It is red wherever code breaks the limit nesting at most 3.",)),
    ("rename: {from: a.b, to: c}", ("It is red wherever code uses the name a.b, in whatever role.", "It is red unless something uses the name c, in whatever role.")),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "sentences"), SENTENCES)
def test_what_makes_it_red(told: Explain, clauses: str, sentences: tuple[str, ...]) -> None:
    assert told(f"    {clauses}").red == sentences


def test_what_makes_it_green(told: Explain) -> None:
    rule = told("    match: {calls: [gone]}\n    examples: {bad: ['gone()']}")
    assert rule.proof is Proof.EXAMPLE
    assert rule.green == (
        "It is green when none of what it forbids is left in its scope."
        " It is red on its own bad example, so it is known that it can be."
    )
    assert told("    match: {calls: [get]}").proof is Proof.RED_NOW
    unproven = told("    match: {calls: [gone]}")
    assert unproven.proof is Proof.UNPROVEN
    assert "write guard: true" in unproven.green
    guard = told("    guard: true\n    match: {calls: [gone]}")
    assert (guard.proof, guard.guard) == (Proof.GUARD, True)


def test_the_base_is_looked_at_for_proof(told: Explain, tree) -> None:
    rule = told("    match: {calls: [gone]}", base=tree({"a.py": "gone()\n"}))
    assert rule.proof is Proof.RED_AT_BASE
    assert only(rule).seen.hits == 0


def said(term: TermExplanation, words: str) -> bool:
    return any(words in sentence for sentence in (*term.also, *term.misses))


@pytest.mark.parametrize(
    ("clause", "words", "others"),
    [
        ("calls: [get]", "x.name, since the end of a name decides", "its last part alone"),
        ("calls: [a.get]", "its last part alone", "the end of a name decides"),
        ("calls: [a.get]", "getattr", "$"),
        ("identifiers: ['/^old_/']", "ends of the whole chain", "nothing ties it"),
        ("identifiers: ['/old_/']", "nothing ties it", "ends of the whole chain"),
        ("calls: [get], uncertain: skip", "uncertain: skip", "$"),
        ("text: [x]", "several lines", "getattr"),
        ("imports: [x.y]", "import_module", "its last part alone"),
        ("files: [x]", "ignored by git", "getattr"),
    ],
)
def test_what_is_not_seen_and_what_may_surprise(
    told: Explain, clause: str, words: str, others: str
) -> None:
    term = only(told(f"    match: {{{clause}}}"))
    assert said(term, words)
    assert not said(term, others)


def test_a_pattern_says_in_which_files_it_means_nothing(told: Explain) -> None:
    term = only(told('    match: {pattern: "with $A as $B: $C"}'))
    assert said(term, "1 file in typescript, where the pattern means nothing")


def test_a_term_without_letters_is_pointed_out(told: Explain) -> None:
    notes = told("    match: {calls: ['*']}").notes
    assert notes[-1].startswith("no letters are certain for *, so that every file in scope is read")
    assert not told("    match: {calls: [get]}").notes


def test_what_could_not_be_looked_at_is_told(told: Explain) -> None:
    files = {
        "a.py": "from x import *\ngone()\n",
        "b.py": "def f(:\n  gone(\n",
        "c.md": "gone\n",
        "d.php": "gone()\n",
    }
    rule = told("    match: {calls: [gone]}", files)
    assert only(rule).seen.unsure == 1
    notes = "\n".join(rule.notes)
    assert "compared as they are written: 1" in notes
    assert "not judged (text would): 1" in notes
    assert "d.php could not be judged: no grammar" in notes


def test_progress_is_told_for_every_file_that_is_read(tree) -> None:
    spec = load_spec(f"{HEAD}    match: {{calls: [get]}}\n".encode(), "spec.yaml")
    heard: list[tuple[int, int]] = []
    with Index.open(None, 1) as index:
        explain(
            spec, compile_rules(spec), tree(FILES), index,
            on_progress=lambda done, total: heard.append((done, total)),
        )  # fmt: skip
    assert heard == [(number, 5) for number in range(1, len(heard) + 1)]
    assert heard


def test_candidates_and_what_they_hold_are_counted(told: Explain) -> None:
    rule = told("    for_each: {definitions: [view]}\n    expect: {calls: [get, absent]}")
    seen = {(term.clause, term.label): term.seen.hits for term in rule.terms}
    assert seen == {("for_each", "view"): 1, ("expect", "get"): 1, ("expect", "absent"): 0}
    assert rule.green.startswith("It is green when each of these holds what it expects.")
