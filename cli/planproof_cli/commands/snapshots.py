"""Snapshots: take one, look at one, find the way back to one."""

from __future__ import annotations

from typing import Annotated

from planproof.errors import Diagnostic
from planproof.report.envelope import JsonObject
from planproof.report.plans_json import counts_json, plan_json, snapshot_json, task_json
from planproof.report.plans_text import counts_text
from planproof.report.snapshots import difference_json, difference_text, snapshot_line
from planproof_cli.arguments import (
    PlanOption,
    TaskArguments,
    Verbose,
    plan_and_task,
    task_number,
)
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option


@framed("checkpoint")
def checkpoint(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    name: Annotated[str, option("--name", help="What to call it.")] = "checkpoint",
) -> Outcome:
    """Remember the tree and the task's violations as they are. The status does not move."""
    from planproof.usecases.take_checkpoint import take_checkpoint

    named, number = plan_and_task(task, plan_option)
    taken = take_checkpoint(workspace_of(session), named, number, name)
    shown = taken.snapshot or taken.latest
    if taken.snapshot is None:
        text = "nothing changed since the last snapshot; none was taken\n"
    else:
        text = f"{snapshot_line(taken.snapshot, session.paint)}{counts_text(taken.counts)}\n"
    data: JsonObject = {
        "plan": plan_json(taken.plan),
        "task": task_json(taken.task),
        "taken": taken.snapshot is not None,
        "snapshot": None if shown is None else snapshot_json(shown),
        "counts": counts_json(taken.counts),
        "left_out": list(taken.left_out),
    }
    return Outcome(data, text, diagnostics=_left_out(taken.left_out))


@framed("show-diff")
def show_diff(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    sequence: Annotated[
        int | None, option("--sequence", least=1, help="Which snapshot. [default: the latest]")
    ] = None,
    file: Annotated[
        str | None, option("--file", metavar="PATH", help="Only this file, with its diff.")
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Show a task's snapshots, what the latest fixed and added, and its differences to HEAD."""
    from planproof.usecases.show_diff import show_diff

    named, number = plan_and_task(task, plan_option)
    shown = show_diff(workspace_of(session), named, number, sequence, file)
    patches = verbose or file is not None
    text = difference_text(shown, session.paint, patches=patches)
    return Outcome(difference_json(shown), text, diagnostics=_left_out(shown.left_out))


@framed("rewind")
def rewind(
    session: Session,
    target: Annotated[
        list[str] | None,
        argument(metavar="[PLAN] [TASK]", help="The task, and before it the plan."),
    ] = None,
    plan_option: PlanOption = None,
    to: Annotated[
        int | None, option("--to", metavar="SEQ", least=1, help="Which snapshot.")
    ] = None,
    checkpoint_name: Annotated[
        str | None, option("--checkpoint", metavar="NAME", help="Which checkpoint, by name.")
    ] = None,
) -> Outcome:
    """Print the commands that lay a snapshot out beside your work. Runs none of them."""
    from planproof.usecases.rewind import Destination, rewind

    plan, number = _plan_and_maybe_task(target or [], plan_option)
    way = rewind(workspace_of(session), plan, number, Destination(to, checkpoint_name))
    text = snapshot_line(way.snapshot, session.paint)
    text += "These commands lay it out in a new work tree; yours is not touched:\n"
    text += "".join(f"  {command}\n" for command in way.commands)
    data: JsonObject = {
        "plan": plan_json(way.plan),
        "snapshot": snapshot_json(way.snapshot),
        "commands": list(way.commands),
        "left_out": list(way.left_out),
    }
    return Outcome(data, text, diagnostics=_left_out(way.left_out))


def _plan_and_maybe_task(words: list[str], option: str | None) -> tuple[str | None, int | None]:
    """``PLAN``, ``TASK``, ``PLAN TASK``. A lone number is a task, as everywhere."""
    if len(words) == 1 and not words[0].isdigit() and option is None:
        return words[0], None
    if not words:
        return option, None
    named, _ = plan_and_task(words, option)
    return named, task_number(words[-1])


def _left_out(paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    if not paths:
        return ()
    named = ", ".join(paths[:5]) + (" …" if len(paths) > 5 else "")
    return (
        Diagnostic("left-out", f"{len(paths)} untracked files are not in the snapshot: {named}"),
    )
