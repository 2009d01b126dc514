"""“This is the plan that came with the code.”"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from planproof.errors import Diagnostic, NotFoundError, RefusedError
from planproof.plans import Plan, PlanStatus, PlanStore, Transaction, open_claim
from planproof.plans.files import plan_text, task_text
from planproof.report.plan_files import ImportedPlan
from planproof.usecases.import_tasks import TaskImport
from planproof.usecases.merge_plan_files import differing, merge_plan
from planproof.usecases.plan_state import KnownPlan, known_plan
from planproof.usecases.read_plan_files import FoundPlan, read_folders
from planproof.usecases.workspace import Workspace, open_plans


def import_plans(
    workspace: Workspace, directory: Path, folders: Sequence[Path]
) -> tuple[ImportedPlan, ...]:
    """All of the folders, or nothing of them.

    Raises SpecError with every mistake of every file, RefusedError with every conflict.
    """
    found = read_folders(folders, directory)
    with open_plans(workspace) as store:
        return import_found(workspace, store, found)


def import_found(
    workspace: Workspace, store: PlanStore, found: Iterable[FoundPlan]
) -> tuple[ImportedPlan, ...]:
    conflicts: list[Diagnostic] = []
    with store.transaction(workspace.actor, workspace.now()) as writer:
        done = tuple(_import(store, writer, one, conflicts) for one in found)
        if conflicts:
            error = RefusedError(conflicts[0].message, fix=conflicts[0].fix)
            error.diagnostics = tuple(conflicts)
            raise error
    return done


def _import(
    store: PlanStore, writer: Transaction, found: FoundPlan, conflicts: list[Diagnostic]
) -> ImportedPlan:
    known = _known(store, found.file.slug)
    if known is None:
        plan = writer.importer().add_plan(found.file)
    elif known.plan.status is PlanStatus.ARCHIVED:
        conflicts.extend(_changes_of_archived(known, found))
        return ImportedPlan(known.plan, is_new=False)
    else:
        plan = _merge_plan(writer, known, found, conflicts)
    tasks = TaskImport(store, writer, plan, conflicts)
    tasks.run(found.tasks, {} if known is None else known.tasks)
    changed = () if known is None else _changed(store, known)
    _remember(writer, plan, found)
    if found.file.archived and not conflicts:
        plan = writer.archive_plan(plan, "as its file says")
    claimed = (task.number for task in store.tasks(plan) if open_claim(task) is not None)
    return ImportedPlan(
        store.plan(plan.id),
        known is None,
        tuple(tasks.added),
        changed,
        tuple(claimed),
        tuple(tasks.warnings),
    )


def _known(store: PlanStore, slug: str) -> KnownPlan | None:
    try:
        plan = store.plan(slug)
    except NotFoundError:
        return None
    return known_plan(store, plan)


def _merge_plan(
    writer: Transaction, known: KnownPlan, found: FoundPlan, conflicts: list[Diagnostic]
) -> Plan:
    merged = merge_plan(known.file, known.last, found.file)
    for word in merged.conflicts:
        message = f"{word} of plan {known.plan.slug} is another here"
        fix = "make them agree; if it is another plan, give it another slug in its file"
        conflicts.append(Diagnostic("conflict", message, fix, found.source))
    if not merged.taken:
        return known.plan
    texts = {word: getattr(found.file, word) for word in merged.taken}
    return writer.importer().change_plan(known.plan, known.plan._replace(**texts))


def _changes_of_archived(known: KnownPlan, found: FoundPlan) -> list[Diagnostic]:
    """Whatever files say otherwise than a plan that is archived here."""
    slug = known.plan.slug
    message = f"plan {slug} is archived here and no longer changes, and the file says otherwise"
    fix = "restore the file, or give the plan of the files another slug"
    return [
        Diagnostic("archived", message, fix, one.source)
        for key, one in found.tasks.items()
        if key not in known.tasks or [*differing(known.tasks[key].file, one.file)]
    ]


def _changed(store: PlanStore, known: KnownPlan) -> tuple[int, ...]:
    now = known_plan(store, store.plan(known.plan.id)).tasks
    return tuple(one.task.number for key, one in known.tasks.items() if now[key].file != one.file)


def _remember(writer: Transaction, plan: Plan, found: FoundPlan) -> None:
    importer = writer.importer()
    importer.remember_plan(plan, plan_text(found.file))
    for key, one in found.tasks.items():
        importer.remember_task(plan, key, task_text(one.file))
