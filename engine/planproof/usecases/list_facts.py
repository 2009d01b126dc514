"""“What names are there, and what do they do?”"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from planproof.git import working_tree
from planproof.index import MAX_BYTES, Resolver, Source
from planproof.languages import language_of
from planproof.model.document import Definition, Document, Occurrence, Reason, Role, Unparsed
from planproof.model.location import LineMap, Span
from planproof.model.tree import Entry, Tree
from planproof.report.facts import Fact
from planproof.usecases.selection import select
from planproof.usecases.workspace import Workspace


class FileFacts(Struct, frozen=True):
    """The facts of one file, or why there are none."""

    path: str
    facts: tuple[Fact, ...] = ()
    unparsed: Unparsed | None = None


def list_facts(
    workspace: Workspace, directory: Path, paths: tuple[str, ...], *, references: bool
) -> Iterator[FileFacts]:
    """File by file, in order of path and place. ``references`` adds plain mentions of names.

    Files of no known language are passed over in silence unless no path at all was given them.
    """
    with workspace.index() as index:
        tree = working_tree(workspace.root, index.stat_cache, memo=index.memo)
        chosen = select(tree.manifest, workspace.root, directory, paths)
        asked: deque[str] = deque()
        left_out: list[FileFacts] = []
        sources = _sources(tree, chosen, asked, left_out)
        for source, document in index.documents(sources):
            yield _facts_of(asked.popleft(), source, document, references=references)
        yield from left_out


def _sources(
    tree: Tree, chosen: tuple[Entry, ...], asked: deque[str], left_out: list[FileFacts]
) -> Iterator[Source]:
    """The readable files of a known language; ``asked`` gets their paths in the same order."""
    for entry in chosen:
        size = tree.size(entry)
        if size is not None and size > MAX_BYTES:
            left_out.append(FileFacts(entry.path, unparsed=Unparsed(Reason.TOO_LARGE)))
            continue
        (_, content), *_ = tree.read([entry])
        if content is None:
            left_out.append(FileFacts(entry.path, unparsed=Unparsed(Reason.UNREADABLE)))
            continue
        language = language_of(entry.path, content[:100])
        if language is not None:
            asked.append(entry.path)
            yield Source(entry.blob, language.name, content)


def _facts_of(
    path: str, source: Source, document: Document | Unparsed, *, references: bool
) -> FileFacts:
    if isinstance(document, Unparsed):
        return FileFacts(path, unparsed=document)
    view = _View(
        path,
        document,
        LineMap(source.content),
        Resolver(document, source.language, path),
        {definition.name: definition for definition in document.definitions},
    )
    facts = tuple(
        fact
        for row, occurrence in enumerate(document)
        for fact in view.facts_at(row, occurrence)
        if references or fact.role is not Role.REFERENCE
    )
    return FileFacts(path, facts)


class _View(Struct, frozen=True):
    """A document at a path, with what turns its rows into facts."""

    path: str
    document: Document
    lines: LineMap
    resolver: Resolver
    definitions: dict[Span, Definition]

    def facts_at(self, row: int, occurrence: Occurrence) -> Iterator[Fact]:
        """One fact for each role of an occurrence, in the order of the roles."""
        place = self.lines.place(self.path, occurrence.span)
        enclosing = self.document.enclosing(occurrence.span)
        scope = self.document.definitions[enclosing].qualified if enclosing >= 0 else ""
        qualified = self.resolver.resolve(row) or None
        for role in occurrence.roles:
            kind, chain = "", qualified
            if role is Role.DEFINITION:
                definition = self.definitions[occurrence.span]
                kind, chain = definition.kind, definition.qualified
            yield Fact(place, occurrence.name, chain, role, kind, scope)
