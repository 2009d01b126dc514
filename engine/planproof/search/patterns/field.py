"""What patterns are looked for in, and what is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.index import Source
from planproof.index.patterns.commands import CommandRow, may_hold_commands, read_commands
from planproof.index.patterns.components import (
    ComponentRow,
    may_hold_components,
    read_components,
)
from planproof.index.patterns.heads import (
    ClassHead,
    FunctionHead,
    read_classes,
    read_functions,
)
from planproof.index.patterns.tests import CaseRow, may_hold_tests, read_tests
from planproof.languages import Language
from planproof.model.document import Document, Unparsed
from planproof.model.location import Span
from planproof.search.atlas import Atlas
from planproof.search.meaning import Meaning

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


def _never(content: bytes, language: Language) -> Rows | None:
    del content, language
    return None


def _kind(
    name: str,
    quick: Callable[[bytes, Language], Rows | None],
    read: Callable[[Source, Document], Rows],
    *languages: str,
) -> FactKind[Rows]:
    return FactKind(
        f"pattern {name}", _VERSION, quick, read, _same, _same_rows, frozenset(languages)
    )


def _same_rows(packed: Any) -> Rows:
    if not isinstance(packed, list):
        raise TypeError(packed)
    return packed


def _unless(
    may_hold: Callable[[bytes, str], bool],
) -> Callable[[bytes, Language], Rows | None]:
    """Nothing where the letters alone tell that there is nothing."""

    def quick(content: bytes, language: Language) -> Rows | None:
        return None if may_hold(content, language.name) else []

    return quick


_FUNCTIONS = _kind("functions", _never, lambda _, document: read_functions(document))
_CLASSES = _kind("classes", _never, lambda _, document: read_classes(document))
_COMPONENTS = _kind(
    "components",
    _unless(lambda content, _: may_hold_components(content)),
    lambda source, document: read_components(source.content, document),
    *_ECMASCRIPT,
)
_TESTS = _kind(
    "tests",
    _unless(may_hold_tests),
    lambda source, document: read_tests(source.content, document),
    "python", "go", "java", "rust", *_ECMASCRIPT,
)  # fmt: skip
_COMMANDS = _kind(
    "commands",
    _unless(may_hold_commands),
    lambda source, document: read_commands(source.content, document),
    "python", "go", *_ECMASCRIPT,
)  # fmt: skip
