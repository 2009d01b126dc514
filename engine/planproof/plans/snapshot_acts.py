"""What may be written of snapshots: take one, let some go."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.plans import plan_rows, snapshot_rows
from planproof.plans.event_facts import listed, of_plan, of_task, snapshot_facts
from planproof.plans.ledger import Facts
from planproof.plans.records import NewSnapshot, Plan, Snapshot, Task
from planproof.plans.scribe import Scribe


class SnapshotActs(Scribe):
    """Each method one act."""

    def is_latest(self, plan: Plan, task: Task | None, snapshot: Snapshot | None) -> bool:
        """Whether the task, or the plan itself, still has this as its latest snapshot."""
        plan = plan_rows.require_changeable(self._database, plan.id)
        latest = snapshot_rows.latest_snapshot(self._database, plan, task)
        return latest == snapshot

    def record_snapshot(self, plan: Plan, task: Task | None, new: NewSnapshot) -> Snapshot | None:
        """Take a snapshot of the task, or of the plan itself; None when nothing has changed.

        Changed means: another tree, spec or set of violations than in the latest of the same task.
        """
        plan = plan_rows.require_changeable(self._database, plan.id)
        latest = snapshot_rows.latest_snapshot(self._database, plan, task)
        if not snapshot_rows.differs(self._database, latest, new):
            return None
        snapshot = snapshot_rows.insert_snapshot(
            self._database, plan, task, new, self._actor, self._at
        )
        subject = of_plan(plan) if task is None else of_task(plan, task)
        changes = snapshot_rows.change_digest(self._database, snapshot.id)
        self._log("snapshot-taken", subject, after=snapshot_facts(snapshot, changes))
        return snapshot

    def prune_snapshots(self, plan: Plan, snapshots: Sequence[Snapshot]) -> None:
        """Let go of what these hold. Choose them inside this transaction
        (:meth:`PlanStore.prunable`), or somebody may rest on one of them by now."""
        from planproof.plans.pruning import prune

        plan = plan_rows.require_changeable(self._database, plan.id)
        prune(self._database, plan, [one.id for one in snapshots], self._at)
        for number, ones in _by_task(snapshots).items():
            subject = of_plan(plan) if number is None else f"task {plan.slug} {number}"
            facts: Facts = {"snapshots": listed(one.sequence for one in ones)}
            self._log("snapshots-pruned", subject, after=facts)

    def purge_snapshots(self) -> int:
        """Let go of what all snapshots of all plans hold, those of archived ones too; how many."""
        from planproof.plans.pruning import prune

        count = 0
        for plan in plan_rows.all_plans(self._database, None):
            kept = snapshot_rows.all_snapshots(self._database, plan)
            ids = [one.id for one in kept if one.pruned_at is None]
            if ids:
                prune(self._database, plan, ids, self._at)
                self._log("snapshots-purged", of_plan(plan), after={"snapshots": len(ids)})
            count += len(ids)
        return count


def _by_task(snapshots: Sequence[Snapshot]) -> dict[int | None, list[Snapshot]]:
    found: dict[int | None, list[Snapshot]] = {}
    for one in snapshots:
        found.setdefault(one.task_number, []).append(one)
    return found
