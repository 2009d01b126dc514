"""What a gate says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.verdict import GateVerdict
from planproof.report.gate_json import gate_json
from planproof.report.gate_text import gate_text
from planproof_cli.exits import of_verdict
from planproof_cli.session import Outcome, Session

_STEPS = 3


def gate_outcome(verdict: GateVerdict, session: Session, *, verbose: bool = False) -> Outcome:
    """The verdict as text, or as JSON to a session with ``json``."""
    data, text = None, ""
    if session.json:
        data = gate_json(verdict)
    else:
        text = gate_text(verdict, session.paint, verbose=verbose, brief=session.quiet)
    exit_ = of_verdict(verdict.verdict)
    return Outcome(data, text, exit_, verdict.notes, tuple(_next_steps(verdict)))


def _next_steps(verdict: GateVerdict) -> Iterator[str]:
    """What looks again at the first things that keep it shut."""
    commands = dict.fromkeys(one.command for one in verdict.objections if one.command)
    yield from list(commands)[:_STEPS]
