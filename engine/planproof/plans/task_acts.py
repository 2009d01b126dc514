"""What may be written of a task: what it is, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.errors import RefusedError, UsageError
from planproof.plans import plan_rows, task_rows
from planproof.plans.dependencies import refuse_cycle
from planproof.plans.event_facts import listed, of_plan, of_task, status_facts, task_facts
from planproof.plans.ledger import Facts
from planproof.plans.outcomes import Refusal, Transition
from planproof.plans.records import NewSpec, NewTask, Plan, Task, Verification
from planproof.plans.scribe import Scribe
from planproof.plans.status import RedFirst
from planproof.plans.text import to_text
from planproof.plans.transitions import accept_already_done, change_spec


class TaskActs(Scribe):
    """Each method one act."""

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
        analogous: str | None = None,
    ) -> Task:
        """Change what is given; None leaves a text as it is. ``analogous`` is as it is kept."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        given = {
            "title": title,
            "description": description,
            "assigned_to": assigned_to,
            "analogous": analogous,
        }
        changed = {
            name: text
            for name, text in given.items()
            if text is not None and text != getattr(task, name)
        }
        _require_title(plan, changed.get("title", task.title))
        for name, text in changed.items():
            column = "analogous_json" if name == "analogous" else name
            kept = text if name == "analogous" else to_text(text)
            sql = f"UPDATE plan_tasks SET {column} = ? WHERE id = ?"  # noqa: S608 - our names
            self._database.write(sql, [kept, task.id])
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

        The same text from the same file changes nothing; the same meaning in another text, or from
        another file, only the text and the source.
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

    def _store_spec(self, plan: Plan, spec: NewSpec) -> int:
        stored, is_new = task_rows.store_spec(self._database, plan, spec, self._at)
        if is_new:
            self._log("spec-stored", of_plan(plan), after={"spec": spec.digest, "id": stored.id})
        return stored.id


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
