"""A gate as annotations of a pull request: workflow commands for the log of a GitHub job.

GitHub shows ten annotations of a kind for a step. The worst objections get one each; what is left
gets one for each rule, with its number. How commands are escaped: actions/toolkit, and the runner
that reads them (ActionCommand.cs in actions/runner).
"""

from __future__ import annotations

from collections.abc import Sequence

from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.location import Place
from planproof.model.violation import Severity
from planproof.report.escape import visible
from planproof.report.gate_parts import (
    Group,
    Spot,
    Spots,
    groups_of,
    message_of,
    numbers_text,
    objections_of,
    one_line,
    rule_id,
    shortened,
)
from planproof.report.places import counted

MOST = 10

BEGINS = "::debug::planproof "

_COMMANDS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}
_SAMPLE = 5


def github(verdict: GateVerdict, command: str = "gate") -> str:
    """One command a line, at most ``MOST`` that annotate; the first is for debug logs only."""
    objections = objections_of(verdict)
    spots = Spots(verdict)
    numbers = numbers_text(verdict, objections)
    lines = [f"{BEGINS}{_data(f'{command}: {verdict.verdict.value}: {numbers}')}"]
    single, rest = _shared_out(objections)
    lines += [_annotation(one, spots.of(one)) for one in single]
    lines += [_of_group(one, spots) for one in rest]
    if left := len(objections) - len(single) - sum(len(one.objections) for one in rest):
        lines.append(_command("error", {"title": "planproof"}, _left(left, command)))
    return "".join(f"{line}\n" for line in lines)


def _shared_out(objections: Sequence[Objection]) -> tuple[Sequence[Objection], Sequence[Group]]:
    """As many single ones as leave room for the rules of all others."""
    if len(objections) <= MOST:
        return objections, ()
    for single in range(MOST - 1, -1, -1):
        groups = groups_of(objections[single:])
        if single + len(groups) <= MOST:
            return objections[:single], groups
    return (), groups[: MOST - 1]


def _left(number: int, command: str) -> str:
    return f"{counted(number, 'objection')} more, to other rules: see the report of {command}"


def _annotation(one: Objection, spot: Spot) -> str:
    return _command(_word(one), _where(one, spot), annotation_text(one))


def _of_group(group: Group, spots: Spots) -> str:
    """At the first of its places."""
    first, number = group.objections[0], len(group.objections)
    if number == 1:
        return _annotation(first, spots.of(first))
    places = [shortened(spots.of(one).text, 200) for one in group.objections[:_SAMPLE]]
    if number > _SAMPLE:
        places.append(f"and {number - _SAMPLE:,} more")
    text = f"{counted(number, 'objection')}: {', '.join(places)}\n{annotation_text(first)}"
    return _command(_word(first), _where(first, spots.of(first)), text)


def annotation_text(one: Objection) -> str:
    """What is wrong, why that matters, how to mend it, and what looks again: a line each."""
    labelled = (("why", one.why), ("fix", one.fix), ("check again", one.command))
    lines = [f"{label}: {one_line(text, 700)}" for label, text in labelled if text]
    return "\n".join((message_of(one, 700), *lines))


def _word(one: Objection) -> str:
    return "error" if one.kind is ObjectionKind.UNJUDGED else _COMMANDS[one.severity]


def _where(one: Objection, spot: Spot) -> dict[str, str]:
    """The title is last: the runner strips blanks from the ends of all properties together."""
    found = {"file": _file(spot.path), **_lines(spot)}
    return {**found, "title": f"planproof: {shortened(visible(rule_id(one)), 200)}"}


def _file(path: str) -> str:
    """The runner drops equals signs in front of a value."""
    shown = visible(path)
    return f"./{shown}" if shown.startswith("=") else shown


def _lines(spot: Spot) -> dict[str, str]:
    """Columns only within one line: the runner drops others, and says so."""
    lines = {"line": str(spot.line), "endLine": str(spot.end_line)}
    return lines | _columns(spot.place) if spot.place is not None else lines


def _columns(place: Place) -> dict[str, str]:
    if place.end.line != place.start.line:
        return {}
    start = place.start.column + 1
    return {"col": str(start), "endColumn": str(max(start, place.end.column + 1))}


def _command(word: str, properties: dict[str, str], data: str) -> str:
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{word} {named}::{_data(data)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
