"""What a decision about a task looks at, and what it may come to."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from planproof.errors import RefusedError
from planproof.plans.status import RedFirst, TaskStatus


class Check(Enum):
    """What stood in the way."""

    SPEC = "spec"
    VERIFICATION = "verification"
    RED_FIRST = "red-first"
    SUPPRESSIONS = "suppressions"
    DEPENDENCIES = "dependencies"
    REASON = "reason"
    STATUS = "status"


class Dependency(NamedTuple):
    """A task that has to be settled first."""

    number: int
    title: str
    status: TaskStatus


class Standing(NamedTuple):
    """All of a task that a decision looks at. ``plan`` is the slug, for the commands."""

    plan: str
    number: int
    status: TaskStatus
    has_spec: bool = True
    red_first: RedFirst = RedFirst.PROVEN
    open_dependencies: tuple[Dependency, ...] = ()


class Transition(NamedTuple):
    """What happens. ``message`` says why in a sentence; ``red_first`` is set where it changes.

    ``reason`` is the person's own, kept with the task.
    """

    before: TaskStatus
    after: TaskStatus
    message: str
    red_first: RedFirst | None = None
    reason: str = ""

    @property
    def changes(self) -> bool:
        return self.before is not self.after

    @property
    def completes(self) -> bool:
        return self.changes and self.after is TaskStatus.COMPLETED


class Refusal(NamedTuple):
    """Why nothing happens, and the exact command that leads on."""

    check: Check
    message: str
    next_step: str

    def error(self) -> RefusedError:
        return RefusedError(self.message, fix=self.next_step)


Outcome = Transition | Refusal
