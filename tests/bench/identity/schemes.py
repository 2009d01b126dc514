"""How baselines of other tools, and planproof, tell which violations are new. Each is written anew
from what its documentation or source says; each is given its violations in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence

from identity.spots import Spot

from planproof.progress.compare import compare

Renames = Mapping[str, str]
Scheme = Callable[[Sequence[Spot], Sequence[Spot], Renames], list[Spot]]
"""Earlier violations, present ones, old path → new path: the present ones that it calls new."""


def by_key(key: Callable[[Spot], Hashable]) -> Scheme:
    """Each earlier violation stands for one present one with the same key."""

    def new(before: Sequence[Spot], after: Sequence[Spot], _: Renames) -> list[Spot]:
        left = Counter(map(key, before))
        found = []
        for one in after:
            if left[key(one)]:
                left[key(one)] -= 1
            else:
                found.append(one)
        return found

    return new


_SONAR: tuple[Callable[[Spot], Hashable], ...] = (
    lambda one: (one.rule, one.line, one.line_hash, one.message),
    lambda one: (one.rule, one.line, one.line_hash),
    lambda one: (one.rule, one.line_hash, one.message),
    lambda one: (one.rule, one.line, one.message),
    lambda one: (one.rule, one.line_hash),
)
"""The steps of its issue tracker but for that which looks for blocks of moved lines."""


def sonar(before: Sequence[Spot], after: Sequence[Spot], renames: Renames) -> list[Spot]:
    """Step by step, file by file, each pair taken away."""
    old: list[Spot] = list(before)
    now: list[Spot] = list(after)
    for key in _SONAR:
        waiting: defaultdict[Hashable, list[Spot]] = defaultdict(list)
        for one in old:
            waiting[renames.get(one.path, one.path), key(one)].append(one)
        taken: set[int] = set()
        left = []
        for one in now:
            same = waiting.get((one.path, key(one)))
            if same:
                taken.add(id(same.pop(0)))
            else:
                left.append(one)
        old, now = [one for one in old if id(one) not in taken], left
    return now


def ladder(before: Sequence[Spot], after: Sequence[Spot], renames: Renames) -> list[Spot]:
    """planproof's own."""
    found = compare([one.violation for one in before], [one.violation for one in after], renames)
    identities = {one.identity for one in found.new}
    return [one for one in after if one.violation.identity in identities]


OURS = "planproof: six rungs"
SCHEMES: Mapping[str, Scheme] = {
    "path + line + rule": by_key(lambda one: (one.path, one.line, one.rule)),
    "path + rule count (ESLint)": by_key(lambda one: (one.path, one.rule)),
    "path + message count (PHPStan, mypy-baseline)": by_key(
        lambda one: (one.path, one.rule, one.message)
    ),
    "GitHub line hash": by_key(lambda one: (one.path, one.rule, one.window)),
    "Semgrep syntactic id": by_key(lambda one: (one.path, one.rule, one.matched)),
    "Sonar ladder + git rename map": sonar,
    OURS: ladder,
}
