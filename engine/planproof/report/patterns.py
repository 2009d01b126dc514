"""Patterns and what they mean, for programs and people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.report.escape import visible
from planproof.report.places import place_json, place_text
from planproof.report.search_matches import page_json, page_text

if TYPE_CHECKING:
    from planproof.model.location import Place
    from planproof.report.envelope import JsonObject
    from planproof.report.style import Paint
    from planproof.search.match import Page


class PatternMatch(Struct, frozen=True):
    """Something that a pattern means. ``pattern`` is its number among those that were asked, from
    0; ``said`` what there is of what patterns ask for. Not ``certain``: ``why`` says what is
    open."""

    pattern: int
    place: Place
    kind: str
    symbol: str
    said: str
    line: str
    certain: bool
    why: str


class AskedPattern(Struct, frozen=True):
    """A pattern as it may be typed, with how many there are. ``missed`` says what there is where
    there are none, ``near`` are names that may be meant instead."""

    text: str
    type: str
    total: int
    certain: int
    missed: str = ""
    near: tuple[str, ...] = ()


def patterns_json(asked: Sequence[AskedPattern], page: Page[PatternMatch]) -> JsonObject:
    """``matches`` are those of the first pattern, then of the next."""
    return {
        "patterns": [
            {
                "pattern": each.text,
                "type": each.type,
                "total": each.total,
                "certain": each.certain,
                "did_you_mean": [*each.near],
            }
            for each in asked
        ],
        **page_json(page, (_match_json(match) for match in page.items)),
    }


def _match_json(match: PatternMatch) -> JsonObject:
    row: JsonObject = {
        **place_json(match.place),
        "pattern": match.pattern,
        "kind": match.kind,
        "symbol": match.symbol,
        "what": match.said,
        "line": match.line,
        "certain": match.certain,
    }
    if match.why:
        row["why"] = match.why
    return row


def patterns_text(asked: Sequence[AskedPattern], page: Page[PatternMatch], paint: Paint) -> str:
    return "".join(_lines(asked, page, paint)) + page_text(page, "match", "matches")


def _lines(asked: Sequence[AskedPattern], page: Page[PatternMatch], paint: Paint) -> Iterator[str]:
    """Each pattern stands above its matches where there are several."""
    for number, each in enumerate(asked):
        matches = [match for match in page.items if match.pattern == number]
        if len(asked) > 1 and (matches or not each.total):
            yield f"{paint('bold', visible(each.text))}  {each.total:,}\n"
        yield from (_match_text(match, paint) for match in matches)


def _match_text(match: PatternMatch, paint: Paint) -> str:
    where = paint("path", place_text(match.place))
    symbol = f" {visible(match.symbol)}" if match.symbol else ""
    said = f"  {paint('dim', visible(match.said))}" if match.said else ""
    unsure = paint("warn", f"  uncertain: {visible(match.why)}") if not match.certain else ""
    return f"{where}  {paint('bold', match.kind)}{symbol}{said}{unsure}\n"
