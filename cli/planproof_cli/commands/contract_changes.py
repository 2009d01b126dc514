"""Contracts that ask for less: accept such a change by a signature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof.report.escape import visible
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.report.envelope import JsonObject
    from planproof.usecases.accept_contract_change import AcceptedChange


@framed("accept-contract-change")
def accept_contract_change(
    session: Session,
    digest: Annotated[
        str, argument(metavar="DIGEST", help="What planproof gate printed: 64 digits.")
    ],
    sign: Annotated[str, option("--sign", metavar="KEY", help="Sign it with this SSH key.")],
) -> Outcome:
    """Accept that contracts ask for less, in a pull request, as somebody whom its base allows to.

    Writes a signature below .planproof/acceptances. The gate believes it where the key is in
    .planproof/allowed_signers of the base.
    """
    from planproof.usecases.accept_contract_change import accept_contract_change

    key = Path(session.directory, sign)
    done = accept_contract_change(workspace_of(session), digest, key)
    data: JsonObject = {"digest": done.digest, "path": done.path, "signer": done.signer or None}
    by = f"signed by {visible(done.signer)}" if done.signer else "signed"
    text = f"Accepted contract change {done.digest[:12]}, {by}: wrote {done.path}\n"
    steps = (f"git add {done.path}", "planproof gate")
    return Outcome(data, text, diagnostics=_doubts(done), next_steps=steps)


def _doubts(done: AcceptedChange) -> tuple[Diagnostic, ...]:
    if done.signer:
        return ()
    message = "nobody in .planproof/allowed_signers here has this key; the gate asks the base's"
    fix = (
        'it needs a line there: NAME@EXAMPLE.ORG namespaces="planproof-contract" ssh-ed25519 AAAA…'
    )
    return (Diagnostic("not-a-signer", message, fix),)
