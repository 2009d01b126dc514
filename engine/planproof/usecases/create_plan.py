"""“Here is a plan.”"""

from __future__ import annotations

from typing import NamedTuple

from planproof.git import require_repository
from planproof.plans import Plan, PlanStore
from planproof.usecases.workspace import Workspace, open_plans


class NewPlan(NamedTuple):
    """``base`` is a revision; by default the plan begins at HEAD."""

    name: str
    description: str = ""
    base: str | None = None


def initialise(workspace: Workspace, new: NewPlan | None) -> tuple[bool, Plan | None]:
    """Make the database if there is none, and a plan if one is wanted.

    Returns whether the database is new, and the plan.
    """
    is_new = not workspace.plans_path.exists()
    base = None if new is None else _base_of(workspace, new)
    with PlanStore.create(workspace.plans_path) as store:
        return is_new, None if new is None else _create(workspace, store, new, base)


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
