"""What the names of one document are bound to, scope by scope.

A name of a class is a *member*: how far members are seen without their owner is the language's
business, and methods may stand outside of what owns them (``impl T``, Go's receivers).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from planproof.index.scopes import MODULE, Scopes
from planproof.languages import Language
from planproof.model.document import Definition, Document, Import, Relation, Role, Tie
from planproof.model.location import Span
from planproof.model.name import canonical

_BINDS = Role.DEFINITION | Role.ASSIGNMENT | Role.PARAMETER
CLASSES = frozenset(
    {"annotation", "class", "enum", "interface", "record", "struct", "trait", "type", "union"}
)
"""Kinds of definitions whose names are members."""

_HAVE_OWNER = frozenset({"constructor", "field", "method"})
_MEMBERS = frozenset({"enum_member", "field", "method"})
_OF_CLASSES = frozenset({"__class_getitem__", "__init_subclass__", "__new__"})
_NAMELESS = frozenset({"constructor", "module", "package"})
"""Kinds that bind no name of their own, or one that means something else."""


class Bound(NamedTuple):
    """One way in which a scope binds a name: by an import, or by the row of a definition, of a
    parameter or of an assignment."""

    row: int
    scope: int
    binding: Import | None = None
    definition: Definition | None = None
    parameter: bool = False


class Environment:
    """The bindings of one document. Each name is looked into when it is first asked for."""

    def __init__(self, document: Document, language: Language) -> None:
        self.scopes = Scopes(document)
        self._document = document
        self._language = language
        self._found: dict[str, dict[int, list[Bound]]] = {}

    def binds(self, name: str) -> bool:
        """Whether any scope of the document binds a name."""
        return name in self._imports or name in self._rows

    def lookup(self, scope: int, name: str, *, header: bool = False) -> list[Bound]:
        """What binds a name where ``scope`` is the innermost one; nothing where nothing does.

        ``header``: the name stands in the decorators, bases or annotations of the scope, where its
        parameters are not yet seen.
        """
        if not self.binds(name):
            return []
        by_scope = self._bound(name)
        start = scope
        while True:
            found = by_scope.get(scope)
            if found and self._is_seen(scope, start, header=header):
                if header and scope == start:
                    found = [each for each in found if each.binding or each.definition]
                if found:
                    return found
            if scope == MODULE:
                return self._hoisted(start, by_scope)
            definition = self.scopes.definition(scope)
            if definition is not None and definition.kind in self._language.closed_kinds:
                return []
            scope = self.scopes.parent(scope)

    def relations(self, row: int) -> list[Relation]:
        """What is said of the name of a row."""
        return self._relations.get(row, [])

    def members(self, owner: str, name: str) -> list[Bound]:
        """What binds a member of what is called ``owner`` in this file."""
        found = [
            Bound(self.row_at(each.name), MODULE, definition=each)
            for each in self._owned.get(owner, {}).get(name, ())
        ]
        found.extend(
            each
            for number in self._classes.get(owner, ())
            for each in self._bound(name).get(number, ())
            if each.definition is None
        )
        found.extend(Bound(row, MODULE) for row in self._assigned.get((owner, name), ()))
        return found

    def definitions(self, qualified: str) -> list[Definition]:
        """The classes of a qualified name."""
        return [self._document.definitions[at] for at in self._classes.get(qualified, ())]

    def defines(self, scope: int, base: str, name: str) -> bool:
        """Whether a class of this file, or one of its bases in this file, has the member."""
        queue = [(scope, base)]
        seen: set[tuple[int, str]] = set()
        while queue:
            scope, base = step = queue.pop()
            found = [] if step in seen else self.lookup(scope, base)
            seen.add(step)
            for each in found:
                if each.definition is None or each.definition.kind not in CLASSES:
                    continue
                if self.members(each.definition.qualified, name):
                    return True
                around = self.scopes.at(each.definition.name)
                queue.extend((around, above) for above in each.definition.bases)
        return False

    def owner(self, scope: int) -> str:
        """The qualified name of what ``this`` belongs to where ``scope`` is the innermost one."""
        at = self.scopes.named(scope)
        while at != MODULE:
            definition = self._document.definitions[at]
            if definition.kind in CLASSES:
                return definition.qualified
            if definition.kind in _HAVE_OWNER:
                return self._owner_of(definition)
            at = self.scopes.named(self.scopes.parent(at))
        return ""

    def receives(self, bound: Bound) -> str:
        """The qualified name of the class whose method takes it by this parameter."""
        definition = self.scopes.definition(bound.scope)
        if not bound.parameter or definition is None or definition.kind != "method":
            return ""
        name = self._document.names[self._document.name_ids[bound.row]]
        is_first = definition.parameters[:1] == (name,)
        if not is_first or "staticmethod" in definition.decorators:
            return ""
        return self._owner_of(definition)

    def receives_class(self, bound: Bound) -> bool:
        """Whether that parameter is the class itself, not an instance."""
        definition = self.scopes.definition(bound.scope)
        if definition is None:
            return False
        name = definition.qualified.rpartition(".")[2]
        by_name = definition.parameters[:1] == ("cls",) or name in _OF_CLASSES
        return by_name or "classmethod" in definition.decorators

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

    def _is_seen(self, scope: int, start: int, *, header: bool) -> bool:
        definition = self.scopes.definition(scope)
        if definition is None or definition.kind not in CLASSES or self._language.members_in_scope:
            return True
        around_header = header and start != MODULE and self.scopes.parent(start) == scope
        return self._language.members_in_body and (scope == start or around_header)

    @cached_property
    def _outer(self) -> dict[str, set[int]]:
        """Name → the scopes that say that they bind it around themselves: ``global``."""
        found: dict[str, set[int]] = {}
        for each in self._document.relations:
            if each.tie is Tie.OUTER and not self._document.roles[each.row] & _BINDS:
                name = self._document.names[self._document.name_ids[each.row]]
                found.setdefault(name, set()).add(self.scopes.at(self.span(each.row)))
        return found

    def _move_out(self, name: str, by_scope: dict[int, list[Bound]]) -> None:
        """What a scope only gives a value to where it does is bound around that place."""
        moved = [
            each
            for scope, found in by_scope.items()
            for each in found
            if scope in self._outer.get(name, ()) or self._is_rebound(each, found)
        ]
        for each in moved:
            by_scope[each.scope].remove(each)
        for scope in [scope for scope, found in by_scope.items() if not found]:
            del by_scope[scope]
        for each in moved:
            scope = each.scope
            while scope != MODULE and scope not in by_scope:
                scope = self.scopes.parent(scope)
            by_scope.setdefault(scope, []).append(each._replace(scope=scope))

    def _is_rebound(self, bound: Bound, beside: list[Bound]) -> bool:
        """Also ``late = require("m")``, where the import is beside what gives the value."""
        if bound.binding is None:
            return any(each.tie is Tie.OUTER for each in self.relations(bound.row))
        rows = [each for each in beside if each.binding is None]
        return bool(rows) and all(self._is_rebound(each, beside) for each in rows)

    def _hoisted(self, start: int, by_scope: dict[int, list[Bound]]) -> list[Bound]:
        """Imports of a block around which the name stands: better looked at than missed."""
        around = self._definitions_around(start)
        return [
            each
            for scope, found in by_scope.items()
            if scope >= len(self._document.definitions) and self.scopes.named(scope) in around
            for each in found
            if each.binding is not None
        ]

    def _definitions_around(self, scope: int) -> set[int]:
        found = {MODULE}
        while scope != MODULE:
            scope = self.scopes.named(scope)
            found.add(scope)
            scope = self.scopes.parent(scope) if scope != MODULE else MODULE
        return found

    def _bound(self, name: str) -> dict[int, list[Bound]]:
        """Scope → what binds the name there, imports first."""
        if name not in self._found:
            by_scope: dict[int, list[Bound]] = {}
            for each in (*self._imported(name), *self._written(name)):
                by_scope.setdefault(each.scope, []).append(each)
            self._move_out(name, by_scope)
            self._found[name] = {at: self._telling(found) for at, found in by_scope.items()}
        return self._found[name]

    def _telling(self, found: list[Bound]) -> list[Bound]:
        """Without the assignments that say nothing, where an import says something."""
        if not any(each.binding for each in found):
            return found
        return [
            each for each in found if each.binding or each.definition or self._explains(each.row)
        ]

    def _explains(self, row: int) -> bool:
        return any(each.tie <= Tie.INSTANCE for each in self.relations(row))

    def _imported(self, name: str) -> Iterator[Bound]:
        for binding in self._imports.get(name, ()):
            yield Bound(self.row_at(binding.span), self.scopes.at(binding.span), binding)

    def _written(self, name: str) -> Iterator[Bound]:
        document = self._document
        for row in self._rows.get(name, ()):
            roles, span = document.roles[row], self.span(row)
            if not roles & Role.DEFINITION:
                parameter = bool(roles & Role.PARAMETER)
                yield Bound(row, self.scopes.at(span), parameter=parameter)
            elif (definition := self._by_name.get(span)) and self._binds_name(definition):
                yield Bound(row, self.scopes.at(span), definition=definition)

    def _binds_name(self, definition: Definition) -> bool:
        """Whether the scope around a definition knows it by its name alone."""
        if definition.kind in _NAMELESS:
            return definition.kind == "module" and "module" in self._language.closed_kinds
        owner = self._owner_of(definition)
        parent = self.scopes.definition(definition.parent)
        if definition.kind in _MEMBERS and not self._language.members_in_scope:
            return parent is not None and parent.kind in CLASSES and parent.qualified == owner
        return owner == (parent.qualified if parent is not None else "")

    def _owner_of(self, definition: Definition) -> str:
        return definition.qualified.rpartition(".")[0]

    @cached_property
    def _imports(self) -> dict[str, list[Import]]:
        found: dict[str, list[Import]] = {}
        for binding in self._document.imports:
            if binding.local:
                found.setdefault(binding.local, []).append(binding)
        return found

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        """Name → the rows that bind it otherwise."""
        document = self._document
        by_id: dict[int, list[int]] = {}
        declared = {each.row for each in document.relations if each.tie is Tie.DECLARED}
        for row, roles in enumerate(document.roles):
            if roles & _BINDS or row in declared:
                by_id.setdefault(document.name_ids[row], []).append(row)
        return {document.names[name_id]: rows for name_id, rows in by_id.items()}

    @cached_property
    def _by_name(self) -> dict[Span, Definition]:
        return {each.name: each for each in self._document.definitions}

    @cached_property
    def _relations(self) -> dict[int, list[Relation]]:
        found: dict[int, list[Relation]] = {}
        for relation in self._document.relations:
            found.setdefault(relation.row, []).append(relation)
        return found

    @cached_property
    def _classes(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, definition in enumerate(self._document.definitions):
            if definition.kind in CLASSES:
                found.setdefault(definition.qualified, []).append(number)
        return found

    @cached_property
    def _owned(self) -> dict[str, dict[str, list[Definition]]]:
        found: dict[str, dict[str, list[Definition]]] = {}
        for definition in self._document.definitions:
            owner, _, name = definition.qualified.rpartition(".")
            if definition.kind not in _NAMELESS:
                found.setdefault(owner, {}).setdefault(name, []).append(definition)
        return found

    @cached_property
    def _assigned(self) -> dict[tuple[str, str], list[int]]:
        """(owner, member) → the rows that assign it inside of methods: ``self.client = …``."""
        found: dict[tuple[str, str], list[int]] = {}
        for name, rows in self._rows.items():
            root, _, member = canonical(name).partition(".")
            if member and "." not in member:
                for row in rows:
                    if owner := self.owner_by(root, self.scopes.at(self.span(row))):
                        found.setdefault((owner, member), []).append(row)
        if self._language.constructor:
            self._add_constructor_parameters(found)
        return found

    def _add_constructor_parameters(self, found: dict[tuple[str, str], list[int]]) -> None:
        """``constructor(private client: Client)`` declares a member as well."""
        for name, rows in self._rows.items():
            for row in rows:
                if self._document.roles[row] & Role.PARAMETER:
                    scope = self.scopes.definition(self.scopes.at(self.span(row)))
                    if scope is not None and scope.kind == "method":
                        owner, _, method = scope.qualified.rpartition(".")
                        if owner and method == self._language.constructor:
                            found.setdefault((owner, name), []).append(row)

    def owner_by(self, root: str, scope: int) -> str:
        """The class that ``root`` is an instance of by what it is called, or nothing."""
        if root in self._language.receivers:
            return self.owner(scope)
        if not self._language.first_parameter_receives:
            return ""
        owners = (self.receives(each) for each in self.lookup(scope, root))
        return next(filter(None, owners), "")
