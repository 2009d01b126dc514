"""The frame around every command: shared options before it, one way of answering after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Concatenate, ParamSpec, cast

from planproof.report.escape import unheeded, visible
from planproof.report.places import source_text
from planproof_cli.exits import Exit
from planproof_cli.session import Outcome, Session, Shared, open_session
from planproof_cli.words import Parameter, option, parameters_of

P = ParamSpec("P")

Directory = Annotated[
    str, option("-C", metavar="DIR", help="Work as if started in DIR.", shows_default=False)
]
AsJson = Annotated[bool, option("--json", help="Print one JSON document on stdout.")]
Quiet = Annotated[
    bool, option("--quiet", "-q", help="Print no progress and no advice, only the outcome.")
]


class Command:
    """A function from a session and its own options to an outcome, for the command line.

    ``kind`` names the answer in the JSON envelope. ``-C``, ``--json`` and ``--quiet`` are added. A
    function that has answered by itself gives its exit status instead of an outcome.
    """

    def __init__(self, kind: str, function: Callable[..., Outcome | Exit]) -> None:
        self.kind = kind
        self.function = function

    @property
    def help(self) -> str | None:
        return self.function.__doc__

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its own, then the shared ones."""
        return (*parameters_of(self.function), *SHARED)

    def run(self, given: Mapping[str, object], outer: object = None) -> Exit:
        """Run it with values for its parameters; ``outer`` are the options before its name."""
        own = {name: value for name, value in given.items() if name not in _SHARED_NAMES}
        session = open_session(Shared(*(given[name] for name in _SHARED_NAMES)).over(outer))
        outcome = self.function(session, **own)
        if isinstance(outcome, Exit):
            return outcome
        answer(self.kind, session, outcome)
        return outcome.exit


def framed(kind: str) -> Callable[[Callable[Concatenate[Session, P], Outcome | Exit]], Command]:
    """Make a command of a function; see :class:`Command`."""

    def frame(function: Callable[Concatenate[Session, P], Outcome | Exit]) -> Command:
        return Command(kind, cast("Callable[..., Outcome | Exit]", function))

    return frame


def _shared(
    shared_directory: Directory = ".", shared_json: AsJson = False, shared_quiet: Quiet = False
) -> None:
    """What every command takes."""


SHARED = parameters_of(_shared)
_SHARED_NAMES = tuple(parameter.name for parameter in SHARED)


def answer(kind: str, session: Session, outcome: Outcome) -> None:
    """Print the outcome: JSON or text on stdout, diagnostics and advice of the text on stderr."""
    if session.json:
        from planproof.report.envelope import Envelope

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
        sys.stderr.write(unheeded(f"{where}{paint('warn', 'warning')}: {what}\n"))
        if diagnostic.fix:
            sys.stderr.write(unheeded(f"  {paint('dim', visible(diagnostic.fix))}\n"))
    for step in outcome.next_steps:
        sys.stderr.write(unheeded(f"{paint('dim', 'next:')} {visible(step)}\n"))
