"""“Where does this name stand?”"""

from __future__ import annotations

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.report.search_matches import Shown
from planproof.rules.terms import parse_name
from planproof.search.find import find
from planproof.search.match import Page, Paging
from planproof.search.nearby import nearest_names
from planproof.usecases.asking import Filters, Progress, again_if_lost, asking
from planproof.usecases.workspace import Workspace


class Found(Struct, frozen=True):
    """A page of places; ``near`` are names that may be meant where there is none at all."""

    page: Page[Shown]
    near: tuple[str, ...] = ()
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def find_name(
    workspace: Workspace,
    text: str,
    filters: Filters,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Found:
    """Every place of a name, glob or ``/regular expression/``, by path and place. Raises
    BadTermError, UsageError."""
    term, narrowing = parse_name(text), filters.read()
    with asking(workspace, at, on_progress) as asked:
        matches = narrowing.keep(find(term, asked.atlas, asked.meaning), asked.atlas)
        page = paging.page(matches, lambda one: one.certain)
        near = () if matches else nearest_names(text, asked.atlas)
        shown = Page(asked.show(page.items), page.total, page.offset, page.certain)
        return Found(shown, near, asked.notes)
