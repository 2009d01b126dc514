"""The outcome of judging a tree by a spec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planproof.errors import Diagnostic
from planproof.model.suppression import Suppression
from planproof.model.verdict import Proof, Verdict
from planproof.model.violation import Violation

__all__ = ["Coverage", "Evaluation", "Proof", "RuleReport", "Summary", "Verdict", "Witness"]


class Coverage(NamedTuple):
    """What one rule looked at, in files; ``hits`` in places, ``suppressed`` ones among them.

    ``in_scope`` = ``excluded_by_letters`` + ``examined`` + ``unjudged``. ``unjudged`` lists
    (path, why) of files that hold the rule's letters but could not be parsed, and are not code.
    ``blocking`` lists those that make the verdict indeterminate.

    ``unresolved`` counts, in the examined files, the imports that leave open what names mean:
    those of everything in a module that the tree does not have, and those from a file of the tree
    that cannot be read. A plain import from outside of the tree is resolved: its names are known.
    """

    in_scope: int = 0
    excluded_by_letters: int = 0
    examined: int = 0
    hits: int = 0
    lexical_hits: int = 0
    suppressed: int = 0
    unresolved: int = 0
    unjudged: tuple[tuple[str, str], ...] = ()
    blocking: tuple[tuple[str, str], ...] = ()


class Witness(NamedTuple):
    """A place where a rule was once red: enough to run the rule again without any history."""

    rule: str
    blob: str
    path: str
    snippet: str


class RuleReport(NamedTuple):
    """One rule's part of an evaluation. ``problems`` say why it is indeterminate, with a fix."""

    rule: str
    verdict: Verdict
    violations: int
    coverage: Coverage
    proof: Proof
    problems: tuple[Diagnostic, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Whether there may be violations beyond those that were found: a rule that is violated
        says so only here."""
        return bool(self.problems)


class Evaluation(NamedTuple):
    """Every rule of a spec over one tree. Reproducible: same tree, spec, engine, same value.

    ``scope_digest`` names the contents of all files in scope of any rule; ``spec_digest`` the spec.
    ``violations`` are sorted by (path, start, rule), ``suppressions`` by what they take back. Not
    ``settled``: something took too long, and another time it may not.
    """

    spec: str
    spec_digest: str
    scope_digest: str
    engine: str
    revision: str | None
    rules: tuple[RuleReport, ...]
    violations: Sequence[Violation]
    witnesses: tuple[Witness, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    settled: bool = True

    @property
    def verdict(self) -> Verdict:
        """Violations beat indeterminate; no rules at all is indeterminate, never a pass."""
        if self.violations:
            return Verdict.VIOLATED
        return overall(report.verdict for report in self.rules)


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """What the verdicts of all rules come to: the worst of them, and of none no pass."""
    given = {*verdicts}
    if Verdict.VIOLATED in given:
        return Verdict.VIOLATED
    if Verdict.INDETERMINATE in given or not given:
        return Verdict.INDETERMINATE
    return Verdict.PASSED


class Summary(NamedTuple):
    """The counts of an evaluation: of all violations, and (rule, verdict, violations) of each."""

    verdict: Verdict
    violations: int
    rules: tuple[tuple[str, Verdict, int], ...]

    @classmethod
    def of(cls, one: Evaluation) -> Summary:
        rules = tuple((report.rule, report.verdict, report.violations) for report in one.rules)
        return cls(one.verdict, len(one.violations), rules)
