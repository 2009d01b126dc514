"""The changed files of one tree, judged by specs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.errors import UsageError
from planproof.evaluate.evaluate import evaluate
from planproof.evaluate.options import Keep
from planproof.gate.contract import ContractKind
from planproof.model.evaluation import Evaluation, RuleReport
from planproof.model.tree import Tree
from planproof.model.violation import Violation
from planproof.progress.baseline import Lines, of_contract
from planproof.progress.excuse import AtFork, excuse
from planproof.report.changed import ChangedSpec
from planproof.rules.narrow import is_local, narrow
from planproof.rules.scopes import OwnPaths
from planproof.usecases.baseline_state import lines_before
from planproof.usecases.evidence import Evidence
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_contracts import SPECS, Parsed, collect
from planproof.usecases.gate_ratchet import baseline_of
from planproof.usecases.judge import options_for
from planproof.usecases.kept_verdicts import keep_results
from planproof.usecases.prepare import Prepared

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.index import Index
    from planproof.rules import Rule
    from planproof.usecases.workspace import Workspace


class _Asked(Struct, frozen=True):
    """A spec to judge by; ``contract`` is its id where the baseline may excuse what it finds."""

    prepared: Prepared
    contract: str = ""


class ChangedFiles:
    """What differs between ``fork`` (None: everything) and ``head``."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        head: CommitTree | WorkingTree,
        fork: CommitTree | None,
    ) -> None:
        assert workspace.repository is not None  # noqa: S101 - there are trees of it
        self._workspace = workspace
        self._index = index
        self._head = head
        self._fork = fork
        self._change = Change(workspace.repository, fork, head)
        self._changed = frozenset(self._change.paths)
        self._parsed = Parsed()

    @property
    def paths(self) -> tuple[str, ...]:
        """The changed paths that are still there, sorted."""
        entries = self._head.manifest.entries
        return tuple(path for path in self._change.paths if path in entries)

    def judge(self, given: Sequence[Prepared]) -> tuple[ChangedSpec, ...]:
        """By each of the given specs; by all contracts of the gate if there are none."""
        asked = [_Asked(one) for one in given] or self._contracts()
        return tuple(self._judged(one) for one in asked)

    def _contracts(self) -> list[_Asked]:
        held = collect(self._head, self._parsed).held.values()
        if not held:
            raise UsageError(
                "there is nothing to judge by: no SPEC was given, and there is no enforced spec, "
                "no guard and no completed task in a plan file",
                fix=f"give a SPEC, or write enforce: true into one below {SPECS}",
            )
        specs = [one for one in held if one.contract.kind is ContractKind.SPEC]
        others = [one for one in held if one.contract.kind is not ContractKind.SPEC]
        excusable = (_Asked(one.prepared, one.contract.id) for one in specs)
        return [*excusable, *(_Asked(one.prepared) for one in others)]

    def _judged(self, asked: _Asked) -> ChangedSpec:
        prepared = asked.prepared
        whole = tuple(rule.id for rule in prepared.rules if not is_local(rule))
        found = self._find(prepared, self._head)
        if found is None:
            return ChangedSpec(prepared.source, (), (), whole=whole)
        counted, tolerated = self._excused(asked, tuple(found.violations))
        return ChangedSpec(
            source=prepared.source,
            rules=tuple(report for report in found.rules if _has_looked(report)),
            violations=counted,
            tolerated=tolerated,
            whole=whole,
            warnings=found.warnings,
        )

    def _find(self, prepared: Prepared, tree: Tree) -> Evaluation | None:
        """By the rules in whose scope a changed path is; None where there is none."""
        own = OwnPaths(files=(prepared.path,) if prepared.path else ())
        near = (narrow(rule, self._changed) for rule in prepared.rules)
        rules = [rule for rule in near if rule is not None and self._concerns(rule, own)]
        if not rules:
            return None
        evidence = Evidence(proven=frozenset(rule.id for rule in rules))
        options = options_for(self._workspace, prepared, evidence)
        if tree is self._head:
            options = options._replace(keep=self._keep(prepared))
        return evaluate(prepared.spec, rules, tree, self._index, options)

    def _keep(self, prepared: Prepared) -> Keep:
        """For the next look at the same paths, beside what is kept of the whole tree."""
        kept = keep_results(prepared)
        paths = "\0".join(sorted(self._changed)).encode("utf-8", "surrogateescape")
        return Keep(f"changed: {kept.name}", f"{kept.key} {hashlib.sha256(paths).hexdigest()}")

    def _concerns(self, rule: Rule, own: OwnPaths) -> bool:
        return any(rule.scope.holds(path, own) for path in self._changed)

    def _excused(
        self, asked: _Asked, found: tuple[Violation, ...]
    ) -> tuple[tuple[Violation, ...], int]:
        """Those that count, and how many do not: as the gate excuses them."""
        lines = self._own(self._lines, asked.contract) if found and asked.contract else ()
        if not lines:
            return found, 0
        done = excuse(found, lines, self._at_fork(asked), lambda: self._change.renames, self._today)
        return done.counted, len(done.tolerated)

    def _at_fork(self, asked: _Asked) -> AtFork:
        if self._fork is None:
            return AtFork()
        found = by_base = _violations(self._find(asked.prepared, self._fork))
        held = collect(self._fork, self._parsed, forgiving=True).held.get(asked.contract)
        if held is None or held.prepared.text != asked.prepared.text:
            by_base = _violations(self._find(held.prepared, self._fork)) if held else ()
        return AtFork(self._own(lines_before(self._fork), asked.contract), found, by_base)

    @cached_property
    def _lines(self) -> Lines:
        return baseline_of(self._head, collect(self._head, self._parsed))

    def _own(self, lines: Lines, contract: str) -> Lines:
        changed = (line for line in lines if line.identity.path in self._changed)
        return of_contract(changed, contract)

    @property
    def _today(self) -> str:
        return self._workspace.now()[:10]


def _has_looked(report: RuleReport) -> bool:
    """Whether a changed file was its business, by its language too."""
    return bool(report.coverage.in_scope or report.violations or report.coverage.blocking)


def _violations(found: Evaluation | None) -> Sequence[Violation]:
    return () if found is None else found.violations
