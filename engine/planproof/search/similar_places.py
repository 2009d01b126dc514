"""Which unit is asked for: a line, a name, a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from planproof.errors import NotFoundError, UsageError
from planproof.git import blob_id
from planproof.index import Index
from planproof.languages import by_name, language_of
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.location import LineMap, Place, Span
from planproof.model.tree import Entry, EntryKind, Tree
from planproof.search.features import rows_of
from planproof.search.similar_catalogue import Catalogue, UnitPlace
from planproof.search.similar_files import language_name

_LINE = re.compile(r"(.+):(\d{1,9})(?::\d+)?")
_SYMBOL = re.compile(r"[^\W\d][\w.$]*")
_SHOWN = 5
_FILES = (EntryKind.FILE, EntryKind.EXECUTABLE)


class Found(Struct, frozen=True):
    """A unit in a file that has been read. ``row`` is that of its definition, -1 for the file."""

    path: str
    source: bytes
    document: Document
    row: int

    @property
    def span(self) -> Span:
        if self.row < 0:
            return Span(0, len(self.source))
        return self.document.definitions[self.row].extent

    @property
    def margin(self) -> int:
        """The white space in front of it on its line."""
        start = self.source.rfind(b"\n", 0, self.span.start) + 1
        before = self.source[start : self.span.start]
        return len(before) if not before.strip() else 0

    @property
    def symbol(self) -> str:
        """Empty for a file."""
        return self.document.definitions[self.row].qualified if self.row >= 0 else ""

    def place(self) -> Place:
        language = by_name(self.document.language)
        encoding = language.encoding(self.source) if language is not None else "utf-8"
        return LineMap(self.source, encoding).place(self.path, self.span)


def find_line(index: Index, tree: Tree, path: str, line: int) -> Found:
    """The innermost unit around a line (1-based); a line of its decorators counts.

    Raises NotFoundError where there is none, and as :func:`find_file`.
    """
    found = find_file(index, tree, path)
    lines = LineMap(found.source)
    if line < 1 or line > len(lines):
        raise NotFoundError(
            f"{path} has no line {line}: it has {len(lines)}", fix="give a line of the file"
        )
    span = lines.line_span(line - 1)
    text = found.source[span.start : span.end]
    at = span.start + (len(text) - len(text.lstrip()) if text.strip() else 0)
    around = [
        row
        for row in rows_of(found.document)
        if found.document.definitions[row].extent.contains(Span(at, at))
    ]
    if not around:
        raise NotFoundError(
            f"line {line} of {path} is in no function and no class",
            fix=f"planproof similar {path}   (the file as a whole), or give another line",
        )
    return Found(path, found.source, found.document, around[-1])


def find_file(index: Index, tree: Tree, path: str) -> Found:
    """A file as a whole. Raises NotFoundError for no file of the tree, UsageError for one that
    cannot be compared."""
    entry = tree.manifest.entries.get(path)
    if entry is None or entry.kind not in _FILES:
        raise NotFoundError(
            f"{path!r} is no file of this tree",
            fix="check the spelling; files that git ignores are not part of the tree",
        )
    read = _read(index, tree, entry)
    if isinstance(read, Unparsed):
        raise UsageError(
            f"{path} cannot be compared: {read.reason.value}",
            fix='planproof similar --like "what it does"   asks with words',
        )
    return read


def find_symbol(index: Index, tree: Tree, catalogue: Catalogue, symbol: str) -> Found:
    """The only definition that is called so, with or without what is around it.

    Raises NotFoundError for none, UsageError for several, with some of their places.
    """
    some = []
    for found in _defining(index, tree, catalogue, symbol):
        some.append(found)
        if len(some) > _SHOWN:
            break
    if not some:
        raise NotFoundError(
            f"no function and no class is called {symbol!r}",
            fix='give PATH:LINE, or ask with words: planproof similar --like "what it does"',
        )
    if len(some) > 1:
        places = [f"{one.path}:{one.place().start.line + 1}" for one in some[:_SHOWN]]
        more = " and more" if len(some) > _SHOWN else ""
        raise UsageError(
            f"{symbol!r} is defined more than once: {', '.join(places)}{more}",
            fix=f"planproof similar {places[0]}",
        )
    return some[0]


def line_of(typed: str) -> tuple[str, int] | None:
    """``PATH:LINE`` in its two parts, also with a column."""
    match = _LINE.fullmatch(typed)
    return (match[1], int(match[2])) if match else None


def is_symbol(typed: str) -> bool:
    return _SYMBOL.fullmatch(typed) is not None


def find_units(
    index: Index, tree: Tree, catalogue: Catalogue, places: list[UnitPlace]
) -> dict[UnitPlace, Found]:
    """The units of the catalogue with their files' contents, of those that can be read.

    Their path is the first one of the blob.
    """
    stored = _stored(index, places)
    found: dict[UnitPlace, Found] = {}
    read: dict[str, Found | Unparsed] = {}
    for place in places:
        entry = Entry(catalogue.paths_of(place)[0], place.blob)
        if entry.path not in read:
            read[entry.path] = _read(index, tree, entry, stored.get((place.blob, place.language)))
        file = read[entry.path]
        if isinstance(file, Unparsed):
            continue
        rows = [-1, *rows_of(file.document)]
        if place.number < len(rows):
            found[place] = Found(file.path, file.source, file.document, rows[place.number])
    return found


def _stored(index: Index, places: list[UnitPlace]) -> dict[tuple[str, str], Document | Unparsed]:
    """What is stored of their blobs, in as many questions as there are languages."""
    found: dict[tuple[str, str], Document | Unparsed] = {}
    for reading in sorted({place.language for place in places}):
        blobs = sorted({place.blob for place in places if place.language == reading})
        for blob, document in index.find(blobs, language_name(reading)).items():
            found[blob, reading] = document
    return found


def _defining(index: Index, tree: Tree, catalogue: Catalogue, symbol: str) -> Iterator[Found]:
    """By path; files are read one at a time."""
    last = symbol.rpartition(".")[2]
    blobs = index.blobs_defining(last)
    paths = {path: key for key, some in catalogue.paths.items() if key[0] in blobs for path in some}
    for path in sorted(paths):
        blob, key = paths[path]
        language = language_name(key)
        document = index.find([blob], language).get(blob)
        if not isinstance(document, Document):
            continue
        for row in rows_of(document):
            qualified = document.definitions[row].qualified
            if qualified == symbol or qualified.endswith(f".{symbol}"):
                read = _read(index, tree, tree.manifest.entries[path])
                if isinstance(read, Found):
                    yield Found(path, read.source, read.document, row)


def _read(
    index: Index, tree: Tree, entry: Entry, document: Document | Unparsed | None = None
) -> Found | Unparsed:
    """A file and its document, if that is not given or stored."""
    language = language_of(entry.path)
    if document is None and language is not None:
        document = index.find([entry.blob], language.name).get(entry.blob)
    if document is None:
        return _read_new(index, tree, entry)
    if isinstance(document, Unparsed):
        return document
    content = _content(tree, entry)
    if content is None:
        return Unparsed(Reason.UNREADABLE)
    return Found(entry.path, content, document, -1)


def _read_new(index: Index, tree: Tree, entry: Entry) -> Found | Unparsed:
    from planproof.index import MAX_BYTES, Source  # here: it loads what reads files

    size = tree.size(entry)
    if size is not None and size > MAX_BYTES:
        return Unparsed(Reason.TOO_LARGE)
    content = _content(tree, entry)
    if content is None:
        return Unparsed(Reason.UNREADABLE)
    language = language_of(entry.path, content[:100])
    if language is None:
        return Unparsed(Reason.NO_GRAMMAR)
    source = Source(entry.blob, language.name, content, checked=True)
    for _, document in index.documents([source]):
        if isinstance(document, Unparsed):
            return document
        return Found(entry.path, content, document, -1)
    return Unparsed(Reason.UNREADABLE)


def _content(tree: Tree, entry: Entry) -> bytes | None:
    """The bytes that the tree names; None where there are others now."""
    (_, content), *_ = tree.read([entry])
    known = content is not None and blob_id(content, tree.manifest.object_format) == entry.blob
    return content if known else None
