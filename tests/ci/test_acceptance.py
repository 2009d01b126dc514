"""A weakening is accepted by who may label or set variables, for exactly what they saw."""

from __future__ import annotations

import pytest

from planproof.errors import UsageError
from planproof_cli.ci.acceptance import is_accepted, label_of
from planproof_cli.ci.payload import Event, Label, Payload, PullRequest, RepositoryName

DIGEST, OTHER = "ab" * 32, "cd" * 32
PREFIX = "planproof-accept-"


def event(*labels: str, name: str = "pull_request") -> Event:
    request = PullRequest(labels=tuple(map(Label, labels)))
    return Event(name, "", "", Payload(pull_request=request))


def test_a_listed_digest_accepts_its_own_change_alone() -> None:
    listed = f" {OTHER}\n{DIGEST} "

    assert is_accepted(DIGEST, event(), digests=listed, label_prefix="")
    assert not is_accepted("ef" * 32, event(), digests=listed, label_prefix="")


def test_a_label_accepts_the_change_whose_digest_it_names() -> None:
    label = label_of(DIGEST, PREFIX)

    assert len(label) <= 50, "or GitHub does not take it"
    assert is_accepted(DIGEST, event("bug", label), digests="", label_prefix=PREFIX)
    assert not is_accepted(OTHER, event("bug", label), digests="", label_prefix=PREFIX)


def test_labels_mean_nothing_unless_the_workflow_says_so() -> None:
    labelled = event(DIGEST, label_of(DIGEST, ""), label_of(DIGEST, PREFIX))

    assert not is_accepted(DIGEST, labelled, digests="", label_prefix="")
    assert not is_accepted(DIGEST, event(PREFIX), digests="", label_prefix=PREFIX)


def test_what_was_merged_with_a_label_does_not_turn_the_trunk_red() -> None:
    payload = Payload(repository=RepositoryName("acme/shop", "main"))
    trunk = Event("push", "", "refs/heads/main", payload)
    others = (
        Event("push", "", "refs/heads/topic", payload),
        Event("schedule", "", "refs/heads/main", payload),
        Event("merge_group", "", "refs/heads/gh-readonly-queue/main/pr-7-0", payload),
        Event("push", "", "refs/heads/", Payload()),
    )

    assert is_accepted(DIGEST, trunk, digests="", label_prefix=PREFIX)
    assert not is_accepted(DIGEST, trunk, digests=OTHER, label_prefix="")
    assert not any(is_accepted(DIGEST, one, digests="", label_prefix=PREFIX) for one in others)


def test_a_listed_word_that_is_no_digest_is_a_mistake() -> None:
    for word in ("yes", DIGEST[:32], f"{DIGEST};rm", DIGEST.upper()):
        with pytest.raises(UsageError, match="no digest"):
            is_accepted(DIGEST, event(), digests=word, label_prefix="")
