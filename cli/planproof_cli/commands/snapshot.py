"""``snapshot …``: which there are, what they hold, what lies between them, letting them go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.report.snapshot_list import (
    list_json,
    list_text,
    pruned_json,
    pruned_text,
    purged_json,
    purged_text,
    shown_json,
    shown_text,
)
from planproof_cli.arguments import PlanOption, Verbose, plan_and_maybe_task
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.plans import Keeping

Subject = Annotated[
    list[str] | None,
    argument(metavar="[PLAN] [TASK]", help="The task, and before it the plan."),
]
File = Annotated[str | None, option("--file", metavar="PATH", help="Only this file.")]
Yes = Annotated[bool, option("--yes", help="Do it. Without, it is only said what would go.")]


@framed("snapshot-list")
def list_all(session: Session, subject: Subject = None, plan_option: PlanOption = None) -> Outcome:
    """List the snapshots of a task or of a whole plan, in the order they were taken."""
    from planproof.usecases.list_snapshots import list_snapshots

    plan, number = plan_and_maybe_task(subject or [], plan_option)
    shown = list_snapshots(workspace_of(session), plan, number)
    return Outcome(list_json(shown), list_text(shown, session.paint))


@framed("snapshot-show")
def show(
    session: Session,
    subject: Subject = None,
    plan_option: PlanOption = None,
    sequence: Annotated[
        int | None, option("--sequence", least=1, help="Which snapshot. [default: the latest]")
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Show one snapshot of a task, or, without a task, of the plan itself."""
    from planproof.usecases.list_snapshots import show_snapshot

    plan, number = plan_and_maybe_task(subject or [], plan_option)
    shown = show_snapshot(workspace_of(session), plan, number, sequence)
    return Outcome(shown_json(shown), shown_text(shown, session.paint, verbose=verbose))


@framed("snapshot-diff")
def diff(
    session: Session,
    subject: Subject = None,
    plan_option: PlanOption = None,
    start: Annotated[
        int | None,
        option("--from", metavar="SEQ", least=1, help="Where to begin. [default: the one before]"),
    ] = None,
    end: Annotated[
        int | None, option("--to", metavar="SEQ", least=1, help="Where to end. [default: latest]")
    ] = None,
    file: File = None,
) -> Outcome:
    """Show what two snapshots differ in, and what became of the violations in between."""
    from planproof.report.snapshots_between import between_json, between_text
    from planproof.usecases.diff_snapshots import diff_snapshots

    plan, number = plan_and_maybe_task(subject or [], plan_option)
    shown = diff_snapshots(workspace_of(session), plan, number, start, end, file)
    text = between_text(shown, session.paint, patches=True)
    return Outcome(between_json(shown), text, diagnostics=shown.warnings)


@framed("snapshot-prune")
def prune(
    session: Session,
    subject: Subject = None,
    plan_option: PlanOption = None,
    keep: Annotated[
        int | None, option("--keep", metavar="N", least=1, help="Keep the last N of each task.")
    ] = None,
    before: Annotated[
        str | None,
        option("--before", metavar="DAY", help="Keep those taken on this day (UTC) or later."),
    ] = None,
    yes: Yes = False,
) -> Outcome:
    """Let go of what old snapshots hold. Their numbers stay, so that progress has no holes.

    The latest of a task always stays, and so does one that a completed task rests on.
    """
    from planproof.plans import Keeping
    from planproof.usecases.prune_snapshots import prune_snapshots

    plan, number = plan_and_maybe_task(subject or [], plan_option)
    keeping = Keeping(keep, before)
    pruned = prune_snapshots(workspace_of(session), plan, number, keeping, really=yes)
    steps = () if yes or not pruned.snapshots else (_again(pruned.plan.slug, number, keeping),)
    text = pruned_text(pruned, session.paint)
    return Outcome(pruned_json(pruned), text, next_steps=steps)


def _again(slug: str, number: int | None, keeping: Keeping) -> str:
    words = ["planproof snapshot prune", slug]
    words += [str(number)] if number is not None else []
    words += [f"--keep {keeping.last}"] if keeping.last is not None else []
    words += [f"--before {keeping.day}"] if keeping.day is not None else []
    return " ".join([*words, "--yes"])


@framed("snapshot-purge")
def purge(session: Session, yes: Yes = False) -> Outcome:
    """Delete what all snapshots of all plans left in this repository: refs, diffs, scratch.

    Their numbers stay. git drops the objects when it next collects garbage.
    """
    from planproof.usecases.prune_snapshots import purge_snapshots

    purged = purge_snapshots(workspace_of(session), really=yes)
    steps = () if yes else ("planproof snapshot purge --yes",)
    return Outcome(
        purged_json(purged), purged_text(purged), diagnostics=purged.warnings, next_steps=steps
    )
