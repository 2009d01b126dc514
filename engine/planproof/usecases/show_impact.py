"""“What may break?”"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from planproof.errors import Diagnostic, UsageError
from planproof.git import commit_tree, require_repository
from planproof.report.search_links import Linked
from planproof.search.impact import Affected, Impact, impact
from planproof.search.match import Page, Paging
from planproof.search.meaning import End
from planproof.search.symbols import symbols_named
from planproof.search.uses import Uses
from planproof.usecases.asking import Asking, Progress, again_if_lost, asking
from planproof.usecases.changed_symbols import Changed
from planproof.usecases.workspace import Workspace

_NAMED = 10


class Broken(Struct, frozen=True):
    """A page of what is affected. ``changed`` are the symbols that it follows from; ``is_whole`` is
    False where there is more, further away; ``doubts`` places further away may be affected."""

    page: Page[Linked]
    changed: tuple[End, ...]
    is_whole: bool
    doubts: int
    notes: tuple[Diagnostic, ...] = ()


class Cause(Struct, frozen=True):
    """What changes: what a name means, or what differs from a commit."""

    symbol: str | None = None
    diff: str | None = None


@again_if_lost
def show_impact(
    workspace: Workspace,
    cause: Cause,
    depth: int,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Broken:
    """What uses the symbols, what uses that, and so on. Raises NotFoundError, BadTermError."""
    if (cause.symbol is None) == (cause.diff is None):
        raise UsageError("say what changes", fix="give a SYMBOL, or --diff REV")
    with asking(workspace, at, on_progress) as asked:
        ends, gone = _changed(asked, cause)
        found = impact(ends, depth, asked.atlas, Uses(asked.atlas, asked.meaning))
        page = paging.page(found.affected, lambda one: one.certain)
        rows = tuple(_rows(asked, page.items, found))
        shown = Page(rows, page.total, page.offset, page.certain)
        notes = (*asked.notes, *_notes_on(gone, cause))
        return Broken(shown, ends, found.is_whole, found.doubts, notes)


def _changed(asked: Asking, cause: Cause) -> tuple[tuple[End, ...], tuple[End, ...]]:
    """What changed and is there, and what is gone."""
    if cause.symbol is not None:
        symbols = symbols_named(cause.symbol, asked.atlas, asked.meaning)
        return tuple(sorted({symbol.end for symbol in symbols})), ()
    workspace = asked.workspace
    repository = require_repository(workspace.repository, workspace.root.path)
    before = commit_tree(repository, cause.diff or "", memo=asked.index.memo)
    changed = Changed(asked, before)
    return tuple(sorted(set(changed.symbols()))), tuple(sorted(set(changed.gone())))


def _notes_on(gone: Sequence[End], cause: Cause) -> Iterable[Diagnostic]:
    """What is gone has no uses that can be followed here, only there."""
    for end in gone[:_NAMED]:
        yield Diagnostic(
            "gone",
            f"{end.qualified} of {end.path} is gone",
            f"planproof impact {end.qualified} --at {cause.diff}",
        )
    if len(gone) > _NAMED:
        yield Diagnostic("gone", f"{len(gone) - _NAMED:,} more definitions are gone")


def _rows(asked: Asking, items: Sequence[Affected], found: Impact) -> Iterable[Linked]:
    shown = asked.show(one.use for one in items)
    for one, place, way in zip(items, shown, found.ways(items), strict=True):
        yield Linked(
            place.place,
            one.end.qualified,
            one.cause.qualified or one.cause.path,
            place.roles,
            one.depth,
            tuple(end.qualified or end.path for end in way),
            one.places,
            place.line,
            one.certain,
            place.why,
            one.cause.path,
        )
