"""Exit statuses: one meaning each, everywhere."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from planproof.errors import FaultError, PlanproofError

if TYPE_CHECKING:
    from planproof.model.evaluation import Verdict


class Exit(IntEnum):
    PASSED = 0
    VIOLATIONS = 1
    USAGE = 2
    INDETERMINATE = 3
    INTERRUPTED = 130
    CLOSED_PIPE = 141


_OF_VERDICT = {
    "passed": Exit.PASSED,
    "violated": Exit.VIOLATIONS,
    "indeterminate": Exit.INDETERMINATE,
}

_PRECEDENCE = (Exit.USAGE, Exit.VIOLATIONS, Exit.INDETERMINATE, Exit.PASSED)


def of_verdict(verdict: Verdict) -> Exit:
    return _OF_VERDICT[verdict.value]


def of_error(error: PlanproofError) -> Exit:
    return Exit.INDETERMINATE if isinstance(error, FaultError) else Exit.USAGE


def worst(exits: list[Exit]) -> Exit:
    """Of several: 2 beats 1 beats 3 beats 0. Of none: 3, since nothing was judged."""
    return next((exit_ for exit_ in _PRECEDENCE if exit_ in exits), Exit.INDETERMINATE)
