"""Tasks that the base has open and the head claims completed: done is what the base asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from planproof.errors import SpecError
from planproof.gate.contract import ContractKind, Version
from planproof.gate.losses import Stated, TwoSides, losses_of
from planproof.gate.lost import not_reported
from planproof.gate.verdict import Weakening
from planproof.gate.weakenings import of_losses, of_suppressions
from planproof.plans.files import TaskFile
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_contracts import Contracts, HeldContract, PlanInTree
from planproof.usecases.gate_judging import Judge
from planproof.usecases.prepare import prepare_text

if TYPE_CHECKING:
    from planproof.model.suppression import Suppression
    from planproof.model.violation import Violation


class Claims:
    """``before`` and ``after`` are the contracts of base and head."""

    def __init__(self, before: Contracts, after: Contracts, judge: Judge, change: Change) -> None:
        self._before, self._after = before, after
        self._judge, self._change = judge, change

    def weakenings(self) -> Iterator[Weakening]:
        """What such a claim leaves out of the task: rules, or what comments take back. A task that
        only the head has asks for whatever it asks."""
        for held in self._after.held.values():
            contract = held.contract
            plan = self._before.plans.get(contract.plan)
            if contract.kind is not ContractKind.TASK or contract.id in self._before.held:
                continue
            task = plan.tasks.get(contract.id.rpartition("/")[2]) if plan is not None else None
            if plan is not None and task is not None:
                yield from self._less(task, held)
                yield from self._comments(plan, held)

    def _less(self, task: TaskFile, after: HeldContract) -> Iterator[Weakening]:
        before = _held_before(task, after)
        if before is None or before.prepared.spec.digest == after.prepared.spec.digest:
            return
        losses = losses_of([TwoSides(_stated(before), _stated(after))])
        lost = {
            (loss.before.id, change.rule): self._lost(before, after, change.rule)
            for loss in losses
            for change in loss.rules
        }
        yield from of_losses(losses, lost, {})

    def _lost(self, before: HeldContract, after: HeldContract, rule: str) -> Sequence[Violation]:
        old = self._judge.on_head(before, Version.BASE).violations
        new = self._judge.on_head(after, Version.HEAD).violations
        return not_reported([one for one in old if one.rule == rule], new)

    def _comments(self, plan: PlanInTree, held: HeldContract) -> Iterator[Weakening]:
        """New is what was not there when the plan began, as the base says when that was: what came
        in while the task was open nobody was asked about."""
        now = self._judge.on_head(held, Version.HEAD).suppressions
        if now:
            known = self._known(plan.file.base_commit, held)
            yield from of_suppressions(held.contract, now, known, self._change.renames)

    def _known(self, commit: str | None, held: HeldContract) -> Sequence[Suppression]:
        found = self._judge.on_earlier(held, commit) if commit is not None else None
        return found.suppressions if found is not None else ()


def _held_before(task: TaskFile, after: HeldContract) -> HeldContract | None:
    """The task as the base has it; None without a spec that can be judged."""
    if task.spec is None:
        return None
    prepared = prepare_text(task.spec.text, after.contract.path)
    try:
        assert prepared.rules is not None  # noqa: S101 - asking reads it
    except SpecError:
        return None
    return HeldContract(replace(after.contract, text=task.spec.text), prepared)


def _stated(held: HeldContract) -> Stated:
    return Stated(held.contract, held.prepared.spec)
