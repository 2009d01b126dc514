"""Chains that begin with something that is no name: where their named part stands.

The callee of ``x.filter(a).filter(b)`` covers the first call as well. A hit of it points at the
last ``filter`` only, so that the two are two places.
"""

from __future__ import annotations

from planproof.model.location import Span
from planproof.model.name import OPAQUE, segments


def place_after_break(name: str, span: Span, content: bytes) -> Span:
    """The span of the segments behind ``()``; the whole span where the chain is all names."""
    if not name.startswith(OPAQUE):
        return span
    start = span.end
    for segment in reversed(segments(name)[1:]):
        found = content.rfind(segment.encode("utf-8", "replace"), span.start, start)
        if found < 0:
            break
        start = found
    return Span(start, span.end) if start < span.end else span
