"""Specs: a first one, a check, the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planproof.errors import SpecError
from planproof.report.envelope import JsonObject, diagnostics_json
from planproof.report.places import counted
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of


@framed("spec-new")
def new(
    session: Session,
    name: Annotated[str, typer.Option("--name", help="What the refactor is called.")] = "",
    forbid: Annotated[
        list[str] | None,
        typer.Option("--forbid", metavar="NAME", help="A name that must be gone; repeatable."),
    ] = None,
    require: Annotated[
        list[str] | None,
        typer.Option("--require", metavar="NAME", help="A name that must be there; repeatable."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a new file.")
    ] = None,
) -> Outcome:
    """Write a first spec: a commented one to start from, or a ready one from names."""
    from planproof.spec import new_spec
    from planproof.usecases.check_specs import write_new

    text = new_spec(name or "my-refactor", forbid=tuple(forbid or ()), require=tuple(require or ()))
    if output is None:
        return Outcome({"text": text, "path": None}, text)
    write_new(text, Path(session.directory, output))
    steps = (f"planproof spec check {output}", f"planproof verify {output}")
    return Outcome({"text": text, "path": output}, f"wrote {output}\n", next_steps=steps)


@framed("spec-check")
def check(
    session: Session,
    specs: Annotated[list[str], typer.Argument(metavar="SPEC…", help="YAML spec files.")],
) -> Outcome:
    """Validate specs: every error of every file, with its place and its mend."""
    from planproof.usecases.check_specs import check_specs

    checked = check_specs(workspace_of(session), session.directory, tuple(specs))
    problems = tuple(diagnostic for one in checked for diagnostic in one.diagnostics)
    if problems and not session.json:
        raise SpecError(problems)
    warnings = tuple(warning for one in checked for warning in one.warnings)
    text = "".join(
        f"{one.source}: {one.name}, {counted(len(one.rules), 'rule')}, no errors\n"
        for one in checked
    )
    data: JsonObject = {
        "specs": [
            {
                "path": one.source,
                "name": one.name,
                "rules": [rule.id for rule in one.rules],
                "valid": not one.diagnostics,
                "diagnostics": diagnostics_json(one.diagnostics),
            }
            for one in checked
        ]
    }
    return Outcome(data, text, Exit.USAGE if problems else Exit.PASSED, problems + warnings)


@framed("spec-schema")
def schema(session: Session) -> Outcome:
    """Print the JSON Schema of specs, for editors."""
    import json

    from planproof.spec import json_schema

    del session
    text = json_schema()
    return Outcome(json.loads(text), text)
