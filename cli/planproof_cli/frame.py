"""The frame around every command: shared options before it, one way of answering after it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Annotated, Concatenate, ParamSpec, cast

import typer

from planproof.report.envelope import Envelope
from planproof.report.escape import visible
from planproof.report.places import source_text
from planproof_cli.exits import Exit
from planproof_cli.session import Outcome, Session, Shared, open_session

P = ParamSpec("P")

Directory = Annotated[
    str, typer.Option("-C", metavar="DIR", help="Work as if started in DIR.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print no progress and no advice, only the outcome.")
]

_SHARED = (
    ("shared_directory", Directory, "."),
    ("shared_json", AsJson, False),
    ("shared_quiet", Quiet, False),
)
_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def framed(
    kind: str,
) -> Callable[[Callable[Concatenate[Session, P], Outcome]], Callable[..., None]]:
    """Make a command of a function from a session and its own options to an outcome.

    ``kind`` names the answer in the JSON envelope. ``-C``, ``--json`` and ``--quiet`` are added.
    """

    def frame(command: Callable[Concatenate[Session, P], Outcome]) -> Callable[..., None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

        def run(context: typer.Context, **options: object) -> None:
            mine = Shared(*(options.pop(name) for name, _, _ in _SHARED))
            session = open_session(mine.over(context.find_root().obj))
            outcome = cast("Callable[..., Outcome]", command)(session, **options)
            answer(kind, session, outcome)
            raise typer.Exit(int(outcome.exit))

        shared = [
            inspect.Parameter(name, _KEYWORD, default=default, annotation=annotation)
            for name, annotation, default in _SHARED
        ]
        context = inspect.Parameter("context", _KEYWORD, annotation=typer.Context)
        parameters = [context, *(p.replace(kind=_KEYWORD) for p in own), *shared]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        run.__doc__ = command.__doc__
        return run

    return frame


def answer(kind: str, session: Session, outcome: Outcome) -> None:
    """Print the outcome: JSON or text on stdout, diagnostics and advice of the text on stderr."""
    if session.json:
        ok = outcome.exit is Exit.PASSED
        envelope = Envelope(kind, ok, outcome.data, outcome.diagnostics, outcome.next_steps)
        sys.stdout.write(envelope.dump())
        return
    sys.stdout.write(outcome.text)
    sys.stdout.flush()
    if session.quiet:
        return
    paint = session.paint
    for diagnostic in outcome.diagnostics:
        where, what = source_text(diagnostic), visible(diagnostic.message)
        sys.stderr.write(f"{where}{paint('warn', 'warning')}: {what}\n")
        if diagnostic.fix:
            sys.stderr.write(f"  {paint('dim', visible(diagnostic.fix))}\n")
    for step in outcome.next_steps:
        sys.stderr.write(f"{paint('dim', 'next:')} {visible(step)}\n")
