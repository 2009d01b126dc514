"""“Is this task done?”"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import Diagnostic, NotFoundError, RefusedError, StoreError
from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.plans import (
    Plan,
    PlanStatus,
    PlanStore,
    Refusal,
    Snapshot,
    StoredSpec,
    Task,
    TaskStatus,
    Transition,
    Verification,
    after_verification,
    check_drift,
)
from planproof.progress import Counts
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import Judged, judge_now
from planproof.usecases.new_suppressions import find_new_suppressions
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.take_snapshot import Picture, keep, picture, remember
from planproof.usecases.workspace import Workspace, find_plan, open_plans

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.index import Index
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


def verify_task(workspace: Workspace, plan_name: str | None, number: int) -> TaskVerification:
    """Judge the tree as it is now by the task's spec, write it down, let the status follow.

    Raises RefusedError for a task without a spec, a spec file that drifted, an archived plan.
    """
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = store.task(plan, number)
        stored = stored_spec(store, plan, task)
        warnings = refuse_drift(workspace, store, task, stored)
        with workspace.index() as index:
            judged = judge_task(workspace, index, store, plan, task, stored)
            view = picture(workspace, index, store, plan, task, judged)
            new = find_new_suppressions(
                workspace, index, store, plan, task, stored, judged.evaluation
            )
            found = TaskVerification(
                plan=plan,
                task=task,
                evaluation=judged.evaluation._replace(violations=view.carried),
                counts=view.counts if view.previous is not None else None,
                outcome=None,
                snapshot=None,
                warnings=warnings,
                new_suppressions=new,
                judged=judged,
                view=view,
            )
            proof = None
            if task.claim:
                from planproof.usecases.claimed import prove_claimed

                proof = prove_claimed(workspace, index, store, plan, task, judged.evaluation)
                found = found._replace(warnings=(*found.warnings, *proof.warnings))
            done = write_down(workspace, store, found, view, proof)
            remember(index, plan, task, done.snapshot, view)
        return done


def judge_task(
    workspace: Workspace,
    index: Index,
    store: PlanStore,
    plan: Plan,
    task: Task,
    stored: StoredSpec,
) -> Judged:
    """The working tree by the task's spec, with all that is known of where it was red."""
    prepared = prepare_stored(workspace.root, stored)
    return judge_now(workspace, index, prepared, evidence_of(store, plan, task, stored))


def evidence_of(store: PlanStore, plan: Plan, task: Task, stored: StoredSpec) -> Evidence:
    return Evidence(
        base=plan.base_commit,
        proven=store.rules_seen_red(task, stored.digest),
        witnesses=store.witnesses(task),
    )


def stored_spec(store: PlanStore, plan: Plan, task: Task) -> StoredSpec:
    if plan.status is PlanStatus.ARCHIVED:
        raise RefusedError(
            f"plan {plan.slug} is archived: it can be read, and nothing in it can change",
            fix=f"planproof show {plan.slug}",
        )
    stored = store.spec(task)
    if stored is None:
        raise RefusedError(
            f"task {task.number} has no spec, so nothing can prove it done",
            fix=f"planproof update-task {plan.slug} {task.number} --spec FILE",
        )
    return stored


def refuse_drift(
    workspace: Workspace, store: PlanStore, task: Task, stored: StoredSpec
) -> tuple[Diagnostic, ...]:
    """A spec file that says something else than the stored version is an error until accepted."""
    if not stored.source:
        return ()
    file = workspace.root.path / stored.source
    if not file.exists():
        note = f"the spec file {stored.source} is gone; the stored version was judged"
        return (Diagnostic("spec-file-gone", note, "restore it, or give the task another"),)
    if _is_verbatim(file, stored):
        return ()
    from planproof.spec import read_spec_file
    from planproof.usecases.prepare import known_languages

    spec = read_spec_file(file, source=stored.source, known_languages=known_languages())
    refusal = check_drift(store.standing(task), stored.digest, spec.digest, stored.source)
    if refusal is not None:
        raise refusal.error()
    return ()


def _is_verbatim(file: Path, stored: StoredSpec) -> bool:
    """Whether the file is, byte for byte, the stored version: then it need not be parsed."""
    expected = stored.text.encode("utf-8", "surrogateescape")
    if not file.is_file() or file.stat().st_size != len(expected):
        return False
    return file.read_bytes() == expected


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
