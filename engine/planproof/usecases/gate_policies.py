"""What the plans of base and head ask of every change, beside their completed tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.gate.contract import Contract, ContractKind, Version
from planproof.gate.objection import Objection
from planproof.gate.objections import of_unjudged
from planproof.gate.policy import (
    PlanState,
    no_new,
    out_of_scope,
    plan_intact,
    policies_of,
)
from planproof.gate.verdict import Judgement
from planproof.gate.weakenings import of_suppressions
from planproof.model.evaluation import Evaluation, RuleReport
from planproof.model.violation import Violation
from planproof.plans.files import TaskFile
from planproof.plans.policies import Policy
from planproof.plans.status import TaskStatus
from planproof.progress.compare import compare
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_contracts import PLANS, Contracts, HeldContract
from planproof.usecases.gate_judging import Judge
from planproof.usecases.gate_later import Later
from planproof.usecases.prepare import prepare_text


def broken_policies(
    before: Contracts,
    after: Contracts,
    judge: Judge,
    change: Change,
    *,
    accepted: bool,
    later: Later | None = None,
) -> Iterator[Objection]:
    """Of all plans that either side has. Raises SpecError for an open task whose spec cannot be
    read, where a policy needs it."""
    then, now = _states(before), _states(after)
    for slug in sorted({*then, *now}):
        old, new = then.get(slug), now.get(slug)
        policies = policies_of(old, new, accepted=accepted)
        if Policy.PLAN_INTACT in policies and old is not None:
            yield from plan_intact(old, new, accepted=accepted)
        if Policy.SCOPE in policies and new is not None:
            yield from out_of_scope(old, new, change.paths)
        if Policy.NO_NEW in policies:
            for task in _open_tasks(old, new):
                yield from _more(slug, task, judge, change, later)


def _states(contracts: Contracts) -> Mapping[str, PlanState]:
    return {slug: PlanState(plan.file, plan.tasks) for slug, plan in contracts.plans.items()}


def _open_tasks(old: PlanState | None, new: PlanState | None) -> Iterator[TaskFile]:
    """By key, each as the base has it if it is open there; those that the change completes are
    contracts."""
    tasks = {one.key: one for state in (new, old) if state is not None for one in state.open_tasks}
    after = new.tasks if new is not None else {}
    completed = {key for key, one in after.items() if one.status is TaskStatus.COMPLETED}
    yield from (task for key, task in sorted(tasks.items()) if key not in completed)


def _more(
    slug: str, task: TaskFile, judge: Judge, change: Change, later: Later | None
) -> Iterator[Objection]:
    """What an open task has more of than where the head began, and what may hide some."""
    held = _held(slug, task)
    now, then = judge.on_head(held, Version.BASE), judge.at_fork(held, Version.BASE)
    known = tuple(then.violations) if then is not None else ()
    new = compare(known, tuple(now.violations), _renames(change, now, then)).new
    more = (*new, *_taken_back(held, now, then, change), *_more_than_base(held, now, later))
    yield from no_new(slug, task, dict.fromkeys(more))
    undecided = {one.rule for one in _undecided(then)} if then is not None else set()
    reports = [one for one in _undecided(now) if one.rule not in undecided]
    if later is not None:
        reports += later.undecided(held, Version.BASE, _undecided(now))
    judgement = Judgement(held.contract, Version.BASE, now)
    for report in {one.rule: one for one in reports}.values():
        yield of_unjudged(judgement, report)


def _more_than_base(
    held: HeldContract, now: Evaluation, later: Later | None
) -> Iterator[Violation]:
    if later is not None:
        yield from later.new(held, Version.BASE, now)
        for one in later.suppressed(held.contract, held, Version.BASE, now):
            yield from one.lost


def _taken_back(
    held: HeldContract, now: Evaluation, then: Evaluation | None, change: Change
) -> Iterator[Violation]:
    """What a comment takes back that took nothing back before: it was written all the same."""
    if now.suppressions:
        known = then.suppressions if then is not None else ()
        for one in of_suppressions(held.contract, now.suppressions, known, change.renames):
            yield from one.lost


def _undecided(found: Evaluation) -> list[RuleReport]:
    return [one for one in found.rules if one.is_undecided]


def _renames(change: Change, now: Evaluation, then: Evaluation | None) -> Mapping[str, str]:
    """A file that has violations still was not renamed: mostly git needs not be asked."""
    here = {one.identity.path for one in now.violations}
    is_gone = then is not None and any(one.identity.path not in here for one in then.violations)
    return change.renames if is_gone else {}


def _held(slug: str, task: TaskFile) -> HeldContract:
    assert task.spec is not None  # noqa: S101 - it is one of the open tasks with a spec
    path = f"{PLANS}/{slug}/tasks/{task.key}.yaml"
    prepared = prepare_text(task.spec.text, path)
    contract = Contract(
        kind=ContractKind.TASK,
        id=f"{slug}/{task.key}",
        title=task.title,
        path=path,
        text=task.spec.text,
        source=path,
        plan=slug,
        number=task.number,
    )
    return HeldContract(contract, prepared)
