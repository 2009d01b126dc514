"""“Would the gate go red?” One known-bad change for each rule, in memory alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from planproof.errors import NotFoundError
from planproof.evaluate.evaluate import evaluate
from planproof.gate.trial import Outcome, Selftest, Trial
from planproof.git import commit_tree, require_repository
from planproof.rules import Glob, OwnPaths, Rule
from planproof.usecases.edited_tree import edit_in_memory
from planproof.usecases.evidence import Evidence
from planproof.usecases.gate_contracts import Contracts, HeldContract, collect
from planproof.usecases.judge import on_working_tree, options_for
from planproof.usecases.known_bad import BadChange, Grounds
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.index import Index
    from planproof.model.evaluation import Evaluation
    from planproof.model.tree import Tree

Progress = Callable[[int, int], None]

_MOST_TRIES = 8
"""Changes that are tried for one rule, one by one."""


def selftest(
    workspace: Workspace, *, head: str | None = None, on_progress: Progress = lambda *_: None
) -> Selftest:
    """Try every rule of every contract of the working tree, or of the commit ``head``.

    Nothing is written. ``on_progress`` is told (contracts done, contracts in all). Raises as the
    gate does: SpecError, NotFoundError, UsageError, GitError.
    """
    repository = require_repository(workspace.repository, workspace.root.path)
    with workspace.index() as index:

        def ask(tree: Tree) -> Selftest:
            contracts = collect(cast("CommitTree | WorkingTree", tree))
            found: list[Trial] = []
            for done, held in enumerate(contracts.held.values()):
                on_progress(done, len(contracts.held))
                found += _Bench(workspace, index, tree, contracts, held).trials()
            on_progress(len(contracts.held), len(contracts.held))
            return Selftest(tuple(found))

        if head is not None:
            return ask(commit_tree(repository, head, memo=index.memo))
        return on_working_tree(workspace, index, ask)


class _Bench:
    """The rules of one contract, on one tree."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        tree: Tree,
        contracts: Contracts,
        held: HeldContract,
    ) -> None:
        self._workspace = workspace
        self._index = index
        self._tree = tree
        self._plan = contracts.plans.get(held.contract.plan)
        self._held = held
        self._rules = held.prepared.rules
        path = held.prepared.path
        own = OwnPaths(files=(path,)) if path else OwnPaths()
        self._grounds = Grounds(tree.manifest, own)

    def trials(self) -> Iterator[Trial]:
        """Examples first, all in one tree; what stays green there is looked at alone."""
        changes = {rule.id: list(self._known_bad(rule)) for rule in self._rules}
        red = self._red_together({id_: some[0] for id_, some in changes.items() if some})
        at_base: dict[str, BadChange] | None = None
        for rule in self._rules:
            if rule.id in red:
                yield self._trial(rule, Outcome.RED, red[rule.id])
                continue
            if not changes[rule.id] and at_base is None:
                at_base = dict(self._from_base())
            others = [at_base[rule.id]] if at_base and rule.id in at_base else []
            yield self._alone(rule, [*changes[rule.id], *others])

    def _alone(self, rule: Rule, changes: Sequence[BadChange]) -> Trial:
        for change in changes[:_MOST_TRIES]:
            if self._is_red(rule, change, self._evaluate(self._rules, change.files)):
                return self._trial(rule, Outcome.RED, change)
        certain = next((change for change in changes if change.certain), None)
        if certain is None:
            return self._trial(rule, Outcome.UNTRIED, None)
        return self._trial(rule, Outcome.GREEN, certain)

    def _known_bad(self, rule: Rule) -> Iterator[BadChange]:
        yield from self._grounds.changes_by_example(rule)
        by_path = self._grounds.change_by_path(rule)
        if by_path is not None:
            yield by_path
        if not rule.forbidding and rule.expect is not None:
            yield from self._without_what_is_expected(rule)

    def _red_together(self, changes: Mapping[str, BadChange]) -> dict[str, BadChange]:
        """Those of the rules that are red where each has its own files."""
        taken: dict[str, bytes | None] = {}
        tried: dict[str, BadChange] = {}
        for id_, change in changes.items():
            takes_away = None in change.files.values() or not all(change.files.values())
            if not takes_away and not taken.keys() & change.files.keys():
                taken.update(change.files)
                tried[id_] = change
        if not tried:
            return {}
        found = self._evaluate(self._rules, taken)
        rules = (rule for rule in self._rules if rule.id in tried)
        return {one.id: tried[one.id] for one in rules if self._is_red(one, tried[one.id], found)}

    def _without_what_is_expected(self, rule: Rule) -> Iterator[BadChange]:
        """The files that hold it emptied, or away."""
        asked = replace(rule, match=rule.expect, expect=None)
        found = self._evaluate([asked], {}).violations
        paths = sorted({one.place.path for one in found})
        assert rule.expect is not None  # noqa: S101 - asked before
        by_path = any(isinstance(term.matcher, Glob) for term in rule.expect.terms)
        if not by_path:
            yield BadChange("without what it expects", dict.fromkeys(paths, b""))
        yield BadChange("without the files that hold what it expects", dict.fromkeys(paths))

    def _from_base(self) -> Iterator[tuple[str, BadChange]]:
        """For each rule that was red at the base of its plan, a file as it was there."""
        wanted = self._plan.file.base_commit if self._plan is not None else None
        repository = self._workspace.repository
        if wanted is None or repository is None:
            return
        try:
            base = commit_tree(repository, wanted, memo=self._index.memo)
        except NotFoundError:  # a shallow clone
            return
        for witness in self._judge(base, self._rules).witnesses:
            entry = base.manifest.entries[witness.path]
            ((_, content),) = base.read([entry])
            how = f"{witness.path} as it was at the plan's base"
            yield witness.rule, BadChange(how, {witness.path: content or b""}, certain=False)

    def _is_red(self, rule: Rule, change: BadChange, found: Evaluation) -> bool:
        """Because of the change: in its files, or by what is gone with them."""
        of_rule = (one for one in found.violations if one.rule == rule.id)
        return any(one.expected or one.place.path in change.files for one in of_rule)

    def _evaluate(self, rules: Sequence[Rule], changes: Mapping[str, bytes | None]) -> Evaluation:
        return self._judge(edit_in_memory(self._tree, changes), rules)

    def _judge(self, tree: Tree, rules: Sequence[Rule]) -> Evaluation:
        prepared = self._held.prepared
        evidence = Evidence(proven=frozenset(rule.id for rule in rules))
        options = options_for(self._workspace, prepared, evidence)
        return evaluate(prepared.spec, rules, tree, self._index, options)

    def _trial(self, rule: Rule, outcome: Outcome, change: BadChange | None) -> Trial:
        return Trial(
            self._held.contract,
            rule.id,
            outcome,
            change.how if change is not None else "",
            next(iter(change.files), "") if change is not None else "",
            _FIXES[outcome],
        )


_FIXES = {
    Outcome.RED: "",
    Outcome.GREEN: "the rule would let this pass: look at its scope, its terms and its example",
    Outcome.UNTRIED: 'add code to the rule that must be red: examples: {bad: ["…"]}',
}
