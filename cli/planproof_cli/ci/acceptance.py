"""Whether a weakening was accepted from outside the head: by the workflow, or by a label.

A push to the default branch carries no label, and what was merged with one must not turn the trunk
red. So where labels count, that it could be pushed there counts as well.
"""

from __future__ import annotations

import re

from planproof.errors import UsageError
from planproof_cli.ci.payload import Event

LABEL_DIGITS = 32
"""Of a digest's 64, since a label has 50 characters at most. To make two changes that share them
takes about 2 ** 64 tries."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_accepted(digest: str, event: Event, *, digests: str, label_prefix: str) -> bool:
    """``digests`` are what the workflow lists, separated by white space. Raises UsageError for one
    that is none."""
    listed = digests.split()
    for one in listed:
        if not _DIGEST.fullmatch(one):
            raise UsageError(
                f"accept-contract-change: {one!r} is no digest of 64 hexadecimal digits",
                fix="take it from the report that asks for it",
            )
    if label_prefix and event.name == "push" and event.on_default_branch:
        return True
    return digest in listed or label_of(digest, label_prefix) in _labels(event, label_prefix)


def label_of(digest: str, prefix: str) -> str:
    return f"{prefix}{digest[:LABEL_DIGITS]}"


def _labels(event: Event, prefix: str) -> set[str]:
    """None at all without a prefix: then no label accepts anything."""
    request = event.payload.pull_request
    if not prefix or request is None or event.name != "pull_request":
        return set()
    return {label.name for label in request.labels}
