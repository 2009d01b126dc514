"""Whether somebody from outside of a change accepts that its contracts ask for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.errors import Diagnostic
from planproof.gate.acceptance import LONGEST, path_of, settle
from planproof.gate.verdict import ContractChange
from planproof.usecases.gate_contracts import LARGEST, SIGNERS, Contracts, read_file

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree


def settled_change(
    change: ContractChange,
    given: str,
    head: tuple[CommitTree | WorkingTree, Contracts],
    base: tuple[CommitTree | None, Contracts],
) -> tuple[ContractChange, tuple[Diagnostic, ...]]:
    """``given`` is the digest from outside, or empty. Whoever may sign is read from the base's
    commit, and only the signature from the head.

    Raises UsageError for a digest that is none and for files that are too large, FaultError where
    there is a signature and no ssh-keygen.
    """
    signature = _content(*head, path_of(change.digest), LONGEST) if change.digest else None
    allowed = None if signature is None else _content(*base, SIGNERS, LARGEST)
    return settle(change, given, signature, allowed)


def _content(
    tree: CommitTree | WorkingTree | None, contracts: Contracts, path: str, largest: int
) -> bytes | None:
    entry = contracts.own.get(path)
    return None if tree is None or entry is None else read_file(tree, entry, largest)
