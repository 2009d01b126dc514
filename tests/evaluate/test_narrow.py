"""A rule over some paths finds in them what it finds there over the whole tree."""

from __future__ import annotations

from itertools import combinations

import pytest

from memory_trees import make_tree
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.rules import compile_rules
from planproof.rules.narrow import is_local, narrow
from planproof.spec import load_spec
from planproof.usecases.prepare import known_languages

SPEC = """\
refactor_name: many facets
guard: true
rules:
  - {id: calls, description: d, match: {calls: [auth.legacy.login]}}
  - {id: bare-calls, description: d, match: {calls: [login]}}
  - {id: imports, description: d, match: {imports: [auth.legacy]}}
  - {id: identifiers, description: d, match: {identifiers: [legacy]}}
  - {id: bases, description: d, match: {bases: [auth.legacy.Base]}}
  - {id: decorators, description: d, match: {decorators: [wrap]}}
  - {id: patterns, description: d, match: {pattern: ["print($A)"]}}
  - {id: texts, description: d, match: {text: ["TODO"]}}
  - {id: comments, description: d, match: {comments: ["TODO"]}}
  - {id: files, description: d, match: {files: ["**/legacy*"]}}
  - {id: lines, description: d, match: {metrics: {function_lines: {at_most: 2}}}}
  - {id: direct, description: d, match: {dependencies: {from: app, on: [auth.legacy]}}}
  - {id: chains, description: d, match: {dependencies: {from: app, on: [auth.legacy], transitive: true}}}
  - {id: each, description: d, for_each: {definitions: ["view*"]}, expect: {calls: [check]}}
  - {id: both, description: d, match: {calls: [print]}, expect: {calls: [nowhere]}}
  - {id: routes, description: d, match: {api_routes: ["/users/**"]}}
  - {id: elsewhere, description: d, match: {calls: [login]}, scope: {include: ["lib/**"]}}
  - {id: spoken, description: d, match: {calls: [login]}, languages: [typescript]}
"""

TREE = {
    "auth/__init__.py": "from auth.legacy import login as enter\nfrom auth.legacy import *\n",
    "auth/legacy.py": "class Base: ...\n\n\ndef login(user):\n    return user  # TODO\n",
    "auth/offer.py": "from . import enter\n\nenter(1)\n",
    "app/__init__.py": "",
    "app/views.py": (
        "from auth.offer import enter\nfrom auth import Base, wrap\n\n\n"
        "class View(Base):\n    @wrap\n    def view_one(self, user):\n        a = 1\n"
        "        print(a)\n        return enter(user)\n\n\ndef view_two():\n    check()\n"
    ),
    "app/deep.py": "from app.views import View\nimport auth.legacy\n\nauth.legacy.login(2)  # TODO\n",
    "app/urls.py": (
        "from flask import Flask\n\napp = Flask(__name__)\n\n\n"
        "@app.route('/users/<int:id>')\ndef user(id):\n    return legacy\n"
    ),
    "lib/use.py": "import auth\n\nauth.enter(3)\nlogin(4)\n",
    "lib/page.ts": "import { login } from './legacy';\nlogin(1);\n",
    "lib/legacy.ts": "export function login(a: number) { return a; }\n",
    "lib/torn.py": "def f(:\n    login((\n",
    "README.md": "TODO legacy login\n",
}
RULES = compile_rules(load_spec(SPEC.encode(), "f", known_languages()))


def judge(rules: object) -> Evaluation:
    spec = load_spec(SPEC.encode(), "f", known_languages())
    with Index.open(None, 1) as index:
        return evaluate(spec, rules, make_tree(TREE), index, Options(engine="1"))


def narrowed(paths: frozenset[str]) -> Evaluation:
    return judge([rule for one in RULES if (rule := narrow(one, paths)) is not None])


@pytest.fixture(scope="module")
def whole() -> Evaluation:
    found = judge(RULES)
    red = {one.rule for one in found.violations}
    assert red >= {rule.id for rule in RULES} - {"spoken", "routes"}, "the tree shows each of them"
    return found


SUBSETS = [frozenset(some) for count in (0, 1, 2) for some in combinations(sorted(TREE), count)]


@pytest.mark.parametrize("number", range(4))
def test_what_is_found_is_what_the_whole_finds_there(whole: Evaluation, number: int) -> None:
    for paths in (*SUBSETS[number::4], frozenset(TREE)):
        expected = [v for v in whole.violations if v.place.path in paths and not v.expected]
        assert list(narrowed(paths).violations) == expected, sorted(paths)


def test_what_is_expected_of_the_whole_tree_is_left_out() -> None:
    by_id = {rule.id: rule for rule in RULES}
    assert not is_local(by_id["both"])
    assert is_local(by_id["each"])
    both = narrow(by_id["both"], frozenset(TREE))
    assert both is not None
    assert both.expect is None
    only = compile_rules(
        load_spec(b"refactor_name: a\nrules: [{id: b, description: c, expect: {calls: x}}]", "f")
    )
    assert narrow(only[0], frozenset(TREE)) is None


def test_what_cannot_be_read_among_the_paths_leaves_no_verdict() -> None:
    tree = make_tree(TREE, unreadable=["lib/secret.py", "closed/"])
    spec = load_spec(SPEC.encode(), "f", known_languages())
    calls = RULES[0]

    def blocked(*paths: str) -> list[str]:
        rule = narrow(calls, frozenset(paths))
        assert rule is not None
        with Index.open(None, 1) as index:
            found = evaluate(spec, [rule], tree, index, Options(engine="1"))
        return [path for path, _ in found.rules[0].coverage.blocking]

    assert blocked("lib/secret.py") == ["closed/", "lib/secret.py"]
    assert blocked("lib/use.py") == ["closed/"], "who knows what changed in there?"
