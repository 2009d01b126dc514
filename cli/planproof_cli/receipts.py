"""What the commands about receipts say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planproof.errors import Diagnostic
from planproof.report.escape import visible
from planproof.report.receipts import claim_text, differences_text, paths_text, statement_json
from planproof.report.style import Paint, StyleName
from planproof.usecases.check_receipt import ReceiptCheck, Standing
from planproof_cli.exits import Exit, worst
from planproof_cli.session import Outcome, Session

if TYPE_CHECKING:
    from planproof.report.envelope import Json
    from planproof.usecases.workspace import Workspace
    from planproof.usecases.write_verdict import TaskVerification

_EXITS = {
    Standing.VALID: Exit.PASSED,
    Standing.STALE: Exit.VIOLATIONS,
    Standing.FORGED: Exit.VIOLATIONS,
    Standing.UNREPRODUCIBLE: Exit.INDETERMINATE,
    None: Exit.USAGE,
}

_STYLES: dict[Standing | None, StyleName] = {
    Standing.VALID: "good",
    Standing.STALE: "warn",
    Standing.FORGED: "bad",
    Standing.UNREPRODUCIBLE: "warn",
}


def checks_outcome(checks: Sequence[ReceiptCheck], session: Session) -> Outcome:
    """One verdict a file; the worst of them is the exit status."""
    text = "".join(line for one in checks for line in _lines(one, session.paint))
    data: Json = {"receipts": [_json(one) for one in checks]}
    exit_ = worst([_EXITS[one.standing] for one in checks])
    return Outcome(data, text, exit_, tuple(_diagnostics(checks)))


def with_receipt(
    outcome: Outcome,
    workspace: Workspace,
    found: TaskVerification,
    session: Session,
    file: str | None,
    key: str | None,
) -> Outcome:
    """The outcome of a verification, and where its receipt is."""
    from planproof.usecases.write_receipt import ReceiptRequest, write_receipt

    request = ReceiptRequest(
        None if file is None else Path(session.directory, file),
        None if key is None else Path(session.directory, key),
    )
    written = write_receipt(workspace, found, request)
    if written is None:
        why = Diagnostic("no-receipt", "no receipt was written: there is no verdict to write down")
        return outcome._replace(diagnostics=(*outcome.diagnostics, why))
    text = f"receipt: {visible(str(written.path))}\n"
    if written.signature is not None:
        text += f"signature: {visible(str(written.signature))}\n"
    data = outcome.data
    if isinstance(data, dict):
        signature = None if written.signature is None else str(written.signature)
        receipt = {"path": str(written.path), "sha256": written.digest, "signature": signature}
        data = {**data, "receipt": receipt}
    return outcome._replace(data=data, text=outcome.text + text)


def _lines(one: ReceiptCheck, paint: Paint) -> Iterator[str]:
    word = one.standing.value.upper() if one.standing is not None else "NO RECEIPT"
    yield f"{paint(_STYLES.get(one.standing, 'bad'), word)}  {visible(one.name)}\n"
    if one.statement is None:
        return
    yield f"    {claim_text(one.statement.predicate)}\n"
    yield from differences_text(one.differences)
    yield from paths_text(one.changed)
    for note in one.notes:
        yield f"    {visible(note)}\n"
    if one.signer is not None:
        yield f"    signed by {visible(one.signer)}\n"
    if one.standing is Standing.VALID:
        yield f"    proven: {'; '.join(_proven(one))}\n"
        yield f"    claimed: {'; '.join(_claimed(one))}\n"


def _proven(one: ReceiptCheck) -> Iterator[str]:
    yield "spec, files in scope, verdict, counts and coverage of every rule"
    if one.tree_proven:
        yield "the tree and its commit" if one.commit_proven else "the tree"
    if one.signer is not None:
        yield "who signed"


def _claimed(one: ReceiptCheck) -> Iterator[str]:
    assert one.statement is not None  # noqa: S101 - asked of receipts only
    claimed = one.statement.predicate
    yield "who and when, plan, task and its status"
    if not one.tree_proven:
        yield "the tree, which is not in this clone"
    elif one.statement.digest("gitCommit") is not None and not one.commit_proven:
        yield "the commit, which is not in this clone"
    rest = len(claimed.witnesses) - one.witnesses_proven
    if rest:
        yield f"where {rest} of {len(claimed.witnesses)} witnesses stood"
    if claimed.suppressions or claimed.waivers:
        yield "who accepted or waived what"


def _json(one: ReceiptCheck) -> Json:
    statement = None if one.statement is None else statement_json(one.statement, one.digest)
    return {
        "file": one.name,
        "standing": None if one.standing is None else one.standing.value,
        "sha256": one.digest,
        "differences": [
            {"field": each.field, "claimed": each.claimed, "found": each.found}
            for each in one.differences
        ],
        "changed": list(one.changed),
        "notes": list(one.notes),
        "tree_proven": one.tree_proven,
        "commit_proven": one.commit_proven,
        "witnesses_proven": one.witnesses_proven,
        "signer": one.signer,
        "missing_previous": one.missing,
        "statement": None if statement is None else statement["statement"],
    }


def _diagnostics(checks: Sequence[ReceiptCheck]) -> Iterator[Diagnostic]:
    for one in checks:
        if one.trouble is not None:
            yield one.trouble
        if one.missing is not None:
            message = f"{one.name}: the receipt before it is not here: sha256 {one.missing}"
            yield Diagnostic("receipt-chain", message, "give its file, too")
