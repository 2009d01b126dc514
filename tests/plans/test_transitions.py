"""Every (status × event) pair, and what a refusal has to say."""

from __future__ import annotations

from itertools import product

import pytest

from planproof.errors import RefusedError
from planproof.model.evaluation import Verdict
from planproof.plans import (
    Check,
    Dependency,
    RedFirst,
    Refusal,
    Standing,
    TaskStatus,
    Transition,
    accept_already_done,
    after_verification,
    change_spec,
    check_drift,
    set_status,
)

P, I, B, C, R, W, X = TaskStatus  # noqa: E741
ORDER = (P, I, B, C, R, W, X)

# After each event, for a task that is pending, in_progress, blocked, completed, regressed, waived,
# cancelled, in that order. A check's name means: refused by it.
TABLE = {
    "red": (I, I, B, R, R, W, X),
    "red elsewhere": (I, I, B, C, R, W, X),
    "green": (C, C, B, C, C, W, X),
    "green, dependency open": ("dependencies", "dependencies", B, C, "dependencies", W, X),
    "green, never seen red": ("red-first", "red-first", B, C, "red-first", W, X),
    "green, already done": (C, C, B, C, C, W, X),
    "indeterminate": (P, I, B, C, R, W, X),
    "verified without spec": ("spec",) * 7,
    "set pending": (P, P, P, P, "status", P, P),
    "set in_progress": (I, I, I, I, "status", I, "status"),
    "set blocked": (B, B, B, "status", B, "status", "status"),
    "set completed": ("verification",) * 7,
    "set completed without spec": ("spec",) * 7,
    "set regressed": ("verification",) * 7,
    "waive": (W, W, W, "status", W, W, "status"),
    "waive without reason": ("reason", "reason", "reason", "status", "reason", W, "status"),
    "waive without actor": ("reason", "reason", "reason", "status", "reason", W, "status"),
    "cancel": (X, X, X, X, X, X, X),
    "cancel without reason": (X, X, X, "reason", "reason", X, X),
    "change spec": (P, P, P, P, P, P, "status"),
    "already done": (P, I, B, C, R, W, X),
    "already done without reason": ("reason",) * 7,
}


def happen(event: str, task: Standing) -> Transition | Refusal:
    """One event, as a use case asks for it."""
    waiting = (Dependency(1, "first", TaskStatus.PENDING),)
    verifications = {
        "red": (task, Verdict.VIOLATED),
        "green": (task, Verdict.PASSED),
        "green, dependency open": (task._replace(open_dependencies=waiting), Verdict.PASSED),
        "green, never seen red": (task._replace(red_first=RedFirst.UNPROVEN), Verdict.PASSED),
        "green, already done": (task._replace(red_first=RedFirst.ALREADY_DONE), Verdict.PASSED),
        "indeterminate": (task, Verdict.INDETERMINATE),
        "verified without spec": (task._replace(has_spec=False), Verdict.PASSED),
    }
    if event in verifications:
        return after_verification(*verifications[event])
    if event == "red elsewhere":
        return after_verification(task, Verdict.VIOLATED, done_here=False)
    if event.startswith("set "):
        wanted = TaskStatus(event.split()[1])
        return set_status(task._replace(has_spec="without" not in event), wanted)
    return {
        "waive": lambda: set_status(task, W, reason="frozen vendor code", actor="ada"),
        "waive without reason": lambda: set_status(task, W, reason="  ", actor="ada"),
        "waive without actor": lambda: set_status(task, W, reason="frozen vendor code"),
        "cancel": lambda: set_status(task, X, reason="dropped"),
        "cancel without reason": lambda: set_status(task, X),
        "change spec": lambda: change_spec(task, RedFirst.PROVEN),
        "already done": lambda: accept_already_done(task, "done in 2024"),
        "already done without reason": lambda: accept_already_done(task, " "),
    }[event]()


@pytest.mark.parametrize(("event", "status"), list(product(TABLE, ORDER)))
def test_every_event_in_every_status(event, status):
    expected = TABLE[event][ORDER.index(status)]
    outcome = happen(event, Standing("auth", 2, status))
    if isinstance(expected, TaskStatus):
        assert isinstance(outcome, Transition)
        assert (outcome.before, outcome.after) == (status, expected)
        assert outcome.message
    else:
        assert isinstance(outcome, Refusal)
        assert outcome.check.value == expected
        assert outcome.message
        assert outcome.next_step.startswith("planproof ")


def test_only_a_pass_completes():
    for event, status in product(TABLE, ORDER):
        outcome = happen(event, Standing("auth", 2, status))
        if isinstance(outcome, Transition) and outcome.completes:
            assert event in {"green", "green, already done"}
            assert status.is_open


def test_red_is_the_proof_that_a_spec_can_be_red():
    unproven = Standing("auth", 2, P, red_first=RedFirst.UNPROVEN)
    first = after_verification(unproven, Verdict.VIOLATED)
    assert isinstance(first, Transition)
    assert first.red_first is RedFirst.PROVEN
    blocked = after_verification(unproven._replace(status=B), Verdict.VIOLATED)
    assert isinstance(blocked, Transition)
    assert (blocked.after, blocked.red_first) == (B, RedFirst.PROVEN)
    known = after_verification(Standing("auth", 2, P), Verdict.VIOLATED)
    assert isinstance(known, Transition)
    assert known.red_first is None


def test_open_dependencies_are_named():
    waiting = (Dependency(1, "Models", TaskStatus.REGRESSED), Dependency(4, "Views", I))
    outcome = after_verification(Standing("auth", 5, P, open_dependencies=waiting), Verdict.PASSED)
    assert isinstance(outcome, Refusal)
    assert outcome.check is Check.DEPENDENCIES
    assert "1 (Models, regressed), 4 (Views, in_progress)" in outcome.message
    assert outcome.next_step == "planproof verify-task auth 1"


def test_setting_completed_prints_the_verify_command():
    outcome = set_status(Standing("auth", 5, I), C, reason="trust me", actor="ada")
    assert isinstance(outcome, Refusal)
    assert outcome.next_step == "planproof verify-task auth 5"
    error = outcome.error()
    assert isinstance(error, RefusedError)
    assert error.diagnostics[0].fix == "planproof verify-task auth 5"


def test_following_the_advice_of_a_refused_step_leads_on():
    """Whatever ``_refuse_step`` advises is itself allowed."""
    for status, wanted in product(ORDER, ORDER):
        outcome = set_status(Standing("auth", 5, status), wanted, reason="r", actor="a")
        if isinstance(outcome, Refusal) and outcome.next_step.endswith("--status pending"):
            assert isinstance(set_status(Standing("auth", 5, status), P), Transition)


def test_a_drifted_spec_file_is_refused_until_it_is_taken():
    task = Standing("auth", 5, I)
    assert check_drift(task, "same", "same", "s.yaml") is None
    outcome = check_drift(task, "old", "new", "s.yaml")
    assert outcome is not None
    assert outcome.next_step == "planproof update-task auth 5 --spec s.yaml"
