"""Which runs believe an index from the cache, and which write one."""

from __future__ import annotations

import re

import pytest

from planproof.errors import UsageError
from planproof_cli.ci.cache import use_of_cache
from planproof_cli.ci.payload import End, Event, Payload, PullRequest, RepositoryName

HERE = RepositoryName("acme/shop", "main")
FORK = RepositoryName("mallory/shop", "main")
MAIN, TOPIC = "refs/heads/main", "refs/heads/topic"
HEAD = "a" * 40


def event(name: str, ref: str = MAIN, head: RepositoryName | None = HERE) -> Event:
    request = PullRequest(End("b" * 40, HERE), End(HEAD, head))
    is_request = name.startswith("pull_request")
    payload = Payload(repository=HERE, pull_request=request if is_request else None)
    return Event(name, HEAD, ref, payload)


@pytest.mark.parametrize(
    ("asked", "trusted", "saved"),
    [
        (event("push"), True, True),
        (event("schedule"), True, True),
        (event("push", TOPIC), True, False),
        (event("pull_request", "refs/pull/7/merge"), True, False),
        (event("pull_request", "refs/pull/7/merge", FORK), False, False),
        (event("pull_request", "refs/pull/7/merge", None), False, False),
        (event("merge_group", "refs/heads/gh-readonly-queue/main/pr-7"), False, False),
        (event("issue_comment"), False, False),
    ],
)  # fmt: skip
def test_auto_trusts_those_who_may_push_and_saves_for_the_trunk_alone(
    asked: Event, trusted: bool, saved: bool
) -> None:
    use = use_of_cache(asked, "auto", HEAD)

    assert (use.trusted, use.saved) == (trusted, saved)
    always, never = (use_of_cache(asked, mode, HEAD) for mode in ("always", "never"))
    assert (always.trusted, always.saved) == (True, saved)
    assert (never.trusted, never.saved) == (False, False)


def test_the_key_names_engine_machine_and_commit_and_is_plain() -> None:
    """A comma in a key is refused by GitHub, and so is one of more than 512 characters."""
    use = use_of_cache(event("push"), "auto", HEAD)

    assert use.key == f"{use.prefix}{HEAD}"
    assert re.fullmatch(r"planproof-[0-9.]+-[0-9a-f]{12}-[a-z0-9-]+-", use.prefix)


def test_another_mode_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="auto, always, never"):
        use_of_cache(event("push"), "sometimes", HEAD)
