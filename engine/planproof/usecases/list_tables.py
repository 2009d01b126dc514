"""“Which tables does the code name, and what does it do to them?”"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.violation import Mark
from planproof.report.search_web import NamedAt
from planproof.rules.tables import TableTerm, parse_table
from planproof.search.match import Page, Paging
from planproof.search.tables import NamedTable, large_texts, tables_of
from planproof.usecases.asking import Filters, Progress, again_if_lost, asking, files_of
from planproof.usecases.missed import nothing_is
from planproof.usecases.places_in import places_in
from planproof.usecases.workspace import Workspace


class NamedTables(Struct, frozen=True):
    """A page of places where tables are named."""

    page: Page[NamedAt]
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def list_tables(
    workspace: Workspace,
    text: str | None,
    filters: Filters,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> NamedTables:
    """Every place where a table is named, or one that a term such as ``write users`` means, by path
    and place. Raises BadTermError, TreeChangedError."""
    term = parse_table(text) if text is not None else None
    is_inside = filters.read().is_inside
    with asking(workspace, at, on_progress) as asked:
        files = files_of(asked)
        every = list(tables_of(files, on_progress))
        found = [
            (named, mark)
            for named in every
            if (is_inside is None or is_inside(named.path))
            and (mark := _fits(term, named)) is not None
        ]
        page = paging.page(found, lambda one: one[1] is Mark.PROVEN)
        place_of = places_in(asked.tree)
        rows = tuple(
            NamedAt(
                place_of(named.path, named.use.span, in_characters=named.in_characters),
                str(named.use.name),
                named.use.act.value,
                named.use.how,
                mark is Mark.PROVEN,
            )
            for named, mark in page.items
        )
        notes = (*asked.notes, *map(_too_large, large_texts(files)))
        if text is not None and not found:
            notes = (*notes, nothing_is("table", text, _nearest(text, every)))
        return NamedTables(Page(rows, page.total, page.offset, page.certain), notes)


def _nearest(text: str, every: Iterable[NamedTable]) -> list[str]:
    names = sorted({str(named.use.name) for named in every})
    return get_close_matches(text.split()[-1], names, 3) if text.split() else []


def _too_large(path: str) -> Diagnostic:
    return Diagnostic("not-looked-into", f"{path}: larger than 5 MB")


def _fits(term: TableTerm | None, named: NamedTable) -> Mark | None:
    if term is not None:
        return term.fits(named.use)
    return Mark.PROVEN if named.use.sure and not named.use.name.is_dynamic else Mark.UNCERTAIN
