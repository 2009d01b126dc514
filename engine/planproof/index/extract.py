"""What a worker makes of one source: everything that the database keeps of it."""

from __future__ import annotations

from typing import NamedTuple

from planproof.index.facts import Facts
from planproof.index.pack import pack
from planproof.index.postings import Segments
from planproof.index.scan import extract
from planproof.model.document import Reason, Unparsed
from planproof.model.name import all_segments


class Extract(NamedTuple):
    """Plain values, because they travel between processes.

    ``facts`` is packed, or None where the source could not be parsed for the reason named by
    ``reason``. ``segments`` are the distinct segments of all names, by their use, in no order.
    ``kept``: the same source gives the same another time, so that it may be stored.
    """

    facts: bytes | None
    occurrences: int = 0
    segments: Segments = ()
    reason: str = ""
    detail: str = ""
    kept: bool = True

    @property
    def unparsed(self) -> Unparsed:
        """Why there are no facts; only where there are none."""
        return Unparsed(Reason[self.reason], self.detail)


def extract_all(content: bytes, language: str) -> Extract:
    """The extract of one source. Never raises for what the source holds."""
    facts = extract(content, language)
    if isinstance(facts, Unparsed):
        return refusal(facts.reason, facts.detail)
    return Extract(pack(facts), len(facts.starts), _segments(facts))


def refusal(reason: Reason, detail: str) -> Extract:
    """The extract of a source that cannot be parsed."""
    return Extract(None, reason=reason.name, detail=detail)


def _segments(facts: Facts) -> Segments:
    """By their use, as postings count it."""
    defined = all_segments(fact.qualified.rpartition(".")[2] for fact in facts.definitions)
    imported = all_segments(fact.target for fact in facts.imports)
    written = all_segments(facts.names).difference(defined, imported)
    return (
        tuple(written),
        tuple(defined - imported),
        tuple(imported - defined),
        tuple(imported & defined),
    )
