"""Plans: init, new, list, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import UsageError
from planproof.report.plans_json import accepted_json, plan_json, task_json, verification_json
from planproof.report.plans_text import plan_line, plan_text
from planproof_cli.arguments import PlanArgument, PlanOption, Verbose, one_plan
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option

if TYPE_CHECKING:
    from planproof.report.envelope import JsonObject

Description = Annotated[str, option("--description", "-d", help="What it is about.")]
Base = Annotated[
    str | None,
    option("--base", metavar="REV", help="Where the refactor begins. [default: HEAD]"),
]


@framed("init")
def init(
    session: Session,
    name: Annotated[str | None, option("--name", help="Create a plan with this name.")] = None,
    description: Description = "",
    base: Base = None,
) -> Outcome:
    """Set planproof up for this project: import its plan files, create a first plan."""
    from planproof.usecases.create_plan import NewPlan, initialise

    if name is None and (description or base):
        raise UsageError("--description and --base belong to a plan", fix="add --name NAME")
    workspace = workspace_of(session)
    new = None if name is None else NewPlan(name, description, base)
    done = initialise(workspace, new)
    plan = done.plan
    text = f"plans are kept in {workspace.plans_path}\n" if done.is_new or plan is None else ""
    data: JsonObject = {
        "database": str(workspace.plans_path),
        "created": done.is_new,
        "plan": plan_json(plan) if plan else None,
        "imported": [],
    }
    if done.imported:
        from planproof.report.plan_files import imported_json, imported_text

        text += imported_text(done.imported, session.paint)
        data["imported"] = imported_json(done.imported)
    if plan is not None:
        text += f"Created plan {plan.id}: {plan.slug}\n"
    step = f"planproof add-task {plan.slug} --title …" if plan else "planproof plan new --name NAME"
    if done.imported and plan is None:
        step = "planproof list"
    warnings = tuple(warning for one in done.imported for warning in one.warnings)
    return Outcome(data, text, diagnostics=warnings, next_steps=(step,))


@framed("plan-new")
def new(
    session: Session,
    name: Annotated[str, option("--name", help="Its name; the slug is made from it.")],
    description: Description = "",
    base: Base = None,
) -> Outcome:
    """Create a plan."""
    from planproof.usecases.create_plan import NewPlan, create_plan

    plan = create_plan(workspace_of(session), NewPlan(name, description, base))
    text = f"Created plan {plan.id}: {plan.slug}\n"
    step = f"planproof add-task {plan.slug} --title …"
    return Outcome({"plan": plan_json(plan)}, text, next_steps=(step,))


@framed("plan-list")
def list_all(session: Session) -> Outcome:
    """List all plans."""
    from planproof.usecases.show_plan import list_plans

    views = list_plans(workspace_of(session))
    text = "".join(plan_line(view.plan, view.tasks, session.paint) for view in views)
    data: JsonObject = {
        "plans": [{**plan_json(view.plan), "tasks": len(view.tasks)} for view in views],
    }
    steps = () if views else ("planproof plan new --name NAME",)
    return Outcome(data, text or "no plans yet\n", next_steps=steps)


@framed("show")
def show(
    session: Session,
    plan: PlanArgument = None,
    plan_option: PlanOption = None,
    tasks: Annotated[bool, option("--tasks", help="Show the tasks (always done).")] = True,
    verbose: Verbose = False,
) -> Outcome:
    """Show a plan and its tasks."""
    from planproof.usecases.show_plan import open_tasks, show_plan

    del tasks
    view = show_plan(workspace_of(session), one_plan(plan, plan_option))
    latest, accepted = dict(view.verifications), dict(view.accepted)
    data: JsonObject = {
        "plan": plan_json(view.plan),
        "tasks": [
            {
                **task_json(task),
                "verification": verification_json(latest[task.number])
                if task.number in latest
                else None,
                "accepted_suppressions": [
                    accepted_json(one) for one in accepted.get(task.number, ())
                ],
            }
            for task in view.tasks
        ],
    }
    text = plan_text(view.plan, view.tasks, session.paint, verbose=verbose, accepted=accepted)
    waiting = open_tasks(view)
    steps = [f"planproof verify-task {view.plan.slug} {task.number}" for task in waiting[:1]]
    if not view.tasks:
        steps = [f"planproof add-task {view.plan.slug} --title …"]
    return Outcome(data, text, next_steps=tuple(steps))
