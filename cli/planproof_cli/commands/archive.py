"""The end of a plan: its final snapshot, its guards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof.plans import Task, TaskStatus
from planproof.report.envelope import JsonObject
from planproof.report.places import counted
from planproof.report.plans_json import plan_json, snapshot_json
from planproof.report.style import Paint
from planproof_cli.arguments import PlanArgument, PlanOption, one_plan
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option

if TYPE_CHECKING:
    from planproof.usecases.archive_plan import ArchivedPlan


@framed("archive")
def archive(
    session: Session,
    plan: PlanArgument = None,
    plan_option: PlanOption = None,
    notes: Annotated[str, option("--notes", help="Why, for the ledger.")] = "",
    no_guards: Annotated[
        bool, option("--no-guards", help="Write no guards for what completed tasks forbid.")
    ] = False,
) -> Outcome:
    """Make a plan read-only for ever: take its final snapshot, and keep out what it removed.

    The names that the rules of completed tasks forbid become guards in .planproof/guards/, a spec
    for each task. No file is ever overwritten.
    """
    from planproof.report.guards import guards_json
    from planproof.usecases.archive_plan import archive_plan

    named = one_plan(plan, plan_option)
    done = archive_plan(workspace_of(session), named, notes, guards=not no_guards)
    paths = [one.path for one in done.guards if one.path]
    data: JsonObject = {
        "plan": plan_json(done.plan),
        "snapshot": None if done.snapshot is None else snapshot_json(done.snapshot),
        "guards": guards_json(done.guards),
    }
    steps = ("planproof verify .planproof/guards/*.yaml",) if paths else ()
    return Outcome(
        data, _text(done, session.paint), diagnostics=tuple(_warnings(done)), next_steps=steps
    )


def _text(done: ArchivedPlan, paint: Paint) -> str:
    from planproof.report.guards import guards_text
    from planproof.report.snapshots import snapshot_line

    text = f"Archived plan {done.plan.id}: {done.plan.slug}\n"
    if done.snapshot is not None:
        text += f"final snapshot: {snapshot_line(done.snapshot, paint)}"
    elif done.has_git:
        text += "final snapshot: the plan's last one shows this very tree\n"
    return text + guards_text(done.guards, paint)


def _warnings(done: ArchivedPlan) -> Iterator[Diagnostic]:
    waiting = ", ".join(str(task.number) for task in done.tasks if _is_open(task))
    if waiting:
        yield Diagnostic("open-tasks", f"it was archived with open tasks: {waiting}")
    if done.unproven:
        numbers = ", ".join(map(str, done.unproven))
        message = f"the tree, as it is now, does not show what was completed: task {numbers}"
        yield Diagnostic("not-shown", message, f"planproof status {done.plan.slug}")
    if not done.has_git:
        message = "there is no git repository here, so there is no final snapshot of the files"
        yield Diagnostic("no-snapshot", message, "keep a copy of the folder, or: git init")
    if done.left_out:
        count = counted(len(done.left_out), "file")
        yield Diagnostic(
            "left-out", f"{count} of the tree not stored: {', '.join(done.left_out[:5])}"
        )


def _is_open(task: Task) -> bool:
    return task.status.is_open or task.status is TaskStatus.BLOCKED
