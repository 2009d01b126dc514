"""The facets that search names: in the rows, definitions and imports of one document.

A name is compared as it is written and as what it means. Calls, attributes, decorators, bases,
assignments, parameters, keywords and annotations match a suffix of the chain; identifiers any
consecutive run; imports a prefix, the whole or the imported name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from planproof.model.document import Definition, Import, Role
from planproof.model.location import Span
from planproof.model.name import canonical, last_segment, segments
from planproof.model.violation import Mark
from planproof.rules.breaks import place_after_break
from planproof.rules.hits import Hit
from planproof.rules.subject import Naming, Subject
from planproof.rules.terms import NameTerm, Term
from planproof.spec.wire import Facet

ROLES: dict[Facet, Role] = {
    Facet.IDENTIFIERS: ~(Role.DEFINITION | Role.IMPORT),
    Facet.CALLS: Role.CALL,
    Facet.ATTRIBUTES: Role.ATTRIBUTE,
    Facet.DECORATORS: Role.DECORATOR,
    Facet.BASES: Role.BASE,
    Facet.ASSIGNMENTS: Role.ASSIGNMENT,
    Facet.PARAMETERS: Role.PARAMETER,
    Facet.KEYWORDS: Role.KEYWORD,
    Facet.ANNOTATIONS: Role.ANNOTATION,
}
"""The roles of the rows that a facet searches; definitions and imports have passes of their own."""

NAME_FACETS = frozenset({*ROLES, Facet.DEFINITIONS, Facet.IMPORTS})


def find_names(index: int, facet: Facet, term: Term, subject: Subject) -> Iterator[Hit]:
    """Every place where one term is met, unsorted; ``index`` is its number in the clause."""
    if facet in (Facet.DEFINITIONS, Facet.IDENTIFIERS):
        yield from _find_definitions(index, term, subject)
    if facet in (Facet.IMPORTS, Facet.IDENTIFIERS):
        yield from _find_imports(index, facet, term, subject)
    if facet in ROLES:
        yield from (hit for _, hit in find_in_rows(index, facet, term, subject))


def _find_definitions(index: int, term: Term, subject: Subject) -> Iterator[Hit]:
    """Definitions by module and qualified name. A match must reach the definition's own name:
    ``legacy`` does not hit all that ``legacy.py`` defines."""
    module = segments(subject.language.module_of(subject.path))
    for definition in subject.document.definitions:
        if defines(term, module, definition):
            yield Hit(index, definition.name, definition.qualified)


def defines(term: Term, module: tuple[str, ...], definition: Definition) -> bool:
    """Whether a term names a definition, whose module is given as its segments."""
    chain = _comparable(definition.qualified)
    if isinstance(term, NameTerm):
        return term.ends((*module, *chain))
    prefix, own = ".".join((*module, "")), ".".join(chain)
    return term.search(chain[-1]) or any(end > len(prefix) for _, end in term.spans(prefix + own))


def _find_imports(index: int, facet: Facet, term: Term, subject: Subject) -> Iterator[Hit]:
    for binding in subject.document.imports:
        target = subject.language.resolve(subject.path, binding)
        meaning = _meaning_met(facet, term, binding, target, subject)
        if meaning is not None:
            yield Hit(index, binding.span, target, meaning)
            continue
        offered = _offered(binding, subject) if facet is Facet.IDENTIFIERS else ""
        if _holds(term, offered) and _reaches(term, offered, subject.naming.module):
            yield Hit(index, binding.span, target, offered)


def _meaning_met(
    facet: Facet, term: Term, binding: Import, target: str, subject: Subject
) -> str | None:
    """What an import means that the term names; empty where it is the target itself."""

    def fits(meaning: str) -> bool:
        if facet is Facet.IMPORTS:
            return _imports(term, binding, meaning, subject.above_root)
        return _holds(term, meaning)

    if fits(target):
        return ""
    if not subject.naming.may_be(target, fits):
        return None
    return next(filter(fits, subject.naming.others(target)), None)


def _offered(binding: Import, subject: Subject) -> str:
    """What an import is to others, where it gives a new name: who leaves ``from new import b as a``
    behind leaves the old name. Without one it is taken for the file's own business."""
    if binding.local in ("", last_segment(binding.target)):
        return ""
    return f"{subject.naming.module}.{binding.local}"


def _imports(term: Term, binding: Import, target: str, above_root: int) -> bool:
    """Relative imports are compared by what they resolve to, from the source root on."""
    if not isinstance(term, NameTerm):
        return term.search(binding.target) or term.search(target)
    chain = _comparable(target)
    starts = range(above_root + 1) if binding.level else range(1)
    if any(term.begins(chain[start:]) for start in starts):
        return True
    return not binding.star and len(term.parts) == 1 and term.ends(chain[-1:])


def imports_meant(term: NameTerm, subject: Subject) -> Iterator[Import]:
    """The imports of the file that bind what the term names, or a part of it."""
    for binding in subject.document.imports:
        target = subject.language.resolve(subject.path, binding)
        if binding.local and _stands_for(target, term, subject.naming):
            yield binding


def _stands_for(target: str, term: NameTerm, naming: Naming) -> bool:
    def fits(meaning: str) -> bool:
        return term.ends(_comparable(meaning))

    if fits(target):
        return True
    return naming.may_be(target, fits) and any(map(fits, naming.others(target)))


def find_in_rows(
    index: int, facet: Facet, term: Term, subject: Subject
) -> Iterator[tuple[int, Hit]]:
    """The rows of the document in which a term is met, with their hits."""
    document, roles = subject.document, int(ROLES[facet])
    names = _Names(term, _holds if facet is Facet.IDENTIFIERS else _ends, subject)
    for row, (name_id, has) in enumerate(zip(document.name_ids, document.roles, strict=True)):
        if has & roles and (verdict := names[name_id]) is not _Meant.NEITHER:
            if verdict is _Meant.WRITTEN:
                yield row, _hit(index, subject, row)
            elif not names.may_fit(row):
                continue
            elif resolved := names.resolve(row):
                yield row, _hit(index, subject, row, resolved)
            elif guessed := names.guess(row):
                yield row, _hit(index, subject, row, guessed, Mark.UNCERTAIN)


class _Meant(Enum):
    """Whether a name is what a term looks for."""

    WRITTEN = "as it is written"
    MAYBE = "perhaps, by what the file says"
    NEITHER = "no"


class _Names(dict[int, _Meant]):
    """What one term makes of the names of a document, each judged once."""

    def __init__(self, term: Term, fits: Callable[[Term, str], bool], subject: Subject) -> None:
        super().__init__()
        self._term, self._fits, self._subject = term, fits, subject
        self._aliases = subject.naming.aliases(term)
        self._holds_letters = term.letters is None or term.letters in _vocabulary(subject)

    def __missing__(self, name_id: int) -> _Meant:
        name = self._subject.document.names[name_id]
        if self._fits(self._term, name):
            meant = _Meant.WRITTEN
        else:
            meant = _Meant.MAYBE if self._may_mean(name) else _Meant.NEITHER
        self[name_id] = meant
        return meant

    def may_fit(self, row: int) -> bool:
        """Whether the row may mean, or be guessed to mean, what the term looks for: a cheap no."""
        return self._subject.naming.may_fit(row, lambda meaning: self._fits(self._term, meaning))

    def resolve(self, row: int) -> str:
        """What the row may mean, if that is what the term looks for; else empty."""
        return self._first_that_fits(self._subject.naming.candidates(row))

    def guess(self, row: int) -> str:
        """The same of what it means if a module that nobody can look into holds such a name."""
        return self._first_that_fits(self._subject.naming.unsure(row))

    def _first_that_fits(self, meanings: Iterable[str]) -> str:
        fitting = (meaning for meaning in meanings if self._fits(self._term, meaning))
        module = self._subject.naming.module
        return next((each for each in fitting if _reaches(self._term, each, module)), "")

    def _may_mean(self, name: str) -> bool:
        """Whether the name can be turned into something that fits: what is said of a root leaves
        the last link of a chain as it is, unless that is an alias somewhere."""
        root, _, rest = canonical(name).partition(".")
        if self._aliases.isdisjoint(segments(name)) and not self._may_end(root, rest):
            return False
        return self._subject.naming.may_mean(root)

    def _may_end(self, root: str, rest: str) -> bool:
        """Whether a name that nobody gives another can mean what the term names."""
        term = self._term
        if not self._holds_letters or self._fits is not _ends or not isinstance(term, NameTerm):
            return self._holds_letters
        if rest:
            return term.may_end(last_segment(rest))
        return term.may_end(root) or self._subject.naming.renames(root)


def _vocabulary(subject: Subject) -> str:
    """Everything that the meaning of a name of the file can be made of."""
    targets = (
        subject.language.resolve(subject.path, binding) for binding in subject.document.imports
    )
    return " ".join((subject.naming.module, *subject.document.names, *targets))


def _reaches(term: Term, meaning: str, module: str) -> bool:
    """A match must reach beyond the file's own module: ``legacy`` does not hit all the names that
    ``legacy.py`` uses of its own."""
    if not module or not meaning.startswith(f"{module}."):
        return True
    if isinstance(term, NameTerm):
        chain, own = segments(meaning), len(segments(module))
        return any(term.ends(chain[:end]) for end in range(own + 1, len(chain) + 1))
    return any(end > len(module) + 1 for _, end in term.spans(meaning))


def _hit(
    index: int, subject: Subject, row: int, resolved: str = "", mark: Mark = Mark.PROVEN
) -> Hit:
    found = subject.document.occurrence(row)
    place = place_after_break(found.name, found.span, subject.content)
    return Hit(index, Span(place.start, place.end), found.name, resolved, mark)


def _ends(term: Term, name: str) -> bool:
    if not isinstance(term, NameTerm):
        return term.search(name)
    return _may_hold(term, name) and term.ends(_comparable(name))


def _holds(term: Term, name: str) -> bool:
    if not isinstance(term, NameTerm):
        return term.search(name)
    return _may_hold(term, name) and term.within(_comparable(name))


def _may_hold(term: NameTerm, name: str) -> bool:
    """A cheap no for most names."""
    return term.letters is None or term.letters in name or not name.isascii()


def _comparable(name: str) -> tuple[str, ...]:
    return segments(name if name.isascii() else unicodedata.normalize("NFKC", name))
