"""Receipts: look at one, prove some."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from planproof.errors import UsageError
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_to_judge
from planproof_cli.words import argument, option


@framed("receipt-show")
def show(
    session: Session, file: Annotated[str, argument(metavar="FILE", help="A receipt.")]
) -> Outcome:
    """Print what a receipt claims. Believes nothing of it."""
    from planproof.receipts import decode, digest_of, read_receipt
    from planproof.report.receipts import statement_json, statement_text

    content = read_receipt(Path(session.directory, file), file)
    statement, digest = decode(content, file), digest_of(content)
    text = statement_text(statement, digest, session.paint)
    return Outcome(statement_json(statement, digest), text)


@framed("receipt-check")
def check(
    session: Session,
    files: Annotated[list[str], argument(metavar="FILE…", help="Receipts.")],
    at: Annotated[
        str | None, option("--at", metavar="REV", help="Judge a commit, not the working tree.")
    ] = None,
    allowed_signers: Annotated[
        str | None,
        option("--allowed-signers", metavar="FILE", help="Who may sign; then each must be signed."),
    ] = None,
    identity: Annotated[
        str | None, option("--identity", metavar="ID", help="Who of them must have signed.")
    ] = None,
    chain: Annotated[
        bool, option("--chain", help="Want the receipt before each one to be here, too.")
    ] = False,
) -> Outcome:
    """Prove receipts again: judge the tree as it is now, or a commit, by the spec in each."""
    if identity is not None and allowed_signers is None:
        raise UsageError("--identity needs --allowed-signers", fix="add --allowed-signers FILE")
    with workspace_to_judge(session, now=at is None) as workspace:
        from planproof.usecases.check_receipt import ReceiptQuestion, check_receipts
        from planproof_cli.receipts import checks_outcome

        allowed = None if allowed_signers is None else Path(session.directory, allowed_signers)
        question = ReceiptQuestion(at, allowed, identity, chain)
        checks = check_receipts(workspace, session.directory, files, question)
    return checks_outcome(checks, session)
