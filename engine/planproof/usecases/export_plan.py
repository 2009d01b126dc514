"""“Put the plan beside the code.”"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from planproof.errors import Diagnostic, RefusedError, SpecError, StoreError, UsageError
from planproof.plans import PlanStatus, PlanStore
from planproof.plans.files import plan_text, read_plan, read_task, task_text
from planproof.plans.files.state import KEY
from planproof.report.plan_files import ExportedFile, ExportedPlan
from planproof.usecases.locations import PLAN_FOLDER
from planproof.usecases.own_files import (
    LARGEST,
    make_folder,
    read_own,
    refuse_links,
    replace,
    sweep,
)
from planproof.usecases.plan_state import KnownPlan, known_plan
from planproof.usecases.workspace import Workspace, find_plan, open_plans

PLAN_FILE = "plan.yaml"
TASKS = "tasks"


def export_plan(
    workspace: Workspace, plan_name: str | None, directory: Path, to: str | None
) -> ExportedPlan:
    """Write the plan's files; what is the same already is left alone, and so is all else there.

    Raises RefusedError where a file holds what this clone does not know: import it first.
    """
    with open_plans(workspace) as store:
        known = known_plan(store, find_plan(store, plan_name))
        top = workspace.root.path if to is None else Path(directory, to)
        folder = workspace.root.path / PLAN_FOLDER / known.plan.slug if to is None else top
        _refuse_git(folder.resolve(), workspace.root.path.resolve())
        refuse_links(folder / TASKS, top)
        files = tuple(_files(known, folder))
        make_folder(folder / TASKS, top)
        sweep(folder / file.name for file in files)
        for file in files:
            if file.is_new:
                replace(folder / file.name, file.text.encode())
        warnings = (*_strangers(known, folder), *_remember(workspace, store, known))
        inside = folder.is_relative_to(directory)
        shown = folder.relative_to(directory).as_posix() if inside else str(folder)
        return ExportedPlan(known.plan, shown, files, warnings)


def _refuse_git(folder: Path, root: Path) -> None:
    """A file among git's own may be taken for a branch, and break every clone."""
    below = folder.relative_to(root) if folder.is_relative_to(root) else folder
    if ".git" in (part.lower() for part in below.parts):
        message = f"{folder} lies in git's own folder; nothing was written"
        raise UsageError(message, fix="name another folder: --to DIR")


def _files(known: KnownPlan, folder: Path) -> Iterator[ExportedFile]:
    """All of them, judged before the first is written."""
    texts = [(PLAN_FILE, known.text, known.last_text, _plan_again)]
    for one in known.tasks.values():
        if not KEY.match(one.file.key):
            raise UsageError(f"the key {one.file.key!r} of task {one.task.number} names no file")
        texts.append((f"{TASKS}/{one.file.key}.yaml", one.text, one.last_text, _task_again))
    unknown: list[Diagnostic] = []
    for name, text, last, again in texts:
        if len(text.encode()) > LARGEST:
            raise UsageError(f"{name} would be larger than {LARGEST:,} bytes", fix="split its spec")
        there = _plain(read_own(folder / name))
        if there is not None and there != text and not _is_ours(there, last, again):
            unknown.append(_unknown(folder / name, folder))
        yield ExportedFile(name, text, there != text)
    if unknown:
        error = RefusedError(unknown[0].message, fix=unknown[0].fix)
        error.diagnostics = tuple(unknown)
        raise error


def _plan_again(content: bytes) -> str:
    return plan_text(read_plan(content, "there"))


def _task_again(content: bytes) -> str:
    return task_text(read_task(content, "there"))


def _is_ours(there: str, last: str, again: Callable[[bytes], str]) -> bool:
    """Whether a file still says what it said when it was last written or read."""
    try:
        return bool(last) and again(there.encode()) == last
    except SpecError:
        return False


def _plain(content: bytes | None) -> str | None:
    """A checkout may have changed the ends of lines."""
    return None if content is None else content.replace(b"\r\n", b"\n").decode("utf-8", "replace")


def _unknown(path: Path, folder: Path) -> Diagnostic:
    return Diagnostic(
        "unknown-changes",
        f"{path} holds what this clone does not know; nothing was written",
        f"planproof plan import {folder}",
    )


def _strangers(known: KnownPlan, folder: Path) -> Iterator[Diagnostic]:
    """Files of tasks that are not here: from another branch, mostly. They stay."""
    own = {f"{key}.yaml" for key in known.tasks}
    found = sorted(path.name for path in (folder / TASKS).glob("*.yaml"))
    others = [name for name in found if name not in own]
    if others:
        listed = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
        yield Diagnostic(
            "tasks-not-here",
            f"left as they are, of tasks that this clone does not have: {listed}",
            f"planproof plan import {folder}",
        )


def _remember(workspace: Workspace, store: PlanStore, known: KnownPlan) -> Iterator[Diagnostic]:
    """An archived plan changes no more: for it nothing needs to be remembered."""
    if known.plan.status is PlanStatus.ARCHIVED or _is_remembered(known):
        return
    try:
        with store.transaction(workspace.actor, workspace.now()) as writer:
            importer = writer.importer()
            importer.remember_plan(known.plan, known.text)
            for key, one in known.tasks.items():
                importer.remember_task(known.plan, key, one.text)
    except StoreError as error:
        message = f"it was not noted what was exported: {error}"
        yield error.diagnostics[0]._replace(message=message)


def _is_remembered(known: KnownPlan) -> bool:
    tasks = known.tasks.values()
    return known.text == known.last_text and all(one.text == one.last_text for one in tasks)
