"""Analogous code, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible, visible_lines
from planproof.report.places import counted, place_json, place_text
from planproof.report.style import Paint
from planproof.search.features import PART, Field, Kind, kind_of
from planproof.search.similar import Answer, Match, Reason
from planproof.search.similar_places import Found
from planproof.search.template import Template, dedented

_MOST_LINES = 300
"""Of a unit beside another one."""

_WORDS = {
    Field.PARTS: "words",
    Field.LITERALS: "literals",
    Field.CALLS: "calls",
    Field.ATTRIBUTES: "attributes",
    Field.KEYWORDS: "keyword arguments",
    Field.ASSIGNED: "assigned names",
    Field.PARAMETERS: "parameters",
    Field.DECORATORS: "decorators",
    Field.BASES: "bases",
    Field.SIBLINGS: "sibling methods",
    Field.NEIGHBOURS: "neighbours",
    Field.MODULE: "names of the file",
    Field.SHAPE3: "shape",
    Field.SHAPE5: "shape",
    Field.HEAD: "signature",
    Field.NAME: "name parts",
}


def similar_json(found: Found | None, answer: Answer, offset: int, limit: int) -> JsonObject:
    """``matches`` each with place, ``symbol``, ``kind``, ``score`` (1: a copy) and ``why``;
    ``not_looked_at`` only where there may be more copies."""
    unseen: JsonObject = {"not_looked_at": answer.unseen} if answer.unseen else {}
    return {
        "asked": _unit_json(found) if found is not None and found.path != "-" else None,
        "matches": [_match_json(one) for one in answer.matches],
        "total": answer.total,
        "offset": offset,
        "limit": limit,
        "compared": answer.units,
        **unseen,
    }


def template_json(template: Template) -> JsonObject:
    return {
        "text": template.text,
        "holes": template.holes,
        "members": template.members,
        "common": template.common,
        "cut": template.is_cut,
    }


def similar_text(found: Found | None, answer: Answer, offset: int, paint: Paint) -> str:
    return "".join(f"{line}\n" for line in _lines(found, answer, offset, paint))


def template_text(template: Template, paint: Paint) -> str:
    said = f"{template.common:.0%} in common in {counted(template.members, 'unit')}"
    cut = ", beginning only" if template.is_cut else ""
    title = paint("bold", "template") + paint("dim", f"   {said}{cut}")
    return f"\n{title}\n\n{visible_lines(template.text)}\n"


def side_by_side(left: Found, right: Found, width: int, paint: Paint) -> str:
    """Two units in columns; lines that differ are marked with ``|``, ``<`` and ``>``."""
    room = max((width - 3) // 2, 20)
    titles = (place_text(left.place()), place_text(right.place()))
    lines = [f"{paint('path', _cell(titles[0], room))}   {paint('path', titles[1])}"]
    for mark, one, other in _rows(_source_lines(left), _source_lines(right)):
        row = f"{_cell(one, room)} {mark} {_cell(other, room)}".rstrip()
        lines.append(row if mark == " " else paint("bold", row))
    return "\n" + "".join(f"{line}\n" for line in lines)


def _lines(found: Found | None, answer: Answer, offset: int, paint: Paint) -> Iterator[str]:
    if found is not None and found.path != "-":
        yield f"like {paint('path', place_text(found.place()))}  {visible(found.symbol)}".rstrip()
    if not answer.units:
        yield "nothing to compare: no file here is of a language with a grammar"
        return
    for number, match in enumerate(answer.matches, offset + 1):
        yield from _match_lines(number, match, paint)
    yield _headline(answer, offset, paint)
    if answer.unseen:
        yield f"not looked at: {answer.unseen:,} more that may be copies"


def _match_lines(number: int, match: Match, paint: Paint) -> Iterator[str]:
    place = paint("path", place_text(match.found.place()))
    symbol = visible(match.found.symbol)
    yield f"{number:>3}  {match.score:.2f}  {place}  {paint('bold', symbol)}".rstrip()
    for reason in match.why:
        yield paint("dim", f"           {_reason_text(reason)}")
    if match.others:
        yield paint("dim", f"           the same contents: {', '.join(map(visible, match.others))}")


def _reason_text(reason: Reason) -> str:
    said = f"{_WORDS[reason.field]} {reason.part:.0%}"
    whole = [term for term in reason.terms if not term.endswith(PART)]
    if not reason.terms:
        return said
    more = reason.total - len(reason.terms)
    terms = ", ".join(_term(reason.field, term) for term in whole or reason.terms)
    return f"{said}: {terms}{f' and {more} more' if more > 0 else ''}"


def _term(field: Field, term: str) -> str:
    """As it is said to a person."""
    if field is Field.NEIGHBOURS:
        word = "before" if term[0] == ">" else "behind"
        return f"{word} {visible(term[1:80])}" if term[1:] else _ENDS[term]
    if field is Field.PARAMETERS and term.startswith("#"):
        return counted(int(term[1:]), "parameter")
    if field is Field.HEAD:
        term = term.replace(" - > ", " -> ").replace("( ", "(").replace(" )", ")")
    return visible(term if len(term) <= 80 else f"{term[:79]}…")


_ENDS = {"<": "the first", ">": "the last"}


def _headline(answer: Answer, offset: int, paint: Paint) -> str:
    compared = paint("dim", f"{answer.units:,} functions, classes and files compared")
    if not answer.total:
        return f"nothing is like it   {compared}"
    if not answer.matches:
        return f"no match behind the first {answer.total:,}   {compared}"
    last = offset + len(answer.matches)
    return f"{offset + 1}-{last} of {answer.total:,}   {compared}"


def _match_json(match: Match) -> Json:
    return {
        **_unit_json(match.found),
        "score": match.score,
        "why": [_reason_json(one) for one in match.why],
        "same_contents": list(match.others),
    }


def _unit_json(found: Found) -> JsonObject:
    return {
        **place_json(found.place()),
        "symbol": found.symbol,
        "kind": _kind(found).value,
    }


def _kind(found: Found) -> Kind:
    if found.row < 0:
        return Kind.FILE
    return kind_of(found.document.definitions[found.row]) or Kind.FILE


def _reason_json(reason: Reason) -> Json:
    return {
        "what": _WORDS[reason.field],
        "part": reason.part,
        "shared": reason.total,
        "terms": list(reason.terms),
    }


def _source_lines(found: Found) -> list[str]:
    text = found.source[found.span.start : found.span.end].decode("utf-8", "replace")
    lines = [line.rstrip("\r").expandtabs(4) for line in text.split("\n")[:_MOST_LINES]]
    return [lines[0], *(dedented(line, found.margin) for line in lines[1:])]


def _rows(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(mark, line, line) from the top, alike lines side by side."""
    one, other = ([line.strip() for line in lines] for lines in (left, right))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for word, low, high, other_low, other_high in matcher.get_opcodes():
        for at in range(max(high - low, other_high - other_low)):
            here = left[low + at] if low + at < high else None
            there = right[other_low + at] if other_low + at < other_high else None
            mark = (
                " " if word == "equal" else ">" if here is None else "<" if there is None else "|"
            )
            yield mark, here or "", there or ""


def _cell(line: str, room: int) -> str:
    shown = visible(line)
    return shown.ljust(room) if len(shown) <= room else f"{shown[: room - 1]}…"
