"""The words that plans and tasks are in."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum


class TaskStatus(Enum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    COMPLETED = "completed"
    REGRESSED = "regressed"
    WAIVED = "waived"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Waiting for its spec to pass."""
        return self in (TaskStatus.PENDING, TaskStatus.IN_PROGRESS, TaskStatus.REGRESSED)

    @property
    def is_settled(self) -> bool:
        """Nothing that depends on it has to wait any longer."""
        return self in (TaskStatus.COMPLETED, TaskStatus.WAIVED, TaskStatus.CANCELLED)


class PlanStatus(Enum):
    ACTIVE = "active"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class RedFirst(Enum):
    """Whether a task's spec was ever seen to reject something."""

    UNPROVEN = "unproven"
    PROVEN = "proven"
    ALREADY_DONE = "already-done"


def plan_status(tasks: Collection[TaskStatus]) -> PlanStatus:
    """The status of a plan that is not archived.

    Completed when something was completed and nothing but cancelled tasks is left beside it: a
    waived task never counts as completed, so neither does its plan.
    """
    counted = {status for status in tasks if status is not TaskStatus.CANCELLED}
    return PlanStatus.COMPLETED if counted == {TaskStatus.COMPLETED} else PlanStatus.ACTIVE
