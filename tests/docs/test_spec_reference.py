"""docs/spec-reference.md is complete, and every example in it loads and is right about itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planproof.evaluate import check_examples
from planproof.languages import LANGUAGES
from planproof.model.evaluation import Verdict
from planproof.model.violation import Severity
from planproof.rules import compile_rules
from planproof.spec import load_spec
from planproof.spec.selectors import BOUNDS, CALL, DEFINITION, DEPENDENCY, KINDS, MEMBERS, METRICS
from planproof.spec.shape import EXAMPLES, EXPECT, FOR_EACH, MATCH, RENAME, RULE, SCOPE, SPEC
from planproof_testing import Project

PAGE = (Path(__file__).parents[2] / "docs" / "spec-reference.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WRONG = re.search(
    r"^```yaml wrong\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
)
NAMES = tuple(language.name for language in LANGUAGES)


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 15


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
def test_an_example_loads_compiles_and_is_right_about_its_own_examples(block: str) -> None:
    rules = compile_rules(load_spec(block.encode(), "spec-reference.md", NAMES))
    assert not [warning for rule in rules for warning in rule.warnings]
    assert not [result for rule in rules for result in check_examples(rule) if not result.ok]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
def test_every_prohibition_on_the_page_is_proven(block: str) -> None:
    for rule in load_spec(block.encode(), "spec-reference.md").rules:
        assert (rule.match or rule.for_each) is None or rule.examples.bad, rule.id


def test_what_is_wrong_is_said_as_the_page_says(tmp_path: Path) -> None:
    assert WRONG is not None
    project = Project(tmp_path / "project", tmp_path / "home")
    project.home.mkdir()
    project.write("spec.yaml", WRONG[1])
    answer = project.run("spec", "check", "spec.yaml")
    assert (answer.code, answer.out + answer.err) == (2, WRONG[2])


@pytest.mark.parametrize(
    "shape",
    [
        *(SPEC, RULE, MATCH, EXPECT, FOR_EACH, RENAME, SCOPE, EXAMPLES),
        *(CALL, DEFINITION, DEPENDENCY, METRICS, MEMBERS, BOUNDS),
    ],
    ids=lambda shape: shape.name,
)
def test_every_key_is_on_the_page(shape: object) -> None:
    words = [spelling for key in shape.keys for spelling in key.spellings]  # type: ignore[attr-defined]
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_every_word_that_a_key_may_hold_is_on_the_page() -> None:
    words = [*NAMES, *(s.value for s in Severity), *(v.value for v in Verdict), *KINDS]
    words += ["all", "any", "count", "skip"]
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_links_inside_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"\W+", "-", h.lower()).strip("-")
        for h in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([\w-]+)\)", PAGE)) <= headings
