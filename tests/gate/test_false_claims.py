"""A task that the base has open is done when what the base asked for is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import CLEAN, DIRTY, HOUSE, PLAN, RETIRED, SPEC, TASK, Play, plan_file, task_file
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict
from planproof.plans.status import TaskStatus

NOTE = "  # planproof: ignore[no-legacy-login] wanted"
HIDDEN = DIRTY.replace("import legacy_login", f"import legacy_login{NOTE}").replace(
    "(user)\n", f"(user){NOTE}\n"
)
ENTER = "def enter(user):\n    return legacy_login(user)"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    return Play(root)


def _begin(play: Play, app: str = DIRTY) -> None:
    """A task that is open, in a plan that began at this code."""
    play.git("init", "--quiet")
    play.write("app.py", app)
    start = play.commit("code")
    play.write(PLAN, plan_file(base_commit=start))
    play.write(TASK, task_file(status=TaskStatus.IN_PROGRESS))
    play.write(SPEC, HOUSE)
    play.commit("plan")
    play.git("switch", "--quiet", "--create", "change")


def _committed(play: Play) -> GateVerdict:
    play.commit()
    return play.gate(base="main", head="HEAD")


def _kinds(found: GateVerdict) -> list[WeakeningKind]:
    return [one.kind for one in found.change.weakenings]


def test_a_claim_that_is_true_passes(play: Play) -> None:
    _begin(play)
    play.write("app.py", CLEAN)
    play.write(TASK, task_file())
    found = _committed(play)
    assert (found.verdict, _kinds(found)) == (Verdict.PASSED, [])


def test_comments_do_not_complete_a_task(play: Play) -> None:
    _begin(play)
    play.write("app.py", HIDDEN)
    play.write(TASK, task_file())
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert _kinds(found) == [WeakeningKind.NEW_SUPPRESSION] * 2
    assert play.gate(accepted=found.change.digest).verdict is Verdict.PASSED


def test_comments_that_came_in_before_the_claim_do_not_either(play: Play) -> None:
    _begin(play)
    play.write("app.py", HIDDEN)
    assert _committed(play).verdict is Verdict.PASSED  # nothing is claimed yet
    play.git("branch", "--force", "main", "HEAD")
    play.write(TASK, task_file())
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert _kinds(found) == [WeakeningKind.NEW_SUPPRESSION] * 2


def test_a_comment_that_was_there_when_the_plan_began_may_stay(play: Play) -> None:
    _begin(play, CLEAN + f"\n\nlegacy_login(1){NOTE}\nlegacy_login(2)\n")
    play.write("app.py", CLEAN + f"\n\nlegacy_login(1){NOTE}\n")
    play.write(TASK, task_file())
    found = _committed(play)
    assert (found.verdict, _kinds(found)) == (Verdict.PASSED, [])


def test_a_task_is_not_completed_by_asking_for_less(play: Play) -> None:
    _begin(play)
    play.write(TASK, task_file(RETIRED.replace("legacy_login", "legacy_logon")))
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    (one,) = found.change.weakenings
    assert (one.kind, one.path) == (WeakeningKind.CHANGED_RULE, TASK)
    assert [violation.place.path for violation in one.lost] == ["app.py", "app.py"]


def test_a_task_may_be_completed_by_asking_for_more(play: Play) -> None:
    _begin(play)
    play.write("app.py", CLEAN)
    play.write(TASK, task_file(RETIRED.replace("[legacy_login]", "[legacy_login, older_login]")))
    found = _committed(play)
    assert (found.verdict, _kinds(found)) == (Verdict.PASSED, [])


@pytest.mark.parametrize("name", ["tools/old.py", "old.js", "run"])
def test_code_does_not_hide_among_files_of_planproof(play: Play, name: str) -> None:
    _begin(play)
    play.write(f".planproof/{name}", f"#!/usr/bin/env python3\n{ENTER}\n")
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert _kinds(found) == [WeakeningKind.OUT_OF_SIGHT]
    play.git("branch", "--force", "main", "HEAD")
    play.write("other.py", "x = 1\n")
    assert _kinds(_committed(play)) == []  # it was let in


def test_what_is_no_code_may_stand_there(play: Play) -> None:
    _begin(play)
    for name in ("README.md", "notes.txt", "plans/auth/notes.md", "run"):
        play.write(f".planproof/{name}", "legacy_login\n")
    assert _kinds(_committed(play)) == []


def test_a_plan_does_not_begin_later_so_that_comments_were_there_before(play: Play) -> None:
    _begin(play)
    play.write("app.py", HIDDEN)
    middle = play.commit("comments")
    play.git("branch", "--force", "main", "HEAD")
    play.write(PLAN, plan_file(base_commit=middle))
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert [(one.kind, one.path) for one in found.change.weakenings] == [
        (WeakeningKind.WEAKER_POLICY, PLAN)
    ]
