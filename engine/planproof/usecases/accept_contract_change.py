"""“I have seen that the contracts ask for less, and I accept it.”"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from planproof.gate.acceptance import (
    NAMESPACE,
    SIGNERS,
    by_signature,
    path_of,
    require_digest,
    statement,
)
from planproof.git.ssh import sign
from planproof.usecases.own_files import make_folder, read_own, write_new
from planproof.usecases.workspace import Workspace


class AcceptedChange(Struct, frozen=True):
    """``path`` is where the signature was written, from the root; ``signer`` who it is by, as the
    allowed signers of the work tree say: empty where they allow nobody of that key."""

    digest: str
    path: str
    signer: str


def accept_contract_change(workspace: Workspace, digest: str, key: Path) -> AcceptedChange:
    """Sign the digest that ``planproof gate`` printed, and write the signature into the tree.

    Raises UsageError for what is no digest and for a key that cannot sign, RefusedError where a
    signature is there already, FaultError without ssh-keygen.
    """
    root = workspace.root.path
    target = root / path_of(require_digest(digest))
    signature = sign(statement(digest), key, NAMESPACE)
    make_folder(target.parent, root)
    write_new(target, signature)
    allowed = read_own(root / SIGNERS)
    by = by_signature(digest, signature, allowed).by if allowed is not None else ""
    return AcceptedChange(digest, path_of(digest), by.removesuffix(", by signature"))
