"""Tasks: add and update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, UsageError
from planproof.plans import RedFirst, TaskStatus
from planproof.report.escape import visible
from planproof.report.plans_json import plan_json, task_json
from planproof.report.plans_text import analogous_lines, task_line
from planproof.report.style import Paint
from planproof_cli.arguments import (
    PlanArgument,
    PlanOption,
    TaskArguments,
    one_plan,
    plan_and_task,
)
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option

if TYPE_CHECKING:
    from planproof.report.envelope import JsonObject
    from planproof.usecases.add_task import AddedTask
    from planproof.usecases.update_task import UpdatedTask

SpecFile = Annotated[
    str | None, option("--spec", metavar="FILE", help="The YAML spec that decides.")
]
DependsOn = Annotated[
    list[int] | None,
    option("--depends-on", metavar="TASK", help="A task to be done before; repeatable."),
]
Analogous = Annotated[
    list[str] | None,
    option(
        "--analogous",
        metavar="PATTERN",
        help="Code to look at first, such as 'api_route method=POST'; repeatable.",
    ),
]
AssignedTo = Annotated[str | None, option("--assigned-to", help="Who does it.")]


@framed("add-task")
def add_task(
    session: Session,
    plan: PlanArgument = None,
    title: Annotated[str, option("--title", help="What is to be done.")] = ...,  # type: ignore[assignment]
    plan_option: PlanOption = None,
    description: Annotated[str, option("--description", "-d", help="More about it.")] = "",
    spec: SpecFile = None,
    forbid: Annotated[
        list[str] | None,
        option("--forbid", metavar="NAME", help="A name that must be gone; repeatable."),
    ] = None,
    require: Annotated[
        list[str] | None,
        option("--require", metavar="NAME", help="A name that must be there; repeatable."),
    ] = None,
    depends_on: DependsOn = None,
    assigned_to: AssignedTo = None,
    already_done: Annotated[
        str,
        option("--already-done", metavar="REASON", help="Why it may be green from the start."),
    ] = "",
    analogous: Analogous = None,
) -> Outcome:
    """Add a task. Its spec is validated and tried at once: can it be red?"""
    from planproof.usecases.add_task import TaskRequest, add_task

    request = TaskRequest(
        title=title,
        description=description,
        assigned_to=assigned_to or "",
        spec_file=spec,
        forbid=tuple(forbid or ()),
        require=tuple(require or ()),
        depends_on=tuple(depends_on or ()),
        already_done=already_done,
        analogous=tuple(analogous or ()),
    )
    added = add_task(workspace_of(session), one_plan(plan, plan_option), session.directory, request)
    return _added(added, session.paint)


def _added(added: AddedTask, paint: Paint) -> Outcome:
    """The task, and whether its spec can be red."""
    task, slug = added.task, added.plan.slug
    text = f"Added task {task.number} to plan {added.plan.id} ({slug}): {visible(task.title)}\n"
    data: JsonObject = {"plan": plan_json(added.plan), "task": task_json(task)}
    if added.red is None:
        step = f"planproof update-task {slug} {task.number} --spec FILE"
        warning = Diagnostic("no-spec", "without a spec nothing can prove the task done", step)
        return Outcome({**data, "red": None}, text, diagnostics=(warning,), next_steps=(step,))
    from planproof.report.red import red_json, red_text

    text += red_text(added.red, paint)
    return Outcome(
        {**data, "red": red_json(added.red)},
        text,
        diagnostics=_unproven(task.red_first, slug, task.number),
        next_steps=(f"planproof verify-task {slug} {task.number}",),
    )


@framed("update-task")
def update_task(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    status: Annotated[
        str | None,
        option("--status", help="pending, in_progress, blocked, waived or cancelled."),
    ] = None,
    reason: Annotated[str, option("--reason", help="Why; waiving needs one.")] = "",
    title: Annotated[str | None, option("--title", help="A new title.")] = None,
    description: Annotated[
        str | None, option("--description", "-d", help="A new description.")
    ] = None,
    assigned_to: AssignedTo = None,
    spec: SpecFile = None,
    depends_on: DependsOn = None,
    already_done: Annotated[
        str | None,
        option("--already-done", metavar="REASON", help="Accept a spec never seen red."),
    ] = None,
    analogous: Analogous = None,
    no_analogous: Annotated[
        bool, option("--no-analogous", help="Look at no code first any more.")
    ] = False,
) -> Outcome:
    """Change a task. `completed` cannot be set: only a verification of the code decides it."""
    from planproof.usecases.update_task import TaskChange, update_task

    named, number = plan_and_task(task, plan_option)
    change = TaskChange(
        title=title,
        description=description,
        assigned_to=assigned_to,
        status=None if status is None else _status(status),
        reason=reason,
        spec_file=spec,
        already_done=already_done,
        depends_on=None if not depends_on else tuple(depends_on),
        analogous=_patterns(analogous, none=no_analogous),
    )
    done = update_task(workspace_of(session), named, number, session.directory, change)
    return _updated(done, session.paint, tells_patterns=change.analogous is not None)


def _updated(done: UpdatedTask, paint: Paint, *, tells_patterns: bool) -> Outcome:
    changed: JsonObject = {"spec_change": None, "red": None}
    text = task_line(done.task, paint)
    if tells_patterns:
        text += "".join(analogous_lines(done.plan, done.task, paint))
    warnings: tuple[Diagnostic, ...] = ()
    if done.red is not None:
        more, changed = _tried(done, paint)
        text += more
        warnings = _unproven(done.task.red_first, done.plan.slug, done.task.number)
    data: JsonObject = {"plan": plan_json(done.plan), "task": task_json(done.task), **changed}
    return Outcome(data, text, diagnostics=warnings)


def _patterns(analogous: list[str] | None, *, none: bool) -> tuple[str, ...] | None:
    """What the task is to look at now; None to leave that as it is."""
    if analogous and none:
        raise UsageError(
            "--analogous and --no-analogous exclude each other",
            fix="--analogous alone puts others in the place of those that are there",
        )
    return tuple(analogous or ()) if analogous or none else None


def _tried(done: UpdatedTask, paint: Paint) -> tuple[str, JsonObject]:
    """What trying a new spec has shown, for a person and for a program."""
    from planproof.report.red import red_json, red_text, spec_change_json, spec_change_text

    change, red = done.spec_change, done.red
    text = spec_change_text(change, paint) if change is not None else ""
    text += red_text(red, paint) if red is not None else ""
    return text, {
        "spec_change": None if change is None else spec_change_json(change),
        "red": None if red is None else red_json(red),
    }


def _status(word: str) -> TaskStatus:
    try:
        return TaskStatus(word.replace("-", "_").lower())
    except ValueError:
        known = ", ".join(status.value for status in TaskStatus)
        raise UsageError(f"{word!r} is no status", fix=f"one of {known}") from None


def _unproven(red_first: RedFirst, plan: str, number: int) -> tuple[Diagnostic, ...]:
    if red_first is not RedFirst.UNPROVEN:
        return ()
    message = (
        "the spec is green now and was never seen red: it may look at nothing. "
        "The task cannot complete until the spec was red once"
    )
    fix = f'planproof update-task {plan} {number} --already-done "REASON"'
    return (Diagnostic("unproven", message, fix),)
