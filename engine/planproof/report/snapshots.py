"""Snapshots and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.plans import Diff, Plan, Snapshot, Task
from planproof.progress import Comparison, Recorded
from planproof.report.envelope import Json
from planproof.report.escape import visible, visible_lines
from planproof.report.places import counted, place_json, place_text
from planproof.report.plans_json import counts_json, plan_json, snapshot_json, task_json
from planproof.report.plans_text import counts_text, judged_text
from planproof.report.style import Paint, StyleName

_SHOWN = 10
_PATCH_STYLES: dict[str, StyleName] = {"+": "good", "-": "bad", "@": "path"}


class SnapshotDifference(Struct, frozen=True):
    """One snapshot: its diffs to HEAD, and its violations against the snapshot before it."""

    plan: Plan
    task: Task
    snapshots: tuple[Snapshot, ...]
    snapshot: Snapshot
    previous: Snapshot | None
    comparison: Comparison[Recorded, Recorded]
    diffs: tuple[Diff, ...]
    left_out: tuple[str, ...]


def difference_json(shown: SnapshotDifference) -> Json:
    comparison = shown.comparison
    return {
        "plan": plan_json(shown.plan),
        "task": task_json(shown.task),
        "snapshots": [snapshot_json(one) for one in shown.snapshots],
        "snapshot": snapshot_json(shown.snapshot),
        "previous": None if shown.previous is None else snapshot_json(shown.previous),
        "counts": counts_json(comparison.counts),
        "new": [recorded_json(one) for one in comparison.new],
        "fixed": [recorded_json(one) for one in comparison.fixed],
        "diffs": [diff_json(diff) for diff in shown.diffs],
        "left_out": list(shown.left_out),
    }


def difference_text(shown: SnapshotDifference, paint: Paint, *, patches: bool) -> str:
    """The task's snapshots, what the chosen one fixed and added, and its files."""
    return "".join(_difference_lines(shown, paint, patches=patches))


def snapshot_line(snapshot: Snapshot, paint: Paint) -> str:
    """``#3  2026-11-21T09:30:00Z  12 violations  verify: violated  at 1a2b3c4d5e6f``."""
    head = f"  at {snapshot.git_ref[:12]}" if snapshot.git_ref else ""
    count = judged_text(snapshot)
    sequence = paint("bold", f"#{snapshot.sequence}")
    name = visible(snapshot.checkpoint_name)
    return f"{sequence}  {snapshot.timestamp}  {count}  {name}{paint('dim', head)}\n"


def _difference_lines(shown: SnapshotDifference, paint: Paint, *, patches: bool) -> Iterator[str]:
    yield f"{paint('bold', f'task {shown.task.number}: {visible(shown.task.title)}')}\n"
    for snapshot in shown.snapshots:
        mark = "→" if snapshot.sequence == shown.snapshot.sequence else " "
        yield f"{mark} {snapshot_line(snapshot, paint)}"
    if shown.previous is not None:
        counts = counts_text(shown.comparison.counts)
        yield f"\nfrom #{shown.previous.sequence} to #{shown.snapshot.sequence}: {counts}\n"
        yield from violation_lines("fixed", shown.comparison.fixed, paint, "good")
        yield from violation_lines("new", shown.comparison.new, paint, "bad")
    why = "" if shown.diffs else nothing_kept(shown.snapshot)
    if why:
        yield f"\nhow the tree differed from HEAD is not known: {why}\n"
    else:
        yield from file_lines(shown.diffs, "HEAD", paint, patches=patches)


def nothing_kept(snapshot: Snapshot) -> str:
    """Why there can be no diffs of a snapshot that has none; empty where it was as HEAD."""
    if snapshot.pruned_at is not None:
        return f"#{snapshot.sequence} was pruned at {snapshot.pruned_at}"
    return "" if snapshot.git_ref else "no contents are kept of it, which takes git"


def violation_lines(
    word: str, violations: Sequence[Recorded], paint: Paint, style: StyleName
) -> Iterator[str]:
    for one in violations[:_SHOWN]:
        yield f"  {paint(style, word)}  {place_text(one.place)}  {visible(one.rule)}\n"
    if len(violations) > _SHOWN:
        yield paint("dim", f"  … and {len(violations) - _SHOWN:,} more {word}\n")


def file_lines(diffs: Sequence[Diff], base: str, paint: Paint, *, patches: bool) -> Iterator[str]:
    """How many files and lines differ from ``base``, and which; with ``patches`` how."""
    if not diffs:
        yield f"\nthe tree did not differ from {base}\n"
        return
    added = sum(diff.added for diff in diffs)
    removed = sum(diff.removed for diff in diffs)
    yield f"\nagainst {base}: {counted(len(diffs), 'file')}, +{added:,} -{removed:,} lines\n"
    for diff in diffs if patches else diffs[:_SHOWN]:
        yield f"  {diff.status:<9} {visible(diff.path)}  +{diff.added} -{diff.removed}\n"
        if patches:
            yield from (_patch_line(line, paint) for line in diff.text.splitlines())
    if not patches and len(diffs) > _SHOWN:
        yield paint("dim", f"  … and {len(diffs) - _SHOWN:,} more files (--verbose shows all)\n")


def _patch_line(line: str, paint: Paint) -> str:
    style = _PATCH_STYLES.get(line[:1])
    shown = visible_lines(line)
    return f"{paint(style, shown) if style else shown}\n"


def recorded_json(one: Recorded) -> dict[str, Json]:
    """Its rule, place and the id it keeps for life."""
    return {"rule": one.rule, **place_json(one.place), "fingerprint": one.fingerprint}


def diff_json(diff: Diff) -> dict[str, Json]:
    """``text`` is a unified diff; ``added`` and ``removed`` count its lines."""
    return {
        "path": diff.path,
        "old_path": diff.old_path,
        "status": diff.status,
        "added": diff.added,
        "removed": diff.removed,
        "text": diff.text,
    }
