"""Which names one document binds, and in which scopes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from planproof.index.scopes import MODULE, Scopes
from planproof.languages import Language
from planproof.model.document import Definition, Document, Import, Relation, Role, Tie
from planproof.model.location import Span

_BINDS = int(Role.DEFINITION | Role.ASSIGNMENT | Role.PARAMETER)
_DEFINITION, _PARAMETER = int(Role.DEFINITION), int(Role.PARAMETER)

CLASSES = frozenset(
    {"annotation", "class", "enum", "interface", "record", "struct", "trait", "type", "union"}
)
"""Kinds of definitions whose names are members."""

NAMELESS = frozenset({"constructor", "module", "package"})
"""Kinds that bind no name of their own, or one that means something else."""

_MEMBERS = frozenset({"enum_member", "field", "method"})
_MOST = 64
"""Ways in which one scope binds one name: as many as anyone writes by hand, and no more, because
each is followed wherever the name stands."""


class Bound(NamedTuple):
    """One way in which a scope binds a name: by an import, or by the row of a definition, of a
    parameter or of an assignment."""

    row: int
    scope: int
    binding: Import | None = None
    definition: Definition | None = None
    parameter: bool = False


ByScope = dict[int, list[Bound]]


class BoundNames:
    """The bindings of one document. Each name is looked into when it is first asked for."""

    def __init__(self, document: Document, language: Language, scopes: Scopes) -> None:
        self.scopes = scopes
        self._document = document
        self._language = language
        self._found: dict[str, ByScope] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._imports or name in self.rows

    def of(self, name: str) -> ByScope:
        """Scope → what binds the name there, imports first."""
        if name not in self._found:
            by_scope: ByScope = {}
            for each in (*self._imported(name), *self._written(name)):
                by_scope.setdefault(each.scope, []).append(each)
            moved = self._moved_out(name, by_scope)
            self._found[name] = {at: self._telling(found) for at, found in moved.items()}
        return self._found[name]

    def relations(self, row: int) -> list[Relation]:
        """What is said of the name of a row."""
        return self._relations.get(row, [])

    def row_at(self, span: Span) -> int:
        """The row at a place, or -1."""
        starts = self._document.starts
        row = bisect_left(starts, span.start)
        while row < len(starts) and starts[row] == span.start:
            if self._document.ends[row] == span.end:
                return row
            row += 1
        return -1

    def span(self, row: int) -> Span:
        return Span(self._document.starts[row], self._document.ends[row])

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """Name → the rows that bind it, imports left out. Names may be chains: ``self.client``."""
        document = self._document
        by_id: dict[int, list[int]] = {}
        declared = {each.row for each in document.relations if each.tie is Tie.DECLARED}
        for row, roles in enumerate(document.roles):
            if roles & _BINDS or row in declared:
                by_id.setdefault(document.name_ids[row], []).append(row)
        return {document.names[name_id]: rows for name_id, rows in by_id.items()}

    def _imported(self, name: str) -> Iterator[Bound]:
        for binding in self._imports.get(name, ()):
            yield Bound(self.row_at(binding.span), self.scopes.at(binding.span), binding)

    def _written(self, name: str) -> Iterator[Bound]:
        document = self._document
        for row in self.rows.get(name, ()):
            roles, span = document.roles[row], self.span(row)
            if not roles & _DEFINITION:
                yield Bound(row, self.scopes.at(span), parameter=bool(roles & _PARAMETER))
            elif (definition := self._by_name.get(span)) and self._binds_name(definition):
                yield Bound(row, self.scopes.at(span), definition=definition)

    def _binds_name(self, definition: Definition) -> bool:
        """Whether the scope around a definition knows it by its name alone."""
        if definition.kind in NAMELESS:
            return definition.kind in self._language.closed_kinds
        owner = definition.qualified.rpartition(".")[0]
        parent = self.scopes.definition(definition.parent)
        if definition.kind in _MEMBERS and not self._language.members_in_scope:
            return parent is not None and parent.kind in CLASSES and parent.qualified == owner
        return owner == (parent.qualified if parent is not None else "")

    def _moved_out(self, name: str, by_scope: ByScope) -> ByScope:
        """What a scope only gives a value to is bound around the place where it does."""
        kept: ByScope = {}
        moved: list[Bound] = []
        for scope, found in by_scope.items():
            rebinds = self._rebinds(scope, name, found)
            for each in found:
                goes = rebinds if each.binding else rebinds or self._is_rebound(each.row)
                (moved if goes else kept.setdefault(scope, [])).append(each)
        around: dict[int, int] = {}
        for each in moved:
            if each.scope not in around:
                around[each.scope] = self._first_around(each.scope, kept)
        for each in moved:
            scope = around[each.scope]
            kept.setdefault(scope, []).append(each._replace(scope=scope))
        return kept

    def _rebinds(self, scope: int, name: str, found: list[Bound]) -> bool:
        """Whether all that a scope binds to a name it binds elsewhere: ``global``, and ``late =
        require("m")``, where the import is beside what gives the value."""
        if scope in self._outer.get(name, ()):
            return True
        rows = [each.row for each in found if each.binding is None]
        return bool(rows) and all(map(self._is_rebound, rows))

    def _is_rebound(self, row: int) -> bool:
        return any(each.tie is Tie.OUTER for each in self.relations(row))

    def _first_around(self, scope: int, kept: ByScope) -> int:
        while scope != MODULE and scope not in kept:
            scope = self.scopes.parent(scope)
        return scope

    def _telling(self, found: list[Bound]) -> list[Bound]:
        """Assignments that say nothing of the value count once, and not where an import does."""
        telling = [each for each in found if self._tells(each)]
        silent = [each for each in found if not self._tells(each)]
        if any(each.binding for each in found):
            silent = []
        return [*telling[:_MOST], *silent[:1]]

    def _tells(self, bound: Bound) -> bool:
        if bound.binding or bound.definition or bound.parameter:
            return True
        return any(each.tie <= Tie.INSTANCE for each in self.relations(bound.row))

    @cached_property
    def _outer(self) -> dict[str, set[int]]:
        """Name → the scopes that say that they bind it around themselves: ``global``."""
        found: dict[str, set[int]] = {}
        for each in self._document.relations:
            if each.tie is Tie.OUTER and not self._document.roles[each.row] & _BINDS:
                name = self._document.names[self._document.name_ids[each.row]]
                found.setdefault(name, set()).add(self.scopes.at(self.span(each.row)))
        return found

    @cached_property
    def _imports(self) -> dict[str, list[Import]]:
        found: dict[str, list[Import]] = {}
        for binding in self._document.imports:
            if binding.local:
                found.setdefault(binding.local, []).append(binding)
        return found

    @cached_property
    def _by_name(self) -> dict[Span, Definition]:
        return {each.name: each for each in self._document.definitions}

    @cached_property
    def _relations(self) -> dict[int, list[Relation]]:
        found: dict[int, list[Relation]] = {}
        for relation in self._document.relations:
            found.setdefault(relation.row, []).append(relation)
        return found
