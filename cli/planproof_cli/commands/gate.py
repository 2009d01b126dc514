"""The gate: may this change be merged?"""

from __future__ import annotations

from typing import Annotated

from planproof_cli.arguments import Formats, Verbose
from planproof_cli.exits import Exit, of_verdict
from planproof_cli.formats import reports
from planproof_cli.frame import framed
from planproof_cli.gated import gate_outcome
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import clock, workspace_of, workspace_to_judge
from planproof_cli.words import option

Base = Annotated[
    str | None,
    option(
        "--base",
        metavar="REV",
        help="What it is to be merged into. Without it: the target branch that CI names, else "
        "origin's default branch, main or master.",
    ),
]
Head = Annotated[
    str | None,
    option("--head", metavar="REV", help="Judge a commit instead of the tree as it is now."),
]
Accept = Annotated[
    str,
    option(
        "--accept-contract-change",
        metavar="DIGEST",
        help="Accept what the change weakens, named by the digest that the gate prints. To be "
        "given by the workflow, never by the change itself.",
    ),
]
Strict = Annotated[
    bool, option("--strict", help="Lines of the baseline that excuse nothing shut the gate.")
]
NoCache = Annotated[
    bool, option("--no-cache", help="Believe no index from before; judge everything anew.")
]
SelfTest = Annotated[
    bool, option("--selftest", help="Break every rule once, in memory, and see the gate go red.")
]


@framed("gate")
def gate(
    session: Session,
    base: Base = None,
    head: Head = None,
    formats: Formats = None,
    accept: Accept = "",
    strict: Strict = False,
    no_cache: NoCache = False,
    selftest: SelfTest = False,
    verbose: Verbose = False,
) -> Outcome | Exit:
    """Judge a change by the contracts of its base and of its head: completed tasks of plan files,
    guards, enforced specs and the baseline.

    Exit status: 0 it may be merged, 1 it may not, 2 contracts or options that cannot be read, 3 no
    verdict.
    """
    if selftest:
        return _selftest(session, head)
    from planproof.usecases.gate import GateQuestion
    from planproof.usecases.gate import gate as judge

    question = GateQuestion(
        today=clock()[:10],
        base=base,
        head=head,
        strict=strict,
        accepted=accept,
        fresh=no_cache,
    )
    with reports(session, "gate", formats) as made:
        with workspace_to_judge(session, now=head is None) as workspace:
            verdict = judge(workspace, question)
        return made.answer(verdict, lambda asked: gate_outcome(verdict, asked, verbose=verbose))


def _selftest(session: Session, head: str | None) -> Outcome:
    """Exit status 1 where a rule stays green whatever is broken, 3 where nothing shows it red."""
    from planproof.report.escape import unheeded
    from planproof.report.selftest import selftest_json, selftest_text
    from planproof.usecases.selftest_gate import selftest as try_all
    from planproof_cli.progress import progress_bar

    with progress_bar(session, "breaking rules") as on_progress:
        found = try_all(workspace_of(session), head=head, on_progress=on_progress)
    text = unheeded(selftest_text(found, session.paint))
    return Outcome(selftest_json(found), text, of_verdict(found.verdict))
