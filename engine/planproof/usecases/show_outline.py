"""“What is in this file?”"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.document import Definition, Document
from planproof.report.search_outline import Entry
from planproof.search.match import Page, Paging
from planproof.usecases.asked_file import find_file
from planproof.usecases.asking import Progress, again_if_lost, asking
from planproof.usecases.workspace import Workspace


class Outline(Struct, frozen=True):
    """A page of the definitions of a file, in its order."""

    page: Page[Entry]
    path: str
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def show_outline(
    workspace: Workspace,
    directory: Path,
    typed: str,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Outline:
    """The definitions of a file. Raises UsageError, NotFoundError."""
    with asking(workspace, at, on_progress) as asked:
        path = find_file(asked, directory, typed)
        opened = asked.open(path)
        page = paging.page(opened.document.definitions, lambda _: True)
        rows = tuple(
            Entry(
                opened.lines.place(path, each.name),
                opened.lines.line_of(max(each.extent.start, each.extent.end - 1)),
                each.qualified,
                each.kind,
                _depth(each, opened.document),
                each.parameters,
                each.decorators,
                each.bases,
            )
            for each in page.items
        )
        return Outline(Page(rows, page.total, page.offset, page.certain), path, asked.notes)


def _depth(definition: Definition, document: Document) -> int:
    depth = 0
    while definition.parent >= 0:
        definition, depth = document.definitions[definition.parent], depth + 1
    return depth
