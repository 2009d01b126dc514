"""Two trees by one spec: what is new, fixed, moved and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof.report.comparison import comparison_json, comparison_text
from planproof_cli.arguments import Verbose
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument

if TYPE_CHECKING:
    from planproof.report.comparison import TreeComparison


_SHOWN = 10


@framed("compare")
def compare(
    session: Session,
    spec: Annotated[str, argument(metavar="SPEC", help="The YAML spec file to judge both by.")],
    old: Annotated[str, argument(metavar="OLD", help="A commit.")],
    new: Annotated[
        str | None, argument(metavar="[NEW]", help="A later commit; without it the tree as it is.")
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Show which violations are new, fixed, moved and changed between two commits.

    Exit status: 0 nothing is new, 1 something is, 3 something new may hide.
    """
    from planproof.usecases.compare_trees import compare_trees

    found = compare_trees(workspace_of(session), session.directory, spec, old, new)
    text = comparison_text(found, session.paint, verbose=verbose, brief=session.quiet)
    return Outcome(comparison_json(found), text, _exit(found), _problems(found))


def _exit(found: TreeComparison) -> Exit:
    if found.comparison.new:
        return Exit.VIOLATIONS
    return Exit.PASSED if found.is_certain else Exit.INDETERMINATE


def _problems(found: TreeComparison) -> tuple[Diagnostic, ...]:
    """Why rules have no verdict on the new tree, and which files of either were not judged."""
    problems = (row for report in found.new.evaluation.rules for row in report.problems)
    blocked = {
        (side.name, path, why): None
        for side in (found.old, found.new)
        for report in side.evaluation.rules
        for path, why in report.coverage.blocking
    }
    hidden = (
        Diagnostic("cannot-judge", f"cannot judge {path} of {name}: {why}")
        for name, path, why in list(blocked)[:_SHOWN]
    )
    return (*found.new.evaluation.warnings, *problems, *hidden)
