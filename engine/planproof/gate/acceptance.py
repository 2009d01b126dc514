"""Who accepts that contracts ask for less: nobody who is part of the change.

Either whoever runs the gate names the digest, or the change carries a signature over it by a key
that the base lists. Both name one change, and no other: the digest covers all of its weakenings.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import Diagnostic, UsageError
from planproof.gate.verdict import ContractChange

NAMESPACE = "planproof-contract"
"""Of the signatures: one of a receipt, or of a commit, is none of these."""

FOLDER = ".planproof/acceptances"
SIGNERS = ".planproof/allowed_signers"
LONGEST = 65_536
"""Bytes of a signature."""

BY_DIGEST = "whoever runs the gate, by its digest"

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Acceptance(Struct, frozen=True):
    """``by`` is empty where nobody accepted it; ``notes`` say what did not count, and why."""

    by: str = ""
    notes: tuple[Diagnostic, ...] = ()


def path_of(digest: str) -> str:
    """Where the signature stands in the head's tree."""
    return f"{FOLDER}/{digest}.sig"


def statement(digest: str) -> bytes:
    """What is signed: the same words in every repository."""
    return (
        "planproof contract change, version 1\n"
        "I accept that contracts ask for less, as planproof gate shows it under this digest:\n"
        f"{digest}\n"
    ).encode("ascii")


def require_digest(digest: str) -> str:
    """Raises UsageError for what is no whole digest."""
    if not _DIGEST.match(digest):
        raise UsageError(
            f"{digest!r} is no digest of a contract change",
            fix="copy all 64 digits that planproof gate prints",
            code="bad-digest",
        )
    return digest


def settle(
    change: ContractChange, given: str, signature: bytes | None, allowed: bytes | None
) -> tuple[ContractChange, tuple[Diagnostic, ...]]:
    """The change with whom it is accepted by, and notes.

    ``given`` is the digest from outside, or empty; ``signature`` the file in the head, ``allowed``
    the allowed signers of the base: None where there is none. Raises UsageError for a digest that
    is none, FaultError where there is a signature and no ssh-keygen.
    """
    if given:
        require_digest(given)
    if not change.weakenings:
        return change, ()
    found = by_digest(change.digest, given)
    notes = found.notes
    if not found.by and signature is not None:
        found = by_signature(change.digest, signature, allowed)
        notes += found.notes
    return replace(change, accepted_by=found.by), notes


def by_digest(digest: str, given: str) -> Acceptance:
    if not given:
        return Acceptance()
    if given == digest:
        return Acceptance(BY_DIGEST)
    message = f"{given} was accepted, and that is another change of contracts: this one is {digest}"
    fix = "look at what it asks less for now, then accept that digest"
    return Acceptance(notes=(Diagnostic("other-change", message, fix),))


def by_signature(digest: str, signature: bytes, allowed: bytes | None) -> Acceptance:
    """By whom of the ``allowed`` signers; both are looked at in a folder that nobody else sees."""
    from planproof.git.ssh import find_signer

    path = path_of(digest)
    if allowed is None:
        message = f"{path} counts for nothing: the base has no {SIGNERS}"
        fix = "let somebody who may merge to the base write that file first"
        return Acceptance(notes=(Diagnostic("no-signers", message, fix, path),))
    with TemporaryDirectory(prefix="planproof-") as folder:
        signed, signers = Path(folder, "signature"), Path(folder, "signers")
        signed.write_bytes(signature)
        signers.write_bytes(allowed)
        name = find_signer(statement(digest), signed, signers, namespace=NAMESPACE)
    if name is not None:
        return Acceptance(f"{name}, by signature")
    message = f"{path} is not by anybody whom the base's {SIGNERS} allows to accept this, today"
    fix = f"let one of them run: planproof accept-contract-change {digest} --sign KEY"
    return Acceptance(notes=(Diagnostic("not-a-signer", message, fix, path),))
