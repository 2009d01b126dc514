"""Suppressions that are new leave a task open until somebody accepts them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from planproof.errors import UsageError
from planproof.model.evaluation import Verdict
from planproof.model.suppression import Suppression
from planproof.plans import (
    Check,
    Refusal,
    Standing,
    TaskStatus,
    Transition,
    accept_command,
    after_verification,
)

from .conftest import AT, make_evaluation, make_violation


def suppression(text: str = "old()", path: str = "a.py", line: int = 3) -> Suppression:
    violation = make_violation(text, path, line)
    return Suppression(violation.place, "they need it", violation)


@pytest.mark.parametrize(
    "status",
    [TaskStatus.PENDING, TaskStatus.IN_PROGRESS, TaskStatus.REGRESSED, TaskStatus.COMPLETED],
)
def test_a_pass_that_rests_on_new_suppressions_changes_nothing(status: TaskStatus) -> None:
    standing = Standing("auth", 1, status)
    refusal = after_verification(
        standing, Verdict.PASSED, unaccepted=(suppression(), suppression("x()", "it's.py"))
    )
    assert isinstance(refusal, Refusal)
    assert refusal.check is Check.SUPPRESSIONS
    assert "no-legacy at a.py:4 (they need it); no-legacy at it's.py:4" in refusal.message
    assert refusal.next_step == (
        "planproof accept-suppression auth 1 --rule no-legacy --path a.py --line 4"
        ' --reason "REASON"'
    )


def test_the_command_to_type_is_one_that_a_shell_understands() -> None:
    command = accept_command("auth", 2, suppression(path="it's a.py"))
    assert """--path 'it'"'"'s a.py'""" in command


@pytest.mark.parametrize("verdict", [Verdict.VIOLATED, Verdict.INDETERMINATE])
def test_other_verdicts_go_their_way(verdict: Verdict) -> None:
    standing = Standing("auth", 1, TaskStatus.IN_PROGRESS)
    outcome = after_verification(standing, verdict, unaccepted=(suppression(),))
    assert isinstance(outcome, Transition)


@pytest.mark.parametrize("status", [TaskStatus.WAIVED, TaskStatus.BLOCKED, TaskStatus.CANCELLED])
def test_tasks_that_wait_for_no_pass_keep_their_status(status: TaskStatus) -> None:
    outcome = after_verification(
        Standing("auth", 1, status), Verdict.PASSED, unaccepted=(suppression(),)
    )
    assert isinstance(outcome, Transition)
    assert not outcome.changes


def test_what_was_accepted_is_kept_with_who_and_why(store, plan, add) -> None:
    task = add()
    with store.transaction("ada", AT) as tx:
        tx.accept_suppressions(task, (suppression(), suppression()), "PF-7 \udcff")
    first, second = store.accepted_suppressions(task)
    assert first == second
    assert (first.key, first.path, first.line) == (suppression().key, "a.py", 4)
    assert (first.comment, first.reason, first.actor, first.at) == (
        "they need it", "PF-7 \udcff", "ada", AT
    )  # fmt: skip
    event = store.events(f"task {plan.slug} 1")[-1]
    assert (event.verb, event.actor, event.reason) == ("suppression-accepted", "ada", "PF-7 \udcff")
    assert json.loads(event.after)["rule"] == "no-legacy"
    assert store.verify_ledger() is None
    assert store.examine() == ()


def test_accepting_needs_a_reason(store, add) -> None:
    task = add()
    with store.transaction("ada", AT) as tx, pytest.raises(UsageError, match="reason"):
        tx.accept_suppressions(task, (suppression(),), "  ")


def test_a_verification_with_new_suppressions_completes_nothing_not_even_by_sql(
    store, path, add
) -> None:
    task = add()
    with store.transaction("ada", AT) as tx:
        judged = make_evaluation(Verdict.PASSED, spec=task.spec_digest)
        verification = tx.record_verification(task, judged, commit="c1", unaccepted=1)
    assert store.latest_verification(task).unaccepted == 1
    assert store.passing_commits(task) == ()
    attempts = [
        "UPDATE plan_tasks SET status = 'completed', completed_at = 'x', completed_by = ?1",
        "UPDATE verifications SET unaccepted = 0 WHERE id = ?1",
    ]
    with closing(sqlite3.connect(path)) as connection:
        for attempt in attempts:
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(attempt, [verification.id])
    assert store.tasks(store.plan(1))[0].status is TaskStatus.PENDING


@pytest.mark.parametrize(
    "sql", ["UPDATE accepted_suppressions SET reason = 'x'", "DELETE FROM accepted_suppressions"]
)
def test_what_was_accepted_stays_so(store, path, add, sql: str) -> None:
    task = add()
    with store.transaction("ada", AT) as tx:
        tx.accept_suppressions(task, (suppression(),), "because")
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)
