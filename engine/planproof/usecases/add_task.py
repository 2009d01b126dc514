"""“This has to be done, and this is how you will know.”"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planproof.errors import NotFoundError, UsageError
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Proof
from planproof.plans import NewTask, Plan, RedFirst, Task
from planproof.report.red import RedCheck
from planproof.spec import new_spec
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_at, judge_now
from planproof.usecases.prepare import Prepared, prepare_file, prepare_text
from planproof.usecases.workspace import Workspace, find_plan, open_plans


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """What was asked for. The spec is a file, or names that must be gone and names that must be."""

    title: str
    description: str = ""
    assigned_to: str = ""
    spec_file: str | None = None
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    depends_on: tuple[int, ...] = ()
    already_done: str = ""


@dataclass(frozen=True, slots=True)
class AddedTask:
    plan: Plan
    task: Task
    red: RedCheck | None


def add_task(
    workspace: Workspace, plan_name: str | None, directory: Path, request: TaskRequest
) -> AddedTask:
    """Store the task, its spec validated and tried at once. Raises SpecError, UsageError."""
    prepared = prepare_request(workspace, directory, request)
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        red = None
        if prepared is not None:
            with workspace.index() as index:
                red = check_red(workspace, index, prepared, plan.base_commit)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            task = writer.add_task(plan, _new_task(request, prepared, red))
            if red is not None:
                witnesses = (red.base or red.now).witnesses
                writer.keep_witnesses(task, red.now.spec_digest, witnesses)
        return AddedTask(plan, task, red)


def prepare_request(workspace: Workspace, directory: Path, request: TaskRequest) -> Prepared | None:
    """The spec that was asked for, from its file or written from the names."""
    if request.spec_file is not None:
        if request.forbid or request.require:
            raise UsageError("--spec and --forbid/--require exclude each other")
        return prepare_file(workspace.root, directory, request.spec_file)
    if request.forbid or request.require:
        text = new_spec(request.title, forbid=request.forbid, require=request.require)
        return prepare_text(text, "")
    return None


def check_red(workspace: Workspace, index: Index, prepared: Prepared, base: str | None) -> RedCheck:
    """Is it red here and now? If not, is it red at the base?"""
    now = judge_now(workspace, index, prepared, Evidence(base)).evaluation
    if now.violations or any(report.proof is Proof.SUPPRESSED for report in now.rules):
        return RedCheck(RedFirst.PROVEN, now)
    if all(rule.guard for rule in prepared.rules):
        return RedCheck(RedFirst.PROVEN, now)
    if any(report.proof is Proof.RED_AT_BASE for report in now.rules):
        return RedCheck(RedFirst.PROVEN, now, _at_base(workspace, index, prepared, base))
    at_base = _at_base(workspace, index, prepared, base)
    is_red = at_base is not None and bool(at_base.violations)
    return RedCheck(RedFirst.PROVEN if is_red else RedFirst.UNPROVEN, now, at_base)


def _at_base(
    workspace: Workspace, index: Index, prepared: Prepared, base: str | None
) -> Evaluation | None:
    if base is None or workspace.repository is None:
        return None
    try:
        return judge_at(workspace, index, prepared, base, Evidence()).evaluation
    except NotFoundError:  # a shallow clone: what is not here proves nothing
        return None


def _new_task(request: TaskRequest, prepared: Prepared | None, red: RedCheck | None) -> NewTask:
    return NewTask(
        title=request.title,
        description=request.description,
        assigned_to=request.assigned_to,
        spec=None if prepared is None else prepared.to_store(),
        red_first=RedFirst.UNPROVEN if red is None else red.red_first,
        already_done=request.already_done,
        depends_on=request.depends_on,
    )
