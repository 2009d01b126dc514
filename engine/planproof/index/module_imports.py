"""The modules that one source names in its imports: less than its document, and sooner told.

What follows the last word of an import cannot import anything. Where the source up to there parses
without an error it is all that has to be parsed: for Python a sixth.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from planproof.index.encoding import utf8_of
from planproof.index.parsed import Parsed, parse
from planproof.index.scan import is_too_complex
from planproof.languages import Language, by_name, grammar_of
from planproof.model.document import Document, Role
from planproof.model.location import Span
from planproof.model.name import canonical

if TYPE_CHECKING:
    import tree_sitter
    from tree_sitter import Node


class ModuleImport(NamedTuple):
    """A chain that begins with a module: ``target`` and ``level`` as in an Import.

    ``start`` and ``end`` are where it stands; ``statement`` is where its statement begins.
    """

    target: str
    level: int
    start: int
    end: int
    statement: int


class ModuleImports(NamedTuple):
    """All of one source in columns, in its order. ``doubt``: a syntax error may hide more.

    ``targets`` begin with as many dots as their level says; ``places`` are start, end and statement
    of one after the other; ``broken`` are the numbers of those that stand where the syntax is
    broken.
    """

    targets: tuple[str, ...]
    places: tuple[int, ...]
    broken: tuple[int, ...] = ()
    doubt: bool = False

    def __len__(self) -> int:
        return len(self.targets)

    def row(self, number: int) -> ModuleImport:
        written, at = self.targets[number], 3 * number
        target = written.lstrip(".")
        return ModuleImport(target, len(written) - len(target), *self.places[at : at + 3])


def module_imports(
    rows: Sequence[ModuleImport], broken: tuple[int, ...] = (), *, doubt: bool = False
) -> ModuleImports:
    targets = tuple(["." * row.level + row.target for row in rows])
    places = tuple(chain.from_iterable(row[2:] for row in rows))
    return ModuleImports(targets, places, broken, doubt)


def skim_module_imports(source: bytes, language: Language) -> ModuleImports | None:
    """What the beginning of the source tells; None where the whole has to be read."""
    words = language.import_words
    if not words or language.inline_modules is not None or b"\0" in source:
        return None
    try:
        text, offsets = utf8_of(source, language)
    except (UnicodeDecodeError, LookupError):
        return None
    end = _end_of_last(words, text)
    if not end:
        return module_imports(())
    if offsets is not None or language.unread(text):
        return None
    tree = grammar_of(language.name).parser.parse(language.prepared(text)[:end])
    if tree.root_node.has_error or is_too_complex(tree):
        return None
    return module_imports(_sorted(_rows(tree.root_node, text, language)))


def read_module_imports(source: bytes, language: Language, document: Document) -> ModuleImports:
    """What the whole source tells; ``document`` is what was scanned of it."""
    parsed = parse(source, language.name)
    moved = [_moved(row, parsed) for row in _rows(parsed.root, parsed.text, language)]
    rows = _sorted([*moved, *_unseen(moved, document), *_inline(language, document)])
    broken = [n for n, row in enumerate(rows) if document.is_broken(Span(row.start, row.end))]
    doubt = _doubt(source, language, document, rows)
    return module_imports(rows, tuple(broken), doubt=doubt)


def _moved(row: ModuleImport, parsed: Parsed) -> ModuleImport:
    """The same at the offsets of the file's own bytes."""
    span = parsed.outside(row.start, row.end)
    statement = parsed.outside(row.statement, row.end).start
    return row._replace(start=span.start, end=span.end, statement=statement)


def _end_of_last(words: Iterable[bytes], text: bytes) -> int:
    """Past the line on which the last import ends, as far as one can tell without a parser."""
    behind = max(_behind_last(word, text) for word in words)
    if not behind:
        return 0
    end = _line_end(text, behind)
    if text[behind:end].rstrip().endswith(b"("):
        end = _line_end(text, max(text.find(b")", end), end))
    while text[:end].rstrip(b"\r\n").endswith(b"\\") and end < len(text):
        end = _line_end(text, end)
    return end


def _behind_last(word: bytes, text: bytes) -> int:
    """Past the last place where the word stands, by itself; 0 where it does not."""
    at = text.rfind(word)
    while at >= 0:
        behind = at + len(word)
        if not _is_word(text[at - 1 : at]) and not _is_word(text[behind : behind + 1]):
            return behind
        at = text.rfind(word, 0, at)
    return 0


def _is_word(character: bytes) -> bool:
    return character.isalnum() or character == b"_"


def _line_end(text: bytes, at: int) -> int:
    found = text.find(b"\n", at)
    return len(text) if found < 0 else found + 1


def _rows(root: Node, text: bytes, language: Language) -> Iterator[ModuleImport]:
    from tree_sitter import QueryCursor

    captures = QueryCursor(_import_query(language.name)).captures(root)
    for nodes in captures.values():
        for node in nodes:
            statement = node.start_byte
            for target, level, start, end in language.modules(node, text):
                yield ModuleImport(canonical(target), level, start, end, statement)


@cache
def _import_query(name: str) -> tree_sitter.Query:
    """The language's query without the patterns that capture no import."""
    import tree_sitter

    known, language = by_name(name), grammar_of(name).parser.language
    assert known is not None and language is not None  # noqa: S101, PT018 - it has a grammar
    text = known.query.encode()
    query = tree_sitter.Query(language, known.query)
    for number in range(query.pattern_count):
        start, end = query.start_byte_for_pattern(number), query.end_byte_for_pattern(number)
        if b"@import" not in text[start:end]:
            query.disable_pattern(number)
    for number in range(query.capture_count):
        if not query.capture_name(number).startswith("import"):
            query.disable_capture(query.capture_name(number))
    return query


def _unseen(rows: Iterable[ModuleImport], document: Document) -> Iterator[ModuleImport]:
    """Imports that only the document tells: its parser repairs some errors."""
    if not document.broken:
        return
    known = {row.statement for row in rows}
    starts = sorted(known)
    ends: dict[int, int] = {}
    for row in rows:
        ends[row.statement] = max(ends.get(row.statement, 0), row.end)
    for each in document.imports:
        at = bisect_right(starts, each.span.start) - 1
        if at < 0 or each.span.end > ends[starts[at]]:
            target, span = canonical(each.target), each.span
            yield ModuleImport(target, each.level, span.start, span.end, span.start)


def _inline(language: Language, document: Document) -> Iterator[ModuleImport]:
    """Names that begin with a module without any import: ``crate::web::render()``."""
    if language.inline_modules is None:
        return
    spelt = [bool(language.inline_modules.match(name)) for name in document.names]
    for row, name_id in enumerate(document.name_ids):
        if spelt[name_id] and not document.roles[row] & Role.IMPORT:
            found = document.occurrence(row)
            target, span = canonical(found.name), found.span
            yield ModuleImport(target, 0, span.start, span.end, span.start)


def _doubt(
    source: bytes, language: Language, document: Document, rows: Iterable[ModuleImport]
) -> bool:
    if not language.import_words:
        return bool(document.broken)
    words = re.compile(rb"\b(?:%s)\b" % b"|".join(language.import_words))
    known = [(row.statement, row.end) for row in rows]
    return any(
        not any(start <= word.start() + region.start < end for start, end in known)
        for region in document.broken
        for word in words.finditer(source[region.start : region.end])
    )


def _sorted(rows: Iterable[ModuleImport]) -> list[ModuleImport]:
    """In the order of the source, each once: a parser's captures come in any order."""
    return sorted(set(rows), key=_order)


def _order(row: ModuleImport) -> tuple[int, int, str, int]:
    return (row.start, row.end, row.target, row.level)
