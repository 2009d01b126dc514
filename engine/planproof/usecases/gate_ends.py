"""Where a change begins and ends: the base, the commit where the head left it, and the head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.errors import NotFoundError, UsageError
from planproof.gate.verdict import Ends
from planproof.git import Repository

_TARGETS = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
"""Where GitHub and GitLab say into which branch a request is to be merged."""

_REMOTE, _LOCAL = "refs/remotes/origin", "refs/heads"
"""Whole names: of a short one git looks among the tags first, and others may push those."""

_USUAL = (
    f"{_REMOTE}/HEAD",
    f"{_REMOTE}/main",
    f"{_REMOTE}/master",
    f"{_LOCAL}/main",
    f"{_LOCAL}/master",
)

_SHALLOW = "fetch the whole history: git fetch --unshallow (on GitHub: fetch-depth: 0)"


def find_ends(
    repository: Repository, base: str | None, head: str | None, environment: Mapping[str, str]
) -> Ends:
    """``base`` and ``head`` as typed; without a head the working tree is meant. Without a base: the
    target branch that CI names, else the usual names of a trunk.

    Raises NotFoundError for what is not here, and UsageError where nothing tells the base or the
    two have no common history: then nobody could say what was changed.
    """
    for revision in (base, head):
        _refuse_ambiguous(repository, revision)
    tip = _commit(repository, head) if head is not None else repository.head()
    if tip is None:
        return Ends()
    found = _commit(repository, base) if base is not None else _default(repository, environment)
    fork = found if found == tip else repository.merge_base(found, tip)
    if fork is None:
        shallow = (repository.common_dir / "shallow").exists()
        raise UsageError(
            f"{found[:10]} and {tip[:10]} have no commit in common, so what changed is not known",
            fix=_SHALLOW if shallow else "name the branch it is to be merged into: --base REV",
            code="no-merge-base",
        )
    return Ends(found, fork, tip)


def _default(repository: Repository, environment: Mapping[str, str]) -> str:
    for variable in _TARGETS:
        if branch := environment.get(variable):
            return _target(repository, branch, variable)
    for found in _usual(repository):
        return found
    raise UsageError(
        "there is no base to compare with: neither CI nor a branch such as origin/main names one",
        fix="name the commit or branch it is to be merged into: planproof gate --base REV",
        code="no-base",
    )


def _target(repository: Repository, branch: str, variable: str) -> str:
    """CI said it: another branch would be another question."""
    for name in (f"{_REMOTE}/{branch}", f"{_LOCAL}/{branch}"):
        try:
            return _commit(repository, name)
        except NotFoundError:
            continue
    raise NotFoundError(
        f"the branch {branch!r} that ${variable} names is not in this clone", fix=_SHALLOW
    )


def _usual(repository: Repository) -> Iterator[str]:
    for name in _USUAL:
        try:
            yield _commit(repository, name)
        except NotFoundError:
            continue


def _refuse_ambiguous(repository: Repository, revision: str | None) -> None:
    """A tag called ``main`` would be taken for the branch, and would name the contracts."""
    if revision is None or revision == "HEAD" or repository.is_id(revision):
        return
    named = repository.refs_called(revision)
    if len({*named.values()}) > 1:
        raise UsageError(
            f"{revision} names more than one commit: {', '.join(sorted(named))}",
            fix=f"write the whole name of the one that is meant, as in {max(named)}",
            code="ambiguous-revision",
        )


def _commit(repository: Repository, revision: str) -> str:
    found = repository.resolve(revision)
    if repository.tree_of(found) == found:
        raise UsageError(f"{revision} is a tree, and a gate needs commits", fix="name a commit")
    return found
