"""Plans, tasks and snapshots for programs. Additions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planproof.plans import AcceptedSuppression, Plan, Snapshot, Task, Verification
    from planproof.progress import Counts
    from planproof.report.envelope import Json


def plan_json(plan: Plan) -> dict[str, Json]:
    return {
        "id": plan.id,
        "slug": plan.slug,
        "name": plan.name,
        "description": plan.description,
        "status": plan.status.value,
        "created_at": plan.created_at,
        "base_commit": plan.base_commit,
        "metadata": dict(plan.metadata),
    }


def task_json(task: Task) -> dict[str, Json]:
    return {
        "number": task.number,
        "key": task.key,
        "title": task.title,
        "description": task.description,
        "status": task.status.value,
        "assigned_to": task.assigned_to,
        "depends_on": list(task.depends_on),
        "spec_digest": task.spec_digest,
        "spec_source": task.spec_source,
        "red_first": task.red_first.value,
        "already_done": task.already_done,
        "status_reason": task.status_reason,
        "status_actor": task.status_actor,
        "created_at": task.created_at,
        "completed_at": task.completed_at,
        "claim": claim_json(task),
        "analogous": analogous_json(task),
    }


def analogous_json(task: Task) -> list[Json]:
    """Its patterns, each as a mapping of its type and conditions."""
    if not task.analogous:
        return []
    from planproof.plans.analogous import listed_patterns

    return [*listed_patterns(task.analogous)]


def claim_json(task: Task) -> dict[str, Json] | None:
    """A completion that the task's file claims, and that nobody has verified here."""
    if not task.claim:
        return None
    from planproof.plans import claim_of, open_claim

    done, claim = open_claim(task), claim_of(task)
    if done is None or claim is None or claim.status is None:
        return None
    return {"status": claim.status.value, **done._asdict()}


def accepted_json(accepted: AcceptedSuppression) -> dict[str, Json]:
    """``comment`` is the reason in the code, ``reason`` the one for which it was accepted."""
    return {
        "rule": accepted.rule,
        "path": accepted.path,
        "line": accepted.line,
        "text": accepted.text,
        "comment": accepted.comment,
        "reason": accepted.reason,
        "actor": accepted.actor,
        "at": accepted.at,
    }


def snapshot_json(snapshot: Snapshot) -> dict[str, Json]:
    return {
        "sequence": snapshot.sequence,
        "checkpoint": snapshot.checkpoint_name,
        "task": snapshot.task_number,
        "timestamp": snapshot.timestamp,
        "git_ref": snapshot.git_ref,
        "tree": snapshot.tree,
        "spec_digest": snapshot.spec_digest,
        "violations": None if snapshot.task_id is None else snapshot.violations,
        "undecided": snapshot.undecided,
        "actor": snapshot.actor,
        "pruned_at": snapshot.pruned_at,
    }


def verification_json(verification: Verification) -> dict[str, Json]:
    return {
        "verdict": verification.verdict.value,
        "violations": verification.violations,
        "counts": counts_json(verification.counts),
        "spec_digest": verification.spec_digest,
        "scope_digest": verification.scope_digest,
        "commit": verification.commit,
        "engine": verification.engine,
        "unaccepted_suppressions": verification.unaccepted,
        "actor": verification.actor,
        "at": verification.at,
    }


def counts_json(counts: Counts) -> dict[str, Json]:
    """``remaining`` = ``moved`` + ``changed`` + ``unchanged``."""
    return {
        "new": counts.new,
        "fixed": counts.fixed,
        "remaining": counts.remaining,
        "moved": counts.moved,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
    }
