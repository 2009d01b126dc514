"""Plans as files: export, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from planproof.report.envelope import JsonObject
from planproof_cli.arguments import PlanArgument, PlanOption, one_plan
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option


@framed("plan-export")
def export(
    session: Session,
    plan: PlanArgument = None,
    plan_option: PlanOption = None,
    to: Annotated[
        str | None,
        option("--to", metavar="DIR", help="Where to. [default: .planproof/plans/SLUG]"),
    ] = None,
) -> Outcome:
    """Write a plan as files that are merged like code: plan.yaml, and one for each task.

    The same plan gives the same bytes. A file that was changed by others is never overwritten:
    import it first.
    """
    from planproof.report.plan_files import exported_json, exported_text
    from planproof.usecases.export_plan import export_plan

    done = export_plan(workspace_of(session), one_plan(plan, plan_option), session.directory, to)
    steps = (f"git add {done.folder}",) if any(one.is_new for one in done.files) else ()
    return Outcome(
        exported_json(done), exported_text(done), diagnostics=done.warnings, next_steps=steps
    )


@framed("plan-import")
def import_(
    session: Session,
    folders: Annotated[
        list[str], argument(metavar="DIR…", help="Folders that planproof plan export has written.")
    ],
) -> Outcome:
    """Take over what plan files say: new plans and tasks, and what changed in known ones.

    A completion in a file is a claim until it is verified here. What was changed both here and in
    the file is named, and then nothing is imported.
    """
    from planproof.report.plan_files import imported_json, imported_text
    from planproof.usecases.import_plan import import_plans

    paths = [Path(session.directory, folder) for folder in folders]
    done = import_plans(workspace_of(session), session.directory, paths)
    data: JsonObject = {"plans": imported_json(done)}
    steps = tuple(
        f"planproof verify-task {one.plan.slug} {one.claimed[0]}" for one in done if one.claimed
    )
    return Outcome(
        data,
        imported_text(done, session.paint),
        diagnostics=tuple(warning for one in done for warning in one.warnings),
        next_steps=steps,
    )
