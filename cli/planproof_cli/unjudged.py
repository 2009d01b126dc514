"""A look in which nothing was judged is no pass: what to do so that something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.errors import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planproof.report.status import PlanStanding


def nothing_judged(plans: Sequence[PlanStanding], *, archived: bool) -> Diagnostic | None:
    """Why there is no verdict, with the command to run next; None where anything was judged."""
    tasks = [one for plan in plans for one in plan.tasks]
    if any(one.evaluation is not None for one in tasks):
        return None
    if not tasks:
        there = "no plan here has a task" if plans else "there is no plan to look at"
        message = f"nothing was verified: {there}"
    else:
        message = "nothing was verified: no task is completed here, or claimed to be by a plan file"
    return Diagnostic("nothing-judged", message, _next(plans, archived=archived))


def _next(plans: Sequence[PlanStanding], *, archived: bool) -> str:
    if not plans:
        return 'planproof plan new --name "NAME"' if archived else "planproof status --archived"
    rows = [(plan.plan.slug, one.task) for plan in plans for one in plan.tasks]
    for slug, task in rows:
        if task.status.is_open and task.spec_digest:
            return f"planproof verify-task {slug} {task.number}"
    for slug, task in rows:
        if task.status.is_open:
            return f"planproof update-task {slug} {task.number} --spec FILE"
    slug = plans[0].plan.slug
    if rows:
        return f"planproof show {slug}"
    return f'planproof add-task {slug} --title "TITLE" --spec FILE'
