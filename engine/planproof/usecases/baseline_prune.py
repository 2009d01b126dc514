"""“What does it still excuse?” Takes lines out, and never puts one in."""

from __future__ import annotations

from planproof.model.tree import Tree
from planproof.progress.baseline import Lines, by_contract, settled
from planproof.progress.baseline_edit import Pruned, prune
from planproof.report.baseline import PrunedLines
from planproof.usecases.baseline_lines import BaselineOnDisk
from planproof.usecases.baseline_state import BaselineState, is_judged, problems_of
from planproof.usecases.gate_contracts import BASELINE
from planproof.usecases.judge import on_working_tree
from planproof.usecases.workspace import Workspace


def prune_baseline(workspace: Workspace, *, check: bool) -> PrunedLines:
    """Remove the lines that excuse nothing, and let the others say where their violations are now;
    reason, owner and last day stay. ``check`` only looks.

    Lines of a spec of which not all violations are known stay as they are, and so do those of a
    spec that only the base enforces. Raises as ``accept`` does.
    """
    with workspace.index() as index:

        def ask(tree: Tree) -> PrunedLines:
            return _prune(workspace, BaselineState(workspace, index, tree), check=check)

        return on_working_tree(workspace, index, ask)


def _prune(workspace: Workspace, state: BaselineState, *, check: bool) -> PrunedLines:
    file = BaselineOnDisk(workspace.root.path)
    done, unjudged = [], {}
    for contract, lines in by_contract(file.lines).items():
        held = state.specs.get(contract)
        if held is None:
            done.append(Pruned(lines) if state.is_enforced(contract) else Pruned((), lines))
            continue
        evaluation = state.found(held)
        if is_judged(evaluation):
            done.append(prune(evaluation.violations, lines, state.at_fork(held), state.renames))
        else:
            unjudged[contract] = problems_of(evaluation)
            done.append(Pruned(lines))
    left: Lines = settled(line for one in done for line in one.lines)
    report = PrunedLines(
        path=BASELINE,
        stale=tuple(line for one in done for line in one.stale),
        refreshed=tuple(pair for one in done for pair in one.refreshed),
        lines=len(left),
        is_rewritten=not file.is_as_written(),
        is_written=not check,
        unjudged=unjudged,
    )
    if report.changes_anything and not check:
        file.write(left)
    return report
