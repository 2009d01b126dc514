"""What a function, a class or a file has in common with others: its terms, field by field.

A function of the file's bytes and its language alone. Its own name is left out of every field but
:attr:`Field.NAME`, so that what is said of it by its body and its surroundings can be told apart
from what it is called.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum, IntEnum
from functools import lru_cache
from zlib import crc32

from msgspec import Struct

from planproof.model.document import Definition, Document, Role
from planproof.model.location import Span
from planproof.search.features_lex import Tokens, is_quoted, pieces_of, tokens_of, words_of

MOST_UNITS = 20_000
"""Units of one file; those behind them are not compared."""

_MOST_TOKENS = 2_000
_MOST_IN_FILE = 400_000
_MOST_WHEN_MANY = 100
"""Tokens that are looked at: of one unit, of all units of a file, and of each unit behind that."""

_MOST_KNOWN = 4_000
_MOST_ROWS = 2_000
_MOST_NAMES = 200
"""Neighbours that count; a class of ten thousand methods is like another by its first ones."""

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_OWN = "_"
_FUNCTIONS = frozenset({"function", "method", "constructor"})
_CLASSES = frozenset({"class", "interface", "struct", "trait", "enum", "record", "union"})


class Kind(Enum):
    """What is compared with what: only units of one kind."""

    FUNCTION = "function"
    CLASS = "class"
    FILE = "file"


class Field(IntEnum):
    """The order in which lengths are stored: a new field belongs at the end."""

    PARTS = 0
    LITERALS = 1
    CALLS = 2
    ATTRIBUTES = 3
    KEYWORDS = 4
    ASSIGNED = 5
    PARAMETERS = 6
    DECORATORS = 7
    BASES = 8
    SIBLINGS = 9
    NEIGHBOURS = 10
    MODULE = 11
    SHAPE3 = 12
    SHAPE5 = 13
    HEAD = 14
    NAME = 15


FIELDS = tuple(Field)
PART = "…"
"""Behind a term that is only a part of a name."""

VERSION = 1
"""Goes up when the same source gives other terms, or terms other numbers."""

_SEEDS = {
    (kind, field): crc32(f"{kind.value}:{field.value}".encode()) for kind in Kind for field in Field
}
_NUMBERS = (Field.SHAPE3, Field.SHAPE5)


class Unit(Struct, frozen=True):
    """``row`` is that of its definition in the document, -1 for the file as a whole.

    ``terms`` are sets of words by field; ``pieces`` sets of numbers, of the two fields of shape.
    """

    row: int
    kind: Kind
    terms: dict[Field, frozenset[str]]
    pieces: dict[Field, frozenset[int]]

    def features(self) -> dict[Field, list[int]]:
        """The numbers of the terms, by field; those of different fields are different."""
        numbers = _NUMBERS_OF[self.kind]
        found = {
            field: list(map(numbers[field].__getitem__, terms))
            for field, terms in self.terms.items()
        }
        for field, pieces in self.pieces.items():
            found[field] = pieces_numbered(self.kind, field, pieces)
        return found


class _Numbers(dict[str, int]):
    """The numbers of the terms of one kind and field: most terms come again and again."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def __missing__(self, term: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        number = self[term] = crc32(term.encode("utf-8", "surrogatepass"), self._seed)
        return number


_NUMBERS_OF = {kind: {field: _Numbers(_SEEDS[kind, field]) for field in Field} for kind in Kind}


def pieces_numbered(kind: Kind, field: Field, pieces: Iterable[int]) -> list[int]:
    """The numbers of pieces of shape."""
    seed = _SEEDS[kind, field]
    return [piece ^ seed for piece in pieces]


def feature_of(kind: Kind, field: Field, term: str) -> int:
    """The number of one term."""
    return _NUMBERS_OF[kind][field][term]


@lru_cache(maxsize=50_000)
def parts_of(name: str) -> tuple[str, ...]:
    """``getUserById``, ``get_user_by_id`` → ``get user by id``."""
    return tuple(part.lower() for part in _PARTS.findall(name[:200]))


def units_of(document: Document, source: bytes) -> Iterator[Unit]:
    """The units of a file, in the order of the document, the file itself first."""
    view = _View(document, tokens_of(source, document.language))
    yield view.file()
    for row in rows_of(document)[: MOST_UNITS - 1]:
        yield view.unit(row)


def piece_of(document: Document, source: bytes, kind: Kind = Kind.FUNCTION) -> Unit:
    """A source as if it were the inside of a unit: for a piece of code that has no name."""
    return _View(document, tokens_of(source, document.language, most=_MOST_TOKENS)).file(kind)


def rows_of(document: Document) -> list[int]:
    """The definitions that are units."""
    return [row for row, one in enumerate(document.definitions) if kind_of(one) is not None]


def unit_at(document: Document, source: bytes, row: int) -> Unit:
    """One of them: of a definition, or of the file for -1. Only its own text is looked at."""
    span = document.definitions[row].extent if row >= 0 else None
    view = _View(document, tokens_of(source, document.language, span, _MOST_TOKENS))
    return view.unit(row) if row >= 0 else view.file()


def kind_of(definition: Definition) -> Kind | None:
    """None for what is no unit: a variable, a field …"""
    if definition.kind in _FUNCTIONS:
        return Kind.FUNCTION
    return Kind.CLASS if definition.kind in _CLASSES else None


def name_of(definition: Definition) -> str:
    """Its own name, without those around it."""
    return definition.qualified.rpartition(".")[2]


class _View:
    """A document with its tokens, and what several units of it share."""

    def __init__(self, document: Document, tokens: Tokens) -> None:
        self._document = document
        self._tokens = tokens
        self._pieces = pieces_of(tokens.shapes)
        self._words: dict[str, tuple[str, ...]] = {}
        self._left = _MOST_IN_FILE
        self._names = [name_of(one) for one in document.definitions]
        self._children: dict[int, list[int]] = {}
        self._places: dict[int, int] = {}
        for row, one in enumerate(document.definitions):
            siblings = self._children.setdefault(one.parent, [])
            self._places[row] = len(siblings)
            siblings.append(row)
        self._top = frozenset(self._named(self._children.get(-1, ())))
        self._roled = [_Roled.of(document, role) for role, _ in _ROLES]

    def file(self, kind: Kind = Kind.FILE) -> Unit:
        return self._unit(-1, kind, "", Span(0, sys.maxsize))

    def unit(self, row: int) -> Unit:
        one = self._document.definitions[row]
        return self._unit(row, kind_of(one) or Kind.FUNCTION, self._names[row], one.extent)

    def _unit(self, row: int, kind: Kind, own: str, span: Span) -> Unit:
        most = _MOST_TOKENS if self._left > 0 else _MOST_WHEN_MANY
        rows = self._tokens.rows_in(span, most)
        self._left -= len(rows)
        terms: dict[Field, Collection[str]] = {
            **self._said(self._tokens.texts[rows.start : rows.stop], own),
            **self._roles(span, own),
            **self._around(row, kind, own),
        }
        shapes = zip(_NUMBERS, self._pieces.within(rows), strict=True)
        return Unit(
            row,
            kind,
            {field: frozenset(found) for field, found in terms.items() if found},
            {field: frozenset(found) for field, found in shapes if found},
        )

    def _said(self, texts: list[str], own: str) -> dict[Field, Collection[str]]:
        """What its text says."""
        words, literals = set[str](), set[str]()
        for text in set(texts):
            if is_quoted(text):
                literals.update(self._words_in(text))
            elif text[0].isalpha() or text[0] in "_$":
                words.add(text)
        words.discard(own)
        literals.discard(own)
        return {
            Field.PARTS: {part for word in words | literals for part in parts_of(word)},
            Field.LITERALS: literals,
            Field.HEAD: _head(texts, own),
            Field.NAME: parts_of(own),
        }

    def _words_in(self, text: str) -> tuple[str, ...]:
        """Those of a literal; the same ones stand in a function, in its class and in the file."""
        words = self._words.get(text)
        if words is None:
            words = self._words[text] = tuple(words_of(text[:1000]))
        return words

    def _roles(self, span: Span, own: str) -> dict[Field, Collection[str]]:
        """What its names do."""
        rows = self._document.rows_in(span)[:_MOST_ROWS]
        found: dict[Field, set[str]] = {}
        for (_, field), roled in zip(_ROLES, self._roled, strict=True):
            names = roled.within(rows)
            found[field] = {_masked(name, own) for name in names} if own else names
        found[Field.CALLS] |= {_last(name) for name in found[Field.CALLS]}
        return dict(found)

    def _around(self, row: int, kind: Kind, own: str) -> dict[Field, Collection[str]]:
        """What stands in it and beside it."""
        named = self._top - {own} if own in self._top else self._top
        if row < 0:
            return {Field.SIBLINGS: named, Field.BASES: self._bases(self._children.get(-1, ()))}
        one = self._document.definitions[row]
        outer = self._class_around(one)
        holder = row if kind is Kind.CLASS else outer
        inside = self._children.get(holder, []) if holder >= 0 else []
        parameters = [_masked(name, own) for name in one.parameters]
        return {
            Field.PARAMETERS: [*parameters, f"#{len(parameters)}"],
            Field.DECORATORS: [_masked(name, own) for name in one.decorators],
            Field.BASES: self._bases([holder]) if holder >= 0 else (),
            Field.SIBLINGS: [name for name in self._named(inside, _FUNCTIONS) if name != own],
            Field.NEIGHBOURS: self._neighbours(row, own),
            Field.MODULE: named,
        }

    def _named(self, rows: Sequence[int], kinds: frozenset[str] | None = None) -> list[str]:
        definitions = self._document.definitions
        some = (
            row for row in rows[:_MOST_NAMES] if kinds is None or definitions[row].kind in kinds
        )
        return [self._names[row] for row in some]

    def _class_around(self, one: Definition) -> int:
        definitions = self._document.definitions
        if one.parent >= 0 and definitions[one.parent].kind not in _FUNCTIONS:
            return one.parent
        return -1

    def _bases(self, rows: Sequence[int]) -> list[str]:
        """The names of bases, and their parts."""
        bases = [
            _last(base)
            for row in rows[:_MOST_NAMES]
            for base in self._document.definitions[row].bases
        ]
        return [*bases, *(f"{part}{PART}" for base in bases for part in parts_of(base))]

    def _neighbours(self, row: int, own: str) -> list[str]:
        """What stands right before it and right behind it."""
        siblings = self._children[self._document.definitions[row].parent]
        place = self._places[row]
        before = f"<{self._names[siblings[place - 1]]}" if place else "<"
        last = place + 1 == len(siblings)
        behind = ">" if last else f">{self._names[siblings[place + 1]]}"
        return [name for name in (before, behind) if name[1:] != own]


_ROLES = (
    (int(Role.CALL), Field.CALLS),
    (int(Role.ATTRIBUTE), Field.ATTRIBUTES),
    (int(Role.KEYWORD), Field.KEYWORDS),
    (int(Role.ASSIGNMENT), Field.ASSIGNED),
)


class _Roled(Struct, frozen=True):
    """The rows of a document that have one role, and their names."""

    rows: array[int]
    names: list[str]

    @classmethod
    def of(cls, document: Document, role: int) -> _Roled:
        rows = array("I", [row for row, roles in enumerate(document.roles) if roles & role])
        names, ids = document.names, document.name_ids
        return cls(rows, [names[ids[row]] for row in rows])

    def within(self, rows: range) -> set[str]:
        low = bisect_left(self.rows, rows.start)
        return set(self.names[low : bisect_left(self.rows, rows.stop, low)])


def _head(texts: list[str], own: str) -> list[str]:
    """Everything between its name and its body, as one term: parameters and annotations."""
    if not own or own not in texts[:100]:
        return []
    at = texts.index(own) + 1
    depth, head = 0, list[str]()
    for text in texts[at : at + 150]:
        depth += (text in "([{<") - (text in ")]}>") if text != "{" or depth else 0
        if depth <= 0 and text in (":", "{", "=>", ";"):
            break
        head.append(_OWN if text == own else text)
    return [" ".join(head)] if head else []


def _masked(name: str, own: str) -> str:
    if not own or own not in name:
        return name
    return ".".join(_OWN if part == own else part for part in name.split("."))


def _last(name: str) -> str:
    return name.rpartition(".")[2].rpartition("/")[2]
