"""What patterns are looked for in, and what is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.index.patterns.rows import (
    CaseRow,
    ClassHead,
    CommandRow,
    ComponentRow,
    FunctionHead,
)
from planproof.languages import Language
from planproof.model.document import Document, Unparsed
from planproof.model.location import Span
from planproof.search.atlas import Atlas
from planproof.search.meaning import Meaning

if TYPE_CHECKING:
    from planproof.index import Source

_VERSION = 2
_ECMASCRIPT = ("javascript", "typescript", "tsx")

Row = TypeVar("Row", FunctionHead, ClassHead, ComponentRow, CaseRow, CommandRow)
Rows = list[Any]
"""As they are kept: one list for each row."""


class Sight(Struct, frozen=True):
    """Something that a pattern means. ``span`` is where its name stands, in bytes, or with
    ``in_characters`` in those; ``said`` what there is of what patterns ask for. Not ``certain``:
    ``why`` says what is open."""

    path: str
    span: Span
    kind: str
    symbol: str
    said: str
    certain: bool = True
    why: str = ""
    in_characters: bool = False

    @property
    def order(self) -> tuple[str, Span, str, str]:
        return self.path, self.span, self.symbol, self.said


class Field(Struct, frozen=True, dict=True):
    """A tree. What is read of each file is kept by its contents, and read once for ever."""

    files: TreeFiles
    atlas: Atlas
    meaning: Meaning
    on_progress: Callable[[int, int], None]

    @cached_property
    def functions(self) -> Mapping[str, Rows]:
        """By path: rows that :class:`FunctionHead` is made of."""
        return self._rows(_FUNCTIONS)

    @cached_property
    def classes(self) -> Mapping[str, Rows]:
        """By path: rows that :class:`ClassHead` is made of."""
        return self._rows(_CLASSES)

    @cached_property
    def components(self) -> Mapping[str, Rows]:
        """By path: rows that :class:`ComponentRow` is made of."""
        return self._rows(_COMPONENTS)

    @cached_property
    def tests(self) -> Mapping[str, Rows]:
        """By path: rows that :class:`CaseRow` is made of."""
        return self._rows(_TESTS)

    @cached_property
    def commands(self) -> Mapping[str, Rows]:
        """By path: rows that :class:`CommandRow` is made of."""
        return self._rows(_COMMANDS)

    def _rows(self, kind: FactKind[Rows]) -> Mapping[str, Rows]:
        found = self.files.facts(kind)
        return {path: rows for path, rows in found.items() if not isinstance(rows, Unparsed)}


def each_row(
    rows: Mapping[str, Rows], row: type[Row], is_inside: Callable[[str], bool]
) -> Iterator[tuple[str, Row]]:
    """All rows of the files that count, by path and place."""
    for path in sorted(filter(is_inside, rows)):
        for each in rows[path]:
            yield path, row._make(each)


def in_order(sights: Iterable[Sight]) -> list[Sight]:
    """By path and place, each once; what is certain stays where both are told."""
    found: dict[tuple[str, Span, str, str], Sight] = {}
    for each in sights:
        key = each.order
        if key not in found or (each.certain and not found[key].certain):
            found[key] = each
    return sorted(found.values(), key=lambda one: one.order)


def _same(rows: Rows) -> Json:
    return rows


def _rows_of(row: type[Row]) -> Callable[[Any], Rows]:
    """What was kept, if it can be rows of that kind."""
    width = len(row._fields)

    def unpack(packed: Any) -> Rows:
        if not isinstance(packed, list) or any(len(each) != width for each in packed):
            raise TypeError(row)
        return packed

    return unpack


def _never(content: bytes, language: Language) -> Rows | None:
    del content, language
    return None


def _functions(source: Source, document: Document) -> Rows:
    from planproof.index.patterns.heads import read_functions

    del source
    return read_functions(document)


def _classes(source: Source, document: Document) -> Rows:
    from planproof.index.patterns.heads import read_classes

    del source
    return read_classes(document)


def _no_components(content: bytes, language: Language) -> Rows | None:
    """Nothing where the letters alone tell that there is nothing; so below."""
    from planproof.index.patterns.components import may_hold_components

    del language
    return None if may_hold_components(content) else []


def _components(source: Source, document: Document) -> Rows:
    from planproof.index.patterns.components import read_components

    return read_components(source.content, document)


def _no_tests(content: bytes, language: Language) -> Rows | None:
    from planproof.index.patterns.tests import may_hold_tests

    return None if may_hold_tests(content, language.name) else []


def _tests(source: Source, document: Document) -> Rows:
    from planproof.index.patterns.tests import read_tests

    return read_tests(source.content, document)


def _no_commands(content: bytes, language: Language) -> Rows | None:
    from planproof.index.patterns.commands import may_hold_commands

    return None if may_hold_commands(content, language.name) else []


def _commands(source: Source, document: Document) -> Rows:
    from planproof.index.patterns.commands import read_commands

    return read_commands(source.content, document)


def _kind(
    name: str,
    quick: Callable[[bytes, Language], Rows | None],
    read: Callable[[Source, Document], Rows],
    row: type[Row],
    *languages: str,
) -> FactKind[Rows]:
    spoken = frozenset(languages)
    return FactKind(f"pattern {name}", _VERSION, quick, read, _same, _rows_of(row), spoken)


_FUNCTIONS = _kind("functions", _never, _functions, FunctionHead)
_CLASSES = _kind("classes", _never, _classes, ClassHead)
_COMPONENTS = _kind("components", _no_components, _components, ComponentRow, *_ECMASCRIPT)
_TESTS = _kind("tests", _no_tests, _tests, CaseRow, "python", "go", "java", "rust", *_ECMASCRIPT)
_COMMANDS = _kind("commands", _no_commands, _commands, CommandRow, "python", "go", *_ECMASCRIPT)
