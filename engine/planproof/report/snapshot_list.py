"""Snapshots: which there are, what one holds, what was let go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import Diagnostic
from planproof.plans import Change, Diff, Plan, Snapshot, Task
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.plans_json import plan_json, snapshot_json, task_json
from planproof.report.plans_text import judged_text
from planproof.report.style import Paint

if TYPE_CHECKING:
    from planproof.report.envelope import Json

_SHOWN = 10


class SnapshotList(NamedTuple):
    """``changes`` tells by the id of a snapshot how much it differs from its HEAD."""

    plan: Plan
    task: Task | None
    snapshots: tuple[Snapshot, ...]
    changes: Mapping[int, Change]


class ShownSnapshot(NamedTuple):
    """``rules`` counts the violations of each rule, most first."""

    plan: Plan
    task: Task | None
    snapshot: Snapshot
    change: Change
    diffs: tuple[Diff, ...]
    left_out: tuple[str, ...]
    rules: tuple[tuple[str, int], ...]


class Pruned(NamedTuple):
    """The snapshots whose contents went, or, unless ``done``, would go."""

    plan: Plan
    snapshots: tuple[Snapshot, ...]
    done: bool


class Purged(NamedTuple):
    """How many snapshots, refs and scratch folders were left, and whether they are gone now."""

    snapshots: int
    refs: int
    scratch: int
    done: bool
    warnings: tuple[Diagnostic, ...] = ()


def list_json(shown: SnapshotList) -> Json:
    return {
        "plan": plan_json(shown.plan),
        "task": None if shown.task is None else task_json(shown.task),
        "snapshots": [
            {**snapshot_json(one), "change": _change_json(shown.changes.get(one.id))}
            for one in shown.snapshots
        ],
    }


def list_text(shown: SnapshotList, paint: Paint) -> str:
    """A line each: sequence, time, actor, violations, how much it differs, name, commit."""
    if not shown.snapshots:
        return "no snapshots yet\n"
    rows = [_row(one, shown.changes.get(one.id)) for one in shown.snapshots]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(_line(row, widths, paint) for row in rows)


def _row(one: Snapshot, change: Change | None) -> tuple[str, ...]:
    whose = "plan" if one.task_number is None else f"task {one.task_number}"
    return (
        whose,
        f"#{one.sequence}",
        one.timestamp,
        visible(one.actor),
        judged_text(one),
        "pruned" if one.pruned_at is not None else _change_text(one, change or Change()),
        one.git_ref[:12] if one.git_ref else "no commit",
        visible(one.checkpoint_name),
    )


def _line(row: Sequence[str], widths: Sequence[int], paint: Paint) -> str:
    whose, sequence, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"{whose}  {paint('bold', sequence)}  {'  '.join(rest).rstrip()}\n"


def _change_text(one: Snapshot, change: Change) -> str:
    if not change.files:
        return "as HEAD" if one.git_ref else "no contents"
    return f"{counted(change.files, 'file')} +{change.added:,} -{change.removed:,}"


def _change_json(change: Change | None) -> Json:
    if change is None:
        return None
    return {"files": change.files, "added": change.added, "removed": change.removed}


def shown_json(shown: ShownSnapshot) -> Json:
    pruned = shown.snapshot.pruned_at is not None
    return {
        "plan": plan_json(shown.plan),
        "task": None if shown.task is None else task_json(shown.task),
        "snapshot": snapshot_json(shown.snapshot),
        "change": None if pruned else _change_json(shown.change),
        "files": [
            {
                "path": diff.path,
                "old_path": diff.old_path,
                "status": diff.status,
                "added": diff.added,
                "removed": diff.removed,
            }
            for diff in shown.diffs
        ],
        "rules": dict(shown.rules),
        "left_out": list(shown.left_out),
    }


def shown_text(shown: ShownSnapshot, paint: Paint, *, verbose: bool) -> str:
    return "".join(_shown_lines(shown, paint, verbose=verbose))


def _shown_lines(shown: ShownSnapshot, paint: Paint, *, verbose: bool) -> Iterator[str]:
    one = shown.snapshot
    whose = "the plan itself" if shown.task is None else f"task {shown.task.number}"
    title = f"snapshot #{one.sequence} of {whose}, plan {shown.plan.slug}"
    yield f"{paint('bold', title)}: {visible(one.checkpoint_name)}\n"
    yield f"  taken       {one.timestamp} by {visible(one.actor)}\n"
    yield f"  HEAD        {one.git_ref or 'no commit yet'}\n"
    yield f"  tree        {one.tree}\n"
    if one.pruned_at is not None:
        yield f"  pruned      {one.pruned_at}: its numbers are kept, its contents are not\n"
    else:
        yield f"  files       {_change_text(one, shown.change)}\n"
    if one.task_number is not None:
        unsure = ", and more may be: not all could be judged" if one.undecided else ""
        yield f"  violations  {one.violations:,}{unsure}\n"
    for rule, count in shown.rules if verbose else shown.rules[:_SHOWN]:
        yield f"    {count:>7,}  {visible(rule)}\n"
    yield from (f"  not stored  {visible(path)}\n" for path in shown.left_out)
    for diff in shown.diffs if verbose else shown.diffs[:_SHOWN]:
        yield f"  {diff.status:<10}  {visible(diff.path)}  +{diff.added} -{diff.removed}\n"
    more = max(len(shown.diffs), len(shown.rules)) - _SHOWN
    if more > 0 and not verbose:
        yield paint("dim", "  … (--verbose shows all)\n")


def pruned_json(pruned: Pruned) -> Json:
    return {
        "plan": plan_json(pruned.plan),
        "done": pruned.done,
        "snapshots": [snapshot_json(one) for one in pruned.snapshots],
    }


def pruned_text(pruned: Pruned, paint: Paint) -> str:
    if not pruned.snapshots:
        return "nothing to prune\n"
    rows = [_row(one, None)[:4] for one in pruned.snapshots]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    word = "pruned" if pruned.done else "would prune"
    count = counted(len(rows), "snapshot")
    return "".join(_line(row, widths, paint) for row in rows) + f"{word} {count}\n"


def purged_json(purged: Purged) -> Json:
    return {
        "done": purged.done,
        "snapshots": purged.snapshots,
        "refs": purged.refs,
        "scratch": purged.scratch,
    }


def purged_text(purged: Purged) -> str:
    kept = counted(purged.snapshots, "snapshot")
    refs = counted(purged.refs, "ref")
    scratch = counted(purged.scratch, "scratch folder")
    if not purged.done:
        return f"would delete what {kept} hold: {refs} below refs/planproof, {scratch}\n"
    return (
        f"deleted what {kept} held: {refs} below refs/planproof, {scratch}\n"
        "git drops the objects when it next collects garbage;"
        " at once: git gc --prune=now\n"
    )
