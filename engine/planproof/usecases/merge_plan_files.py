"""What a file says and what is known here, when both may have changed: pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from msgspec import Struct

from planproof.plans import TaskStatus
from planproof.plans.files import PlanFile, TaskFile

OPEN = (TaskStatus.PENDING, TaskStatus.IN_PROGRESS)
DONE = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)


class Merged(Struct, frozen=True):
    """``taken`` are the parts in which the file wins; ``conflicts`` those that both changed."""

    taken: frozenset[str]
    conflicts: tuple[str, ...]


class _Way(Enum):
    KEEP = "ours stays"
    TAKE = "the file's"
    CLASH = "both changed it"


_PARTS: dict[str, Callable[[TaskFile], object]] = {
    "title": lambda file: file.title,
    "description": lambda file: file.description,
    "assigned_to": lambda file: file.assigned_to,
    "depends_on": lambda file: file.depends_on,
    "spec": lambda file: file.spec,
    "already_done": lambda file: file.already_done,
    "analogous": lambda file: file.analogous,
}

_PLAN_PARTS: dict[str, Callable[[PlanFile], object]] = {
    "name": lambda file: file.name,
    "description": lambda file: file.description,
    "base_commit": lambda file: file.base_commit,
    "metadata": lambda file: file.metadata,
}


def merge_task(
    ours: TaskFile, last: TaskFile | None, theirs: TaskFile, *, completed_here: bool
) -> Merged:
    """Part by part: what only the file changed is taken, what only we changed stays.

    ``last`` is what both sides had; None where that is not known: then what differs is a conflict.
    """
    ways = {
        word: _way(of(ours), None if last is None else (of(last),), of(theirs))
        for word, of in _PARTS.items()
    }
    ways["status"] = _status_way(ours, last, theirs, completed_here=completed_here)
    return _merged(ways)


def merge_plan(ours: PlanFile, last: PlanFile | None, theirs: PlanFile) -> Merged:
    return _merged(
        {
            word: _way(of(ours), None if last is None else (of(last),), of(theirs))
            for word, of in _PLAN_PARTS.items()
        }
    )


def claims_anew(
    ours: TaskFile, last: TaskFile | None, theirs: TaskFile, *, completed_here: bool
) -> bool:
    """Whether the file brings a completion, or a regression, that is not known here."""
    before = None if last is None else last.completion
    if theirs.completion is None:
        return False
    if theirs.completion not in (ours.completion, before):
        return True
    return not completed_here and theirs.status is not ours.status


def differing(ours: TaskFile, theirs: TaskFile) -> Iterator[str]:
    """The parts that are not the same."""
    yield from (word for word, of in _PARTS.items() if of(ours) != of(theirs))
    if (ours.status, ours.completion) != (theirs.status, theirs.completion):
        yield "status"


def _merged(ways: dict[str, _Way]) -> Merged:
    return Merged(
        frozenset(word for word, way in ways.items() if way is _Way.TAKE),
        tuple(word for word, way in ways.items() if way is _Way.CLASH),
    )


def _way(ours: object, last: tuple[object] | None, theirs: object) -> _Way:
    if ours == theirs or last == (theirs,):
        return _Way.KEEP
    return _Way.TAKE if last == (ours,) else _Way.CLASH


def _status_way(
    ours: TaskFile, last: TaskFile | None, theirs: TaskFile, *, completed_here: bool
) -> _Way:
    """What was verified here stays: no file takes that back. That something is completed there is
    a claim, and no status."""
    if ours.status is theirs.status:
        is_ours = last is not None and last.decision == ours.decision
        return _Way.TAKE if is_ours and ours.decision != theirs.decision else _Way.KEEP
    if last is not None and theirs.status is last.status:
        return _Way.KEEP
    verdicts = (*OPEN, *DONE)
    unchanged = last is not None and ours.status is last.status
    if theirs.status in DONE and ours.status in verdicts:
        return _Way.KEEP
    if completed_here:
        return _Way.KEEP if theirs.status in OPEN else _Way.CLASH
    if unchanged:
        return _Way.TAKE
    both = ours.status in verdicts and theirs.status in verdicts
    return _Way.KEEP if both else _Way.CLASH
