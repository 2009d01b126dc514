"""Specs: a first one, a check, an explanation, a test by examples, the schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, SpecError
from planproof.report.envelope import JsonObject, diagnostics_json
from planproof.report.examples import example_json, examples_headline, examples_text
from planproof.report.explanation import explanation_json, explanation_text
from planproof.report.places import counted
from planproof_cli.exits import Exit, worst
from planproof_cli.frame import framed
from planproof_cli.progress import progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.usecases.run_examples import TestedSpec


@framed("spec-new")
def new(
    session: Session,
    name: Annotated[str, option("--name", help="What the refactor is called.")] = "",
    forbid: Annotated[
        list[str] | None,
        option("--forbid", metavar="NAME", help="A name that must be gone; repeatable."),
    ] = None,
    require: Annotated[
        list[str] | None,
        option("--require", metavar="NAME", help="A name that must be there; repeatable."),
    ] = None,
    include: Annotated[
        list[str] | None,
        option("--include", metavar="GLOB", help="Where the rules look; repeatable."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        option("--exclude", metavar="GLOB", help="Where they do not look; repeatable."),
    ] = None,
    description: Annotated[str, option("--description", help="What the refactor is about.")] = "",
    output: Annotated[
        str | None, option("--output", "-o", metavar="FILE", help="Write to a new file.")
    ] = None,
) -> Outcome:
    """Write a first spec: a commented one to start from, or a ready one from names."""
    from planproof.spec import new_spec
    from planproof.usecases.check_specs import write_new

    text = new_spec(
        name or "my-refactor",
        forbid=tuple(forbid or ()),
        require=tuple(require or ()),
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        description=description,
    )
    if output is None:
        return Outcome({"text": text, "path": None}, text)
    write_new(text, Path(session.directory, output))
    steps = (f"planproof spec check {output}", f"planproof verify {output}")
    return Outcome({"text": text, "path": output}, f"wrote {output}\n", next_steps=steps)


@framed("spec-check")
def check(
    session: Session,
    specs: Annotated[list[str], argument(metavar="SPEC…", help="YAML spec files.")],
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


@framed("spec-test")
def test(
    session: Session,
    specs: Annotated[list[str], argument(metavar="SPEC…", help="YAML spec files.")],
) -> Outcome:
    """Run every rule over its own examples: bad ones must be red, good ones green.

    Exit status: 0 all came out as they should, 1 some did not, 3 a file has no examples.
    """
    from planproof.usecases.run_examples import run_examples

    tested = run_examples(workspace_of(session), session.directory, tuple(specs))
    text = "\n".join(_tested_text(one, session) for one in tested)
    data: JsonObject = {"specs": [_tested_json(one) for one in tested]}
    warnings = (*(warning for one in tested for warning in one.warnings), *_untested(tested))
    return Outcome(data, text, worst([_exit_of(one) for one in tested]), warnings)


def _exit_of(tested: TestedSpec) -> Exit:
    """A file without any example was not tested, and that is no pass."""
    if tested.wrong:
        return Exit.VIOLATIONS
    return Exit.PASSED if tested.results else Exit.INDETERMINATE


def _untested(tested: tuple[TestedSpec, ...]) -> Iterator[Diagnostic]:
    for one in tested:
        if one.untested:
            message = f"no examples: {', '.join(one.untested)}"
            fix = 'add to the rule: examples: {bad: ["code that must be red"], good: ["…"]}'
            yield Diagnostic("no-examples", message, fix, one.source)


def _tested_text(tested: TestedSpec, session: Session) -> str:
    headline = examples_headline(tested.source, tested.results, session.paint)
    if session.quiet:
        return headline
    rules = [examples_text(rule.rule, rule.results, session.paint) for rule in tested.rules]
    return "".join((*rules, headline))


def _tested_json(tested: TestedSpec) -> JsonObject:
    return {
        "path": tested.source,
        "name": tested.name,
        "rules": [
            {"id": rule.rule, "examples": [example_json(result) for result in rule.results]}
            for rule in tested.rules
        ],
        "untested": list(tested.untested),
    }


@framed("spec-explain")
def explain(
    session: Session,
    specs: Annotated[list[str], argument(metavar="SPEC…", help="YAML spec files.")],
    base: Annotated[
        str | None,
        option("--base", metavar="REV", help="A commit at which green rules were red."),
    ] = None,
) -> Outcome:
    """Say what a spec means here: what makes it red, where it looks, what it hits and misses.

    Gives no verdict: exit status 0 whether rules are red or green.
    """
    from planproof.usecases.explain_specs import explain_specs

    with progress_bar(session, "looking") as on_progress:
        explained = explain_specs(
            workspace_of(session),
            session.directory,
            tuple(specs),
            base=base,
            on_progress=on_progress,
        )
    text = "\n".join(explanation_text(one.explanation, session.paint) for one in explained)
    data: JsonObject = {
        "specs": [{"path": one.source, **explanation_json(one.explanation)} for one in explained]
    }
    warnings = tuple(warning for one in explained for warning in one.warnings)
    steps = tuple(f"planproof verify {one.source}" for one in explained)
    return Outcome(data, text, Exit.PASSED, warnings, steps)


@framed("spec-schema")
def schema(session: Session) -> Outcome:
    """Print the JSON Schema of specs, for editors."""
    import json

    from planproof.spec import json_schema

    del session
    text = json_schema()
    return Outcome(json.loads(text), text)
