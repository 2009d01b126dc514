"""Counts what the terms of a rule hit, while a survey goes over the files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from planproof.evaluate.page import Page
from planproof.evaluate.text_page import AnyPage
from planproof.model.document import Role
from planproof.model.explanation import Counted, Sightings
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules import NAME_FACETS, Hit, RuleClause, RuleTerm, Subject
from planproof.spec.wire import Facet

_MOST = 5
_DEPTH = 2
"""Folders are told apart down to this level."""

_FIRST_ROLES = (
    *(Role.DEFINITION, Role.IMPORT, Role.DECORATOR, Role.BASE, Role.CALL, Role.ANNOTATION),
    *(Role.KEYWORD, Role.PARAMETER, Role.ASSIGNMENT, Role.ATTRIBUTE),
)
"""Of several roles at one place, the one that says most."""


class _Seen(Struct):
    hits: int = 0
    unsure: int = 0
    files: set[str] = field(default_factory=set)
    roles: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    folders: Counter[str] = field(default_factory=Counter)


class Watch:
    """One rule's; a survey tells it of every hit, those of a path alone without a page."""

    def __init__(self) -> None:
        self._seen: defaultdict[tuple[int, int], _Seen] = defaultdict(_Seen)  # by id of the clause

    def note(self, clause: RuleClause, page: AnyPage, hits: Sequence[Hit]) -> None:
        facets = {term.index: term.facet for term in clause.terms}
        names = _Names(page.subject) if hits and isinstance(page, Page) else None
        for hit in hits:
            facet = facets[hit.term]
            if names is None or facet not in NAME_FACETS or hit.mark is Mark.LEXICAL:
                self._add(clause, hit, page.path, hit.name, _role(facet, hit))
            else:
                role = names.role(hit) if facet is Facet.IDENTIFIERS else _role(facet, hit)
                self._add(clause, hit, page.path, names.meaning(hit), role)

    def note_path(self, clause: RuleClause, term: RuleTerm, path: str) -> None:
        self._add(clause, Hit(term.index, Span(0, 0), path), path, path, "path")

    def seen(self, clause: RuleClause, term: RuleTerm) -> Sightings:
        found = self._seen[id(clause), term.index]
        return Sightings(
            hits=found.hits,
            files=len(found.files),
            unsure=found.unsure,
            roles=most(found.roles, len(found.roles)),
            names=most(found.names, _MOST),
            kinds=len(found.names),
            folders=most(found.folders, _MOST),
        )

    def _add(self, clause: RuleClause, hit: Hit, path: str, name: str, role: str) -> None:
        found = self._seen[id(clause), hit.term]
        found.hits += 1
        found.unsure += hit.mark is not Mark.PROVEN
        found.files.add(path)
        found.roles[role] += 1
        found.names[name] += 1
        found.folders[_folder(path)] += 1


class _Names:
    """What stands at the places of one file, and what it means."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        document = subject.document
        self._roles: defaultdict[int, Role] = defaultdict(lambda: Role(0))
        self._rows: dict[int, int] = {}
        for row, found in enumerate(document):
            self._roles[found.span.end] |= found.roles
            self._rows[found.span.end] = row
        for definition in document.definitions:
            self._roles[definition.name.end] |= Role.DEFINITION
        for binding in document.imports:
            self._roles[binding.span.end] |= Role.IMPORT

    def role(self, hit: Hit) -> str:
        """A hit ends where its chain does, wherever it begins."""
        roles = self._roles[hit.span.end]
        return next((role for role in _FIRST_ROLES if role in roles), Role.REFERENCE).word

    def meaning(self, hit: Hit) -> str:
        """What the name resolves to; as it is written where that is not known."""
        row = self._rows.get(hit.span.end)
        if hit.resolved or row is None:
            return hit.resolved or hit.name
        return next(iter(self._subject.naming.candidates(row)), hit.name)


def _role(facet: Facet, hit: Hit) -> str:
    return "word in broken syntax" if hit.mark is Mark.LEXICAL else _ONE[facet]


_ONE: Mapping[Facet, str] = {
    Facet.DEFINITIONS: "definition",
    Facet.CALLS: "call",
    Facet.IMPORTS: "import",
    Facet.ATTRIBUTES: "attribute",
    Facet.DECORATORS: "decorator",
    Facet.BASES: "base",
    Facet.ASSIGNMENTS: "assignment",
    Facet.PARAMETERS: "parameter",
    Facet.KEYWORDS: "keyword",
    Facet.ANNOTATIONS: "annotation",
    Facet.EXPRESSIONS: "expression",
    Facet.LITERALS: "string literal",
    Facet.COMMENTS: "comment",
    Facet.API_ROUTES: "route",
    Facet.SQL_TABLES: "table",
    Facet.FILES: "path",
    Facet.TEXT: "text",
    Facet.PATTERN: "code",
    Facet.AST: "code",
    Facet.DEPENDENCIES: "dependency",
    Facet.METRICS: "measure",
}
"""What a hit is, for facets that hit one thing only."""


def findable(facet: Facet) -> tuple[str, ...]:
    """The roles in which a term can be hit."""
    if facet is Facet.IDENTIFIERS:
        return tuple(role.word for role in (*_FIRST_ROLES, Role.REFERENCE))
    return (_ONE[facet],)


def most(counted: Counter[str], limit: int) -> Counted:
    """The most frequent ones; equal ones in the order of the alphabet."""
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit])


def _folder(path: str) -> str:
    return "/".join(path.split("/")[:-1][:_DEPTH]) or "."
