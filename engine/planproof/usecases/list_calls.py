"""“Who calls this?” and “what does it call?”"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.document import Document
from planproof.report.search_links import Linked
from planproof.search.callees import Callee, callees
from planproof.search.calls import Caller, callers
from planproof.search.match import Page, Paging
from planproof.search.meaning import End
from planproof.search.symbols import Symbol, symbols_named
from planproof.search.uses import Uses
from planproof.usecases.asking import Asking, Progress, again_if_lost, asking
from planproof.usecases.workspace import Workspace


class Calls(Struct, frozen=True):
    """A page of callers or callees, and the symbols that were asked about."""

    page: Page[Linked]
    symbols: tuple[Symbol, ...]
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def list_callers(
    workspace: Workspace,
    text: str,
    depth: int,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Calls:
    """The definitions that call what a name means, then those that call them. Raises NotFoundError,
    BadTermError."""
    with asking(workspace, at, on_progress) as asked:
        symbols = symbols_named(text, asked.atlas, asked.meaning)
        found = callers(symbols, depth, asked.atlas, Uses(asked.atlas, asked.meaning))
        page = paging.page(found, lambda one: one.certain)
        nearer = {one.end: one.callee for one in reversed(found) if one.certain}
        shown = asked.show(one.calls[0] for one in page.items)
        rows = tuple(
            Linked(
                place.place,
                one.end.qualified,
                one.callee.qualified,
                ("call",),
                one.depth,
                _way(one, nearer),
                len(one.calls),
                place.line,
                one.certain,
                place.why,
                one.callee.path,
            )
            for one, place in zip(page.items, shown, strict=True)
        )
        return Calls(Page(rows, page.total, page.offset, page.certain), symbols, asked.notes)


def _way(one: Caller, nearer: Mapping[End, End]) -> tuple[str, ...]:
    way, at = [one.end.qualified or one.end.path, one.callee.qualified], one.callee
    for _ in range(one.depth - 1):
        at = nearer[at]
        way.append(at.qualified)
    return tuple(way)


@again_if_lost
def list_callees(
    workspace: Workspace,
    text: str,
    depth: int,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Calls:
    """What the definitions that a name means call, then what that calls. Raises as the other."""
    with asking(workspace, at, on_progress) as asked:
        symbols = symbols_named(text, asked.atlas, asked.meaning)

        def document_of(unit: int) -> Document | None:
            known = asked.atlas.units[unit]
            found = asked.index.find([known.blob], known.language).get(known.blob)
            return found if isinstance(found, Document) else None

        found = callees(symbols, depth, asked.atlas, asked.meaning, document_of)
        page = paging.page(found, lambda one: one.certain)
        rows = _callee_rows(asked, page.items, found)
        return Calls(Page(rows, page.total, page.offset, page.certain), symbols, asked.notes)


def _callee_rows(
    asked: Asking, items: Sequence[Callee], found: Sequence[Callee]
) -> tuple[Linked, ...]:
    nearer = {one.end: one.caller for one in reversed(found) if one.end is not None}
    shown = asked.show(one.calls[0] for one in items)
    return tuple(
        Linked(
            place.place,
            one.caller.qualified,
            one.name,
            ("call",),
            one.depth,
            _way_down(one, nearer),
            len(one.calls),
            place.line,
            one.certain,
            place.why,
            one.end.path if one.end is not None else None,
        )
        for one, place in zip(items, shown, strict=True)
    )


def _way_down(one: Callee, nearer: Mapping[End, End]) -> tuple[str, ...]:
    """From the symbol that was asked about to what is called."""
    way, at = [one.name, one.caller.qualified], one.caller
    for _ in range(one.depth - 1):
        at = nearer[at]
        way.append(at.qualified)
    return tuple(reversed(way))
