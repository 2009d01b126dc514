"""What a gate's test of itself found out: can every rule still be made red?"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from planproof.gate.contract import Contract
from planproof.model.verdict import Verdict


class Outcome(Enum):
    """``RED``: a known-bad change turned the rule red. ``GREEN``: one did not, so the rule would
    let such a change pass. ``UNTRIED``: nothing known to be bad could be put into its scope."""

    RED = "red"
    GREEN = "stayed green"
    UNTRIED = "not made red"


class Trial(Struct, frozen=True):
    """One rule of one contract. ``how`` says what was changed, ``path`` is a file that was; both
    empty where nothing was. ``fix`` is what to do unless it was red."""

    contract: Contract
    rule: str
    outcome: Outcome
    how: str = ""
    path: str = ""
    fix: str = ""


class Selftest(Struct, frozen=True):
    """Every rule of every contract, in their order."""

    trials: tuple[Trial, ...]

    @property
    def verdict(self) -> Verdict:
        """A rule that stays green is a hole in the gate; of one that was not tried, as of no rules
        at all, nobody knows."""
        outcomes = {one.outcome for one in self.trials}
        if Outcome.GREEN in outcomes:
            return Verdict.VIOLATED
        return Verdict.PASSED if outcomes == {Outcome.RED} else Verdict.INDETERMINATE

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome is outcome for one in self.trials)
