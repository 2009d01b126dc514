"""What ``progress`` has to show, whatever it is drawn as."""

from __future__ import annotations

from typing import NamedTuple

from planproof.plans import Plan, Task, TaskStatus
from planproof.progress.burndown import Step
from planproof.progress.forecast import Forecast
from planproof.progress.recorded import Recorded
from planproof.progress.remaining import Share


class Excerpt(NamedTuple):
    """Lines of a file; ``first`` is the number of the first of them, 1-based."""

    first: int
    lines: tuple[str, ...]


class Row(NamedTuple):
    """One violation that remains, with the code around it where it was asked for."""

    task: int
    violation: Recorded
    owners: tuple[str, ...] = ()
    excerpt: Excerpt | None = None


class ProgressView(NamedTuple):
    """``of_commits`` says that the steps are earlier commits, judged now, instead of snapshots.

    ``rows`` are what remains at the last step. ``unseen`` are open tasks that have a spec and were
    never looked at: what remains of them is unknown. ``set_aside`` are waived and cancelled ones.
    """

    plan: Plan
    tasks: tuple[Task, ...]
    of_commits: bool
    steps: tuple[Step, ...]
    forecast: Forecast | None
    rows: tuple[Row, ...]
    by_rule: tuple[Share, ...]
    by_folder: tuple[Share, ...]
    by_owner: tuple[Share, ...]
    unseen: tuple[int, ...]
    set_aside: tuple[int, ...]

    @property
    def remaining(self) -> int | None:
        """None before anything was looked at: that is no zero."""
        return self.steps[-1].remaining if self.steps else None

    @property
    def unit(self) -> str:
        """What a step is."""
        return "commit" if self.of_commits else "snapshot"

    @property
    def unsure(self) -> int:
        """At how many steps not all could be judged."""
        return sum(step.unsure for step in self.steps)

    @property
    def is_unknown(self) -> bool:
        """Whether more may remain than is counted: not all was looked at, or could be judged."""
        return bool(self.unseen) or not self.steps or self.steps[-1].unsure

    @property
    def open(self) -> tuple[int, ...]:
        """Tasks that are neither completed nor set aside: without violations, still not done."""
        return tuple(
            task.number
            for task in self.tasks
            if task.status is not TaskStatus.COMPLETED and task.number not in self.set_aside
        )
