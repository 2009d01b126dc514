"""Verdicts that other tools were seen to give, and that must never be given here.

One test per entry of the list that concerns judging code; each fails if the mistake is made.
"""

from __future__ import annotations

import pytest

from planproof.errors import SpecError
from planproof.model.evaluation import Verdict
from planproof.rules import compile_rules
from planproof.spec.wire import Clause, RuleSpec, Spec, Where


def test_a_misspelt_match_does_not_pass(project) -> None:
    project.put("a.py", "legacy_login()\n")
    assert project.judge({"calls": ["legacy_logn"]}).verdict is Verdict.INDETERMINATE


def test_an_empty_match_does_not_pass() -> None:
    empty = RuleSpec("rule", "a rule", Where(1, 1))
    with pytest.raises(SpecError):
        compile_rules(Spec("spec", (empty,), "", "", "spec.yaml"))
    no_terms = RuleSpec("rule", "a rule", Where(1, 1), match=Clause((), Where(2, 1)))
    with pytest.raises(SpecError):
        compile_rules(Spec("spec", (no_terms,), "", "", "spec.yaml"))


def test_expectations_count(project) -> None:
    project.put("a.py", "login()\n")
    assert project.judge(expect={"calls": ["logout"]}).verdict is Verdict.VIOLATED
    assert project.judge(expect={"calls": ["login"]}).verdict is Verdict.PASSED
    assert project.judge(expect={"calls": ["login"], "at_least": 2}).verdict is Verdict.VIOLATED


@pytest.mark.parametrize("regex", ["/legacy|ancient/", "/^legacy/", "/le.*gin$/", "/LEGACY/i"])
def test_regular_expressions_match(project, lines, regex: str) -> None:
    project.put("a.py", "x = 1\nlegacy_login()\n")
    assert lines(project.judge({"calls": [regex]})) == [("a.py", 2)]


@pytest.mark.parametrize("text", [r"/open\(/", "/users", "/users/{id}", "/users|orders/"])
def test_source_text_matches_by_pattern_and_with_a_leading_slash(project, text: str) -> None:
    project.put("a.py", 'get("/users/{id}", open("x"))\n')
    assert project.judge({"expressions": [text]}).verdict is Verdict.VIOLATED


@pytest.mark.parametrize(
    "source",
    [
        "import legacy_sdk\n",
        "import legacy_sdk.x as y\n",
        "from legacy_sdk import x\n",
        "from legacy_sdk.x import y\n",
        "from legacy_sdk import *\n",
        "def f():\n    import legacy_sdk\n",
        "try:\n    import legacy_sdk\nexcept ImportError:\n    pass\n",
    ],
)
def test_imports_are_searched(project, source: str) -> None:
    project.put("a.py", source)
    assert project.judge({"imports": ["legacy_sdk"]}).verdict is Verdict.VIOLATED


def test_relative_imports_that_resolve_to_it_are_found(project, lines) -> None:
    project.put("src/auth/__init__.py", "")
    project.put("src/auth/login.py", "from .legacy import old\nfrom . import legacy\n")
    project.put("src/auth/other.py", "from .unrelated import old\n")
    found = project.judge({"imports": ["auth.legacy"]})
    assert lines(found) == [("src/auth/login.py", 1), ("src/auth/login.py", 2)]


def test_there_is_no_row_limit(project) -> None:
    for number in range(30):
        project.put(f"lib/a{number}.py", "old()\n" * 100)
    project.put("src/z.py", "old()\n" * 4)
    assert len(project.judge({"calls": ["old"]}).violations) == 3004
    assert len(project.judge({"calls": ["old"]}, include=("src/**",)).violations) == 4


def test_an_index_of_yesterday_judges_todays_files(project, lines) -> None:
    project.put("a.py", "old()\n")
    assert lines(project.judge({"calls": ["old"]})) == [("a.py", 1)]
    project.put("a.py", "x = 1\nold()\n")
    project.put("b.py", "old()\n")
    assert lines(project.judge({"calls": ["old"]})) == [("a.py", 2), ("b.py", 1)]
    project.put("a.py", "x = 1\n")
    assert lines(project.judge({"calls": ["old"]})) == [("b.py", 1)]


def test_changes_that_are_not_staged_are_judged(project, lines) -> None:
    project.put("a.py", "x = 1\n")
    project.git("add", "a.py")
    project.git("commit", "-q", "-m", "clean")
    project.put("a.py", "old()\n")
    assert lines(project.judge({"calls": ["old"]})) == [("a.py", 1)]


@pytest.mark.parametrize(
    "source",
    ["def f(:\n    old(1\n", "class (\n\nold(\n", "x = (\n    old(1)\n", "if True\n    old()\n"],
)
def test_a_file_that_fails_to_parse_is_not_clean(project, source: str) -> None:
    project.put("a.py", source)
    assert project.judge({"calls": ["old"]}).verdict is Verdict.VIOLATED


def test_no_file_in_scope_does_not_pass(project) -> None:
    project.put("a.py", "x = 1\n")
    for include in (("nowhere/**",), ("*.rs",)):
        guarded = project.judge({"calls": ["old"]}, include=include, guard=True)
        assert guarded.verdict is Verdict.INDETERMINATE
    wanted = project.judge(expect={"calls": ["new"]}, include=("nowhere/**",))
    assert wanted.verdict is Verdict.VIOLATED


def test_one_place_counts_once(project) -> None:
    project.put("a.py", "import os\nos.path.join(old.name, old.name.x)\n")
    for facet in ("identifiers", "attributes"):
        found = project.judge({facet: ["old.name*", "old.**.name", "**.old.name", "/old.na/"]})
        assert len(found.violations) == 2


def test_methods_are_qualified_by_their_class(project, lines) -> None:
    project.put("a.py", "class A:\n    def get(self): ...\nclass B:\n    def get(self): ...\n")
    assert lines(project.judge({"definitions": ["B.get"]})) == [("a.py", 4)]
    assert lines(project.judge({"definitions": ["a.B.get"]})) == [("a.py", 4)]


def test_decorators_of_mocks_are_no_calls_of_patch_methods_of_others(project, lines) -> None:
    source = "from unittest import mock\n\n@mock.patch('x')\ndef test(): ...\nclient.patch('/x')\n"
    project.put("a.py", source)
    assert lines(project.judge({"calls": ["client.patch"]})) == [("a.py", 5)]
    assert lines(project.judge({"decorators": ["unittest.mock.patch"]})) == [("a.py", 3)]


def test_every_alias_of_an_imported_call_is_found(project, lines) -> None:
    project.put(
        "a.py",
        "import requests\nimport requests as r\nfrom requests import get as g\n"
        "requests.get(1)\nr.get(2)\ng(3)\nother.get(4)\n",
    )
    assert lines(project.judge({"calls": ["requests.get"]})) == [
        ("a.py", 4),
        ("a.py", 5),
        ("a.py", 6),
    ]


def test_files_in_another_encoding_are_judged(project, lines) -> None:
    project.put("a.py", "# coding: latin-1\nname = 'é'; old('é')\n".encode("latin-1"))
    found = project.judge({"calls": ["old"]})
    assert lines(found) == [("a.py", 2)]
    assert found.violations[0].place.start.column == 12


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", "name = 'é'; old('é')\n".encode("latin-1")),
        ("a.py", b"old()\n" + b"#\n" * 3_000_000),
        ("a.rb", b"old()"),
        ("a.py", b"old()\n\0"),
    ],
)
def test_files_that_cannot_be_read_are_not_skipped_silently(project, path, content) -> None:
    project.put(path, content)
    found = project.judge({"calls": ["old"]}, guard=True)
    assert found.verdict is Verdict.INDETERMINATE
    assert path in found.rules[0].problems[0].message


def test_a_rule_for_typescript_looks_into_tsx(project, lines) -> None:
    project.put("a.tsx", "export const A = () => <b>{old(1)}</b>;\n")
    for match in ({"calls": ["old"]}, {"pattern": ["old($X)"]}):
        assert lines(project.judge(match, languages=("typescript",))) == [("a.tsx", 1)]


def test_tests_are_not_left_out(project) -> None:
    project.put("tests/test_a.py", "old()\n")
    assert project.judge({"calls": ["old"]}).verdict is Verdict.VIOLATED


def test_calls_and_keywords_need_no_pattern_with_traps(project, lines) -> None:
    project.put("a.py", "open('a', encoding='x')\nopen('b', 'r', encoding='y', newline='')\n")
    assert lines(project.judge({"keywords": ["encoding"]})) == [("a.py", 1), ("a.py", 2)]


def test_an_unknown_language_is_an_error() -> None:
    from planproof.spec.wire import Facet, TermSpec

    clause = Clause((TermSpec(Facet.CALLS, "x", Where(3, 1)),), Where(2, 1))
    rule = RuleSpec("rule", "a rule", Where(1, 1), languages=("pyton",), match=clause)
    with pytest.raises(SpecError) as refused:
        compile_rules(Spec("spec", (rule,), "", "", "spec.yaml"))
    assert "python" in refused.value.diagnostics[0].fix


def test_a_pattern_that_stalls_the_matcher_is_not_clean(project) -> None:
    """Nested relational rules take minutes on such a file, and cannot be interrupted."""
    project.put("a.py", "x = " + "f(" * 400 + ")" * 400 + "\n" + "old(1)\n" * 20_000)
    bomb: dict[str, object] = {"regex": "^nothing_like_it$"}
    for _ in range(4):
        bomb = {"has": {**bomb, "stopBy": "end"}, "kind": "call"}
    found = project.judge({"ast": [{"all": [bomb]}]}, guard=True, budget=0.2)
    assert found.verdict is Verdict.INDETERMINATE
    assert "longer than 0.2 s" in found.rules[0].problems[0].message


@pytest.mark.parametrize(
    ("compat", "user"),
    [
        ("from requests import get as fetch\n", "from compat import fetch\nfetch()\n"),
        ("import requests\nfetch = requests.get\n", "import compat\ncompat.fetch()\n"),
        ("from requests import get as fetch\n", "from compat import *\nfetch()\n"),
    ],
)
def test_a_forbidden_name_under_another_name_of_another_file_is_found(
    project, lines, compat: str, user: str
) -> None:
    """Also after an edit, when the index remembers what the files held before."""
    project.put("compat.py", "def fetch(): ...\n")
    project.put("src/user.py", user)
    assert not lines(project.judge({"calls": ["requests.get"]}, include=("src/**",), guard=True))
    project.put("compat.py", compat)
    assert ("src/user.py", 2) in lines(
        project.judge({"calls": ["requests.get"]}, include=("src/**",))
    )
