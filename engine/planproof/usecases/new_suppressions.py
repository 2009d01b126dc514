"""Which suppressions are new: not there at the base, and accepted by nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from planproof.errors import NotFoundError
from planproof.model.verdict import Verdict
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_at
from planproof.usecases.prepare import prepare_stored

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.model.evaluation import Evaluation
    from planproof.model.suppression import Suppression
    from planproof.plans import Plan, PlanStore, StoredSpec, Task
    from planproof.usecases.workspace import Workspace


def find_new_suppressions(
    workspace: Workspace,
    index: Index,
    store: PlanStore,
    plan: Plan,
    task: Task,
    stored: StoredSpec,
    evaluation: Evaluation,
) -> tuple[Suppression, ...]:
    """Those of an evaluation that passes which a task may not complete with as it is.

    The base is judged by the same spec. A suppressed statement that was only moved is not new; a
    second one of the same text is. Without a base in this clone all are new that nobody accepted.
    """
    if evaluation.verdict is not Verdict.PASSED or not evaluation.suppressions:
        return ()
    known = Counter(one.key for one in store.accepted_suppressions(task))
    unknown = _without(evaluation.suppressions, known)
    if not unknown:
        return ()
    known.update(one.key for one in _at_base(workspace, index, plan, stored))
    return _without(evaluation.suppressions, known)


def _without(
    suppressions: Iterable[Suppression], known: Counter[tuple[str, str]]
) -> tuple[Suppression, ...]:
    left = known.copy()
    found = []
    for one in suppressions:
        if left[one.key] > 0:
            left[one.key] -= 1
        else:
            found.append(one)
    return tuple(found)


def _at_base(
    workspace: Workspace, index: Index, plan: Plan, stored: StoredSpec
) -> tuple[Suppression, ...]:
    if plan.base_commit is None or workspace.repository is None:
        return ()
    prepared = prepare_stored(workspace.root, stored)
    try:
        judged = judge_at(workspace, index, prepared, plan.base_commit, Evidence())
    except NotFoundError:  # a shallow clone: what is not here takes nothing back
        return ()
    return judged.evaluation.suppressions
