"""``baseline …``: which violations of enforced specs may stay, fewer and fewer of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof.report.baseline import (
    accepted_json,
    accepted_text,
    diff_json,
    diff_text,
    pruned_json,
    pruned_text,
)
from planproof.report.escape import unheeded
from planproof_cli.arguments import Verbose
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_to_judge
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.report.baseline import BaselineDiff, Unjudged
    from planproof.usecases.workspace import Workspace


@framed("baseline-accept")
def accept(
    session: Session,
    specs: Annotated[
        list[str] | None, argument(metavar="[SPEC…]", help="Enforced specs. [default: all]")
    ] = None,
    reason: Annotated[str, option("--reason", metavar="TEXT", help="Why they may stay.")] = "",
    owner: Annotated[str, option("--owner", metavar="WHO", help="Who will mend them.")] = "",
    expires: Annotated[
        str, option("--expires", metavar="DAY", help="The last day they may stay: YYYY-MM-DD.")
    ] = "",
    rule: Annotated[str, option("--rule", metavar="ID", help="Only violations of this rule.")] = "",
    path: Annotated[
        str, option("--path", metavar="GLOB", help="Only in files like this: src/old/**.")
    ] = "",
) -> Outcome:
    """Let violations of enforced specs stay: a line for each in .planproof/baseline.jsonl.

    On a pull request that alone excuses nothing that the change adds: planproof gate asks for an
    acceptance from outside of it. Exit status: 0 done, 3 a spec could not be judged in full.
    """
    from planproof.usecases.baseline_accept import AcceptRequest, accept

    request = AcceptRequest(reason, tuple(specs or ()), owner, expires, rule, path)
    with workspace_to_judge(session) as workspace:
        done = accept(workspace, session.directory, request)
        warnings = (*_unjudged(done.unjudged), *_setting(workspace, done.path))
    return Outcome(
        accepted_json(done),
        unheeded(accepted_text(done, session.paint)),
        Exit.INDETERMINATE if done.unjudged else Exit.PASSED,
        warnings,
        ("planproof baseline diff",) if done.added else (),
    )


@framed("baseline-prune")
def prune(
    session: Session,
    check: Annotated[
        bool, option("--check", help="Write nothing; exit 1 if anything would change.")
    ] = False,
    verbose: Verbose = False,
) -> Outcome:
    """Remove the lines of the baseline that excuse nothing any more. It only ever shrinks.

    Lines whose violation has moved say where it is now, with their reason, owner and last day. Exit
    status: 0 done, 1 --check found something, 3 a spec could not be judged: its lines stay.
    """
    from planproof.usecases.baseline_prune import prune_baseline

    with workspace_to_judge(session) as workspace:
        done = prune_baseline(workspace, check=check)
        warnings = (*_unjudged(done.unjudged), *_setting(workspace, done.path))
    exit_ = Exit.INDETERMINATE if done.unjudged else Exit.PASSED
    if check and done.changes_anything:
        exit_ = Exit.VIOLATIONS
    text = pruned_text(done, session.paint, verbose=verbose)
    steps = ("planproof baseline prune",) if exit_ is Exit.VIOLATIONS else ()
    return Outcome(pruned_json(done), unheeded(text), exit_, warnings, steps)


@framed("baseline-diff")
def diff(
    session: Session,
    base: Annotated[
        str | None,
        option(
            "--base", metavar="REV", help="Since where. [default: the base of the gate, else HEAD]"
        ),
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Show what a change does to the baseline, and which violations nothing excuses.

    Exit status: 0 nothing grows and all is excused, 1 not so, 3 a spec could not be judged in full.
    """
    from planproof.usecases.baseline_diff import diff_baseline

    with workspace_to_judge(session) as workspace:
        done = diff_baseline(workspace, base)
    text = diff_text(done, session.paint, verbose=verbose)
    return Outcome(diff_json(done), unheeded(text), _exit(done), tuple(_unjudged(done.unjudged)))


def _exit(done: BaselineDiff) -> Exit:
    if done.open or done.grown:
        return Exit.VIOLATIONS
    return Exit.INDETERMINATE if done.unjudged else Exit.PASSED


def _unjudged(found: Unjudged) -> Iterator[Diagnostic]:
    for contract, problems in found.items():
        for one in problems:
            message = f"{contract} could not be judged in full: {one.message}"
            yield Diagnostic(one.code, message, one.fix)


def _setting(workspace: Workspace, path: str) -> Iterator[Diagnostic]:
    """How git is to treat the file; nothing of that is written by us."""
    from planproof.git.attributes import attribute, is_ignored

    if workspace.repository is None or not (workspace.root.path / path).exists():
        return
    if is_ignored(workspace.repository, path):
        message = f"git ignores {path}, so that the gate will not see it"
        yield Diagnostic("ignored", message, f"take it out of .gitignore, or: git add -f {path}")
    if attribute(workspace.repository, path, "merge") != "union":
        message = "two branches that both change the baseline will conflict"
        yield Diagnostic("no-union", message, f"add to .gitattributes: {path} merge=union")
