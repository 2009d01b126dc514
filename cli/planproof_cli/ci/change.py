"""Which commits a run is to compare: what is judged, and where its contracts come from."""

from __future__ import annotations

from msgspec import Struct

from planproof.errors import NotFoundError, UsageError
from planproof.git import Repository
from planproof_cli.ci.payload import End, Event, PullRequest, is_commit

FETCH = "give actions/checkout the whole history: `with: {fetch-depth: 0}`"
"""What is missing is not fetched here: the action has no token, and needs none."""


class Change(Struct, frozen=True):
    """Full ids of commits; ``why`` says in words where the base is from."""

    head: str
    base: str
    why: str


def find_change(event: Event, repository: Repository, *, base: str, head: str) -> Change:
    """``base`` and ``head`` are what the workflow asked for, empty for what the event says.

    What is checked out has to be what the event is about: else a gate could pass that looked at
    something else. Raises UsageError, and NotFoundError for what is not in this clone.
    """
    if event.name == "pull_request_target":
        raise UsageError(
            "on pull_request_target the base is checked out, not the change; nothing was judged",
            fix="run the gate `on: pull_request`; it needs neither a token nor secrets",
        )
    judged = _commit(repository, head) if head else _checked_out(event, repository)
    if base:
        return Change(judged, _commit(repository, base), "the workflow names it")
    return _from_event(event, repository, judged)


def _from_event(event: Event, repository: Repository, head: str) -> Change:
    payload = event.payload
    if payload.pull_request is not None:
        return _of_request(payload.pull_request, event, repository, head)
    if payload.merge_group is not None:
        base = _commit(repository, payload.merge_group.base_sha)
        return Change(head, base, "the base of the merge group")
    if event.name == "push" and event.on_default_branch:
        return _of_push(event, repository, head)
    return _of_branch(event, repository, head)


def _of_request(request: PullRequest, event: Event, repository: Repository, head: str) -> Change:
    """GitHub's own merge of base and head has the base as it is now as its first parent."""
    if head == event.sha and _parent(repository, head, 2) == request.head.sha:
        first = _parent(repository, head, 1)
        if first is not None:
            return Change(head, first, "the first parent of the merge commit")
    base = _commit(repository, request.base.sha)
    return Change(head, base, "the base of the pull request")


def _of_push(event: Event, repository: Repository, head: str) -> Change:
    if is_commit(event.payload.before):
        base = _commit(repository, event.payload.before)
        return Change(head, base, "the commit before the push")
    return Change(head, head, "the first push of this branch, so nothing came before")


def _of_branch(event: Event, repository: Repository, head: str) -> Change:
    """By what came before the push, a branch could be weakened in one push and used in the next."""
    branch = event.payload.repository.default_branch
    if not branch:
        raise UsageError(
            f"nothing tells what a run on {event.name} is to be compared with",
            fix="name it: `with: {base: origin/main}`",
        )
    base = _commit(repository, f"refs/remotes/origin/{branch}")
    return Change(head, base, f"the default branch, {branch}")


def _checked_out(event: Event, repository: Repository) -> str:
    head = repository.head()
    if head is None:
        raise UsageError("there is no commit here", fix="put actions/checkout before this step")
    expected = {event.sha, *_heads(event)}
    if head not in expected:
        raise UsageError(
            f"{head[:10]} is checked out, which is not what this {event.name} is about",
            fix="let actions/checkout take its default ref, or say `head:` if this is meant",
        )
    return head


def _heads(event: Event) -> tuple[str, ...]:
    request, group = event.payload.pull_request, event.payload.merge_group
    ends = () if request is None else (request.head,)
    groups = () if group is None else (End(group.head_sha),)
    return tuple(end.sha for end in (*ends, *groups) if end.sha)


def _parent(repository: Repository, commit: str, number: int) -> str | None:
    """None for a commit without it; in a shallow clone a merge has no parents at all."""
    try:
        return repository.resolve(f"{commit}^{number}")
    except NotFoundError:
        return None


def _commit(repository: Repository, revision: str) -> str:
    try:
        found = repository.resolve(revision)
    except NotFoundError:
        raise NotFoundError(f"there is no commit {revision!r} in this clone", fix=FETCH) from None
    if repository.tree_of(found) == found:
        raise UsageError(f"{revision!r} is a tree, and a gate needs commits")
    return found
