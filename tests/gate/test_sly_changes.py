"""Rules that surely reject as much by their texts, and do not where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import CLEAN, GUARD, HOUSE, RETIRED, SPEC, Play, completed
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict

OTHER = ".planproof/specs/other.yaml"
EVAL = "  - {id: no-eval, description: x, match: {calls: [eval]}, examples: {bad: ['eval(1)']}}\n"
RENAMED = HOUSE.replace("no-print", "no-printing")
SLY = CLEAN + "\n\nprint(1)  # planproof: ignore[no-printing] it is a script\n"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    play.begin({SPEC: HOUSE + EVAL, "app.py": CLEAN})
    return play


def assert_shown(found: GateVerdict) -> None:
    assert found.verdict is Verdict.VIOLATED
    hidden = [one for one in found.change.weakenings if one.kind is WeakeningKind.NEW_SUPPRESSION]
    assert [(one.rule, one.path) for one in hidden] == [("no-print", "app.py")]


def test_a_rule_that_is_renamed_beside_a_comment(play: Play) -> None:
    play.write(SPEC, RENAMED + EVAL)
    assert play.gate().verdict is Verdict.PASSED
    play.write("app.py", SLY)
    assert_shown(play.gate())


def test_a_rule_that_is_renamed_to_what_a_comment_named_before(play: Play) -> None:
    """One change brings the comment, in which nobody knows the rule, and the next one the rule."""
    play.write("app.py", SLY.replace("print(1)", "x = 1"))
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.write(SPEC, RENAMED + EVAL)
    play.write("app.py", SLY)
    assert_shown(play.gate())


def test_a_spec_that_moves_and_renames_its_rule(play: Play) -> None:
    play.remove(SPEC)
    play.write(OTHER, RENAMED + EVAL)
    assert play.gate().verdict is Verdict.PASSED
    play.write("app.py", SLY)
    assert_shown(play.gate())


def test_a_rule_that_moves_into_another_contract(play: Play) -> None:
    play.write(SPEC, HOUSE.partition("  - id")[0] + EVAL)
    play.write(OTHER, RENAMED)
    assert play.gate().verdict is Verdict.PASSED
    play.write("app.py", SLY)
    assert_shown(play.gate())


def test_it_is_part_of_what_is_accepted_with_another_rule(play: Play) -> None:
    play.write(SPEC, RENAMED)
    without = play.gate().change.digest
    play.write("app.py", SLY)
    found = play.gate()
    assert_shown(found)
    assert {one.kind for one in found.change.weakenings} == {
        WeakeningKind.REMOVED_RULE,
        WeakeningKind.NEW_SUPPRESSION,
    }
    assert play.gate(accepted=without).verdict is Verdict.VIOLATED
    assert play.gate(accepted=found.change.digest).verdict is Verdict.PASSED


def test_who_begins_with_signers_of_their_own_weakens_nothing(tmp_path: Path) -> None:
    root = tmp_path / "new"
    root.mkdir()
    play = Play(root)
    play.begin({"app.py": CLEAN})
    for path, text in {**completed(), GUARD: RETIRED}.items():
        play.write(path, text)
    play.write(".planproof/allowed_signers", "ada@example.org ssh-ed25519 AAAA\n")
    play.git("branch", "--force", "main")
    assert play.gate().change.weakenings == ()
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.write(".planproof/allowed_signers", "eve@example.org ssh-ed25519 AAAB\n")
    assert [one.kind for one in play.gate().change.weakenings] == [WeakeningKind.SIGNERS]


SCOPED = HOUSE.replace("rules:", "scope: {include: [src/**]}\nrules:")


@pytest.fixture
def scoped(tmp_path: Path) -> Play:
    root = tmp_path / "scoped"
    root.mkdir()
    play = Play(root)
    play.begin({SPEC: SCOPED, "src/app.py": "import logging\n", "docs/conf.py": "x = 1\n"})
    return play


def test_code_that_leaves_a_scope_that_is_widened_to_something_else(scoped: Play) -> None:
    """With nothing in its scope the base's version is no pass; the head's finds other files."""
    scoped.remove("src/app.py")
    scoped.write("lib/main.py", "import logging\n\nprint(logging)\n")
    assert scoped.gate().verdict is Verdict.INDETERMINATE
    scoped.write(SPEC, SCOPED.replace("[src/**]", "[src/**, docs/**]"))
    found = scoped.gate()
    assert found.verdict is Verdict.VIOLATED
    (one,) = found.change.weakenings
    assert (one.kind, one.rule, one.lost) == (WeakeningKind.CHANGED_RULE, "no-print", ())
    assert "no file is in scope" in one.message
    assert scoped.gate(accepted=found.change.digest).verdict is Verdict.PASSED


def test_a_scope_that_held_nothing_may_be_mended(scoped: Play) -> None:
    scoped.remove("src/app.py")
    scoped.write("lib/main.py", "import logging\n")
    scoped.commit()
    scoped.git("branch", "--force", "main", "HEAD")
    scoped.write(SPEC, SCOPED.replace("[src/**]", "[src/**, lib/**]"))
    assert scoped.gate().change.weakenings == ()
    assert scoped.gate().verdict is Verdict.PASSED


def test_the_order_of_candidates_is_no_layout(tmp_path: Path) -> None:
    """Of two that find one candidate the first says what it is; the digest of a spec leaves the
    order out."""
    root = tmp_path / "each"
    root.mkdir()
    play = Play(root)
    each = HOUSE.replace(
        "    match:\n      calls: [print]\n",
        "    for_each: {calls: [f], pattern: ['f($$$)']}\n    expect: {keywords: [timeout]}\n",
    ).replace("print(1)", "f(1)")
    play.begin({SPEC: each, "app.py": "f(timeout=3)\n"})
    play.write(SPEC, each.replace("{calls: [f], pattern: ['f($$$)']}", "{pattern: ['f($$$)'], calls: [f]}"))  # fmt: skip
    play.write("app.py", "f(g(timeout=3))\n")
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    assert [one.rule for one in found.change.weakenings] == ["no-print"]
