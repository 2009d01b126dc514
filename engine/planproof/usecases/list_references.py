"""“Where is this defined?” and “what uses it?”"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.index.mentions import Mention
from planproof.model.document import Role
from planproof.report.search_matches import Shown
from planproof.search.match import Match, Page, Paging
from planproof.search.meaning import End
from planproof.search.symbols import Symbol, symbols_named
from planproof.search.uses import Uses
from planproof.usecases.asking import Asking, Filters, Progress, again_if_lost, asking
from planproof.usecases.workspace import Workspace


class References(Struct, frozen=True):
    """A page of places, and the symbols that the name means."""

    page: Page[Shown]
    symbols: tuple[Symbol, ...]
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def show_definition(
    workspace: Workspace,
    text: str,
    filters: Filters,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> References:
    """The places where what a name means is defined. Raises NotFoundError, BadTermError."""
    narrowing = filters.read()
    with asking(workspace, at, on_progress) as asked:
        symbols = symbols_named(text, asked.atlas, asked.meaning)
        matches = narrowing.keep(map(_place_of, symbols), asked.atlas)
        return _answer(asked, symbols, matches, paging)


@again_if_lost
def list_references(
    workspace: Workspace,
    text: str,
    filters: Filters,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> References:
    """Everything that uses what a name means, the certain and the uncertain, by path and place.
    Raises NotFoundError, BadTermError."""
    narrowing = filters.read()
    with asking(workspace, at, on_progress) as asked:
        symbols = symbols_named(text, asked.atlas, asked.meaning)
        uses = Uses(asked.atlas, asked.meaning)
        own = {(symbol.unit, symbol.row) for symbol in symbols}
        found = (match for end in _ends(symbols) for match in uses.of(end))
        matches = narrowing.keep(
            (one for one in found if (one.mention.unit, one.mention.row) not in own), asked.atlas
        )
        return _answer(asked, symbols, matches, paging)


def _answer(
    asked: Asking, symbols: Sequence[Symbol], matches: Sequence[Match], paging: Paging
) -> References:
    page = paging.page(matches, lambda one: one.certain)
    shown = Page(asked.show(page.items), page.total, page.offset, page.certain)
    return References(shown, tuple(symbols), asked.notes)


def _ends(symbols: Sequence[Symbol]) -> list[End]:
    return sorted({symbol.end for symbol in symbols})


def _place_of(symbol: Symbol) -> Match:
    roles = int(Role.DEFINITION if symbol.number >= 0 else Role.ASSIGNMENT)
    texts = (symbol.name, symbol.qualified)
    return Match(Mention(symbol.unit, texts, symbol.number, symbol.row, roles), symbol.path)
