"""Hits that a comment takes back, and comments that may not take anything back.

What is taken back is counted and listed, and it is proof that the rule can be red. A hit where the
syntax is broken is never taken back: what looks like a comment there may be none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from planproof.errors import Diagnostic
from planproof.evaluate.markers import Marker
from planproof.evaluate.tally import Tally
from planproof.evaluate.text_page import AnyPage
from planproof.evaluate.violations import flawed, forbidden
from planproof.model.suppression import Suppression
from planproof.model.violation import Mark, Severity
from planproof.rules import Findings, Hit, Rule, outermost

_LIKENESS = 0.75
_WORD = re.compile(r"\w")


def hold_back(tally: Tally, page: AnyPage, found: Findings) -> tuple[Hit, ...]:
    """The places that stay violations; the others are noted in the tally, and so is what is wrong
    with the comments on the rule."""
    rule = tally.rule
    if not tally.quotes:
        return ()
    markers = [marker for marker in page.markers if rule.id in marker.rules]
    if not markers:
        return outermost(found.hits)
    valid = [marker for marker in markers if not _flaw(rule, marker)]
    held = holders(found.hits, valid, page)
    taken = outermost(held)
    tally.suppressed += len(taken)
    tally.hits += len(taken)
    tally.suppressions.extend(_suppression(rule, hit, held[hit], page) for hit in taken)
    alive = {marker for hit, marker in held.items() if not marker.says(hit.span)}
    for marker in markers:
        if message := _flaw(rule, marker):
            tally.violations.append(flawed(rule, marker.span, page, message))
        elif marker not in alive and not found.undecided:
            tally.violations.append(flawed(rule, marker.span, page, _dead(rule)))
    return outermost(hit for hit in found.hits if hit not in held)


def is_held(rule: Rule, hit: Hit, page: AnyPage) -> bool:
    """Whether a comment that is as it should be takes a hit back."""
    markers = [m for m in page.markers if rule.id in m.rules and not _flaw(rule, m)]
    return bool(holders([hit], markers, page))


def has_flaw(rule: Rule, page: AnyPage) -> bool:
    """Whether some comment on the rule may not stand as it does, whatever it covers."""
    return any(rule.id in marker.rules and _flaw(rule, marker) for marker in page.markers)


def remarks_on(page: AnyPage, known: Sequence[str]) -> Iterator[Diagnostic]:
    """Comments that name no rule, or one that is nearly the name of a rule that was judged."""
    for marker in page.markers:
        place = page.place(marker.span)
        for message, fix in _doubts(marker.rules, known):
            line, column = place.start.line + 1, place.start.column + 1
            yield Diagnostic("suppression", message, fix, place.path, line, column)


def _doubts(named: Sequence[str], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    from difflib import get_close_matches

    if not named or any("*" in name for name in named):
        yield (
            "this comment suppresses nothing: it has to name the rules it is about",
            "write planproof: ignore[rule-id] and a reason",
        )
    for name in named:
        near = get_close_matches(name, known, 1, _LIKENESS) if name not in known else ()
        for each in near:
            yield f"no rule here is called {name!r}", f"did you mean ignore[{each}]?"


def holders(hits: Sequence[Hit], markers: Sequence[Marker], page: AnyPage) -> dict[Hit, Marker]:
    """The comment that takes each hit back, of several the first; one that is there for it before
    one that only names it. Hits that none takes back are not in there.

    One sweep from the beginning of the file to its end, since a file may have thousands of both.
    """
    ranges = sorted(
        (span.start, order, span.end)
        for order, marker in enumerate(markers)
        for span in (marker.span, *marker.covers)
    )
    found: dict[Hit, Marker] = {}
    begun: list[tuple[int, int]] = []  # a heap of (order, end)
    at = 0
    for hit in sorted(hits, key=lambda hit: hit.span.start):
        start = hit.span.start
        while at < len(ranges) and ranges[at][0] <= start:
            heappush(begun, ranges[at][1:])
            at += 1
        while begun and begun[0][1] <= start:
            heappop(begun)
        if begun and hit.mark is not Mark.LEXICAL and page.is_sound(hit.span):
            found[hit] = _first(begun, markers, hit)
    return {hit: found[hit] for hit in hits if hit in found}


def _first(begun: Sequence[tuple[int, int]], markers: Sequence[Marker], hit: Hit) -> Marker:
    first = markers[begun[0][0]]
    if not first.says(hit.span):
        return first
    orders = (order for order, end in begun if end > hit.span.start)
    return markers[min(orders, key=lambda order: (markers[order].says(hit.span), order))]


def _suppression(rule: Rule, hit: Hit, marker: Marker, page: AnyPage) -> Suppression:
    return Suppression(page.place(marker.span), marker.reason, forbidden(rule, hit, page))


def _flaw(rule: Rule, marker: Marker) -> str:
    """Why a comment takes nothing back; empty where it may."""
    if rule.spec.severity is Severity.CRITICAL:
        return f"{rule.id} is critical and cannot be suppressed: remove the comment"
    if not _WORD.search(marker.reason):
        return (
            f"the suppression of {rule.id} says no reason: "
            f"write planproof: ignore[{rule.id}] and why"
        )
    return ""


def _dead(rule: Rule) -> str:
    return f"the suppression of {rule.id} suppresses nothing: remove the comment"
