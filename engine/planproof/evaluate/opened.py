"""What one file offers to others: by its skim, which may say too much, and by its document."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from planproof.index import Offers, Resolver
from planproof.languages import Language, Skim, SkimKind, Skimmed
from planproof.model.document import WHOLE, Document, Import, Role
from planproof.model.location import Span
from planproof.model.name import canonical

_NOWHERE = Span(0, 0)
_MODULE = -1


class Opened(Struct, frozen=True):
    """What others can take from a file.

    ``offers`` are what it has from elsewhere, ``names`` what it has of its own: definitions by
    qualified name, and plain names that are bound at the top. Of a skim there are no names.
    """

    offers: Offers
    names: frozenset[str] = field(default_factory=frozenset)


NOTHING = Opened(Offers({}, ()))


def hinted(skim: Skim, language: Language, path: str, place: str) -> Opened:
    """At most too much. A name that is said to be another name of the file is one below its place,
    where that is found again."""
    names: dict[str, dict[str, None]] = {}
    for each in skim:
        names.setdefault(each.name or "", {})[target_of(each, language, path, place)] = None
    stars = {target_of(s, language, path, place): None for s in skim if s.kind is SkimKind.STAR}
    wholes = stars | names.pop(WHOLE, {})
    names.pop("", None)
    return Opened(Offers({name: tuple(chains) for name, chains in names.items()}, tuple(wholes)))


def imported(skim: Skim, language: Language, path: str, place: str) -> Iterator[str]:
    """All chains that a file has from elsewhere, under names or not."""
    for each in skim:
        yield target_of(each, language, path, place)


def target_of(each: Skimmed, language: Language, path: str, place: str) -> str:
    """The chain that one name of a file stands for, from the top of the tree."""
    if each.kind is SkimKind.SAME:
        return f"{place}.{each.target}" if place else each.target
    binding = Import(each.name, each.target, _NOWHERE, each.level, each.kind is SkimKind.STAR)
    return canonical(language.resolve(path, binding))


def opened(document: Document, language: Language, path: str) -> Opened:
    """Exactly what the document tells."""
    names = {each.qualified for each in document.definitions}
    return Opened(
        Resolver(document, language.name, path).offers, frozenset({*names, *_assigned(document)})
    )


def _assigned(document: Document) -> Iterator[str]:
    binds = int(Role.ASSIGNMENT)
    for row, roles in enumerate(document.roles):
        if roles & binds:
            found = document.occurrence(row)
            if "." not in found.name and document.enclosing(found.span) == _MODULE:
                yield found.name
