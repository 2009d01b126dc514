"""The words that a judgement ends in."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    PASSED = "passed"
    VIOLATED = "violated"
    INDETERMINATE = "indeterminate"


class Proof(Enum):
    """How a green rule was shown to be able to go red, or why that is not needed."""

    RED_NOW = "red now"
    SUPPRESSED = "red now, and all of it suppressed"
    RED_AT_BASE = "red at the base"
    RED_IN_SNAPSHOT = "red in an earlier snapshot"
    WITNESS = "red on its witness"
    EXAMPLE = "red on its own bad example"
    GUARD = "guard: may be green from the start"
    EXPECTATION = "only expects: green means it was found"
    UNPROVEN = "never seen red"
