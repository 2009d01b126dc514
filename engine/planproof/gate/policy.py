"""What a plan asks of every change, beside its tasks: pure checks of the files of base and head.

``task_complete`` is no check of its own: a claim that is not true is a violation of its contract,
whatever the plan lists. So a plan cannot switch that off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from planproof.errors import SpecError
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.objections import name_of
from planproof.model.violation import Severity, Violation
from planproof.plans.files import PlanFile, TaskFile
from planproof.plans.policies import Policy
from planproof.plans.status import TaskStatus
from planproof.rules import OwnPaths, Rule, compile_rules
from planproof.spec.loader import load_spec
from planproof.spec.strictness import differences
from planproof.spec.wire import Spec

_OWN = ".planproof/"
_NO_OWN = OwnPaths((), ())
_SHOWN = 3


class PlanState(Struct, frozen=True):
    """A plan as its files say, in one tree; ``tasks`` by key."""

    file: PlanFile
    tasks: Mapping[str, TaskFile]

    @property
    def open_tasks(self) -> tuple[TaskFile, ...]:
        """By number: those with a spec that are still to be done."""
        found = (one for one in self.tasks.values() if not one.status.is_settled and one.spec)
        return tuple(sorted(found, key=lambda one: (one.number, one.key)))


def policies_of(
    before: PlanState | None, after: PlanState | None, *, accepted: bool = False
) -> tuple[Policy, ...]:
    """Those of base and head together; of the head alone once somebody ``accepted`` the change."""
    sides = (after,) if accepted else (before, after)
    named = {policy for side in sides if side is not None for policy in side.file.policies}
    return tuple(policy for policy in Policy if policy in named)


def plan_intact(
    before: PlanState, after: PlanState | None, *, accepted: bool = False
) -> Iterator[Objection]:
    """Every task of the base is still there, asks for as much, waits for as many and, once it was
    completed, stays so. New tasks, more dependencies and stricter specs break nothing.

    Completed tasks are contracts, too: once somebody ``accepted`` what became of those, nothing is
    said of them here.
    """
    slug = before.file.slug
    if after is None:
        yield _broken(slug, "", f"plan {slug} is gone", "restore its files")
        return
    if after.file.archived and not before.file.archived:
        left = ", ".join(str(one.number) for one in after.open_tasks)
        if left:
            message = f"plan {slug} is archived while tasks are open: {left}"
            yield _broken(slug, "", message, "complete or waive them first")
    for key, task in sorted(before.tasks.items(), key=lambda item: (item[1].number, item[0])):
        if accepted and task.status is TaskStatus.COMPLETED:
            continue
        for message, fix in _turned_back(task, after.tasks.get(key)):
            yield _broken(slug, key, f"task {task.number} ({task.title}) {message}", fix)


def out_of_scope(
    before: PlanState | None, after: PlanState, changed: Iterable[str]
) -> Iterator[Objection]:
    """The ``changed`` paths that are in the scope of no task that the change works on.

    Those are the tasks whose files it changes; where it changes none, all that are open. They
    count as the base has them, and new ones only where it has none: else a change could bring the
    task along that allows it. Nothing is asked where no such task has a spec.
    """
    tasks = tuple(_worked_on(before, after))
    if not tasks:
        return
    scopes = [rule.scope for task in tasks for rule in _rules(task)]
    sources = {task.spec.source for task in tasks if task.spec is not None}
    slug = after.file.slug
    numbers = ", ".join(str(task.number) for task in tasks)
    for path in sorted({*changed}):
        if path.startswith(_OWN) or path in sources:
            continue
        if not any(scope.holds(path, _NO_OWN) for scope in scopes):
            yield Objection(
                kind=ObjectionKind.POLICY,
                contract=slug,
                rule=Policy.SCOPE.value,
                severity=Severity.MEDIUM,
                message=f"{path} is in the scope of no task that this change works on ({numbers})",
                fingerprint=name_of("policy", slug, Policy.SCOPE.value, path),
                path=path,
                why=f"Plan {slug} asks that a change touches only what its tasks are about",
                fix="change it in another pull request, or land a wider scope of the task first",
                command="planproof gate",
            )


def no_new(slug: str, task: TaskFile, new: Iterable[Violation]) -> Iterator[Objection]:
    """``new`` are the violations of an open task that the head has and the fork had not."""
    for one in new:
        yield Objection(
            kind=ObjectionKind.POLICY,
            contract=slug,
            rule=Policy.NO_NEW.value,
            severity=one.severity,
            message=f"task {task.number} ({task.title}) gets one more of {one.rule}: {one.message}",
            fingerprint=name_of("policy", slug, Policy.NO_NEW.value, task.key, one.fingerprint),
            place=one.place,
            path=one.place.path,
            snippet="" if one.expected else one.snippet,
            why=f"Plan {slug} asks that no open task gets violations more",
            fix=one.guidance or "write it in the new way at once",
            command=f"planproof verify-task {slug} {task.number}",
        )


def _broken(slug: str, key: str, message: str, fix: str) -> Objection:
    folder = f"{_OWN}plans/{slug}"
    return Objection(
        kind=ObjectionKind.POLICY,
        contract=slug,
        rule=Policy.PLAN_INTACT.value,
        severity=Severity.HIGH,
        message=message,
        fingerprint=name_of("policy", slug, Policy.PLAN_INTACT.value, key, message),
        path=f"{folder}/tasks/{key}.yaml" if key else f"{folder}/plan.yaml",
        why=f"Plan {slug} asks that no change takes anything out of it",
        fix=fix,
        command="planproof gate",
    )


def _turned_back(before: TaskFile, after: TaskFile | None) -> Iterator[tuple[str, str]]:
    """What of a task is less than it was, with what to do."""
    if after is None:
        yield "is gone", f"restore {_OWN}plans/…/tasks/{before.key}.yaml"
        return
    if before.status is TaskStatus.COMPLETED and after.status is not TaskStatus.COMPLETED:
        yield f"was completed and is {after.status.value} now", "set it back to completed"
    lost = sorted({*before.depends_on} - {*after.depends_on})
    if lost:
        yield f"no longer waits for {', '.join(lost)}", "put the dependency back"
    yield from ((f"asks for less: {said}", "put its spec back") for said in _less(before, after))


def _less(before: TaskFile, after: TaskFile) -> Iterator[str]:
    if before.spec is None or (after.spec is not None and after.spec.text == before.spec.text):
        return
    if after.spec is None:
        yield "its spec is gone"
        return
    old, new = _spec(before), _spec(after)
    if old is None:  # whatever it was, nobody could judge it
        return
    if new is None:
        yield "its spec cannot be read"
        return
    for change in differences(old, new):
        if not change.is_as_strict:
            more = f" and {len(change.weaker) - _SHOWN} more" if len(change.weaker) > _SHOWN else ""
            yield f"{change.rule}: {'; '.join(change.weaker[:_SHOWN])}{more}"


def _worked_on(before: PlanState | None, after: PlanState) -> Sequence[TaskFile]:
    known = before.tasks if before is not None else {}
    touched = [one for key, one in known.items() if one != after.tasks.get(key) and one.spec]
    new = [one for key, one in after.tasks.items() if key not in known and one.spec]
    still_open = before.open_tasks if before is not None else ()
    return sorted(touched or still_open or new, key=lambda one: (one.number, one.key))


def _rules(task: TaskFile) -> Sequence[Rule]:
    """None of a spec that cannot be read: nothing is in the scope of that."""
    spec = _spec(task)
    try:
        return compile_rules(spec) if spec is not None else ()
    except SpecError:
        return ()


def _spec(task: TaskFile) -> Spec | None:
    if task.spec is None:
        return None
    try:
        return load_spec(task.spec.text.encode("utf-8", "surrogatepass"), task.key)
    except SpecError:
        return None
