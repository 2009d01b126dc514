"""The forms in which a gate can be read: for people, for programs, for the tools of a CI.

Each is loaded when it is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import Ends, GateVerdict
from planproof.model.location import Place, Position
from planproof.model.verdict import Verdict
from planproof.model.violation import Severity
from planproof.report.envelope import Envelope
from planproof.report.escape import unheeded_json
from planproof.report.style import Paint, plain

if TYPE_CHECKING:
    from planproof.errors import Diagnostic

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")

TEXT_BEGINS = "# planproof report: "
"""What a text begins with in a file, where no prompt says what was called."""

LONGEST_BEGINNING = 200
"""Bytes by which a report is known."""


def render(
    name: str,
    verdict: GateVerdict,
    command: str = "gate",
    *,
    paint: Paint = plain,
    verbose: bool = False,
    brief: bool = False,
    next_steps: Sequence[str] = (),
) -> str:
    """The verdict in one of ``FORMATS``; ``command`` is the one that was judged by, in its words.

    ``paint``, ``verbose`` and ``brief`` are for text, ``next_steps`` for JSON. Raises KeyError for
    another name.
    """
    if name == "text":
        from planproof.report.gate_text import gate_text

        return gate_text(verdict, paint, command=command, verbose=verbose, brief=brief)
    if name == "json":
        from planproof.report.gate_json import gate_json

        ok, steps = verdict.verdict is Verdict.PASSED, tuple(next_steps)
        return Envelope(command, ok, gate_json(verdict), verdict.notes, steps).dump()
    return _FOR_TOOLS[name](verdict, command)


def _sarif(verdict: GateVerdict, command: str) -> str:
    from planproof.report.sarif import sarif

    return unheeded_json(sarif(verdict, command))


def _github(verdict: GateVerdict, command: str) -> str:
    from planproof.report.github import github

    return github(verdict, command)


def _gitlab(verdict: GateVerdict, command: str) -> str:
    del command
    from planproof.report.gitlab import gitlab

    return unheeded_json(gitlab(verdict))


def _junit(verdict: GateVerdict, command: str) -> str:
    from planproof.report.junit import junit

    return junit(verdict, command)


def _rdjson(verdict: GateVerdict, command: str) -> str:
    del command
    from planproof.report.rdjson import rdjson

    return unheeded_json(rdjson(verdict))


def _markdown(verdict: GateVerdict, command: str) -> str:
    from planproof.report.gate_markdown import gate_markdown

    return gate_markdown(verdict, command)


_FOR_TOOLS: dict[str, Callable[[GateVerdict, str], str]] = {
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "rdjson": _rdjson,
    "markdown": _markdown,
}


def is_report(beginning: bytes, size: int) -> bool:
    """Whether a file of ``size`` bytes, the first of which are ``beginning``, is a report of ours,
    or empty: such a one may be written over."""
    from planproof.report.gitlab import EMPTY

    marks = tuple(mark.encode() for mark in _beginnings())
    return size == 0 or beginning.startswith(marks) or beginning == EMPTY.encode()


def _beginnings() -> Iterator[str]:
    from planproof.report import gate_markdown, github, gitlab, junit, rdjson, sarif
    from planproof.report.envelope import SCHEMA_VERSION

    yield TEXT_BEGINS
    yield f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "kind": "'
    for room in (sarif, github, gitlab, junit, rdjson, gate_markdown):
        yield room.BEGINS


def no_verdict(diagnostics: Sequence[Diagnostic]) -> GateVerdict:
    """What is to be read where nothing could be judged at all: never a clean report."""
    objections = tuple(_unjudged(number, one) for number, one in enumerate(diagnostics))
    return GateVerdict(Ends(), (), objections)


def _unjudged(number: int, one: Diagnostic) -> Objection:
    joined = f"{number} {one.code} {one.source} {one.message}".encode("utf-8", "surrogatepass")
    fix, command = (one.fix, "") if not one.fix.startswith("planproof ") else ("", one.fix)
    return Objection(
        kind=ObjectionKind.UNJUDGED,
        contract="",
        rule=one.code,
        severity=Severity.HIGH,
        message=one.message,
        fingerprint=hashlib.sha256(joined).hexdigest()[:24],
        place=_place(one),
        path="" if one.source.startswith(("/", "..")) else one.source,
        fix=fix,
        command=command,
    )


def _place(one: Diagnostic) -> Place | None:
    if one.line is None or not one.source or one.source.startswith(("/", "..")):
        return None
    at = Position(one.line - 1, max((one.column or 1) - 1, 0))
    return Place(one.source, at, at)
