"""A snapshot that was restored."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.tree import Entry
from planproof.plans import Plan, Snapshot, Task
from planproof.report.envelope import Json
from planproof.report.escape import visible
from planproof.report.plans_json import plan_json, snapshot_json
from planproof.report.snapshots import snapshot_line
from planproof.report.style import Paint


class Target(Struct, frozen=True):
    """Where to: a folder that does not exist (or is empty), or the name of a new branch."""

    folder: Path | None = None
    branch: str | None = None


class Restored(Struct, frozen=True):
    """``links`` are nested repositories: a snapshot holds the commit they stood at, no contents.

    ``left_out`` are files that the snapshot only lists. ``commit`` is the new one of a branch.
    """

    plan: Plan
    task: Task | None
    snapshot: Snapshot
    target: Target
    head: str | None
    commit: str | None
    links: tuple[Entry, ...]
    left_out: tuple[str, ...]
    warnings: tuple[Diagnostic, ...]


def restored_json(restored: Restored) -> Json:
    target = restored.target
    return {
        "plan": plan_json(restored.plan),
        "snapshot": snapshot_json(restored.snapshot),
        "folder": None if target.folder is None else str(target.folder),
        "branch": target.branch,
        "head": restored.head,
        "commit": restored.commit,
        "nested_repositories": [{"path": one.path, "commit": one.blob} for one in restored.links],
        "left_out": list(restored.left_out),
    }


def restored_text(restored: Restored, paint: Paint) -> str:
    """Where it is now, and what HEAD is there."""
    target = restored.target
    text = snapshot_line(restored.snapshot, paint)
    head = f"HEAD is {restored.head[:12]}" if restored.head else "there is no commit yet"
    if target.folder is not None:
        where = paint("path", visible(str(target.folder)))
        return f"{text}restored to {where}, a work tree of this repository; {head} there\n"
    base = f"on {restored.head[:12]}" if restored.head else "without a parent"
    branch, commit = visible(target.branch or ""), (restored.commit or "")[:12]
    return f"{text}restored to the new branch {paint('bold', branch)}: commit {commit} {base}\n"
