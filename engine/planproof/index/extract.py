"""What a worker makes of one source: everything that the database keeps of it."""

from __future__ import annotations

from typing import NamedTuple

from planproof.index.facts import Facts
from planproof.index.pack import pack
from planproof.index.scan import extract
from planproof.model.document import Reason, Unparsed
from planproof.model.name import all_segments


class Extract(NamedTuple):
    """Plain values, because they travel between processes.

    ``facts`` is packed, or None where the source could not be parsed for the reason named by
    ``reason``. ``segments`` are the distinct segments of all names, in no order. ``definitions``
    and ``imports`` are the first seven and all columns of their facts.
    """

    facts: bytes | None
    occurrences: int = 0
    segments: tuple[str, ...] = ()
    definitions: tuple[tuple[object, ...], ...] = ()
    imports: tuple[tuple[object, ...], ...] = ()
    reason: str = ""
    detail: str = ""

    @property
    def unparsed(self) -> Unparsed:
        """Why there are no facts; only where there are none."""
        return Unparsed(Reason[self.reason], self.detail)


def extract_all(content: bytes, language: str) -> Extract:
    """The extract of one source. Never raises for what the source holds."""
    facts = extract(content, language)
    if isinstance(facts, Unparsed):
        return refusal(facts.reason, facts.detail)
    definitions = tuple([fact[:7] for fact in facts.definitions])
    imports = tuple(map(tuple, facts.imports))
    return Extract(pack(facts), len(facts.starts), _segments(facts), definitions, imports)


def refusal(reason: Reason, detail: str) -> Extract:
    """The extract of a source that cannot be parsed."""
    return Extract(None, reason=reason.name, detail=detail)


def _segments(facts: Facts) -> tuple[str, ...]:
    targets = (binding.target for binding in facts.imports)
    return tuple(all_segments((*facts.names, *targets)))
