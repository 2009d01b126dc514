"""“What did this change do to the baseline?”"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planproof.model.tree import Tree
from planproof.progress.baseline import Lines, of_contract
from planproof.progress.baseline_match import match
from planproof.progress.excuse import Excused, excuse
from planproof.report.baseline import BaselineDiff, Refreshed
from planproof.usecases.baseline_lines import BaselineOnDisk
from planproof.usecases.baseline_state import BaselineState, is_judged, problems_of
from planproof.usecases.gate_contracts import BASELINE
from planproof.usecases.judge import on_working_tree
from planproof.usecases.workspace import Workspace


def diff_baseline(workspace: Workspace, base: str | None) -> BaselineDiff:
    """The baseline of the working tree beside the one where the change began, and what it excuses
    now. Raises as ``BaselineState`` does."""
    with workspace.index() as index:

        def ask(tree: Tree) -> BaselineDiff:
            return _diff(workspace, BaselineState(workspace, index, tree, base))

        return on_working_tree(workspace, index, ask)


def _diff(workspace: Workspace, state: BaselineState) -> BaselineDiff:
    lines = BaselineOnDisk(workspace.root.path).lines
    today = workspace.now()[:10]
    judged: dict[str, Excused] = {}
    unjudged = {}
    for contract, held in state.specs.items():
        evaluation = state.found(held)
        if not is_judged(evaluation):
            unjudged[contract] = problems_of(evaluation)
        own = of_contract(lines, contract)
        judged[contract] = excuse(
            evaluation.violations, own, state.at_fork(held), state.renames, today
        )
    added, removed, moved = _between(state.fork_lines, lines, state.renames)
    orphans = tuple(line for line in lines if not state.is_enforced(line.contract))
    stale = (line for id_, one in judged.items() for line in one.stale if id_ not in unjudged)
    return BaselineDiff(
        path=BASELINE,
        commit=state.ends.fork,
        added=added,
        removed=removed,
        moved=moved,
        stale=(*stale, *orphans),
        expired=tuple(line for one in judged.values() for line in one.expired),
        grown=tuple(growth for one in judged.values() for growth in one.grown),
        counted={id_: one.counted for id_, one in judged.items()},
        tolerated=sum(len(one.tolerated) for one in judged.values()),
        unjudged=unjudged,
    )


def _between(
    before: Lines, after: Lines, renames: Callable[[], Mapping[str, str]]
) -> tuple[Lines, Lines, Refreshed]:
    """Lines that were added, that were removed, and those that say something else than they did."""
    then, now = frozenset(before), frozenset(after)
    old = tuple(line for line in before if line not in now)
    new = tuple(line for line in after if line not in then)
    found: list[tuple[int, int]] = []
    contracts = sorted({line.contract for line in new} & {line.contract for line in old})
    moves = renames() if contracts else {}
    for contract in contracts:
        here = [at for at, line in enumerate(new) if line.contract == contract]
        there = [at for at, line in enumerate(old) if line.contract == contract]
        pairs = match([old[at] for at in there], [new[at] for at in here], moves)
        found += [(there[was], here[is_]) for is_, was in pairs.items()]
    gone, come = {was for was, _ in found}, {is_ for _, is_ in found}
    return (
        tuple(line for at, line in enumerate(new) if at not in come),
        tuple(line for at, line in enumerate(old) if at not in gone),
        tuple((old[was], new[is_]) for was, is_ in sorted(found)),
    )
