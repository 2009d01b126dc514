"""“This has to be done, and this is how you will know.”"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import UsageError
from planproof.plans import NewTask, Plan, RedFirst, Task
from planproof.usecases.workspace import Workspace, find_plan, open_plans

if TYPE_CHECKING:
    from planproof.report.red import RedCheck
    from planproof.usecases.prepare import Prepared


class TaskRequest(NamedTuple):
    """What was asked for. The spec is a file, or names that must be gone and names that must be.
    ``analogous`` are patterns as they are typed."""

    title: str
    description: str = ""
    assigned_to: str = ""
    spec_file: str | None = None
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    depends_on: tuple[int, ...] = ()
    already_done: str = ""
    analogous: tuple[str, ...] = ()


class AddedTask(NamedTuple):
    plan: Plan
    task: Task
    red: RedCheck | None


def add_task(
    workspace: Workspace, plan_name: str | None, directory: Path, request: TaskRequest
) -> AddedTask:
    """Store the task, its spec validated and tried at once. Raises SpecError, UsageError."""
    prepared = prepare_request(workspace, directory, request)
    analogous = kept_patterns(request.analogous)
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        red = None
        if prepared is not None:
            from planproof.usecases.try_spec import check_red

            with workspace.index() as index:
                red = check_red(workspace, index, prepared, plan.base_commit)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            task = writer.add_task(plan, _new_task(request, prepared, red, analogous))
            if red is not None:
                witnesses = (red.base or red.now).witnesses
                writer.keep_witnesses(task, red.now.spec_digest, witnesses)
        return AddedTask(plan, task, red)


def prepare_request(workspace: Workspace, directory: Path, request: TaskRequest) -> Prepared | None:
    """The spec that was asked for, from its file or written from the names."""
    if request.spec_file is not None:
        if request.forbid or request.require:
            raise UsageError("--spec and --forbid/--require exclude each other")
        from planproof.usecases.prepare import prepare_file

        return prepare_file(workspace.root, directory, request.spec_file)
    if request.forbid or request.require:
        from planproof.spec import new_spec
        from planproof.usecases.prepare import prepare_text

        text = new_spec(request.title, forbid=request.forbid, require=request.require)
        return prepare_text(text, "")
    return None


def kept_patterns(typed: Sequence[str]) -> str:
    """Patterns as a task keeps them. Raises UsageError for what is none."""
    if not typed:
        return ""
    from planproof.search.patterns.kinds import to_json
    from planproof.search.patterns.words import read_texts

    return to_json(read_texts(typed))


def _new_task(
    request: TaskRequest, prepared: Prepared | None, red: RedCheck | None, analogous: str
) -> NewTask:
    return NewTask(
        title=request.title,
        description=request.description,
        assigned_to=request.assigned_to,
        spec=None if prepared is None else prepared.to_store(),
        red_first=RedFirst.UNPROVEN if red is None else red.red_first,
        already_done=request.already_done,
        depends_on=request.depends_on,
        analogous=analogous,
    )
