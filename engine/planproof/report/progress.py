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
    ``outdated`` are those for which the tree is another than in their latest snapshot by now; None
    where that cannot be told. ``of_one``: one task was asked for.
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
    outdated: tuple[int, ...] | None = ()
    of_one: bool = False

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


def outdated_text(view: ProgressView) -> str:
    """That the numbers are of an earlier tree, as a sentence; empty where they are not."""
    if view.outdated is None:
        return "Whether the tree is still that of the last snapshots cannot be told."
    if not view.outdated:
        return ""
    numbers = ", ".join(map(str, view.outdated))
    return (
        f"The tree is another than in the last snapshot of task {numbers}: these numbers are of"
        f" then. As it is now: {fresh_command(view)}"
    )


def fresh_command(view: ProgressView) -> str:
    """What judges the tree as it is, by all that is drawn."""
    slug, has_history = view.plan.slug, bool(view.steps and view.steps[-1].commit)
    if not has_history:
        return f"planproof verify-task {slug} {(view.outdated or ('N',))[0]}"
    only = f" --task {view.tasks[0].number}" if view.of_one else ""
    return f"planproof progress {slug}{only} --backfill 1"
