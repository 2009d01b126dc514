"""The facet ``api_routes`` in a verdict: routes of the whole tree, judged in the scopes of rules."""

from __future__ import annotations

import pytest

from planproof.index import MAX_BYTES
from planproof.model.evaluation import Evaluation, Proof, Verdict
from planproof.model.violation import Mark

APP = {
    "app/__init__.py": "",
    "app/main.py": (
        "from fastapi import FastAPI\n"
        "from app.users import router\n"
        "from app.settings import settings\n"
        "app = FastAPI()\n"
        "app.include_router(router, prefix=settings.API)\n"
    ),
    "app/settings.py": 'class Settings:\n    API: str = "/api"\nsettings = Settings()\n',
    "app/users.py": (
        "from fastapi import APIRouter\n"
        'router = APIRouter(prefix="/users")\n'
        '@router.get("/{user_id}")\n'
        "def one(user_id): ...\n"
        '@router.post("/")\n'
        "def add(): ...\n"
    ),
}

UNCERTAIN = (
    "route GET /…/users/{user_id} (what comes before it is not known), as far as can be told,"
)


def said(found: Evaluation) -> list[tuple[str, int, str, Mark]]:
    return [
        (v.place.path, v.place.start.line + 1, v.message.split(" is forbidden")[0], v.mark)
        for v in found.violations
    ]


def test_a_route_is_found_where_it_is_declared_by_its_whole_path(judge, rule) -> None:
    found = judge(APP, rule(match={"api_routes": ["GET /api/users/{id}"]}))
    assert said(found) == [("app/users.py", 3, "route GET /api/users/{user_id}", Mark.PROVEN)]
    (violation,) = found.violations
    assert violation.snippet == '@router.get("/{user_id}")'
    assert violation.message.endswith("is forbidden by api_routes: GET /api/users/{id}")
    assert found.rules[0].coverage.hits == 1


def test_the_prefix_may_stand_in_files_out_of_scope(judge, rule) -> None:
    only = rule(match={"api_routes": ["/api/**"]}, include=["app/users.py"])
    found = judge(APP, only)
    assert [violation.place.start.line for violation in found.violations] == [2, 4]
    assert found.rules[0].coverage.in_scope == 1
    moved = {**APP, "app/settings.py": APP["app/settings.py"].replace("/api", "/v2")}
    assert not judge(moved, only).violations
    assert judge(moved, only).scope_digest != found.scope_digest


def test_a_term_that_begins_with_a_slash_is_no_regular_expression(judge, rule) -> None:
    """The trap of the format that this one grew out of: such a rule never hit anything."""
    found = judge(APP, rule(match={"api_routes": ["/api/users/"]}))
    assert said(found) == [("app/users.py", 5, "route POST /api/users", Mark.PROVEN)]


def test_a_prefix_that_is_computed_makes_it_uncertain_and_is_never_missed(judge, rule) -> None:
    files = {**APP, "app/settings.py": "import os\nsettings = os.environ\n"}
    forbidden = judge(files, rule(match={"api_routes": ["/api/users/{id}"]}))
    assert said(forbidden) == [
        ("app/users.py", 3, UNCERTAIN, Mark.UNCERTAIN),
    ]
    required = judge(files, rule(expect={"api_routes": ["/api/users/{id}"]}))
    assert required.verdict is Verdict.VIOLATED
    assert not judge(files, rule(match={"api_routes": ["/legacy/**"]}, guard=True)).violations


def test_an_expectation_rests_on_the_whole_path(judge, rule) -> None:
    assert judge(APP, rule(expect={"api_routes": ["POST /api/users"]})).verdict is Verdict.PASSED
    found = judge(APP, rule(expect={"api_routes": ["POST /users", "GET /api/userz/{id}"]}))
    uncertain, misspelt = [violation.message for violation in found.violations]
    assert uncertain.endswith(": only found where it is not certain, or where the syntax is broken")
    assert misspelt.startswith("expected api_routes: GET /api/userz/{id}: not found; nearest: ")
    assert "GET /api/users/{user_id}" in misspelt


def test_examples_are_trees_of_their_own(judge, rule) -> None:
    bad = ['from flask import Blueprint\nb = Blueprint("b")\n@b.route("/old")\ndef f(): ...\n']
    good = [bad[0].replace("/old", "/new"), 'requests.get("/old")\n']
    only = rule(match={"api_routes": ["/old"]}, bad=bad, good=good)
    found = judge(APP, only)
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.EXAMPLE)


def test_what_was_found_is_kept_and_an_edit_of_another_file_is_seen(index_of, rule, tree) -> None:
    only = rule(match={"api_routes": ["/api/users/{id}"]})
    with index_of() as judge:
        first = judge(tree(APP), only)
        assert judge(tree(APP), only).violations == first.violations
        changed = tree({**APP, "app/settings.py": 'class S:\n    API = "/v3"\nsettings = S()\n'})
        assert [v.mark for v in judge(changed, only).violations] == []


def test_a_route_in_a_broken_region_is_a_lexical_hit(judge, rule) -> None:
    text = 'from flask import Flask\napp = Flask("x")\n@app.route("/old"\ndef f(:\n  ]\n'
    found = judge({"a.py": text}, rule(match={"api_routes": ["/old"]}))
    assert found.violations
    required = judge({"a.py": text}, rule(expect={"api_routes": ["/old"]}))
    assert required.verdict is Verdict.VIOLATED


@pytest.mark.parametrize(("text", "verdict"), [
    ("x = 1\n", Verdict.PASSED),
    ("from flask import Flask\n", Verdict.INDETERMINATE),
])  # fmt: skip
def test_a_file_too_large_to_parse_blocks_if_it_may_declare_routes(
    judge, rule, text: str, verdict: Verdict
) -> None:
    files = {"big.py": text + "# " + "-" * MAX_BYTES + "\n", "a.py": "y = 1\n"}
    assert judge(files, rule(match={"api_routes": ["/old"]}, guard=True)).verdict is verdict


def test_tests_and_clients_are_no_routes(judge, rule) -> None:
    files = {
        **APP,
        "tests/test_users.py": (
            "from unittest import mock\n"
            "from fastapi.testclient import TestClient\n"
            "from app.main import app\n"
            "client = TestClient(app)\n"
            '@mock.patch("/api/users")\n'
            "def test_it():\n"
            '    client.get("/api/users")\n'
            '    client.post("/api/users", json={})\n'
        ),
    }
    only = rule(match={"api_routes": ["/api/users", "/**"]}, include=["tests/**"], guard=True)
    assert not judge(files, only).violations


@pytest.mark.parametrize(("source", "verdict"), [
    ('@GetMapping("/api/users/{id}")\nfun one() {}\n', Verdict.INDETERMINATE),
    ('val users = api + "x"\n', Verdict.PASSED),
])  # fmt: skip
def test_a_language_without_a_grammar_is_never_taken_for_clean(
    judge, rule, source: str, verdict: Verdict
) -> None:
    files = {**APP, "src/Users.kt": source}
    only = rule(match={"api_routes": ["/api/users/*"]}, include=["src/**"], guard=True)
    assert judge(files, only).verdict is verdict


def test_a_term_without_words_looks_for_files_that_seem_to_declare_routes(judge, rule) -> None:
    files = {"a.rb": "Rails.application.routes.draw { delete '/x' }\n", "b.rb": "puts '/x'\n"}
    found = judge(files, rule(match={"api_routes": ["DELETE /**"]}, guard=True))
    assert found.rules[0].coverage.blocking == (("a.rb", "no grammar for this kind of file"),)
