"""The files of a plan from disk, within bounds, and every mistake of all of them at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from planproof.errors import Diagnostic, PlanproofError, SpecError, UsageError
from planproof.plans.files import PlanFile, TaskFile, read_plan, read_task
from planproof.usecases.export_plan import PLAN_FILE, TASKS
from planproof.usecases.locations import PLAN_FOLDER
from planproof.usecases.own_files import read_own, refuse_links
from planproof.usecases.prepare import Prepared, prepare_text
from planproof.usecases.workspace import Workspace

MOST_TASKS = 10_000
MOST_BYTES = 64 * 1_048_576


class FoundTask(Struct, frozen=True):
    """``source`` is the file as messages call it; ``prepared`` is its spec, if it has one."""

    file: TaskFile
    source: str
    prepared: Prepared | None


class FoundPlan(Struct, frozen=True):
    """``tasks`` by key."""

    file: PlanFile
    source: str
    tasks: Mapping[str, FoundTask]


def find_plan_folders(workspace: Workspace) -> tuple[Path, ...]:
    """The folders in ``.planproof/plans`` that hold a plan, by name."""
    folder = workspace.root.path / PLAN_FOLDER
    if not folder.is_dir():
        return ()
    refuse_links(folder, workspace.root.path)
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    return tuple(path for path in folders if os.path.lexists(path / PLAN_FILE))


def read_folders(folders: Sequence[Path], directory: Path) -> tuple[FoundPlan, ...]:
    """``directory`` is where files are named from. Raises SpecError with the mistakes of all files,
    and UsageError for what is no plan."""
    reader = _Reader(directory)
    _require_plans(folders)
    read = tuple(plan for folder in folders for plan in reader.plan(folder))
    if reader.complaints:
        raise SpecError(tuple(reader.complaints))
    return read


def _require_plans(folders: Sequence[Path]) -> None:
    """Every folder that holds none is named, not only the first."""
    missing = [folder for folder in folders if not os.path.lexists(folder / PLAN_FILE)]
    if not missing:
        return
    fix = "name a folder that planproof plan export has written"
    error = UsageError("no plan")
    error.diagnostics = tuple(
        Diagnostic(error.code, _why_none(folder), fix) for folder in missing
    )  # fmt: skip
    raise error


def _why_none(folder: Path) -> str:
    if folder.is_dir():
        return f"there is no {PLAN_FILE} in {folder}, so it holds no plan"
    return f"there is no folder {folder}" if not folder.exists() else f"{folder} is no folder"


class _Reader(Struct):
    directory: Path
    complaints: list[Diagnostic] = field(default_factory=list)

    def plan(self, folder: Path) -> Iterator[FoundPlan]:
        content = read_own(folder / PLAN_FILE) or b""
        tasks = {one.file.key: one for one in self._tasks(folder)}
        if not self.complaints:
            self.complaints.extend(_dangling(tasks))
        source = self._shown(folder / PLAN_FILE)
        try:
            yield FoundPlan(read_plan(content, source), source, tasks)
        except SpecError as error:
            self.complaints.extend(error.diagnostics)

    def _tasks(self, folder: Path) -> Iterator[FoundTask]:
        refuse_links(folder / TASKS, folder)
        bytes_left = MOST_BYTES
        for path in _paths(folder / TASKS):
            content = read_own(path) or b""
            bytes_left -= len(content)
            if bytes_left < 0:
                raise UsageError(f"{folder} holds more than {MOST_BYTES:,} bytes of tasks")
            try:
                yield _read_one(path, self._shown(path), content)
            except PlanproofError as error:
                self.complaints.extend(error.diagnostics)

    def _shown(self, path: Path) -> str:
        """As a person would name it from where the command was started."""
        inside = path.is_relative_to(self.directory)
        return path.relative_to(self.directory).as_posix() if inside else str(path)


def _paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    if len(paths) > MOST_TASKS:
        raise UsageError(f"{folder} holds more than {MOST_TASKS:,} tasks")
    return paths


def _read_one(path: Path, source: str, content: bytes) -> FoundTask:
    file = read_task(content, source)
    if path.stem != file.key:
        message = f"the key {file.key} is not the name of its file"
        raise SpecError((Diagnostic("bad-name", message, f"call it {file.key}.yaml", source),))
    return FoundTask(file, source, _prepared(file, source, content))


def _prepared(file: TaskFile, source: str, content: bytes) -> Prepared | None:
    """The spec, with its mistakes at their places in the task's file."""
    if file.spec is None:
        return None
    prepared = prepare_text(file.spec.text, file.spec.source)
    try:
        assert prepared.rules is not None  # noqa: S101 - asking reads it
    except SpecError as error:
        offset = _line_of_block(file.spec.text, content)
        raise SpecError(tuple(_placed(one, source, offset) for one in error.diagnostics)) from None
    return prepared


def _line_of_block(text: str, content: bytes) -> int | None:
    """The lines before the literal block of the spec; None where it was written otherwise."""
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    first = text.split("\n", 1)[0]
    for number, line in enumerate(lines):
        if line.startswith("spec: |") and lines[number + 1 : number + 2] == [f"  {first}"]:
            return number + 1
    return None


def _placed(one: Diagnostic, source: str, offset: int | None) -> Diagnostic:
    message = f"spec: {one.message}"
    if offset is None or one.line is None:
        return one._replace(message=message, source=source, line=None, column=None)
    column = None if one.column is None else one.column + 2
    return one._replace(message=message, source=source, line=one.line + offset, column=column)


def _dangling(tasks: Mapping[str, FoundTask]) -> Iterator[Diagnostic]:
    for task in tasks.values():
        for key in task.file.depends_on:
            if key == task.file.key:
                message, fix = "the task depends on itself", "remove the key"
            elif key not in tasks:
                message, fix = (
                    f"there is no task {key} beside it",
                    "add its file, or remove the key",
                )
            else:
                continue
            yield Diagnostic("unknown-task", message, fix, task.source)
