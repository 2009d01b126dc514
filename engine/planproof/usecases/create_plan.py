"""“Here is a plan.”"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planproof.git import require_repository
from planproof.plans import Plan, PlanStore
from planproof.usecases.locations import PLAN_FOLDER
from planproof.usecases.workspace import Workspace, open_plans

if TYPE_CHECKING:
    from planproof.report.plan_files import ImportedPlan
    from planproof.usecases.read_plan_files import FoundPlan


class NewPlan(NamedTuple):
    """``base`` is a revision; by default the plan begins at HEAD."""

    name: str
    description: str = ""
    base: str | None = None


class Initialised(NamedTuple):
    """``is_new``: the database was made just now. ``imported`` are the plans that lay in the tree
    as files."""

    is_new: bool
    plan: Plan | None
    imported: tuple[ImportedPlan, ...] = ()


def initialise(workspace: Workspace, new: NewPlan | None) -> Initialised:
    """Make the database if there is none, import plan files, make a plan if one is wanted.

    Raises SpecError for files with mistakes, before anything is made.
    """
    is_new = not workspace.plans_path.exists()
    base = None if new is None else _base_of(workspace, new)
    found = _found_plans(workspace)
    with PlanStore.create(workspace.plans_path) as store:
        imported = _import(workspace, store, found)
        plan = None if new is None else _create(workspace, store, new, base)
        return Initialised(is_new, plan, imported)


def _found_plans(workspace: Workspace) -> tuple[FoundPlan, ...]:
    if not (workspace.root.path / PLAN_FOLDER).is_dir():
        return ()
    from planproof.usecases.read_plan_files import find_plan_folders, read_folders

    return read_folders(find_plan_folders(workspace), workspace.root.path)


def _import(
    workspace: Workspace, store: PlanStore, found: tuple[FoundPlan, ...]
) -> tuple[ImportedPlan, ...]:
    if not found:
        return ()
    from planproof.usecases.import_plan import import_found

    return import_found(workspace, store, found)


def create_plan(workspace: Workspace, new: NewPlan) -> Plan:
    base = _base_of(workspace, new)
    with open_plans(workspace) as store:
        return _create(workspace, store, new, base)


def _create(workspace: Workspace, store: PlanStore, new: NewPlan, base: str | None) -> Plan:
    with store.transaction(workspace.actor, workspace.now()) as writer:
        return writer.create_plan(new.name, description=new.description, base_commit=base)


def _base_of(workspace: Workspace, new: NewPlan) -> str | None:
    if new.base is not None:
        return require_repository(workspace.repository, workspace.root.path).resolve(new.base)
    return None if workspace.repository is None else workspace.repository.head()
