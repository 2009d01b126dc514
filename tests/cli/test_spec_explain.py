"""``planproof spec explain``: a spec in plain words, over the tree as it is."""

from __future__ import annotations

import json

from planproof_testing import Project

SPEC = """\
refactor_name: demo
scope: {include: ["app/**"]}
rules:
  - id: no-legacy
    description: Nothing uses the legacy login
    match: {identifiers: [legacy_login]}
    expect: {calls: [tokens.lgin]}
"""
CODE = "from auth import legacy_login, tokens\n\ndef enter(user):\n    return legacy_login(user)\n"


def test_what_a_newcomer_reads(project: Project) -> None:
    project.write("app/enter.py", CODE + "tokens.login(1)\n")
    project.write("spec.yaml", SPEC)
    answer = project.run("spec", "explain", "spec.yaml")
    assert answer.code == 0
    assert answer.out.startswith(
        "no-legacy  Nothing uses the legacy login\n"
        "  It is red wherever code uses the name legacy_login, in whatever role.\n"
        "  It is red unless something calls tokens.lgin.\n"
    )
    assert "  match identifiers: legacy_login\n" in answer.out
    assert (
        "    hits 2 places in 1 file\n"
        "    as: call (1), import (1)\n"
        "    which are: auth.legacy_login (2)\n"
        "    in: app (2)\n"
    ) in answer.out
    assert "    hits nothing; nearest: login\n" in answer.out
    assert "  not seen\n" in answer.out
    assert "planproof verify spec.yaml" in answer.err
    assert max(map(len, answer.out.splitlines())) <= 100


def test_what_a_program_reads(project: Project) -> None:
    project.write("app/enter.py", CODE)
    project.write("spec.yaml", SPEC)
    found = json.loads(project.run("spec", "explain", "spec.yaml", "--json").out)
    (spec,) = found["data"]["specs"]
    (rule,) = spec["rules"]
    assert (rule["id"], rule["proof"], rule["scope"]["files"]) == ("no-legacy", "red_now", 1)
    assert rule["terms"][0]["roles"] == [
        {"what": "call", "count": 1},
        {"what": "import", "count": 1},
    ]
    assert rule["terms"][1]["nearest"] == []


def test_a_bad_spec_is_not_explained(project: Project) -> None:
    project.write("spec.yaml", SPEC.replace("identifiers", "identifers"))
    answer = project.run("spec", "explain", "spec.yaml")
    assert answer.code == 2
    assert "did you mean identifiers?" in answer.err


def test_what_the_code_holds_cannot_move_the_cursor(project: Project) -> None:
    project.write("app/a.py", 'f("\x1b[2J")\n')
    project.write("spec.yaml", SPEC.replace("identifiers: [legacy_login]", 'pattern: "f($X)"'))
    answer = project.run("spec", "explain", "spec.yaml")
    assert answer.code == 0
    assert "\x1b" not in answer.out
