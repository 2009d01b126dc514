"""What one file lets others take from it that it has from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from planproof.languages import Language
from planproof.model.document import WHOLE, Document, Import, Relation, Tie
from planproof.model.location import Span
from planproof.model.name import canonical, last_segment

_MODULE = -1
_DEFAULT = "default"


class Offers(Struct, frozen=True):
    """The re-exports of one file; all chains are canonical and absolute.

    ``names`` are the names that it offers and what each stands for: ``pkg/api.py`` with ``from
    .core import get as fetch`` offers ``fetch``, which is ``pkg.core.get``. What the file defines
    itself is not among them unless it is offered under another name. ``wholes`` are the modules
    (or whatever they are) all of whose names it offers: ``from .core import *``.
    """

    names: Mapping[str, tuple[str, ...]]
    wholes: tuple[str, ...]


def offers_of(
    document: Document,
    language: Language,
    meanings: Callable[[int], tuple[str, ...]],
    target: Callable[[Import], str],
) -> Offers:
    """``meanings`` are the chains that the name of a row may stand for, ``target`` the one that
    the name of an import does."""
    if not language.offers_imports:
        return Offers({}, ())
    reader = _Reader(document, meanings, target)
    bound, said = _grouped(reader.bound()), _grouped(reader.said())
    wholes = said.pop(WHOLE, ())
    return Offers({**bound, **said}, wholes)


class _Reader(Struct, frozen=True):
    document: Document
    meanings: Callable[[int], tuple[str, ...]]
    target: Callable[[Import], str]

    def bound(self) -> Iterator[tuple[str, str]]:
        """What the names of the module stand for: they are offered unless something else is."""
        for binding in self.document.imports:
            if binding.local and self._is_of_module(binding.span):
                yield binding.local, self.target(binding)
        for relation in self.document.relations:
            if relation.tie is Tie.SAME:
                row = self.document.occurrence(relation.row)
                if self._is_of_module(row.span):
                    yield from self._each(canonical(row.name), relation)

    def said(self) -> Iterator[tuple[str, str]]:
        """What the file says that it offers."""
        for binding in self.document.imports:
            if offered := WHOLE if binding.star else binding.offered:
                yield offered, self.target(binding)
        for relation in self.document.relations:
            if relation.tie is Tie.OFFER:
                name = self.document.occurrence(relation.row).name
                yield from self._each(last_segment(name), relation)
            elif relation.tie in (Tie.DEFAULT, Tie.WHOLE):
                yield from self._each(_DEFAULT if relation.tie is Tie.DEFAULT else WHOLE, relation)

    def _each(self, name: str, relation: Relation) -> Iterator[tuple[str, str]]:
        rest = "" if relation.member < 0 else self.document.occurrence(relation.member).name
        for meaning in self.meanings(relation.of):
            yield name, f"{meaning}.{rest}" if rest else meaning

    def _is_of_module(self, span: Span) -> bool:
        return self.document.enclosing(span) == _MODULE


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, chain in pairs:
        found.setdefault(name, {})[chain] = None
    return {name: tuple(chains) for name, chains in found.items()}
