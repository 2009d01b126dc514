"""Plans that went out to files, and came in from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planproof.errors import Diagnostic
from planproof.plans import Plan
from planproof.report.envelope import Json
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.plans_json import plan_json
from planproof.report.style import Paint


class ImportedPlan(NamedTuple):
    """Tasks by their numbers here; ``claimed`` are those that a file says are completed, and that
    wait to be verified."""

    plan: Plan
    is_new: bool
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    claimed: tuple[int, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


class ExportedFile(NamedTuple):
    """``text`` is what the file ``name`` holds; ``is_new`` says that it did not before."""

    name: str
    text: str
    is_new: bool


class ExportedPlan(NamedTuple):
    """``folder`` as a person would name it."""

    plan: Plan
    folder: str
    files: tuple[ExportedFile, ...]
    warnings: tuple[Diagnostic, ...]


def imported_json(imported: Sequence[ImportedPlan]) -> list[Json]:
    return [
        {
            "plan": plan_json(one.plan),
            "created": one.is_new,
            "added": list(one.added),
            "changed": list(one.changed),
            "claimed": list(one.claimed),
        }
        for one in imported
    ]


def imported_text(imported: Sequence[ImportedPlan], paint: Paint) -> str:
    return "".join(line for one in imported for line in _imported_lines(one, paint))


def exported_json(exported: ExportedPlan) -> dict[str, Json]:
    return {
        "plan": plan_json(exported.plan),
        "folder": exported.folder,
        "files": [{"path": one.name, "written": one.is_new} for one in exported.files],
    }


def exported_text(exported: ExportedPlan) -> str:
    written = sum(one.is_new for one in exported.files)
    same = len(exported.files) - written
    where = f"plan {exported.plan.slug} in {visible(exported.folder)}"
    return f"{where}: wrote {counted(written, 'file')}, {same} unchanged\n"


def _imported_lines(one: ImportedPlan, paint: Paint) -> Iterator[str]:
    verb = "Imported" if one.is_new else "Updated"
    name = paint("bold", one.plan.slug)
    if not (one.is_new or one.added or one.changed):
        yield f"plan {one.plan.id} ({name}) is as its files say\n"
    else:
        added, changed = counted(len(one.added), "task"), len(one.changed)
        yield f"{verb} plan {one.plan.id}: {name}: {added} added, {changed} changed\n"
    if one.claimed:
        tasks = ", ".join(map(str, one.claimed))
        yield f"  {paint('warn', 'claimed completed, not verified here')}: {tasks}\n"
