"""The facets that search names: in the rows, definitions and imports of one document.

A name is compared as it is written and as what it means. Calls, attributes, decorators, bases,
assignments, parameters, keywords and annotations match a suffix of the chain; identifiers any
consecutive run; imports a prefix, the whole or the imported name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from planproof.model.document import Definition, Import, Role
from planproof.model.location import Span
from planproof.model.name import segments
from planproof.rules.breaks import place_after_break
from planproof.rules.hits import Hit
from planproof.rules.subject import Subject
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
        yield from _find_rows(index, facet, term, subject)


def _find_definitions(index: int, term: Term, subject: Subject) -> Iterator[Hit]:
    """Definitions by module and qualified name. A match must reach the definition's own name:
    ``legacy`` does not hit all that ``legacy.py`` defines."""
    module = segments(subject.language.module_of(subject.path))
    for definition in subject.document.definitions:
        if _defines(term, module, definition):
            yield Hit(index, definition.name, definition.qualified)


def _defines(term: Term, module: tuple[str, ...], definition: Definition) -> bool:
    chain = _comparable(definition.qualified)
    if isinstance(term, NameTerm):
        return term.ends((*module, *chain))
    prefix, own = ".".join((*module, "")), ".".join(chain)
    return term.search(chain[-1]) or any(end > len(prefix) for _, end in term.spans(prefix + own))


def _find_imports(index: int, facet: Facet, term: Term, subject: Subject) -> Iterator[Hit]:
    for binding in subject.document.imports:
        target = subject.language.resolve(subject.path, binding)
        if facet is Facet.IMPORTS:
            met = _imports(term, binding, target, subject.above_root)
        else:
            met = _holds(term, target)
        if met:
            yield Hit(index, binding.span, target)


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
        chain = _comparable(subject.language.resolve(subject.path, binding))
        if binding.local and term.ends(chain):
            yield binding


def _find_rows(index: int, facet: Facet, term: Term, subject: Subject) -> Iterator[Hit]:
    document, roles = subject.document, int(ROLES[facet])
    fits = _holds if facet is Facet.IDENTIFIERS else _ends
    written: dict[int, bool] = {}
    for row, (name_id, has) in enumerate(zip(document.name_ids, document.roles, strict=True)):
        if not has & roles:
            continue
        if name_id not in written:
            written[name_id] = fits(term, document.names[name_id])
        resolved = "" if written[name_id] else _resolved(fits, term, subject, row)
        if written[name_id] or resolved:
            yield _hit(index, subject, row, resolved)


def _resolved(fits: Callable[[Term, str], bool], term: Term, subject: Subject, row: int) -> str:
    """What the row may mean, if that is what the term looks for; else empty."""
    return next((full for full in subject.naming.candidates(row) if fits(term, full)), "")


def _hit(index: int, subject: Subject, row: int, resolved: str) -> Hit:
    found = subject.document.occurrence(row)
    place = place_after_break(found.name, found.span, subject.content)
    return Hit(index, Span(place.start, place.end), found.name, resolved)


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
