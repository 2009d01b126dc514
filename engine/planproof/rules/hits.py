"""What matchers give back."""

from __future__ import annotations

from msgspec import Struct

from planproof.model.location import Span
from planproof.model.violation import Mark

_LONGEST_NAME = 80


class Hit(Struct, frozen=True):
    """A term met at a place. ``term`` is its index in the clause.

    ``name`` is what stands there, as written; ``resolved`` what it means, where that was needed to
    match, else empty. The span is what a violation points at and what overlap is decided on.
    ``lacks`` says what a candidate should hold and does not; ``through`` are the paths of the other
    files that the hit rests on.
    """

    term: int
    span: Span
    name: str
    resolved: str = ""
    mark: Mark = Mark.PROVEN
    lacks: str = ""
    through: tuple[str, ...] = ()


class Findings(Struct, frozen=True):
    """The hits of a clause in one file, and why some of its terms could not be decided there."""

    hits: tuple[Hit, ...] = ()
    undecided: tuple[str, ...] = ()


def shortened(code: str) -> str:
    """Source text as the name of a hit: on one line, at most 80 characters."""
    line = " ".join(code.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"
