"""“Can this spec be red?”"""

from __future__ import annotations

from planproof.errors import NotFoundError
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Proof
from planproof.plans import Plan, PlanStore, RedFirst, StoredSpec, Task
from planproof.report.red import RedCheck, SpecChange
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_at, judge_now
from planproof.usecases.prepare import Prepared, prepare_stored
from planproof.usecases.workspace import Workspace


def check_red(workspace: Workspace, index: Index, prepared: Prepared, base: str | None) -> RedCheck:
    """Is it red here and now? If not, is it red at the base?"""
    now = judge_now(workspace, index, prepared, Evidence(base)).evaluation
    if now.violations or any(report.proof is Proof.SUPPRESSED for report in now.rules):
        return RedCheck(RedFirst.PROVEN, now)
    if all(rule.guard for rule in prepared.rules):
        return RedCheck(RedFirst.PROVEN, now)
    if any(report.proof is Proof.RED_AT_BASE for report in now.rules):
        return RedCheck(RedFirst.PROVEN, now, _at_base(workspace, index, prepared, base))
    at_base = _at_base(workspace, index, prepared, base)
    is_red = at_base is not None and bool(at_base.violations)
    return RedCheck(RedFirst.PROVEN if is_red else RedFirst.UNPROVEN, now, at_base)


def _at_base(
    workspace: Workspace, index: Index, prepared: Prepared, base: str | None
) -> Evaluation | None:
    if base is None or workspace.repository is None:
        return None
    try:
        return judge_at(workspace, index, prepared, base, Evidence()).evaluation
    except NotFoundError:  # a shallow clone: what is not here proves nothing
        return None


def try_version(
    workspace: Workspace, store: PlanStore, plan: Plan, task: Task, prepared: Prepared
) -> tuple[RedCheck, SpecChange | None]:
    """Judge a new version, and beside it the old one, so that a weakening is seen."""
    stored = store.spec(task)
    with workspace.index() as index:
        red = check_red(workspace, index, prepared, plan.base_commit)
        if stored is None or stored.digest == prepared.spec.digest:
            return red, None
        old = _old_evaluation(workspace, index, stored)
    return red, _difference(old, red)


def _old_evaluation(workspace: Workspace, index: Index, stored: StoredSpec) -> Evaluation:
    prepared = prepare_stored(workspace.root, stored)
    return judge_now(workspace, index, prepared, Evidence()).evaluation


def _difference(old: Evaluation, red: RedCheck) -> SpecChange:
    before = {violation.place: violation for violation in old.violations if not violation.expected}
    after = {one.place: one for one in red.now.violations if not one.expected}
    return SpecChange(
        no_longer_rejected=tuple(before[place] for place in sorted(before.keys() - after.keys())),
        newly_rejected=tuple(after[place] for place in sorted(after.keys() - before.keys())),
    )
