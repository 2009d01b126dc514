"""A change that asks for less is shown, and needs somebody from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import CLEAN, DIRTY, GUARD, HOUSE, RETIRED, SPEC, TASK, Play, completed, task_file
from planproof.gate.contract import Version
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import WeakeningKind
from planproof.model.verdict import Verdict
from planproof.plans.status import TaskStatus

BODY = "".join(f"\n\ndef part_{number}(x):\n    return x + {number}\n" for number in range(20))


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    play.begin(completed() | {GUARD: RETIRED, SPEC: HOUSE, "long.py": CLEAN + BODY})
    return play


def _only(play: Play, kind: WeakeningKind) -> str:
    """The gate is shut by one weakening of that kind; its digest."""
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    assert [one.kind for one in found.change.weakenings] == [kind]
    assert {one.kind for one in found.objections} == {ObjectionKind.WEAKENING}
    assert len(found.change.digest) == 64
    return found.change.digest


def test_a_guard_that_is_removed_while_all_is_green(play: Play) -> None:
    play.remove(GUARD)
    digest = _only(play, WeakeningKind.REMOVED_CONTRACT)
    assert play.gate(accepted=digest).verdict is Verdict.PASSED
    assert play.gate(accepted=digest).change.accepted_by
    other = play.gate(accepted="0" * 64)
    assert other.verdict is Verdict.VIOLATED
    assert digest in other.notes[-1].message


def test_a_rule_that_asks_for_less_than_anybody_can_see(play: Play) -> None:
    play.write(GUARD, RETIRED.replace("legacy_login", "legacy_logon"))
    _only(play, WeakeningKind.CHANGED_RULE)


def test_a_rule_that_is_taken_out(play: Play) -> None:
    more = (
        "  - {id: no-eval, description: x, match: {calls: [eval]}, examples: {bad: ['eval(1)']}}\n"
    )
    play.write(GUARD, RETIRED + more)
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.write(GUARD, RETIRED)
    _only(play, WeakeningKind.REMOVED_RULE)


def test_what_the_old_rule_rejects_and_the_new_one_does_not_is_named(play: Play) -> None:
    play.write(GUARD, RETIRED.replace("rules:", "scope: {exclude: [app.py]}\nrules:"))
    play.write("app.py", DIRTY)
    play.remove(TASK)
    found = play.gate()
    weaker = {one.subject: one for one in found.change.weakenings}
    assert {one.place.path for one in weaker[GUARD].lost} == {"app.py"}
    accepted = play.gate(accepted=found.change.digest)
    assert accepted.verdict is Verdict.PASSED
    assert {one.version for one in accepted.judgements} == {Version.HEAD, Version.BOTH}


def test_a_stricter_spec_passes_without_a_word(play: Play) -> None:
    play.write(GUARD, RETIRED.replace("[legacy_login]", "[legacy_login, legacy_logout]"))
    play.write(SPEC, HOUSE.replace("calls: [print]", "calls: [print, pprint]"))
    found = play.gate()
    assert found.change.weakenings == ()
    assert found.verdict is Verdict.PASSED


def test_words_and_layout_of_a_spec_may_change(play: Play) -> None:
    play.write(GUARD, "# What is gone\n" + RETIRED.replace("Use tokens.login(user)", "Ask Ada"))
    found = play.gate()
    assert found.change.weakenings == ()
    assert found.verdict is Verdict.PASSED


@pytest.mark.parametrize("status", [TaskStatus.PENDING, TaskStatus.BLOCKED, None])
def test_a_claim_that_is_taken_back(play: Play, status: TaskStatus | None) -> None:
    if status is None:
        play.remove(TASK)
    else:
        text = task_file(status=status)
        if status is TaskStatus.BLOCKED:
            text = text.replace(
                "status: blocked\n",
                "status: blocked\ndecision: {actor: ada, at: 2026-11-21T09:30:00Z}\n",
            )
        play.write(TASK, text)
    _only(play, WeakeningKind.REMOVED_CONTRACT)


def test_a_spec_that_is_not_enforced_any_more(play: Play) -> None:
    play.write(SPEC, HOUSE.replace("enforce: true\n", ""))
    _only(play, WeakeningKind.REMOVED_CONTRACT)


def test_a_spec_that_moves_to_another_file_is_no_weakening(play: Play) -> None:
    play.git("mv", SPEC, ".planproof/specs/other.yaml")
    found = play.gate()
    assert found.change.weakenings == ()
    assert found.verdict is Verdict.PASSED


def test_a_comment_that_suppresses(play: Play) -> None:
    play.write("app.py", CLEAN + "\n\nprint(1)  # planproof: ignore[no-print] it is a script\n")
    digest = _only(play, WeakeningKind.NEW_SUPPRESSION)
    assert play.gate(accepted=digest).verdict is Verdict.PASSED
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.git("mv", "app.py", "moved.py")
    assert play.gate().verdict is Verdict.PASSED
    play.write("more.py", "print(1)  # planproof: ignore[no-print] it is a script\n")
    _only(play, WeakeningKind.NEW_SUPPRESSION)


def test_a_rename_out_of_sight(play: Play) -> None:
    play.git("mv", "long.py", "long.txt")
    assert play.gate().verdict is Verdict.PASSED  # there is nothing to see in it
    play.write("long.txt", CLEAN + BODY + "\n\ndef old(user):\n    return legacy_login(user)\n")
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    hidden = [one for one in found.change.weakenings if one.kind is WeakeningKind.OUT_OF_SIGHT]
    assert {one.path for one in hidden} == {"long.txt"}
    assert {one.subject for one in hidden} == {GUARD, "auth/3fa94c0d"}
    play.commit()
    assert play.gate(head="HEAD").verdict is Verdict.VIOLATED


def test_a_rename_into_a_folder_that_the_scope_leaves_out(play: Play) -> None:
    scoped = HOUSE.replace("rules:", "scope: {exclude: [vendor/**]}\nrules:")
    play.write(SPEC, scoped)
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    (play.root / "vendor").mkdir()
    play.git("mv", "long.py", "vendor/long.py")
    play.write("vendor/long.py", CLEAN + BODY + "\nprint(1)\n")
    _only(play, WeakeningKind.OUT_OF_SIGHT)


def test_the_digest_outlives_a_rebase_and_fits_no_other_change(play: Play) -> None:
    play.remove(GUARD)
    digest = _only(play, WeakeningKind.REMOVED_CONTRACT)
    play.commit()
    play.git("switch", "--quiet", "main")
    play.write("other.py", "x = 1\n")
    play.commit("meanwhile")
    play.git("switch", "--quiet", "change")
    play.git("rebase", "--quiet", "main")
    assert play.gate().change.digest == digest
    play.write(SPEC, HOUSE.replace("[print]", "[pprint]"))
    assert play.gate().change.digest != digest
    assert play.gate(accepted=digest).verdict is Verdict.VIOLATED


def test_an_acceptance_accepts_no_violation_of_what_still_holds(play: Play) -> None:
    play.remove(GUARD)
    play.write("app.py", DIRTY)
    found = play.gate()
    accepted = play.gate(accepted=found.change.digest)
    assert accepted.verdict is Verdict.VIOLATED
    assert {one.contract for one in accepted.objections} == {"auth/3fa94c0d"}


def test_a_base_that_cannot_be_read_needs_an_acceptance(play: Play) -> None:
    play.write(GUARD, "rules: [")
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.write(GUARD, RETIRED)
    digest = _only(play, WeakeningKind.REMOVED_CONTRACT)
    assert play.gate(accepted=digest).verdict is Verdict.PASSED
