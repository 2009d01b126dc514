"""How the work of a plan went: what remained after each snapshot, what came and what went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Taken(NamedTuple):
    """A snapshot of one task, as far as progress is concerned.

    ``id`` grows with every snapshot of the plan; ``at`` is ISO 8601 in UTC; ``unsure`` says that
    there was no verdict on it.
    """

    id: int
    task: int
    sequence: int
    at: str
    actor: str
    commit: str | None
    name: str
    spec_digest: str
    remaining: int
    unsure: bool = False


class Held(NamedTuple):
    """A violation that the snapshots of one task hold from ``begun`` on, until and without
    ``ended``; the same one may be held more than once, when it moved or went and came back."""

    begun: int
    ended: int | None
    fingerprint: str


class Step(NamedTuple):
    """One point of the burn-down.

    ``remaining`` counts all tasks that were looked at so far. ``appeared`` and ``fixed`` are what
    this step brought and took; ``respecified`` is how many more, or less, a changed spec sees,
    which is nobody's work. ``begun`` are those that a task starts with.
    """

    at: str
    label: str
    actor: str
    commit: str | None
    remaining: int
    appeared: int = 0
    fixed: int = 0
    respecified: int = 0
    begun: int = 0
    unsure: bool = False

    @property
    def net(self) -> int:
        """By how many the work itself changed what remains."""
        return self.appeared - self.fixed


def burndown(taken: Iterable[Taken], held: Mapping[int, Sequence[Held]]) -> tuple[Step, ...]:
    """A step for each snapshot, in the order they were taken. ``held`` is by task number."""
    per_task: dict[int, list[Taken]] = {}
    steps: dict[int, Step] = {}
    for one in sorted(taken, key=_number):
        before = per_task.setdefault(one.task, [])
        before.append(one)
    for number, snapshots in per_task.items():
        steps |= _of_task(snapshots, held.get(number, ()))
    return _summed(per_task, steps)


def _number(one: Taken) -> int:
    return one.id


def _summed(per_task: Mapping[int, list[Taken]], steps: Mapping[int, Step]) -> tuple[Step, ...]:
    """``remaining`` of a step is that of all tasks, each by its latest snapshot until then."""
    latest: dict[int, Taken] = {}
    found = []
    for one in sorted((one for many in per_task.values() for one in many), key=_number):
        latest[one.task] = one
        remaining = sum(last.remaining for last in latest.values())
        unsure = any(last.unsure for last in latest.values())
        found.append(steps[one.id]._replace(remaining=remaining, unsure=unsure))
    return _forward(found)


def _forward(steps: Iterable[Step]) -> tuple[Step, ...]:
    """A step that a wrong clock, or a rebase, dates before the one it follows is dated like that
    one: time does not go back."""
    found: list[Step] = []
    for step in steps:
        at = max(step.at, found[-1].at) if found else step.at
        found.append(step._replace(at=at))
    return tuple(found)


def _of_task(snapshots: Sequence[Taken], held: Sequence[Held]) -> dict[int, Step]:
    """By snapshot. A violation is told by its id, which it keeps for life."""
    begins, ends = _by_id(held)
    steps: dict[int, Step] = {}
    alive: Counter[str] = Counter()
    before: Taken | None = None
    for one in snapshots:
        known = set(alive)
        alive.update(begins.get(one.id, ()))
        alive.subtract(ends.get(one.id, ()))
        alive = +alive
        steps[one.id] = _step(one, before, len(alive.keys() - known), len(known - alive.keys()))
        before = one
    return steps


def _by_id(held: Sequence[Held]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for one in held:
        begins.setdefault(one.begun, []).append(one.fingerprint)
        if one.ended is not None:
            ends.setdefault(one.ended, []).append(one.fingerprint)
    return begins, ends


def _step(one: Taken, before: Taken | None, appeared: int, fixed: int) -> Step:
    label = f"{one.task}.{one.sequence} {one.name}"
    step = Step(one.at, label, one.actor, one.commit, one.remaining)
    if before is None:
        return step._replace(begun=one.remaining)
    if before.spec_digest != one.spec_digest:
        return step._replace(respecified=one.remaining - before.remaining)
    return step._replace(appeared=appeared, fixed=fixed)


class Judged(NamedTuple):
    """One commit by one spec: how many violations each rule had."""

    at: str
    commit: str
    subject: str
    author: str
    spec: str
    rules: Mapping[str, int]
    unsure: bool


def burndown_of_commits(judged: Iterable[Judged]) -> tuple[Step, ...]:
    """A step for each commit, in the order given, over all specs.

    Only counts are known of commits: what came and what went is told by rule, so that one that was
    fixed and one that was added under the same rule in the same commit do not show.
    """
    steps: list[Step] = []
    last: dict[str, Mapping[str, int]] = {}
    for commit, ones in _by_commit(judged):
        changes = [_changes(last[one.spec], one.rules) for one in ones if one.spec in last]
        last |= {one.spec: one.rules for one in ones}
        is_first = not steps
        remaining = sum(sum(rules.values()) for rules in last.values())
        step = Step(ones[0].at, ones[0].subject, ones[0].author, commit, remaining)
        steps.append(
            step._replace(
                appeared=sum(more for more, _ in changes),
                fixed=sum(less for _, less in changes),
                begun=remaining if is_first else 0,
                unsure=any(one.unsure for one in ones),
            )
        )
    return _forward(steps)


def _by_commit(judged: Iterable[Judged]) -> Iterable[tuple[str, list[Judged]]]:
    found: dict[str, list[Judged]] = {}
    for one in judged:
        found.setdefault(one.commit, []).append(one)
    return found.items()


def _changes(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[int, int]:
    """(how many more, how many less), rule by rule."""
    changes = [now.get(rule, 0) - before.get(rule, 0) for rule in before.keys() | now.keys()]
    return sum(max(one, 0) for one in changes), sum(max(-one, 0) for one in changes)
