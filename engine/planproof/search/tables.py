"""The tables that the files of a tree name: in SQL, and in the models of ORMs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from planproof.evaluate.app_labels import AppLabels, find_app_labels
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.tree_files import READABLE, TreeFiles
from planproof.index import Act, PlainTables, Tables, TableUse, names_tables
from planproof.index.tables import TableName
from planproof.model.document import Document
from planproof.model.location import Span
from planproof.model.tree import Entry
from planproof.rules import RuleTerm
from planproof.rules.tables import parse_table
from planproof.spec.wire import Facet, Where

_KEY = "uses of tables 1"
_MOST_BYTES = 5_000_000


class NamedTable(Struct, frozen=True):
    """A table that a file names. ``in_characters``: the span counts those, not bytes."""

    path: str
    use: TableUse
    in_characters: bool = False


def tables_of(files: TreeFiles, on_progress: Callable[[int, int], None]) -> Iterator[NamedTable]:
    """Every table that is named, by path and place; each file is read for them once for ever.
    Raises TreeChangedError."""
    memo = files.shelf.memory(_KEY, 2)
    labels = _labels(files)
    plain = [e for e in files.tree.manifest.entries.values() if _is_plain(e)]
    total, living = len(files.all) + len(plain), set[str]()
    for done, file in enumerate(files.all):
        on_progress(done, total)
        key = _key(file.entry, file.language.name, labels.of(file.path))
        living.add(key)
        if memo.get(key) is None:
            memo.put(key, [_pack(use) for use in _in_code(files, file.path, labels)])
        yield from (NamedTable(file.path, use) for use in _unpacked(memo.get(key)))
    for done, entry in enumerate(plain, len(files.all)):
        on_progress(done, total)
        for use in _in_text(files, entry):
            yield NamedTable(entry.path, use, in_characters=True)
    memo.save(living)


def large_texts(files: TreeFiles) -> list[str]:
    """Files without a grammar that are too large to be read for tables."""
    plain = filter(_is_plain, files.tree.manifest.entries.values())
    return [entry.path for entry in plain if (files.tree.size(entry) or 0) > _MOST_BYTES]


def _labels(files: TreeFiles) -> AppLabels:
    about_tables = RuleTerm(0, Facet.SQL_TABLES, "any", Where(1, 1), parse_table("any"))
    return find_app_labels([about_tables], files)


def _is_plain(entry: Entry) -> bool:
    return entry.kind in READABLE and names_tables(entry.path)


def _key(entry: Entry, language: str, labels: tuple[str, ...]) -> str:
    said = repr((entry.path, entry.blob, language, labels)).encode("utf-8", "surrogateescape")
    return hashlib.sha256(said).hexdigest()


def _in_code(files: TreeFiles, path: str, labels: AppLabels) -> list[TableUse]:
    document = files.document(path)
    file = files.file(path)
    if file is None or not isinstance(document, Document):
        return []
    ((_, content),) = files.tree.read([file.entry])
    tables = Tables(content or b"", file.language.name, path, document.imports, labels.of(path))
    return sorted(tables.uses(""), key=_order)


def _in_text(files: TreeFiles, entry: Entry) -> list[TableUse]:
    if (files.tree.size(entry) or 0) > _MOST_BYTES:
        return []
    ((_, content),) = files.tree.read([entry])
    text = (content or b"").decode("utf-8", "replace")
    return sorted(PlainTables(text, entry.path).uses(""), key=_order)


def _order(use: TableUse) -> tuple[Span, str]:
    return use.span, str(use.name)


def _pack(use: TableUse) -> Json:
    return [[*use.name.parts], use.act.name, *use.span, use.how, use.sure]


def _unpacked(packed: Any) -> Iterator[TableUse]:
    for parts, act, start, end, how, sure in packed:
        yield TableUse(TableName(tuple(parts)), Act[act], Span(start, end), how, sure)
