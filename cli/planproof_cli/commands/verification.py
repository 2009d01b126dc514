"""Verification: of a task, and of specs without a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import UsageError
from planproof_cli.arguments import (
    Archived,
    DryRun,
    Formats,
    PlanOption,
    TaskArguments,
    Verbose,
    plan_and_task,
)
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.progress import progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_to_judge
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.usecases.workspace import Workspace


@framed("verify-task")
def verify_task(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    verbose: Verbose = False,
    auto_update: Annotated[
        bool, option("--auto-update", help="Accepted for older scripts; always done.")
    ] = False,
    receipt: Annotated[
        bool, option("--receipt", help="Write a receipt below .planproof/receipts.")
    ] = False,
    receipt_file: Annotated[
        str | None, option("--receipt-file", metavar="FILE", help="Write a receipt to FILE.")
    ] = None,
    sign: Annotated[
        str | None, option("--sign", metavar="KEY", help="Sign the receipt with this SSH key.")
    ] = None,
) -> Outcome:
    """Judge the tree as it is now by a task's spec. Only this completes a task."""
    del auto_update
    named, number = plan_and_task(task, plan_option)
    with workspace_to_judge(session) as workspace:
        from planproof.usecases.verify_task import verify_task
        from planproof_cli.verified import task_outcome

        found = verify_task(workspace, named, number)
        outcome = task_outcome(found, session, verbose=verbose)
        if not (receipt or receipt_file or sign):
            return outcome
        from planproof_cli.receipts import with_receipt

        return with_receipt(outcome, workspace, found, session, receipt_file, sign)


At = Annotated[
    str | None,
    option(
        "--at",
        metavar="REV",
        help="Judge a commit, without a checkout; OLD..NEW judges each commit between.",
    ),
]
Base = Annotated[
    str | None,
    option(
        "--base",
        metavar="REV",
        help="A commit at which green rules were red; with --changed: what changed since it.",
    ),
]
Changed = Annotated[
    bool,
    option("--changed", help="Only files that changed since HEAD or --base; never the gate."),
]
Staged = Annotated[
    bool, option("--staged", help="The same for what is staged: what a commit would hold.")
]
Everything = Annotated[
    bool,
    option(
        "--all",
        help="Instead of specs: every completed or claimed task of all plans, as status does.",
    ),
]


@framed("verify")
def verify(
    session: Session,
    specs: Annotated[list[str] | None, argument(metavar="[SPEC…]", help="YAML spec files.")] = None,
    at: At = None,
    base: Base = None,
    changed: Changed = False,
    staged: Staged = False,
    every: Everything = False,
    dry_run: DryRun = False,
    archived: Archived = False,
    formats: Formats = None,
    verbose: Verbose = False,
) -> Outcome | Exit:
    """Judge the tree as it is now, or a commit, by specs. Needs no plan."""
    if formats:
        if every or changed or staged or not specs or ".." in (at or ""):
            raise UsageError(
                "--format reports on one whole tree, judged by specs",
                fix="planproof verify SPEC --format sarif=FILE",
            )
        return _reported(session, tuple(specs), at, base, formats, verbose=verbose)
    if every:
        return _everything(
            session,
            specs or at or base or changed or staged,
            dry_run=dry_run,
            archived=archived,
            verbose=verbose,
        )
    if changed or staged:
        return _changed(session, specs or [], at, base, staged=staged, verbose=verbose)
    if not specs:
        raise UsageError("verify needs a SPEC, or --all", fix="planproof verify --help")
    with workspace_to_judge(session, now=at is None) as workspace:
        if at is not None and ".." in at:
            return _history(session, workspace, tuple(specs), at, base)
        from planproof.usecases.verify_specs import SpecQuestion, verify_specs
        from planproof_cli.verified import specs_outcome

        question = SpecQuestion(at, base)
        verdicts = verify_specs(workspace, session.directory, tuple(specs), question)
    return specs_outcome(verdicts, session, verbose=verbose)


def _reported(
    session: Session,
    specs: tuple[str, ...],
    at: str | None,
    base: str | None,
    formats: list[str],
    *,
    verbose: bool,
) -> Exit:
    """The same verdicts as reports for a CI."""
    from planproof.report.spec_reports import verdict_of_specs
    from planproof.usecases.verify_specs import SpecQuestion, verify_specs
    from planproof_cli.formats import reports
    from planproof_cli.verified import specs_outcome

    with reports(session, "verify", formats) as made:
        with workspace_to_judge(session, now=at is None) as workspace:
            question = SpecQuestion(at, base)
            verdicts = verify_specs(workspace, session.directory, specs, question)
        why = dict(row for one in verdicts for row in one.descriptions.items())
        judged = [(one.source, one.evaluation) for one in verdicts]
        verdict = verdict_of_specs(judged, why)
        return made.answer(verdict, lambda asked: specs_outcome(verdicts, asked, verbose=verbose))


def _changed(
    session: Session,
    specs: list[str],
    at: str | None,
    base: str | None,
    *,
    staged: bool,
    verbose: bool,
) -> Outcome:
    """Without a SPEC: by all contracts of the gate."""
    if at is not None:
        raise UsageError("--changed judges the files as they are: no --at", fix="--base REV")
    from planproof.usecases.verify_changed import ChangedQuestion, verify_changed
    from planproof_cli.verified import changed_outcome

    with workspace_to_judge(session, now=not staged) as workspace:
        question = ChangedQuestion(base, staged)
        found = verify_changed(workspace, session.directory, specs, question)
    return changed_outcome(found, session, verbose=verbose)


def _everything(
    session: Session, named: object, *, dry_run: bool, archived: bool, verbose: bool
) -> Outcome:
    if named:
        raise UsageError(
            "--all judges the completed tasks by the tree as it is: no SPEC, no --at, no --base",
            fix="planproof verify --all",
        )
    from planproof_cli.rechecked import recheck

    with workspace_to_judge(session) as workspace:
        return recheck(
            session, workspace, None,
            dry_run=dry_run, archived=archived, detailed=True, verbose=verbose,
        )  # fmt: skip


def _history(
    session: Session, workspace: Workspace, specs: tuple[str, ...], revisions: str, base: str | None
) -> Outcome:
    """One line a commit, oldest first; the worst verdict counts."""
    from planproof.usecases.verify_history import verify_history
    from planproof_cli.verified import history_outcome

    with progress_bar(session, "commits") as on_progress:
        found = verify_history(workspace, session.directory, specs, revisions, base, on_progress)
    return history_outcome(found, session, named=len(specs) > 1)
