"""“What does this file import, and who imports it?”"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.index import Resolver
from planproof.index.mentions import Mention
from planproof.model.document import Role
from planproof.report.search_matches import Shown
from planproof.search.importers import Importers
from planproof.search.match import Match, Page, Paging
from planproof.search.uses import each_once
from planproof.usecases.asked_file import find_file
from planproof.usecases.asking import Asking, Progress, again_if_lost, asking
from planproof.usecases.workspace import Workspace

_IMPORT = int(Role.IMPORT)


class Imported(Struct, frozen=True):
    """An import and the files of the tree that it is of; none for what is outside."""

    shown: Shown
    files: tuple[str, ...]


class Imports(Struct, frozen=True):
    """A page of imports. ``path`` is the file that was asked about."""

    page: Page[Imported]
    path: str
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def list_imports(
    workspace: Workspace,
    directory: Path,
    typed: str,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Imports:
    """What a file imports, in its order. Raises UsageError, NotFoundError."""
    with asking(workspace, at, on_progress) as asked:
        path = find_file(asked, directory, typed)
        return _answer(asked, path, list(_imports(asked, path)), paging)


@again_if_lost
def list_importers(
    workspace: Workspace,
    directory: Path,
    typed: str,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Imports:
    """Who imports a file or something in it, by path and place. Raises UsageError,
    NotFoundError."""
    with asking(workspace, at, on_progress) as asked:
        path = find_file(asked, directory, typed)
        return _answer(asked, path, each_once(Importers(asked.atlas).of(path)), paging)


def _answer(asked: Asking, path: str, matches: list[Match], paging: Paging) -> Imports:
    page = paging.page(matches, lambda one: one.certain)
    importers = Importers(asked.atlas)
    rows = tuple(
        Imported(shown, tuple(sorted(importers.files(one.path, one.mention))))
        for one, shown in zip(page.items, asked.show(page.items), strict=True)
    )
    return Imports(Page(rows, page.total, page.offset, page.certain), path, asked.notes)


def _imports(asked: Asking, path: str) -> Iterator[Match]:
    document, unit = asked.open(path).document, asked.atlas.numbers[path]
    resolver = Resolver(document, document.language, path)
    for row, roles in enumerate(document.roles):
        if roles & _IMPORT:
            found = document.occurrence(row)
            texts = (found.name, *resolver.candidates(row))
            yield Match(Mention(unit, texts, document.enclosing(found.span), row, roles), path)
