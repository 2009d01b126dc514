"""The guards of a plan: a file for each completed task whose spec forbids names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from planproof.errors import RefusedError
from planproof.model.verdict import Proof
from planproof.plans import Plan, PlanStore, StoredSpec, Task, TaskStatus
from planproof.report.guards import GuardReport, GuardRule
from planproof.rules import StructuralWorker
from planproof.usecases.guard_rules import Seen, TaskLink, make_guard
from planproof.usecases.own_files import make_folder, read_own, refuse_links, sweep, write_new
from planproof.usecases.plan_state import number_in_file
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.workspace import Workspace

FOLDER = ".planproof/guards"
MOST_SNIPPETS = 200
"""Pieces of code that are tried for the terms of a rule that its witnesses do not show red."""

_UNPROVEN = (Proof.UNPROVEN, Proof.GUARD, Proof.EXPECTATION)


class PlannedGuard(Struct, frozen=True):
    """A guard that is to be there. ``path`` and ``text`` are empty where nothing is kept out."""

    task: Task
    path: str
    text: str
    rules: tuple[GuardRule, ...]
    is_there: bool


def plan_guards(workspace: Workspace, store: PlanStore, plan: Plan) -> tuple[PlannedGuard, ...]:
    """By task; nothing is written. Raises RefusedError where somebody changed such a file."""
    folder = workspace.root.path / FOLDER
    refuse_links(folder, workspace.root.path)
    with StructuralWorker() as worker:
        planned = tuple(
            _plan(workspace, store, plan, task, stored, worker)
            for task, stored in _completed(store, plan)
        )
    changed = [one.path for one in planned if one.path and not _is_fine(workspace, one)]
    if changed:
        raise RefusedError(
            f"{', '.join(changed)}: there is something else than planproof would write; "
            "nothing was archived",
            fix=f"move it away, or: planproof archive {plan.slug} --no-guards",
        )
    return planned


def write_guards(workspace: Workspace, planned: Sequence[PlannedGuard]) -> tuple[GuardReport, ...]:
    """Write those that are not there yet."""
    sweep(workspace.root.path / guard.path for guard in planned if guard.path)
    for guard in planned:
        if guard.path and not guard.is_there:
            target = workspace.root.path / guard.path
            make_folder(target.parent, workspace.root.path)
            write_new(target, guard.text.encode())
    return tuple(
        GuardReport(one.task.number, one.task.title, one.path, one.rules, is_new=not one.is_there)
        for one in planned
    )


def _completed(store: PlanStore, plan: Plan) -> Iterator[tuple[Task, StoredSpec]]:
    for task in store.tasks(plan, TaskStatus.COMPLETED):
        stored = store.spec(task)
        if stored is not None:
            yield task, stored


def _plan(
    workspace: Workspace,
    store: PlanStore,
    plan: Plan,
    task: Task,
    stored: StoredSpec,
    worker: StructuralWorker,
) -> PlannedGuard:
    spec = prepare_stored(workspace.root, stored).spec
    link = TaskLink(plan.slug, number_in_file(store, plan, task), task.key, task.title)
    seen = Seen(
        store.witnesses(task),
        lambda rule: store.snippets_seen(task, rule, MOST_SNIPPETS),
        _proven(store, task),
    )
    guard = make_guard(spec, link, seen, worker)
    path = f"{FOLDER}/{plan.slug}-{task.key}.yaml" if guard.text else ""
    there = read_own(workspace.root.path / path) if path else None
    return PlannedGuard(task, path, guard.text, guard.rules, is_there=there is not None)


def _proven(store: PlanStore, task: Task) -> frozenset[str]:
    """The rules that were shown able to be red when the task was completed."""
    verification = store.completing_verification(task)
    reports = () if verification is None else store.rule_reports(verification)
    return frozenset(one.rule for one in reports if one.proof not in _UNPROVEN)


def _is_fine(workspace: Workspace, guard: PlannedGuard) -> bool:
    """Nothing there, or the very same; a checkout may have changed the ends of lines."""
    there = read_own(Path(workspace.root.path, guard.path))
    return there is None or there.replace(b"\r\n", b"\n") == guard.text.encode()
