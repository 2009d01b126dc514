"""What became of the violations of one snapshot by another of the same task.

Each step between them carried the ids on, so the ids tell it. Only what came back under another id
is looked for by the ladder of :mod:`planproof.progress.compare`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from planproof.model.violation import Identity
from planproof.progress.comparison import (
    CHANGED_RUNGS,
    MOVED_RUNGS,
    UNCHANGED_RUNGS,
    Comparison,
    Pair,
)
from planproof.progress.recorded import Recorded, where

Pairs = list[Pair[Recorded, Recorded]]
Renames = Callable[[], Mapping[str, str]]


def between(
    before: Sequence[Recorded], after: Sequence[Recorded], renames: Renames
) -> Comparison[Recorded, Recorded]:
    """``renames`` tells old path → new path; it is asked only where it matters."""
    then = {one.fingerprint: one for one in before}
    known = [(then.pop(one.fingerprint), one) for one in after if one.fingerprint in then]
    names = {one.fingerprint for _, one in known}
    fresh = [one for one in after if one.fingerprint not in names]
    moves = any(old.identity.path != now.identity.path for old, now in known)
    map_ = renames() if moves or (then and fresh) else {}
    pairs = [Pair(old, now, _rung(old.identity, now.identity, map_)) for old, now in known]
    new, fixed = tuple(fresh), tuple(then.values())
    if new and fixed:
        from planproof.progress.compare import compare  # here: mostly there is nothing to look for

        rest = compare(fixed, new, map_)
        new, fixed = rest.new, rest.fixed
        pairs += [*rest.moved, *rest.changed, *rest.unchanged]
    pairs.sort(key=_now)
    return Comparison(
        new=tuple(sorted(new, key=where)),
        fixed=tuple(sorted(fixed, key=where)),
        moved=_of(pairs, MOVED_RUNGS),
        changed=_of(pairs, CHANGED_RUNGS),
        unchanged=_of(pairs, UNCHANGED_RUNGS),
        carried=tuple(after),
    )


def _rung(old: Identity, now: Identity, renames: Mapping[str, str]) -> int:
    """The first one that the two share; what kept its id over several steps may share none."""
    if (old.rule, old.text, old.message) != (now.rule, now.text, now.message):
        return 5 if old.text == now.text else 6
    in_place = renames.get(old.path, old.path) == now.path
    if old.scope == now.scope:
        return 1 if in_place else 3
    return 2 if in_place else 4


def _of(pairs: Pairs, rungs: Sequence[int]) -> tuple[Pair[Recorded, Recorded], ...]:
    return tuple(pair for pair in pairs if pair.rung in rungs)


def _now(pair: Pair[Recorded, Recorded]) -> tuple[object, ...]:
    return where(pair.after)
