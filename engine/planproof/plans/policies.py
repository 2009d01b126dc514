"""What a plan asks of every change, beside its tasks: the key ``gate`` of its file.

A database keeps it among the plan's metadata under a name that no file may use for its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

RESERVED = "planproof.gate"

Metadata = Sequence[tuple[str, str]]


class Policy(Enum):
    """``TASK_COMPLETE``: what is claimed to be completed is; asked of every plan, whatever it says.
    ``NO_NEW``: no open task gets violations more; ``SCOPE``: only files in the scope of the tasks
    that the change works on; ``PLAN_INTACT``: no task is gone, turned back or asks for less."""

    TASK_COMPLETE = "task_complete"
    NO_NEW = "no_new"
    SCOPE = "scope"
    PLAN_INTACT = "plan_intact"


POLICIES = tuple(policy.value for policy in Policy)


def policies_in(metadata: Metadata) -> tuple[Policy, ...]:
    """Those that hold, in the order of their definition."""
    named = {Policy.TASK_COMPLETE.value, *written_in(metadata)}
    return tuple(policy for policy in Policy if policy.value in named)


def written_in(metadata: Metadata) -> tuple[str, ...]:
    """The names that the file lists, in one order; none where it says nothing."""
    named = set(dict(metadata).get(RESERVED, "").split())
    return tuple(name for name in POLICIES if name in named)


def with_policies(metadata: Metadata, named: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The metadata, sorted, with these names, if there are any."""
    own = {(key, text) for key, text in metadata if key != RESERVED}
    listed = " ".join(name for name in POLICIES if name in {*named})
    return tuple(sorted({*own, (RESERVED, listed)} if listed else own))


def without_policies(metadata: Metadata) -> tuple[tuple[str, str], ...]:
    """What is the user's own of it, sorted."""
    return with_policies(metadata, ())
