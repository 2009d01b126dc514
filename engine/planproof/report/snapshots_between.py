"""What lies between two snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.plans import Diff, Plan, Snapshot, Task
from planproof.progress import Comparison, Pair, Recorded
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.places import counted, place_json, place_text
from planproof.report.plans_json import counts_json, plan_json, snapshot_json, task_json
from planproof.report.plans_text import counts_text
from planproof.report.snapshots import diff_json, file_lines, recorded_json, violation_lines
from planproof.report.style import Paint

_SHOWN = 10


class SnapshotsBetween(Struct, frozen=True):
    """What ``last`` has otherwise than ``first``; a warning says where diffs cannot be had."""

    plan: Plan
    task: Task | None
    first: Snapshot
    last: Snapshot
    comparison: Comparison[Recorded, Recorded]
    diffs: tuple[Diff, ...]
    warnings: tuple[Diagnostic, ...]


def between_json(shown: SnapshotsBetween) -> Json:
    comparison = shown.comparison
    return {
        "plan": plan_json(shown.plan),
        "task": None if shown.task is None else task_json(shown.task),
        "from": snapshot_json(shown.first),
        "to": snapshot_json(shown.last),
        "counts": counts_json(comparison.counts),
        "new": [recorded_json(one) for one in comparison.new],
        "fixed": [recorded_json(one) for one in comparison.fixed],
        "moved": [_pair_json(pair) for pair in comparison.moved],
        "changed": [_pair_json(pair) for pair in comparison.changed],
        "diffs": [diff_json(diff) for diff in shown.diffs],
    }


def _pair_json(pair: Pair[Recorded, Recorded]) -> JsonObject:
    """Where it is now, and ``was``: where it was before."""
    return {**recorded_json(pair.after), "was": place_json(pair.before.place)}


def between_text(shown: SnapshotsBetween, paint: Paint, *, patches: bool) -> str:
    return "".join(_between_lines(shown, paint, patches=patches))


def _between_lines(shown: SnapshotsBetween, paint: Paint, *, patches: bool) -> Iterator[str]:
    comparison = shown.comparison
    whose = f"plan {shown.plan.slug}"
    if shown.task is not None:
        whose = f"task {shown.task.number}: {visible(shown.task.title)}"
    first, last = shown.first, shown.last
    yield f"{paint('bold', whose)}\n"
    yield f"from #{first.sequence} ({first.timestamp}, {counted(first.violations, 'violation')})"
    yield f" to #{last.sequence} ({last.timestamp}, {counted(last.violations, 'violation')}): "
    yield f"{counts_text(comparison.counts)}\n"
    yield from violation_lines("fixed", comparison.fixed, paint, "good")
    yield from violation_lines("new", comparison.new, paint, "bad")
    yield from _pair_lines("moved", comparison.moved, paint)
    yield from _pair_lines("changed", comparison.changed, paint)
    if not shown.warnings:
        yield from file_lines(shown.diffs, f"#{first.sequence}", paint, patches=patches)


def _pair_lines(
    word: str, pairs: Sequence[Pair[Recorded, Recorded]], paint: Paint
) -> Iterator[str]:
    for pair in pairs[:_SHOWN]:
        was, now = place_text(pair.before.place), place_text(pair.after.place)
        yield f"  {paint('dim', word)}  {was} → {now}  {visible(pair.after.rule)}\n"
    if len(pairs) > _SHOWN:
        yield paint("dim", f"  … and {len(pairs) - _SHOWN:,} more {word}\n")
