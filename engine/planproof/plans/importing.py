"""What an import of plan files writes, beside what everybody may write."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from planproof.plans import plan_rows, suppression_rows, task_rows
from planproof.plans.claims import Claim, claim_of, claim_text
from planproof.plans.database import Database
from planproof.plans.event_facts import of_plan, of_task, plan_facts, status_facts, task_facts
from planproof.plans.files.state import Decision, PlanFile, TaskFile
from planproof.plans.ledger import Facts
from planproof.plans.records import AcceptedSuppression, NewSpec, Plan, Task
from planproof.plans.status import RedFirst, TaskStatus
from planproof.plans.text import from_text, to_text


class Log(Protocol):
    def __call__(
        self,
        verb: str,
        subject: str,
        before: Facts | None = None,
        after: Facts | None = None,
        reason: str = "",
    ) -> None: ...


class Importer:
    """Made by :meth:`Transaction.importer` only; what it writes is kept with that transaction."""

    def __init__(
        self,
        database: Database,
        log: Log,
        settle: Callable[[Plan], None],
        by: tuple[str, str],
    ) -> None:
        self._database = database
        self._log = log
        self._settle = settle
        self._by = by

    def add_plan(self, file: PlanFile) -> Plan:
        """A plan with the slug of its file, which must be free; not archived yet."""
        plan = plan_rows.insert_plan(
            self._database,
            file.name,
            file.description,
            file.base_commit,
            file.metadata,
            self._by[1],
            slug=file.slug,
        )
        self._log("plan-imported", of_plan(plan), after=plan_facts(plan))
        return plan

    def change_plan(self, plan: Plan, new: Plan) -> Plan:
        """Give it the name, the description, the base and the metadata of ``new``."""
        after = plan_rows.update_plan(self._database, plan, new)
        self._log("plan-edited", of_plan(plan), plan_facts(plan), plan_facts(after))
        return after

    def add_task(self, plan: Plan, file: TaskFile, number: int, spec: NewSpec | None) -> Task:
        """With the status of its file, but that nothing is completed by a file. Its dependencies
        come later, when all tasks are there."""
        actor, at = self._by
        spec_id = None
        if spec is not None:
            stored, is_new = task_rows.store_spec(self._database, plan, spec, at)
            spec_id = stored.id
            if is_new:
                facts: Facts = {"spec": spec.digest, "id": stored.id}
                self._log("spec-stored", of_plan(plan), after=facts)
        decision = file.decision or Decision(actor, at)
        task_id = self._database.insert(
            "INSERT INTO plan_tasks (plan_id, task_number, key, title, description, assigned_to,"
            " spec_id, red_first, already_done, status, status_reason, status_actor, status_at,"
            " created_at, analogous_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                plan.id,
                number,
                file.key,
                to_text(file.title),
                to_text(file.description),
                to_text(file.assigned_to),
                spec_id,
                _red_first(file).value,
                to_text(file.already_done),
                _status(file).value,
                to_text(decision.reason),
                to_text(decision.actor),
                decision.at,
                at,
                file.analogous,
            ],
        )
        task = task_rows.task_by_id(self._database, task_id)
        self._log("task-imported", of_task(plan, task), after=task_facts(task) | _decided(decision))
        self._settle(plan)
        return task

    def claim(self, plan: Plan, task: Task, claim: Claim | None) -> None:
        """Keep what a file says of the task; it counts for nothing until it is verified here."""
        text = claim_text(claim)
        if text == task.claim:
            return
        sql = "UPDATE plan_tasks SET claim_json = ? WHERE id = ?"
        self._database.write(sql, [text, task.id])
        done = claim.completion if claim is not None else None
        facts: Facts = {
            "claimed_by": done.actor if done else None,
            "commit": done.commit if done else None,
            "spec": done.spec if done else None,
        }
        self._log("claim-imported", of_task(plan, task), after=facts)

    def set_status(self, plan: Plan, task: Task, file: TaskFile) -> Task:
        """The status of the file, by whoever decided it there; a file completes nothing."""
        actor, at = self._by
        decision = file.decision or Decision(actor, at)
        claim = claim_of(task)
        kept = None if claim is None else Claim(red_first=claim.red_first)
        self._database.write(
            "UPDATE plan_tasks SET status = ?, status_reason = ?, status_actor = ?, status_at = ?,"
            " completed_at = NULL, completed_by = NULL, claim_json = ? WHERE id = ?",
            [
                _status(file).value,
                to_text(decision.reason),
                to_text(decision.actor),
                decision.at,
                claim_text(kept),
                task.id,
            ],
        )
        after = task_rows.task_by_id(self._database, task.id)
        facts = (status_facts(task), status_facts(after) | _decided(decision))
        self._log("task-status", of_task(plan, task), *facts, reason=decision.reason)
        self._settle(plan)
        return after

    def set_red_first(self, plan: Plan, task: Task, file: TaskFile) -> Task:
        """Somebody's word for why the spec need not be red, or that it was taken back."""
        red_first = _red_first(file)
        sql = "UPDATE plan_tasks SET red_first = ?, already_done = ? WHERE id = ?"
        self._database.write(sql, [red_first.value, to_text(file.already_done), task.id])
        after = task_rows.task_by_id(self._database, task.id)
        facts = (status_facts(task), status_facts(after))
        self._log("task-status", of_task(plan, task), *facts, reason=file.already_done)
        return after

    def accept(self, plan: Plan, task: Task, accepted: Collection[AcceptedSuppression]) -> None:
        """Suppressions that somebody accepted elsewhere."""
        suppression_rows.insert_records(self._database, task, accepted)
        for one in accepted:
            facts: Facts = {"rule": one.rule, "path": one.path, "line": one.line, "text": one.text}
            facts |= {"comment": one.comment, "accepted_by": one.actor}
            self._log("suppression-imported", of_task(plan, task), after=facts, reason=one.reason)

    def remember_plan(self, plan: Plan, text: str) -> None:
        """What the plan's file holds now. No event: nothing of the plan changes."""
        sql = "UPDATE plans SET file_text = ?1 WHERE id = ?2 AND file_text <> ?1"
        self._database.write(sql, [text, plan.id])

    def remember_task(self, plan: Plan, key: str, text: str) -> None:
        self._database.write(
            "UPDATE plan_tasks SET file_text = ?1 WHERE plan_id = ?2 AND key = ?3"
            " AND file_text <> ?1",
            [text, plan.id, key],
        )


def file_texts(database: Database, plan: Plan) -> tuple[str, dict[str, str]]:
    own = database.rows("SELECT file_text FROM plans WHERE id = ?", [plan.id])[0][0]
    rows = database.rows("SELECT key, file_text FROM plan_tasks WHERE plan_id = ?", [plan.id])
    return own, {from_text(key): text for key, text in rows}


def _decided(decision: Decision) -> Facts:
    """By whom the status was set elsewhere, when and why."""
    return {
        "decided_by": decision.actor,
        "decided_at": decision.at,
        "decided_because": decision.reason,
    }


def _status(file: TaskFile) -> TaskStatus:
    """What a file can make of a task by itself."""
    if file.status is TaskStatus.COMPLETED:
        return TaskStatus.PENDING
    return TaskStatus.IN_PROGRESS if file.status is TaskStatus.REGRESSED else file.status


def _red_first(file: TaskFile) -> RedFirst:
    """Somebody's word for why it need not be red counts here, too; that it was red is a claim."""
    lifted = file.red_first is RedFirst.ALREADY_DONE
    return RedFirst.ALREADY_DONE if lifted else RedFirst.UNPROVEN
