"""“What implements this, and what is it built upon?”"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.index.mentions import Mention
from planproof.model.document import Role
from planproof.report.search_links import Linked
from planproof.search.implementations import Kin, above, below
from planproof.search.match import Match, Page, Paging
from planproof.search.meaning import End
from planproof.search.symbols import Symbol, symbols_at, symbols_named
from planproof.search.uses import Uses
from planproof.usecases.asking import Asking, Progress, again_if_lost, asking
from planproof.usecases.workspace import Workspace


class Family(Struct, frozen=True):
    """A page of what is below, or above, the symbols."""

    page: Page[Linked]
    symbols: tuple[Symbol, ...]
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def list_implementations(
    workspace: Workspace,
    text: str,
    paging: Paging,
    *,
    bases: bool,
    at: str | None,
    on_progress: Progress,
) -> Family:
    """The classes below what a name means, or with ``bases`` those above; of a method those that
    override it. Raises NotFoundError, BadTermError."""
    with asking(workspace, at, on_progress) as asked:
        symbols = symbols_named(text, asked.atlas, asked.meaning)
        ends = {symbol.end for symbol in symbols}
        if bases:
            found = above(ends, asked.meaning)
        else:
            uses = Uses(asked.atlas, asked.meaning)
            found = below(ends, asked.atlas, asked.meaning, uses)
        page = paging.page(found, lambda one: one.certain)
        rows = _rows(asked, page.items, found)
        return Family(Page(rows, page.total, page.offset, page.certain), symbols, asked.notes)


def _rows(asked: Asking, items: Sequence[Kin], found: Sequence[Kin]) -> tuple[Linked, ...]:
    nearer = {one.end: one.next for one in found}
    places = asked.show(one.base or _defined(asked, one) for one in items)
    return tuple(
        Linked(
            place.place,
            one.end.qualified,
            one.next.qualified,
            ("base",) if one.base is not None else ("definition",),
            one.depth,
            _way(one, nearer),
            1,
            place.line,
            one.certain,
            place.why,
            one.next.path,
        )
        for one, place in zip(items, places, strict=True)
    )


def _defined(asked: Asking, one: Kin) -> Match:
    symbol = next(symbols_at([one.end], asked.atlas))
    texts = (symbol.name, symbol.qualified)
    mention = Mention(symbol.unit, texts, symbol.number, symbol.row, int(Role.DEFINITION))
    return Match(mention, symbol.path, certain=one.certain, why=one.why)


def _way(one: Kin, nearer: Mapping[End, End]) -> tuple[str, ...]:
    way, at = [one.end.qualified, one.next.qualified], one.next
    while at in nearer and len(way) <= one.depth:
        at = nearer[at]
        way.append(at.qualified)
    return tuple(way)
