"""The forms in which a gate can be read: for people, for programs, for the tools of a CI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import Ends, GateVerdict
from planproof.model.location import Place, Position
from planproof.model.verdict import Verdict
from planproof.model.violation import Severity
from planproof.report import envelope, gate_markdown, github, gitlab, junit, rdjson, sarif
from planproof.report.escape import unheeded_json
from planproof.report.gate_json import gate_json
from planproof.report.gate_text import gate_text
from planproof.report.style import Paint, plain

if TYPE_CHECKING:
    from planproof.errors import Diagnostic

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")

_BEGINNINGS = (
    f'{{\n  "schema_version": {envelope.SCHEMA_VERSION},\n  "kind": "',
    sarif.BEGINS,
    github.BEGINS,
    gitlab.BEGINS,
    junit.BEGINS,
    rdjson.BEGINS,
    gate_markdown.BEGINS,
)
TEXT_BEGINS = "# planproof report: "
"""What a text begins with in a file, where no prompt says what was called."""


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
        return gate_text(verdict, paint, command=command, verbose=verbose, brief=brief)
    if name == "json":
        ok = verdict.verdict is Verdict.PASSED
        steps = tuple(next_steps)
        return envelope.Envelope(command, ok, gate_json(verdict), verdict.notes, steps).dump()
    return {
        "sarif": lambda: unheeded_json(sarif.sarif(verdict, command)),
        "github": lambda: github.github(verdict, command),
        "gitlab": lambda: unheeded_json(gitlab.gitlab(verdict)),
        "junit": lambda: junit.junit(verdict, command),
        "rdjson": lambda: unheeded_json(rdjson.rdjson(verdict)),
        "markdown": lambda: gate_markdown.gate_markdown(verdict, command),
    }[name]()


def is_report(beginning: bytes, size: int) -> bool:
    """Whether a file of ``size`` bytes that starts so is a report of ours, or empty: such a one
    may be written over."""
    marks = [mark.encode() for mark in (*_BEGINNINGS, TEXT_BEGINS)]
    return size == 0 or beginning.startswith(tuple(marks)) or beginning == gitlab.EMPTY.encode()


LONGEST_BEGINNING = max(len(mark) for mark in (*_BEGINNINGS, TEXT_BEGINS))


def no_verdict(diagnostics: Sequence[Diagnostic]) -> GateVerdict:
    """What is to be read where nothing could be judged at all: never a clean report."""
    objections = tuple(_unjudged(number, one) for number, one in enumerate(diagnostics))
    return GateVerdict(Ends(), (), objections)


def _unjudged(number: int, one: Diagnostic) -> Objection:
    import hashlib

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
