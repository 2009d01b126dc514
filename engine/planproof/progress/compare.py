"""The six-rung ladder: which violation of this tree is which of the earlier one.

Rungs, in order, each taking what the ones above left over, one to one:

1. mapped path + rule + scope + text + message    2. mapped path + rule + text + message
3. rule + scope + text + message, any path        4. rule + text + message, any path
5. mapped path + rule + scope + text              6. same mapped path, rule, scope, similar text

The mapped path of an earlier violation is where git's rename detection says its file is now.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from planproof.model.violation import Identity
from planproof.progress.comparison import (
    CHANGED_RUNGS,
    MOVED_RUNGS,
    UNCHANGED_RUNGS,
    After,
    Before,
    Comparison,
    Pair,
)
from planproof.progress.nearest import best_pairs
from planproof.progress.recorded import Identified, where

_T = TypeVar("_T", bound=Identified)
_Key = tuple[object, ...]


def compare(
    previous: Sequence[Before],
    current: Sequence[After],
    renames: Mapping[str, str] | None = None,
    taken: Iterable[str] = (),
) -> Comparison[Before, After]:
    """Sort both sets into new, fixed, moved, changed and unchanged; the order of input is nothing.

    ``renames`` maps an earlier path to its present one. ``taken`` are ids that others carry
    already. Time and memory grow with the number of violations; only rung 6 compares texts, and
    only within one file, rule and scope.
    """
    exact, gone, fresh = _join_exact(previous, current, renames or {})
    pairs = [(1, before, after) for before, after in exact]
    old = [_Item(one, _mapped(one.identity, renames or {})) for one in _in_order(gone)]
    now = [_Item(one, one.identity.path) for one in _in_order(fresh)]
    for rung, key in enumerate(_KEYS, start=2):
        found, old, now = _join(old, now, key)
        pairs += [(rung, before.violation, after.violation) for before, after in found]
    similar, old, now = _join_similar(old, now)
    pairs += [(len(_KEYS) + 2, before.violation, after.violation) for before, after in similar]
    fixed, new = [one.violation for one in old], [one.violation for one in now]
    return _sorted_comparison(pairs, fixed, new, taken)


def _join_exact(
    previous: Sequence[Before], current: Sequence[After], renames: Mapping[str, str]
) -> tuple[list[tuple[Before, After]], list[Before], list[After]]:
    """Rung 1, where nearly all find their like: nothing is sorted but what shares a key."""
    waiting, arriving = _by_ingredients(previous, renames), _by_ingredients(current, {})
    pairs: list[tuple[Before, After]] = []
    fresh: list[After] = []
    for key, after in arriving.items():
        before = waiting.get(key, [])
        if len(before) > 1 or len(after) > 1:
            before.sort(key=_order)
            after.sort(key=_order)
        pairs += zip(before, after, strict=False)
        fresh += after[len(before) :]
        del before[: len(after)]
    return pairs, [one for before in waiting.values() for one in before], fresh


def _by_ingredients(
    violations: Sequence[_T], renames: Mapping[str, str]
) -> defaultdict[_Key, list[_T]]:
    groups: defaultdict[_Key, list[_T]] = defaultdict(list)
    for violation in violations:
        one = violation.identity
        path = renames.get(one.path, one.path)
        groups[path, one.rule, one.scope, one.text, one.message].append(violation)
    return groups


class _Item(Struct, Generic[_T], frozen=True, eq=False):
    """A violation and its path in the current tree."""

    violation: _T
    path: str

    @property
    def identity(self) -> Identity:
        return self.violation.identity


def _mapped(identity: Identity, renames: Mapping[str, str]) -> str:
    return renames.get(identity.path, identity.path)


def _in_order(violations: Sequence[_T]) -> list[_T]:
    """By everything that tells two violations apart, so that equal keys pair up the same way."""
    return sorted(violations, key=_order)


def _order(violation: Identified) -> _Key:
    identity = violation.identity
    return (
        identity.path,
        identity.rule,
        identity.ordinal,
        violation.place,
        identity.scope,
        identity.text,
        identity.message,
        violation.fingerprint,
    )


_KEYS: tuple[Callable[[str, Identity], _Key], ...] = (
    lambda path, one: (path, one.rule, one.text, one.message),
    lambda _, one: (one.rule, one.scope, one.text, one.message),
    lambda _, one: (one.rule, one.text, one.message),
    lambda path, one: (path, one.rule, one.scope, one.text),
)
"""Rungs 2 to 5, each a hash join."""

_Found = tuple[list[tuple[_Item[Before], _Item[After]]], list[_Item[Before]], list[_Item[After]]]


def _join(
    old: list[_Item[Before]], now: list[_Item[After]], key: Callable[[str, Identity], _Key]
) -> _Found[Before, After]:
    """The pairs that share a key, first with first, and what is left of both sides."""
    waiting: defaultdict[_Key, list[_Item[Before]]] = defaultdict(list)
    for before in reversed(old):
        waiting[key(before.path, before.identity)].append(before)
    pairs, unmatched = [], []
    for after in now:
        same = waiting.get(key(after.path, after.identity))
        if same:
            pairs.append((same.pop(), after))
        else:
            unmatched.append(after)
    return pairs, _without(old, [before for before, _ in pairs]), unmatched


def _join_similar(old: list[_Item[Before]], now: list[_Item[After]]) -> _Found[Before, After]:
    """Rung 6: within one path, rule and scope, the most alike first."""
    here, there = _by_scope(now), _by_scope(old)
    pairs = []
    for key, before in there.items():
        after = here.get(key, [])
        chosen = best_pairs([one.identity for one in before], [one.identity for one in after])
        pairs += [(before[left], after[right]) for left, right in chosen]
    taken_old, taken_now = [one for one, _ in pairs], [one for _, one in pairs]
    return pairs, _without(old, taken_old), _without(now, taken_now)


def _by_scope(items: list[_Item[_T]]) -> dict[_Key, list[_Item[_T]]]:
    groups: defaultdict[_Key, list[_Item[_T]]] = defaultdict(list)
    for item in items:
        groups[item.path, item.identity.rule, item.identity.scope].append(item)
    return groups


def _without(items: list[_Item[_T]], taken: list[_Item[_T]]) -> list[_Item[_T]]:
    if not taken:
        return items
    gone = {id(one) for one in taken}
    return [one for one in items if id(one) not in gone]


def _sorted_comparison(
    pairs: list[tuple[int, Before, After]],
    fixed: list[Before],
    new: list[After],
    others: Iterable[str],
) -> Comparison[Before, After]:
    """``fixed`` and ``new`` are what no rung could pair."""
    carried = [
        Pair(before, _named(after, before.fingerprint), rung) for rung, before, after in pairs
    ]
    carried.sort(key=lambda pair: where(pair.after))
    taken = {*others, *(pair.after.fingerprint for pair in carried)}
    newborn = [_christened(one, taken) for one in new]
    everything = [pair.after for pair in carried]
    if newborn:
        everything = sorted([*everything, *newborn], key=where)
    return Comparison(
        new=tuple(sorted(newborn, key=where)),
        fixed=tuple(sorted(fixed, key=where)),
        moved=tuple(pair for pair in carried if pair.rung in MOVED_RUNGS),
        changed=tuple(pair for pair in carried if pair.rung in CHANGED_RUNGS),
        unchanged=tuple(pair for pair in carried if pair.rung in UNCHANGED_RUNGS),
        carried=tuple(everything),
    )


def _christened(violation: _T, taken: set[str]) -> _T:
    """A new violation gets an id of its own even where its first one has since moved elsewhere."""
    name = violation.fingerprint
    while name in taken:
        name = hashlib.sha256(f"{name}\0again".encode()).hexdigest()[: len(violation.fingerprint)]
    taken.add(name)
    return _named(violation, name)


def _named(violation: _T, fingerprint: str) -> _T:
    if violation.fingerprint == fingerprint:
        return violation
    renamed: _T = violation._replace(fingerprint=fingerprint)  # type: ignore[attr-defined]  # tuples
    return renamed
