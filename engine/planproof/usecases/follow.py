"""What became of the violations of a task's latest snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from planproof.model.sheets import Sheet, Sheets, by_path, guidance_of
from planproof.progress import Counts
from planproof.progress.recorded import where
from planproof.usecases.kept_ids import Ids, ids_of, keep_ids, recall_ids

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.model.violation import Violation
    from planproof.plans import Plan, PlanStore, Snapshot, Task
    from planproof.progress import Comparison, Recorded

Renames = Callable[[], Mapping[str, str]]


class Followed(NamedTuple):
    """``carried`` are the current violations with the ids they keep for life, in order, ``ids``
    tells these by those that they were born with.

    ``touched`` are the paths outside of which the previous snapshot holds the very same; None where
    it was not told by path.
    """

    counts: Counts
    carried: Sequence[Violation]
    ids: Ids
    touched: frozenset[str] | None = None


def follow(
    index: Index,
    store: PlanStore,
    plan: Plan,
    task: Task,
    previous: Snapshot | None,
    violations: Sequence[Violation],
    renames: Renames,
) -> Followed:
    """Without a previous snapshot all are new. ``renames`` tells old path → new path since then;
    it is asked only where it matters.

    A violation that is born with the id of one that the snapshot holds is that one: the same path,
    rule, scope, text, message and number. Only what is left over is compared.
    """
    if previous is None:
        return _followed(_compare((), violations, violations, renames), violations)
    known = recall_ids(index, plan, task, previous)
    if known is None or not isinstance(violations, Sheets):
        comparison = _compare(store.violations(previous), violations, violations, renames)
        found = _followed(comparison, violations)
        if all(pair.rung == 1 for pair in comparison.unchanged) and _is_still(found.counts):
            keep_ids(index, plan, task, previous, found.ids)
        return found
    return _followed_by_path(store, previous, known, violations, renames)


def _followed(
    comparison: Comparison[Recorded, Violation], violations: Sequence[Violation]
) -> Followed:
    odd = _odd(violations, comparison.carried)
    return Followed(comparison.counts, comparison.carried, ids_of(violations, odd))


def _followed_by_path(
    store: PlanStore, previous: Snapshot, known: Ids, violations: Sheets, renames: Renames
) -> Followed:
    """Only at paths where something differs violations are looked at."""
    touched = known.differing(violations)
    now, then = violations.at(touched), known.at(touched)
    carried = [_named(one, then[one.fingerprint]) for one in now if one.fingerprint in then]
    counts = Counts(unchanged=len(violations) - len(now) + len(carried))
    fresh = [one for one in now if one.fingerprint not in then]
    gone = [then[id_] for id_ in then.keys() - {one.fingerprint for one in now}]
    if fresh or gone:
        before = store.violations(previous, gone) if gone else ()
        taken = {*known.at(known.by_path).values()}.difference(gone)
        comparison = _compare(before, fresh, violations, renames, taken)
        more = comparison.counts
        counts = more._replace(unchanged=more.unchanged + counts.unchanged)
        carried += comparison.carried
    left = {born: id_ for born, id_ in known.odd.items() if born not in then}
    odd = {**left, **_odd(now, carried)}
    others = (sheet for path, sheet in violations.by_path.items() if path not in touched)
    change = partial(_carried, left)
    sheets = Sheets([*(sheet.changed(change) for sheet in others), *_sheets(carried)])
    return Followed(counts, sheets, ids_of(violations, odd, known, touched), touched)


def _carried(odd: Mapping[str, str], born: tuple[Violation, ...]) -> tuple[Violation, ...]:
    """Violations that did not change with the ids that they carry, in order."""
    named = (_named(one, odd.get(one.fingerprint, one.fingerprint)) for one in born)
    return tuple(sorted(named, key=where))


def _sheets(carried: Iterable[Violation]) -> Iterable[Sheet]:
    """Under no name: these are not compared again."""
    for path, found in by_path(sorted(carried, key=where)):
        yield Sheet(path, len(found), b"", tuple(guidance_of(found).items()), partial(tuple, found))


def _odd(born: Iterable[Violation], carried: Iterable[Violation]) -> dict[str, str]:
    """{id at birth → id carried} of those in which they differ."""
    ids = {one.identity: one.fingerprint for one in carried}
    pairs = ((one.fingerprint, ids[one.identity]) for one in born)
    return {first: second for first, second in pairs if first != second}


def _compare(
    before: Sequence[Recorded],
    now: Sequence[Violation],
    everything: Sequence[Violation],
    renames: Renames,
    taken: Iterable[str] = (),
) -> Comparison[Recorded, Violation]:
    """A file that has violations still was not renamed: mostly nobody needs to be asked."""
    from planproof.progress.compare import compare

    if isinstance(everything, Sheets):
        paths = {*everything.by_path}
    else:
        paths = {one.identity.path for one in everything}
    is_gone = any(one.identity.path not in paths for one in before)
    return compare(before, now, renames() if is_gone else {}, taken)


def _is_still(counts: Counts) -> bool:
    return not (counts.new or counts.fixed or counts.moved or counts.changed)


def _named(violation: Violation, id_: str) -> Violation:
    return violation if violation.fingerprint == id_ else violation._replace(fingerprint=id_)
