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
        seen: dict[str, list[BadChange]] | None = None
        for rule in self._rules:
            if rule.id in red:
                yield self._trial(rule, Outcome.RED, red[rule.id])
                continue
            if not changes[rule.id] and seen is None:
                seen = self._seen_red()
            yield self._alone(rule, changes[rule.id] or (seen or {}).get(rule.id, []))

    def _alone(self, rule: Rule, changes: Sequence[BadChange]) -> Trial:
        for change in changes[:_MOST_TRIES]:
            if self._is_red(rule, change, self._evaluate(self._rules, change.files)):
                return self._trial(rule, Outcome.RED, change)
        certain = next((change for change in changes if change.certain), None)
        if certain is None:
            return self._trial(rule, Outcome.UNTRIED, None)
        return self._trial(rule, Outcome.GREEN, certain)

    def _known_bad(self, rule: Rule) -> Iterator[BadChange]:
        if not rule.forbidding and rule.expect is not None:
            yield from self._without_what_is_expected(rule)
            return
        yield from self._grounds.changes_by_example(rule)
        by_path = self._grounds.change_by_path(rule)
        if by_path is not None:
            yield by_path

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

    def _seen_red(self) -> dict[str, list[BadChange]]:
        """By rule, the code on which it was red at the base of its plan, or is red now."""
        found: dict[str, list[BadChange]] = {}
        for id_, change in (*self._from_base(), *self._from_now()):
            found.setdefault(id_, []).append(change)
        return found

    def _from_base(self) -> Iterator[tuple[str, BadChange]]:
        """Files as they were there."""
        wanted = self._plan.file.base_commit if self._plan is not None else None
        repository = self._workspace.repository
        if wanted is None or repository is None:
            return
        try:
            base = commit_tree(repository, wanted, memo=self._index.memo)
        except NotFoundError:  # a shallow clone
            return
        for rule, path, content in self._red_files(base):
            how = f"{path} as it was at the plan's base"
            yield rule.id, BadChange(how, {path: content}, certain=False)

    def _from_now(self) -> Iterator[tuple[str, BadChange]]:
        """Copies of files that a baseline may excuse, but no copy of them."""
        for rule, path, content in self._red_files(self._tree):
            place = self._grounds.new_place(rule, path)
            if place is not None:
                how = f"a copy of {path}, on which it is red now,"
                yield rule.id, BadChange(how, {place: content}, certain=False)

    def _red_files(self, tree: Tree) -> Iterator[tuple[Rule, str, bytes]]:
        rules = {rule.id: rule for rule in self._rules}
        for witness in self._judge(tree, self._rules).witnesses:
            ((_, content),) = tree.read([tree.manifest.entries[witness.path]])
            if content is not None:
                yield rules[witness.rule], witness.path, content

    def _is_red(self, rule: Rule, change: BadChange, found: Evaluation) -> bool:
        """Because of the change: in its files, or, if it only expects, by what is gone with them.
        What is wrong already anywhere else shows nothing."""
        of_rule = (one for one in found.violations if one.rule == rule.id)
        if not rule.forbidding:
            return any(one.expected for one in of_rule)
        return any(not one.expected and one.place.path in change.files for one in of_rule)

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
