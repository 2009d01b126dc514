"""A spec over a tree, from end to end."""

from __future__ import annotations

import pytest

from planproof.errors import TreeChangedError
from planproof.model.evaluation import Proof, Verdict
from planproof.model.location import Position
from planproof.model.violation import Mark

PY = "import requests as r\n\ndef load():\n    return r.get('x')\n"


def test_a_forbidden_call_is_a_violation_with_all_that_a_person_needs(judge, rule) -> None:
    found = judge({"src/a.py": PY}, rule(match={"calls": ["requests.get"]}))
    assert found.verdict is Verdict.VIOLATED
    (violation,) = found.violations
    assert violation.place.path == "src/a.py"
    assert (violation.place.start, violation.place.end) == (Position(3, 11), Position(3, 16))
    assert violation.message == "call of r.get (requests.get) is forbidden by calls: requests.get"
    assert violation.symbol == "load"
    assert violation.snippet == "return r.get('x')"
    assert violation.guidance == "do better"
    assert violation.identity.text == "return r.get('x')"
    assert len(violation.fingerprint) == 24
    (report,) = found.rules
    assert report.proof is Proof.RED_NOW
    assert report.coverage.in_scope == report.coverage.examined == report.coverage.hits == 1


def test_same_input_same_value(judge, rule) -> None:
    files = {f"src/{name}.py": PY * 3 for name in "abc"}
    rules = [
        rule("one", match={"calls": ["get"]}),
        rule("two", match={"identifiers": ["requests"]}),
    ]
    assert judge(files, *rules) == judge(files, *rules)


def test_equal_violations_get_different_fingerprints(judge, rule) -> None:
    found = judge({"a.py": "old()\nold()\nold()\n"}, rule(match={"calls": ["old"]}))
    assert [violation.identity.ordinal for violation in found.violations] == [0, 1, 2]
    assert len({violation.fingerprint for violation in found.violations}) == 3


def test_violations_are_sorted_by_path_place_and_rule(judge, rule) -> None:
    found = judge(
        {"b.py": "old()\n", "a.py": "new = 1\nold()\n"},
        rule("z", match={"identifiers": ["old"]}),
        rule("y", match={"calls": ["old"]}),
    )
    assert [(v.place.path, v.rule) for v in found.violations] == [
        ("a.py", "y"),
        ("a.py", "z"),
        ("b.py", "y"),
        ("b.py", "z"),
    ]


def test_renaming_a_variable_keeps_the_shape(judge, rule) -> None:
    source = "def f({0}):\n    {0}.x = old({0}, key={0}, other=1)\n"
    shapes = []
    for name in ("a", "somewhat_longer"):
        found = judge({"a.py": source.format(name)}, rule(match={"calls": ["old"]}))
        shapes.append(found.violations[0].identity.shape)
    assert shapes == ["_.x = old(_, key=_, other=1)"] * 2


def test_files_changed_since_the_manifest_raise(judge, rule, tree) -> None:
    changed = tree({"a.py": PY})
    changed.served["a.py"] = b"print()\n"
    with pytest.raises(TreeChangedError, match=r"a\.py"):
        judge(changed, rule(match={"calls": ["get"]}))


def test_a_file_that_vanished_leaves_the_rule_undecided(judge, rule, tree) -> None:
    gone = tree({"a.py": PY, "b.py": "x = 1\n"})
    gone.served["a.py"] = None
    found = judge(gone, rule(match={"calls": ["get"]}, bad=["get()"]))
    assert found.verdict is Verdict.INDETERMINATE
    assert found.rules[0].coverage.blocking == (("a.py", "cannot be read"),)


def test_the_scope_digest_names_the_files_in_scope_only(judge, rule) -> None:
    only_src = rule(match={"calls": ["get"]}, include=["src/**"])
    one = judge({"src/a.py": PY, "docs/x.md": "x"}, only_src)
    other_docs = judge({"src/a.py": PY, "docs/x.md": "y"}, only_src)
    other_src = judge({"src/a.py": PY + "#", "docs/x.md": "x"}, only_src)
    assert one.scope_digest == other_docs.scope_digest != other_src.scope_digest


def test_no_rules_is_no_pass(judge) -> None:
    assert judge({"a.py": PY}).verdict is Verdict.INDETERMINATE


def test_a_broken_chain_is_two_places(judge, rule) -> None:
    source = "x = (query\n     .filter(a)\n     .filter(b))\n"
    found = judge({"a.py": source}, rule(match={"calls": ["filter"]}))
    assert [violation.place.start.line for violation in found.violations] == [0, 2]


def test_one_place_is_one_violation_per_rule(judge, rule) -> None:
    found = judge(
        {"a.py": "session.get('x')\n"},
        rule(match={"calls": ["get", "session.get"], "attributes": ["get"], "identifiers": ["*"]}),
    )
    assert len(found.violations) == 1


def test_only_the_outermost_of_nested_matches_counts(judge, rule) -> None:
    found = judge({"a.py": "old(old(old(1)))\n"}, rule(match={"pattern": ["old($X)"]}))
    assert len(found.violations) == 1


def test_expressions(judge, rule) -> None:
    source = 'cursor.execute("SELECT  *\\n FROM products", 1)\nx = "FROM products_new"\n'
    found = judge({"a.py": source}, rule(match={"expressions": ["FROM products"]}))
    (violation,) = found.violations
    assert violation.place.start.line == 0


def test_a_lexical_hit_is_marked_and_found_once(judge, rule) -> None:
    source = "def f(:\n    legacy_login(user\n"
    found = judge({"a.py": source}, rule(match={"identifiers": ["legacy_login"]}))
    (violation,) = found.violations
    assert violation.mark in (Mark.LEXICAL, Mark.PROVEN)
    assert violation.place.start.line == 1


def test_an_alias_of_a_forbidden_import_is_found_in_a_broken_region(judge, rule) -> None:
    source = "from auth import login as enter\n\ndef f(:\n    enter(user\n"
    found = judge({"a.py": source}, rule(match={"calls": ["auth.login"]}))
    assert [violation.place.start.line for violation in found.violations] == [3]


@pytest.mark.parametrize("line", ['export * from ".";', 'const { login } = require("..");'])
def test_a_folder_itself_is_no_local_name(judge, rule, line: str) -> None:
    """``"."`` and ``".."`` are names without a segment."""
    found = judge({"web/a.ts": f"function f(login) {{}}\n{line}\n"}, rule(match={"text": ['."']}))
    assert [each.snippet for each in found.violations] == [line]
