"""What the events of the ledger are about, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planproof.model.suppression import Suppression
    from planproof.plans.ledger import Facts
    from planproof.plans.records import Plan, Snapshot, Task, Verification


def of_plan(plan: Plan) -> str:
    return f"plan {plan.slug}"


def of_task(plan: Plan, task: Task) -> str:
    return f"task {plan.slug} {task.number}"


def plan_facts(plan: Plan) -> Facts:
    return {
        "number": plan.id,
        "name": plan.name,
        "description": plan.description,
        "status": plan.status.value,
        "base_commit": plan.base_commit,
    }


def task_facts(task: Task) -> Facts:
    return {
        "key": task.key,
        "title": task.title,
        "description": task.description,
        "assigned_to": task.assigned_to,
        "spec": task.spec_digest,
        "depends_on": listed(task.depends_on),
        "already_done": task.already_done,
        "analogous": task.analogous,
        **status_facts(task),
    }


def status_facts(task: Task) -> Facts:
    return {
        "status": task.status.value,
        "red_first": task.red_first.value,
        "completed_by": task.completed_by,
    }


def verification_facts(verification: Verification, evidence: str) -> Facts:
    """``evidence`` is the digest of what it looked at: coverage, witnesses, counts."""
    return {
        "verification": verification.id,
        "verdict": verification.verdict.value,
        "violations": verification.violations,
        "spec": verification.spec_digest,
        "scope": verification.scope_digest,
        "commit": verification.commit,
        "engine": verification.engine,
        "unaccepted": verification.unaccepted,
        "evidence": evidence,
    }


def snapshot_facts(snapshot: Snapshot, changes: str) -> Facts:
    """``changes`` is the digest of the violations that begin with it and of those that end."""
    return {
        "snapshot": snapshot.sequence,
        "checkpoint": snapshot.checkpoint_name,
        "tree": snapshot.tree,
        "git_ref": snapshot.git_ref,
        "spec": snapshot.spec_digest,
        "violations": snapshot.violations,
        "undecided": int(snapshot.undecided),
        "changes": changes,
    }


def listed(items: Iterable[object]) -> str:
    return " ".join(str(item) for item in items)


def suppression_facts(suppression: Suppression) -> Facts:
    return {
        "rule": suppression.rule,
        "path": suppression.path,
        "line": suppression.violation.place.start.line + 1,
        "text": suppression.key[1],
        "comment": suppression.reason,
    }
