"""Snapshots: take one, look at one, find the way back to one."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, UsageError
from planproof.report.envelope import JsonObject
from planproof.report.places import counted
from planproof.report.plans_json import counts_json, plan_json, snapshot_json, task_json
from planproof.report.plans_text import counts_text
from planproof.report.snapshots import difference_json, difference_text, snapshot_line
from planproof_cli.arguments import (
    PlanOption,
    TaskArguments,
    Verbose,
    plan_and_maybe_task,
    plan_and_task,
)
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.model.tree import Entry
    from planproof.report.restored import Restored
    from planproof.report.style import Paint
    from planproof.usecases.rewind import WayBack
    from planproof.usecases.workspace import Workspace


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
    workspace = workspace_of(session)
    taken = take_checkpoint(workspace, named, number, name)
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
    unsure: tuple[Diagnostic, ...] = ()
    if taken.unsure:
        step = f"planproof verify-task {taken.plan.slug} {taken.task.number}"
        unsure = (Diagnostic("no-verdict", "not all could be judged: more may remain", step),)
    diagnostics = (*unsure, *_without_git(workspace), *_left_out(taken.left_out))
    return Outcome(data, text, diagnostics=diagnostics)


def _without_git(workspace: Workspace) -> tuple[Diagnostic, ...]:
    if workspace.repository is not None:
        return ()
    message = "snapshots need git: only the violations are remembered, not the files"
    return (Diagnostic("no-repository", message, "git init"),)


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
    start: Annotated[
        int | None, option("--from", metavar="SEQ", least=1, help="Compare with this snapshot.")
    ] = None,
    end: Annotated[
        int | None, option("--to", metavar="SEQ", least=1, help="Which snapshot to compare.")
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Show a task's snapshots, what the latest fixed and added, and its differences to HEAD.

    With --from or --to: what lies between two snapshots.
    """
    from planproof.usecases.show_diff import show_diff

    named, number = plan_and_task(task, plan_option)
    if start is not None or end is not None:
        if sequence is not None:
            raise UsageError("--sequence compares with HEAD", fix="give --from and --to instead")
        return _between(session, (named, number), (start, end), file, verbose=verbose)
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
    folder: Annotated[
        str | None,
        option(
            "--restore",
            metavar="DIR",
            help="Write the files, byte for byte, to a new work tree in DIR, which must not exist.",
        ),
    ] = None,
    branch: Annotated[
        str | None,
        option(
            "--restore-branch",
            metavar="NAME",
            help="Commit the files on a new branch, on the commit they were based on.",
        ),
    ] = None,
) -> Outcome:
    """Print the commands that lay a snapshot out beside your work; with --restore do it.

    Nothing that exists is ever written to: no folder, branch, index or file.
    """
    from planproof.usecases.rewind import Destination, rewind

    plan, number = plan_and_maybe_task(target or [], plan_option)
    workspace, destination = workspace_of(session), Destination(to, checkpoint_name)
    if folder is not None or branch is not None:
        from planproof.report.restored import Target
        from planproof.usecases.restore import restore

        place = None if folder is None else Path(normpath(session.directory / folder))
        restored = restore(workspace, plan, number, destination, Target(place, branch))
        return _restored(session, restored)
    return _way_back(rewind(workspace, plan, number, destination), session.paint)


def _way_back(way: WayBack, paint: Paint) -> Outcome:
    """The commands, and the one of planproof's that does the same."""
    text = snapshot_line(way.snapshot, paint)
    text += "These commands lay it out in a new work tree; yours is not touched:\n"
    text += "".join(f"  {command}\n" for command in way.commands)
    data: JsonObject = {
        "plan": plan_json(way.plan),
        "snapshot": snapshot_json(way.snapshot),
        "commands": list(way.commands),
        "left_out": list(way.left_out),
    }
    task = "" if way.snapshot.task_number is None else f" {way.snapshot.task_number}"
    again = f"planproof rewind {way.plan.slug}{task} --to {way.snapshot.sequence} --restore ../DIR"
    return Outcome(data, text, diagnostics=_left_out(way.left_out), next_steps=(again,))


def _between(
    session: Session,
    task: tuple[str | None, int],
    pair: tuple[int | None, int | None],
    file: str | None,
    *,
    verbose: bool,
) -> Outcome:
    from planproof.report.snapshots_between import between_json, between_text
    from planproof.usecases.diff_snapshots import diff_snapshots

    shown = diff_snapshots(workspace_of(session), *task, *pair, file)
    text = between_text(shown, session.paint, patches=verbose or file is not None)
    return Outcome(between_json(shown), text, diagnostics=shown.warnings)


def _restored(session: Session, restored: Restored) -> Outcome:
    from planproof.report.restored import restored_json, restored_text

    diagnostics = (*restored.warnings, *_left_out(restored.left_out), *_links(restored.links))
    text = restored_text(restored, session.paint)
    return Outcome(restored_json(restored), text, diagnostics=diagnostics)


def _links(links: Sequence[Entry]) -> tuple[Diagnostic, ...]:
    if not links:
        return ()
    named = ", ".join(f"{one.path} at {one.blob[:12]}" for one in links[:5])
    more = " …" if len(links) > 5 else ""
    count = counted(len(links), "nested repository", "nested repositories")
    message = f"{count} left as an empty folder, to be filled by git: {named}"
    return (Diagnostic("nested-repository", message + more),)


def _left_out(paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    if not paths:
        return ()
    named = ", ".join(paths[:5]) + (" …" if len(paths) > 5 else "")
    files = counted(len(paths), "file") + (" is" if len(paths) == 1 else " are")
    return (Diagnostic("left-out", f"{files} only listed, not in the snapshot: {named}"),)
