"""A plan of the database as its files would say it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from planproof.plans import (
    Claim,
    Completion,
    Plan,
    PlanStatus,
    PlanStore,
    RedFirst,
    Task,
    TaskStatus,
    claim_of,
    completion_of,
    open_claim,
)
from planproof.plans.files import Decision, PlanFile, SpecText, TaskFile, plan_text, task_text
from planproof.plans.files.reading import read_plan, read_task
from planproof.plans.files.state import source_inside

_DONE = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)
_BY_HAND = (TaskStatus.BLOCKED, TaskStatus.WAIVED, TaskStatus.CANCELLED)


class KnownTask(Struct, frozen=True):
    """A task as it is here, as its file would say it, and as its file last was (empty: never)."""

    task: Task
    file: TaskFile
    last_text: str

    @property
    def text(self) -> str:
        return task_text(self.file)

    @property
    def last(self) -> TaskFile | None:
        return read_task(self.last_text.encode(), "plans.db") if self.last_text else None


class KnownPlan(Struct, frozen=True):
    """The same of a whole plan; ``tasks`` by key, in the order of their numbers."""

    plan: Plan
    file: PlanFile
    last_text: str
    tasks: Mapping[str, KnownTask]

    @property
    def text(self) -> str:
        return plan_text(self.file)

    @property
    def last(self) -> PlanFile | None:
        return read_plan(self.last_text.encode(), "plans.db") if self.last_text else None


def known_plan(store: PlanStore, plan: Plan) -> KnownPlan:
    own, texts = store.file_texts(plan)
    tasks = store.tasks(plan)
    keys = {task.number: task.key for task in tasks}
    known = (_known_task(store, task, keys, texts.get(task.key, "")) for task in tasks)
    return KnownPlan(plan, _plan_file(plan), own, {one.file.key: one for one in known})


def number_in_file(store: PlanStore, plan: Plan, task: Task) -> int:
    """The number that the task's file gives it, else the one that it has here."""
    return _number(task, store.file_texts(plan)[1].get(task.key, ""))


def _plan_file(plan: Plan) -> PlanFile:
    return PlanFile(
        slug=plan.slug,
        name=plan.name,
        description=plan.description,
        base_commit=plan.base_commit,
        archived=plan.status is PlanStatus.ARCHIVED,
        metadata=plan.metadata,
    )


def _known_task(store: PlanStore, task: Task, keys: Mapping[int, str], text: str) -> KnownTask:
    status, completion = _completed(store, task)
    claim = claim_of(task)
    stored = store.spec(task)
    file = TaskFile(
        key=task.key,
        number=_number(task, text),
        title=task.title,
        description=task.description,
        assigned_to=task.assigned_to,
        depends_on=tuple(sorted(keys[number] for number in task.depends_on)),
        status=status,
        decision=_decision(task, status),
        red_first=_red_first(task, claim),
        already_done=task.already_done,
        analogous=task.analogous,
        completion=completion,
        accepted=tuple(
            sorted(store.accepted_suppressions(task), key=lambda one: (one.at, *map(str, one)))
        ),
        spec=None if stored is None else SpecText(stored.text, source_inside(stored.source)),
    )
    return KnownTask(task, file, text)


def _completed(store: PlanStore, task: Task) -> tuple[TaskStatus, Completion | None]:
    """What the file claims stands in the file as long as it is of the same spec: who verifies it
    again changes nothing in it."""
    claim = claim_of(task)
    claimed = claim.completion if claim is not None else None
    if claimed is not None and claimed.spec != task.spec_digest:
        claimed = None
    verified = store.completing_verification(task)
    if verified is not None:
        return task.status, claimed or completion_of(verified)
    done = open_claim(task)
    if done is None or claim is None or claim.status is None:
        return task.status, None
    return claim.status, done


def _decision(task: Task, status: TaskStatus) -> Decision | None:
    if status in _BY_HAND or (task.status_reason and status not in _DONE):
        return Decision(task.status_actor, task.status_at, task.status_reason)
    return None


def _red_first(task: Task, claim: Claim | None) -> RedFirst:
    claimed = claim is not None and claim.red_first and task.red_first is RedFirst.UNPROVEN
    return RedFirst.PROVEN if claimed else task.red_first


_NUMBER = re.compile(r"^number: ([0-9]+)$", re.MULTILINE)
"""Stands above all that a person wrote."""


def _number(task: Task, text: str) -> int:
    found = _NUMBER.search(text)
    return int(found[1]) if found else task.number
