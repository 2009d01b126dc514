"""One violation per rule and place: of hits that overlap, the outermost."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.model.location import Span
from planproof.rules.hits import Hit


def outermost(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits, sorted by place, without those that another one covers or cuts."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_order):
        if not kept or not _same_place(kept[-1].span, hit.span):
            kept.append(hit)
    return tuple(kept)


def innermost(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits of one term, sorted by place, without those that hold another one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_order):
        while kept and kept[-1].span.contains(hit.span):
            kept.pop()
        kept.append(hit)
    return tuple(kept)


def _order(hit: Hit) -> tuple[int, int, int, str]:
    return (hit.span.start, -hit.span.end, hit.term, hit.mark.value)


def _same_place(kept: Span, span: Span) -> bool:
    return kept.overlaps(span) or kept == span
