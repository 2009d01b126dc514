"""Every cheat of ``docs/red-team.md`` is played, and the page tells what came of it."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from cheats import CAUGHT, CHEATS, LEGACY, MISSED, UNDECIDED, Cheat
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.evaluation import Verdict
from planproof.rules import compile_rules
from planproof.spec import load_spec
from planproof.usecases.prepare import known_languages
from red_team_page import page

PAGE = Path(__file__).parent.parent.parent / "docs" / "red-team.md"
HEAD = "refactor_name: red team\nrules:\n  - id: rule\n    description: d\n"
OUTCOMES = {
    Verdict.VIOLATED: CAUGHT,
    Verdict.INDETERMINATE: UNDECIDED,
    Verdict.PASSED: MISSED,
}


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_a_cheat_ends_as_the_page_says(cheat: Cheat, project) -> None:
    assert outcome(cheat.rule, cheat, project) == cheat.outcome


@pytest.mark.parametrize("cheat", [c for c in CHEATS if c.instead], ids=lambda cheat: cheat.name)
def test_another_rule_catches_what_is_missed(cheat: Cheat, project) -> None:
    assert outcome(cheat.instead, cheat, project) == CAUGHT


def test_without_a_cheat_the_rules_are_green(project) -> None:
    honest = Cheat("honest", "", {"app.py": "from auth import tokens\ntokens.login(1)\n"})
    assert (
        outcome(f"{honest.rule}\nexpect: {{calls: [auth.tokens.login]}}", honest, project) == MISSED
    )


def test_there_are_thirty_cheats_and_the_page_lists_them(request: pytest.FixtureRequest) -> None:
    assert len({cheat.name for cheat in CHEATS}) == len(CHEATS) >= 30
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def outcome(rule: str, cheat: Cheat, project) -> str:
    for path, content in {**LEGACY, **cheat.files}.items():
        project.put(path, content)
    guard = "" if "guard:" in rule else "guard: true\n"
    text = HEAD + indent(guard + rule, "    ")
    spec = load_spec(text.encode(), "spec.yaml", known_languages=known_languages())
    with Index.open(None, 1) as index:
        tree = working_tree(find_root(project.top), index.stat_cache)
        return OUTCOMES[evaluate(spec, compile_rules(spec), tree, index, Options()).verdict]
