"""The spec that a task carries, and what it is judged with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planproof.errors import Diagnostic, RefusedError
from planproof.plans import Plan, PlanStatus, PlanStore, StoredSpec, Task, check_drift
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import Judged, judge_now
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.index import Index


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
