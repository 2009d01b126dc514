"""“Is it true?” A receipt proved again, without any plan, in whatever clone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from planproof.errors import Diagnostic, GitError, NotFoundError, TreeChangedError, UsageError
from planproof.git import Repository, commit_tree, require_repository
from planproof.model.tree import Manifest, Tree
from planproof.receipts import (
    Difference,
    Predicate,
    Statement,
    contradictions,
    decode,
    digest_of,
    read_receipt,
)
from planproof.usecases.judge import on_working_tree
from planproof.usecases.receipt_chain import find_digests
from planproof.usecases.receipt_witnesses import find_false_witnesses
from planproof.usecases.rejudge import Rejudge, Rejudged
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.index import Index


class Standing(Enum):
    """VALID: the same spec gives the same outcome on these very files. STALE: it did where the
    receipt was written, and other files are here. FORGED: it is not what anybody would find.
    UNREPRODUCIBLE: nobody can tell here."""

    VALID = "valid"
    STALE = "stale"
    FORGED = "forged"
    UNREPRODUCIBLE = "unreproducible"


class ReceiptCheck(Struct, frozen=True):
    """``statement`` is None for what is no receipt, which ``trouble`` explains.

    ``differences`` are the fields that were found otherwise, ``changed`` the files that differ from
    those of the receipt. ``tree_proven`` says whether the tree of the subject is here and is what
    was judged, ``commit_proven`` whether its commit is here and has that tree; ``witnesses_proven``
    how many witnesses were found in their blobs. ``missing`` is the digest of the receipt before,
    where no file has it.
    """

    name: str
    standing: Standing | None
    digest: str = ""
    statement: Statement | None = None
    differences: tuple[Difference, ...] = ()
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tree_proven: bool = False
    commit_proven: bool = False
    witnesses_proven: int = 0
    signer: str | None = None
    missing: str | None = None
    trouble: Diagnostic | None = None


class ReceiptQuestion(Struct, frozen=True):
    """``at`` judges a commit instead of the working tree. With ``allowed``, a file of allowed
    signers, a receipt has to be signed, by ``identity`` if one is named. ``whole_chain`` wants the
    receipt before each one to be here."""

    at: str | None = None
    allowed: Path | None = None
    identity: str | None = None
    whole_chain: bool = False


def check_receipts(
    workspace: Workspace, directory: Path, files: Sequence[str], question: ReceiptQuestion
) -> tuple[ReceiptCheck, ...]:
    """Each by itself, in the order given. Raises NotFoundError for a revision that is not here."""
    if question.at is not None:
        require_repository(workspace.repository, workspace.root.path).resolve(question.at)
    known = find_digests([Path(directory, name) for name in files])
    with workspace.index() as index:
        return tuple(
            _Check(workspace, index, question, known).check(name, Path(directory, name))
            for name in files
        )


class _Check(Struct, frozen=True):
    workspace: Workspace
    index: Index
    question: ReceiptQuestion
    known: frozenset[str]

    def check(self, name: str, path: Path) -> ReceiptCheck:
        try:
            content = read_receipt(path, name)
            statement = decode(content, name)
        except UsageError as error:
            return ReceiptCheck(name, None, trouble=error.diagnostics[0])
        found = self._prove(name, digest_of(content), statement)
        previous = statement.predicate.previous
        if previous is not None and previous not in self.known:
            found = structs.replace(found, missing=previous)
            if self.question.whole_chain and found.standing is Standing.VALID:
                found = structs.replace(found, standing=Standing.UNREPRODUCIBLE)
        return self._with_signer(found, path, content)

    def _prove(self, name: str, digest: str, statement: Statement) -> ReceiptCheck:
        claimed = statement.predicate
        rejudge = Rejudge(self.workspace, self.index, claimed)
        spec, wrong = rejudge.spec_differences(), tuple(contradictions(claimed))
        false, proven = find_false_witnesses(self.workspace.repository, claimed.witnesses)
        wrong += (*false, *self._false_commit(statement))
        found = ReceiptCheck(name, None, digest, statement, witnesses_proven=proven)
        if wrong:
            return structs.replace(found, standing=Standing.FORGED, differences=(*spec, *wrong))
        if spec:
            standing = Standing.FORGED if rejudge.same_engine else Standing.UNREPRODUCIBLE
            notes = _notes(rejudge)
            return structs.replace(found, standing=standing, differences=spec, notes=notes)
        here = self._judge_here(rejudge)
        if here.same_files:
            return self._of_same_files(found, statement, rejudge, here)
        return self._of_other_files(found, statement, rejudge, here)

    def _judge_here(self, rejudge: Rejudge) -> Rejudged:
        if self.question.at is None:
            return on_working_tree(self.workspace, self.index, rejudge.judge)
        repository = require_repository(self.workspace.repository, self.workspace.root.path)
        return rejudge.judge(commit_tree(repository, self.question.at))

    def _of_same_files(
        self, found: ReceiptCheck, statement: Statement, rejudge: Rejudge, here: Rejudged
    ) -> ReceiptCheck:
        if here.wrong or here.undecided:
            return _contradicted(found, rejudge, here)
        own = self._own_tree(statement)
        if own is not None and not _is_same(own.manifest, here.manifest):
            there = _maybe_judge(rejudge, own)
            if there is not None and not there.same_files and statement.predicate.scope.complete:
                lie = Difference("subject", "the tree that was judged", "a tree with other files")
                return structs.replace(found, standing=Standing.FORGED, differences=(lie,))
            own = own if there is not None and there.same_files else None
        commit = _tree_of(self.workspace.repository, statement.digest("gitCommit"))
        found = structs.replace(
            found,
            tree_proven=own is not None,
            commit_proven=own is not None and commit is not None,
            notes=_notes(rejudge),
        )
        if here.other_spec is not None:
            return structs.replace(found, standing=Standing.STALE, changed=(here.other_spec,))
        return structs.replace(found, standing=Standing.VALID)

    def _of_other_files(
        self, found: ReceiptCheck, statement: Statement, rejudge: Rejudge, here: Rejudged
    ) -> ReceiptCheck:
        """Only the receipt's own tree can tell whether it was true there."""
        own = self._own_tree(statement)
        there = None if own is None else _maybe_judge(rejudge, own)
        if there is None:
            note = "other files are here, and the tree of the receipt is not in this clone"
            return structs.replace(found, standing=Standing.UNREPRODUCIBLE, notes=(note,))
        changed = rejudge.changed(there.manifest, here.manifest)
        found = structs.replace(found, changed=changed)
        if there.same_files:
            if there.wrong or there.undecided:
                return _contradicted(found, rejudge, there)
            return structs.replace(
                found, standing=Standing.STALE, tree_proven=True, notes=_notes(rejudge)
            )
        lie = Difference("scope.digest", statement.predicate.scope.digest, "that of other files")
        sure = statement.predicate.scope.complete and rejudge.same_engine
        standing = Standing.FORGED if sure else Standing.UNREPRODUCIBLE
        return structs.replace(found, standing=standing, differences=(lie,))

    def _own_tree(self, statement: Statement) -> Tree | None:
        """The tree of the subject, if it is here."""
        repository = self.workspace.repository
        for id_ in (statement.digest("gitTree"), statement.digest("gitCommit")):
            if repository is not None and id_ is not None and repository.is_id(id_):
                try:
                    return commit_tree(repository, id_)
                except (NotFoundError, GitError):
                    continue
        return None

    def _false_commit(self, statement: Statement) -> tuple[Difference, ...]:
        """A commit of the subject that is here has the tree of the subject."""
        tree, commit = statement.digest("gitTree"), statement.digest("gitCommit")
        found = _tree_of(self.workspace.repository, commit)
        if tree is None or found is None or found == tree:
            return ()
        return (Difference("subject", f"tree {tree[:12]}", f"tree {found[:12]} of the commit"),)

    def _with_signer(self, found: ReceiptCheck, path: Path, content: bytes) -> ReceiptCheck:
        if self.question.allowed is None:
            return found
        signature = path.with_name(f"{path.name}.sig")
        if not signature.is_file() or signature.stat().st_size > _LONGEST_SIGNATURE:
            note = f"it is not signed: there is no {signature.name} beside it"
            found = structs.replace(found, notes=(*found.notes, note))
            return _no_better_than(found, Standing.UNREPRODUCIBLE)
        from planproof.git.ssh import find_signer

        signer = find_signer(content, signature, self.question.allowed, self.question.identity)
        if signer is not None:
            return structs.replace(found, signer=signer)
        wanted = self.question.identity or "an allowed signer"
        lie = Difference("signature", f"by {wanted}", "not of this receipt, or by another key")
        found = structs.replace(found, differences=(*found.differences, lie))
        return _no_better_than(found, Standing.FORGED)


_LONGEST_SIGNATURE = 1 << 16

_BY_WEIGHT = (Standing.FORGED, Standing.STALE, Standing.UNREPRODUCIBLE, Standing.VALID)


def _no_better_than(found: ReceiptCheck, standing: Standing) -> ReceiptCheck:
    given = (standing, found.standing)
    return structs.replace(found, standing=next(one for one in _BY_WEIGHT if one in given))


def _contradicted(found: ReceiptCheck, rejudge: Rejudge, there: Rejudged) -> ReceiptCheck:
    """The same files, and another outcome."""
    standing = Standing.FORGED
    notes: tuple[str, ...] = ()
    if not there.wrong:
        standing, notes = Standing.UNREPRODUCIBLE, ("not everything could be judged here",)
    elif not rejudge.same_engine:
        standing, notes = Standing.UNREPRODUCIBLE, _notes(rejudge)
    told = there.wrong or there.undecided
    return structs.replace(found, standing=standing, differences=told, notes=notes)


def _notes(rejudge: Rejudge) -> tuple[str, ...]:
    claimed: Predicate = rejudge.claimed
    if rejudge.same_engine:
        return ()
    return (f"another engine wrote it: {claimed.engine.name} {claimed.engine.version}",)


def _maybe_judge(rejudge: Rejudge, tree: Tree) -> Rejudged | None:
    """None where contents are missing, as in a partial clone."""
    try:
        return rejudge.judge(tree)
    except (TreeChangedError, GitError):
        return None


def _is_same(one: Manifest, other: Manifest) -> bool:
    return dict(one.entries) == dict(other.entries)


def _tree_of(repository: Repository | None, commit: str | None) -> str | None:
    if repository is None or commit is None or not repository.is_id(commit):
        return None
    try:
        return repository.tree_of(commit)
    except NotFoundError:
        return None
