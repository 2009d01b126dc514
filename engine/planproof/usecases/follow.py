"""What became of the violations of a task's latest snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planproof.progress import Counts
from planproof.progress.recorded import where
from planproof.usecases.kept_ids import keep_ids, recall_ids

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.model.violation import Violation
    from planproof.plans import Plan, PlanStore, Snapshot, Task
    from planproof.progress import Comparison, Recorded

Renames = Callable[[], Mapping[str, str]]


class Followed(NamedTuple):
    """``carried`` are the current violations with the ids they keep for life, in order."""

    counts: Counts
    carried: tuple[Violation, ...]


def follow(
    index: Index,
    store: PlanStore,
    plan: Plan,
    task: Task,
    previous: Snapshot | None,
    violations: tuple[Violation, ...],
    renames: Renames,
) -> Followed:
    """Without a previous snapshot all are new. ``renames`` tells old path → new path since then;
    it is asked only where it matters.

    A violation that is born with the id of one that the snapshot holds is that one: the same path,
    rule, scope, text, message and number. Only what is left over is compared.
    """
    if previous is None:
        return _followed(_compare((), violations, violations, renames))
    known = recall_ids(index, plan, task, previous)
    born = frozenset(one.fingerprint for one in violations)
    if known is None or len(born) < len(violations):
        comparison = _compare(store.violations(previous), violations, violations, renames)
        if all(pair.rung == 1 for pair in comparison.unchanged) and _is_still(comparison.counts):
            keep_ids(index, plan, task, previous, violations, comparison.carried)
        return _followed(comparison)
    same = [_named(one, known[one.fingerprint]) for one in violations if one.fingerprint in known]
    if len(same) == len(violations) == len(known):
        return Followed(Counts(unchanged=len(same)), tuple(sorted(same, key=where)))
    gone = [known[id_] for id_ in known.keys() - born]
    fresh = [one for one in violations if one.fingerprint not in known]
    before = store.violations(previous, gone) if gone else ()
    comparison = _compare(before, fresh, violations, renames, [one.fingerprint for one in same])
    return _followed(comparison, same)


def _followed(
    comparison: Comparison[Recorded, Violation], same: Sequence[Violation] = ()
) -> Followed:
    counts = comparison.counts
    return Followed(
        counts._replace(unchanged=counts.unchanged + len(same)),
        tuple(sorted([*same, *comparison.carried], key=where)),
    )


def _compare(
    before: Sequence[Recorded],
    now: Sequence[Violation],
    everything: Sequence[Violation],
    renames: Renames,
    taken: Sequence[str] = (),
) -> Comparison[Recorded, Violation]:
    """A file that has violations still was not renamed: mostly nobody needs to be asked."""
    from planproof.progress.compare import compare

    paths = {one.identity.path for one in everything}
    is_gone = any(one.identity.path not in paths for one in before)
    return compare(before, now, renames() if is_gone else {}, taken)


def _is_still(counts: Counts) -> bool:
    return not (counts.new or counts.fixed or counts.moved or counts.changed)


def _named(violation: Violation, id_: str) -> Violation:
    return violation if violation.fingerprint == id_ else violation._replace(fingerprint=id_)
