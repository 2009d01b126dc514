"""What may be written: each method one act, with its event in the ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.errors import RefusedError, UsageError
from planproof.plans import (
    plan_rows,
    receipt_rows,
    snapshot_rows,
    suppression_rows,
    task_rows,
    verification_rows,
)
from planproof.plans.database import Database
from planproof.plans.dependencies import refuse_cycle
from planproof.plans.event_facts import (
    listed,
    of_plan,
    of_task,
    plan_facts,
    snapshot_facts,
    status_facts,
    suppression_facts,
    task_facts,
    verification_facts,
)
from planproof.plans.ledger import Entry, Facts, append
from planproof.plans.outcomes import Refusal, Transition
from planproof.plans.records import (
    NewSnapshot,
    NewSpec,
    NewTask,
    Plan,
    Snapshot,
    Task,
    Verification,
)
from planproof.plans.status import PlanStatus, RedFirst
from planproof.plans.text import to_text
from planproof.plans.transitions import accept_already_done, change_spec
from planproof.progress import Counts

if TYPE_CHECKING:
    from planproof.model.evaluation import Evaluation, Witness
    from planproof.model.suppression import Suppression
    from planproof.plans.importing import Importer

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class Transaction:
    """One person's writes at one moment: all of them are kept, or none.

    Made by :meth:`PlanStore.transaction` only. An archived plan refuses everything (RefusedError).
    """

    def __init__(self, database: Database, actor: str, at: str) -> None:
        """``at`` is ISO 8601 in UTC, ``2026-11-21T09:30:00Z``."""
        if not _UTC.fullmatch(at):
            raise ValueError(f"{at!r} is not a time in UTC such as 2026-11-21T09:30:00Z")
        if not actor.strip():
            raise UsageError(
                "nobody is named as the one who does this",
                fix='git config --global user.name "YOUR NAME"',
            )
        self._database = database
        self._actor = actor
        self._at = at

    def create_plan(
        self,
        name: str,
        *,
        description: str = "",
        base_commit: str | None = None,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> Plan:
        """The slug is derived from ``name``, with a number behind it where that is taken."""
        if not name.strip():
            raise UsageError("a plan needs a name", fix='planproof plan new --name "NAME"')
        plan = plan_rows.insert_plan(
            self._database, name, description, base_commit, tuple(metadata), self._at
        )
        self._log("plan-created", of_plan(plan), after=plan_facts(plan))
        return plan

    def archive_plan(self, plan: Plan, reason: str = "") -> Plan:
        """From here on the plan only can be read."""
        before = plan_rows.require_changeable(self._database, plan.id)
        after = plan_rows.update_plan_status(self._database, before, PlanStatus.ARCHIVED)
        self._log_status("plan-archived", before, after, reason)
        return after

    def record_guards(self, plan: Plan, files: Sequence[str]) -> None:
        """Note in the ledger which files keep out what is gone; nothing for none."""
        if files:
            self._log("guards-promoted", of_plan(plan), after={"files": listed(files)})

    def importer(self) -> Importer:
        """What only an import of plan files may write."""
        from planproof.plans.importing import Importer

        return Importer(self._database, self._log, self._settle, (self._actor, self._at))

    def prove_red_first(self, task: Task, how: str) -> Task:
        """Note that the task's spec was shown able to be red here, as its file had claimed."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        red_first, before = RedFirst.PROVEN.value, task_rows.task_by_id(self._database, task.id)
        if (before.spec_digest, before.red_first) != (task.spec_digest, RedFirst.UNPROVEN):
            return before
        self._database.write(
            "UPDATE plan_tasks SET red_first = ? WHERE id = ?", [red_first, task.id]
        )
        after = task_rows.task_by_id(self._database, task.id)
        facts = (status_facts(task), status_facts(after))
        self._log("red-first-proven", of_task(plan, task), *facts, reason=how)
        return after

    def add_task(self, plan: Plan, new: NewTask) -> Task:
        """Number it, store its spec, and wait for what it depends on."""
        plan = plan_rows.require_changeable(self._database, plan.id)
        _require_title(plan, new.title)
        needed = [task_rows.find_task(self._database, plan, one) for one in new.depends_on]
        spec_id = None if new.spec is None else self._store_spec(plan, new.spec)
        task = task_rows.insert_task(self._database, plan, new, spec_id, self._actor, self._at)
        task_rows.replace_dependencies(self._database, task, needed)
        task = task_rows.task_by_id(self._database, task.id)
        self._log("task-added", of_task(plan, task), after=task_facts(task))
        self._settle(plan)
        return task

    def edit_task(
        self,
        task: Task,
        *,
        title: str | None = None,
        description: str | None = None,
        assigned_to: str | None = None,
    ) -> Task:
        """Change what is given; None leaves a text as it is."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        given = {"title": title, "description": description, "assigned_to": assigned_to}
        changed = {
            name: text
            for name, text in given.items()
            if text is not None and text != getattr(task, name)
        }
        _require_title(plan, changed.get("title", task.title))
        for column, text in changed.items():
            sql = f"UPDATE plan_tasks SET {column} = ? WHERE id = ?"  # noqa: S608 - our names
            self._database.write(sql, [to_text(text), task.id])
        if changed:
            before: Facts = {name: getattr(task, name) for name in changed}
            self._log("task-edited", of_task(plan, task), before, {**changed})
        return task_rows.task_by_id(self._database, task.id)

    def set_dependencies(self, task: Task, numbers: Sequence[int]) -> Task:
        """Make ``numbers`` all that the task waits for; RefusedError shows a cycle's path."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        needed = [task_rows.find_task(self._database, plan, one) for one in sorted(set(numbers))]
        edges = task_rows.dependency_numbers(self._database, plan.id)
        refuse_cycle(task.number, [one.number for one in needed], edges)
        task_rows.replace_dependencies(self._database, task, needed)
        after = task_rows.task_by_id(self._database, task.id)
        if after.depends_on != task.depends_on:
            self._log(
                "task-edited",
                of_task(plan, task),
                {"depends_on": listed(task.depends_on)},
                {"depends_on": listed(after.depends_on)},
            )
        return after

    def add_spec_version(
        self, task: Task, spec: NewSpec, red_first: RedFirst = RedFirst.UNPROVEN
    ) -> Task:
        """Give the task a new version of its spec: it is pending again and has to be red first.

        The same meaning from the same file changes nothing; from another file, only the source.
        """
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        task = task_rows.task_by_id(self._database, task.id)
        outcome = change_spec(task_rows.standing_of(self._database, task), red_first)
        if isinstance(outcome, Refusal):
            raise outcome.error()
        spec_id = self._store_spec(plan, spec)
        if spec_id == task.spec_id:
            return task
        self._database.write("UPDATE plan_tasks SET spec_id = ? WHERE id = ?", [spec_id, task.id])
        self._log(
            "task-spec",
            of_task(plan, task),
            {"spec": task.spec_digest, "source": task.spec_source},
            {"spec": spec.digest, "source": spec.source},
        )
        if spec.digest == task.spec_digest:
            return task_rows.task_by_id(self._database, task.id)
        task_rows.drop_claim(self._database, task)
        return self.apply(task, outcome)

    def accept_already_done(self, task: Task, reason: str) -> Task:
        """Lift the red-first check for a reason, which is shown wherever the task is."""
        outcome = accept_already_done(task_rows.standing_of(self._database, task), reason)
        if isinstance(outcome, Refusal):
            raise outcome.error()
        return self.apply(task, outcome)

    def accept_suppressions(
        self, task: Task, suppressions: Sequence[Suppression], reason: str
    ) -> None:
        """Let the task complete although these are in the code. It needs a reason."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        if not reason.strip():
            raise UsageError("accepting a suppression needs a reason", fix='--reason "REASON"')
        by = (self._actor, self._at)
        suppression_rows.insert_accepted(self._database, task, suppressions, reason, by)
        for one in suppressions:
            facts = suppression_facts(one)
            self._log("suppression-accepted", of_task(plan, task), after=facts, reason=reason)

    def record_verification(
        self,
        task: Task,
        evaluation: Evaluation,
        *,
        commit: str | None,
        counts: Counts = Counts(),  # noqa: B008 - frozen
        snapshot: Snapshot | None = None,
        unaccepted: int = 0,
    ) -> Verification:
        """Write down a verdict, whatever it is. The status is another act: :meth:`apply`.

        ``unaccepted`` counts suppressions that are new and accepted by nobody: with any, the
        verification can complete nothing.

        Decide it inside this transaction, from ``store.standing(task)``: another process may have
        changed the task while the tree was being judged.
        """
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        verification = verification_rows.insert_verification(
            self._database,
            task,
            evaluation,
            commit,
            counts,
            snapshot,
            (self._actor, self._at),
            unaccepted,
        )
        evidence = verification_rows.evidence_digest(self._database, verification.id)
        facts = verification_facts(verification, evidence)
        self._log("task-verified", of_task(plan, task), after=facts)
        return verification

    def apply(
        self, task: Task, transition: Transition, verification: Verification | None = None
    ) -> Task:
        """Carry a decision out. Completing needs the passing verification of the task's spec.

        Raises RefusedError if the task is no longer where the decision found it.
        """
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        before = task_rows.task_by_id(self._database, task.id)
        _require_unmoved(plan, before, transition, verification)
        if not transition.changes and transition.red_first in (None, before.red_first):
            return before
        task_rows.update_status(
            self._database, before, transition, verification, self._actor, self._at
        )
        after = task_rows.task_by_id(self._database, task.id)
        self._log(
            "task-status",
            of_task(plan, task),
            status_facts(before),
            status_facts(after),
            transition.reason,
        )
        self._settle(plan)
        return after

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

    def record_receipt(
        self, task: Task, verification: Verification, digest: str, path: str
    ) -> None:
        """Note that a receipt of the verification was written to ``path``, and its SHA-256."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        receipt_rows.insert_receipt(self._database, task, verification, digest, path, self._at)
        facts: Facts = {"receipt": digest, "verification": verification.id, "path": path}
        self._log("receipt-written", of_task(plan, task), after=facts)

    def keep_witnesses(self, task: Task, spec_digest: str, witnesses: Sequence[Witness]) -> None:
        """Keep the places where rules were red at the base; the first for each rule stays."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        verification_rows.keep_witnesses(
            self._database, task, spec_digest, tuple(witnesses), self._at
        )
        facts: Facts = {"spec": spec_digest, "rules": listed(one.rule for one in witnesses)}
        self._log("witnesses-kept", of_task(plan, task), after=facts)

    def _store_spec(self, plan: Plan, spec: NewSpec) -> int:
        stored, is_new = task_rows.store_spec(self._database, plan, spec, self._at)
        if is_new:
            self._log("spec-stored", of_plan(plan), after={"spec": spec.digest, "id": stored.id})
        return stored.id

    def _settle(self, plan: Plan) -> None:
        """Let the plan's own status follow from its tasks."""
        status = plan_rows.status_by_tasks(self._database, plan)
        if status is not plan.status:
            after = plan_rows.update_plan_status(self._database, plan, status)
            self._log_status("plan-status", plan, after, "")

    def _log_status(self, verb: str, before: Plan, after: Plan, reason: str) -> None:
        self._log(
            verb,
            of_plan(after),
            {"status": before.status.value},
            {"status": after.status.value},
            reason,
        )

    def _log(
        self,
        verb: str,
        subject: str,
        before: Facts | None = None,
        after: Facts | None = None,
        reason: str = "",
    ) -> None:
        append(self._database, Entry(verb, subject, before, after, reason), self._actor, self._at)


def _by_task(snapshots: Sequence[Snapshot]) -> dict[int | None, list[Snapshot]]:
    found: dict[int | None, list[Snapshot]] = {}
    for one in snapshots:
        found.setdefault(one.task_number, []).append(one)
    return found


def _require_title(plan: Plan, title: str) -> None:
    if not title.strip():
        raise UsageError(
            "a task needs a title", fix=f'planproof add-task {plan.slug} --title "TITLE"'
        )


def _require_unmoved(
    plan: Plan, task: Task, transition: Transition, verification: Verification | None
) -> None:
    again = f"planproof verify-task {plan.slug} {task.number}"
    if task.status is not transition.before:
        raise RefusedError(
            f"task {task.number} became {task.status.value} meanwhile; nothing was changed",
            fix=again,
        )
    if transition.completes and (
        verification is None or verification.spec_digest != task.spec_digest
    ):
        raise RefusedError(
            f"task {task.number} completes only by a verification of the spec it carries now",
            fix=again,
        )
