"""A verdict written down, and the status that follows from it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import Diagnostic, NotFoundError, StoreError
from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.plans import (
    Plan,
    PlanStore,
    Refusal,
    Snapshot,
    Task,
    TaskStatus,
    Transition,
    Verification,
    after_verification,
)
from planproof.progress import Counts
from planproof.usecases.judge import Judged
from planproof.usecases.take_snapshot import Picture, keep
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.model.suppression import Suppression
    from planproof.usecases.claimed import ClaimProof


class TaskVerification(NamedTuple):
    """What a verification found, and what became of the task.

    ``outcome`` is the transition or the refusal; None where it could not be written down, which
    ``trouble`` then explains. ``counts`` compares with the task's previous snapshot, if any.
    ``new_suppressions`` are those for which a passing task stays open. ``verification`` is what was
    written down, ``judged`` and ``view`` tell of the very tree.
    """

    plan: Plan
    task: Task
    evaluation: Evaluation
    counts: Counts | None
    outcome: Transition | Refusal | None
    snapshot: Snapshot | None
    warnings: tuple[Diagnostic, ...] = ()
    trouble: Diagnostic | None = None
    new_suppressions: tuple[Suppression, ...] = ()
    verification: Verification | None = None
    judged: Judged | None = None
    view: Picture | None = None


def write_down(
    workspace: Workspace,
    store: PlanStore,
    found: TaskVerification,
    view: Picture,
    proof: ClaimProof | None = None,
) -> TaskVerification:
    """Record the verdict and let the status follow; where that fails, the verdict still stands."""
    verdict = found.evaluation.verdict

    @cache
    def done_here() -> bool:
        return was_done_here(workspace.repository, view.head, store, found.task)

    if may_regress(found.task.status, verdict):
        done_here()  # asks git, for which no other writer has to wait
    try:
        with store.transaction(workspace.actor, workspace.now()) as writer:
            if proof is not None:
                proof.write(writer, found.task)
            standing = store.standing(found.task)
            outcome = after_verification(
                standing,
                verdict,
                done_here=not may_regress(standing.status, verdict) or done_here(),
                shallow=workspace.repository is not None and workspace.repository.is_shallow,
                unaccepted=found.new_suppressions,
            )
            name = f"verify: {verdict.value}"
            digest = found.evaluation.spec_digest
            snapshot = keep(
                writer, workspace.repository, found.plan, found.task, view, name, digest
            )
            verification = writer.record_verification(
                found.task,
                found.evaluation,
                commit=view.head,
                counts=found.counts or Counts(),
                snapshot=snapshot,
                unaccepted=len(found.new_suppressions),
            )
            task = found.task
            if isinstance(outcome, Transition):
                task = writer.apply(found.task, outcome, verification)
    except StoreError as error:
        return found._replace(trouble=_not_recorded(error))
    return found._replace(task=task, outcome=outcome, snapshot=snapshot, verification=verification)


def may_regress(status: TaskStatus, verdict: Verdict) -> bool:
    """Whether it matters on which branch the task was completed."""
    return status is TaskStatus.COMPLETED and verdict is Verdict.VIOLATED


def was_done_here(
    repository: Repository | None, head: str | None, store: PlanStore, task: Task
) -> bool:
    """Whether ``head`` descends from a commit on which the task passed (or there is no history)."""
    commits = store.passing_commits(task)
    if repository is None or not commits or head in commits:
        return True
    return head is not None and any(_descends(repository, commit, head) for commit in commits)


def _descends(repository: Repository, older: str, newer: str) -> bool:
    try:
        return repository.is_ancestor(older, newer)
    except NotFoundError:
        return False


def _not_recorded(error: StoreError) -> Diagnostic:
    first = error.diagnostics[0]
    return first._replace(
        message=f"the verdict was not recorded and the status was kept: {first.message}"
    )
