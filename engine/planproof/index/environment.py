"""What the names of one document are bound to where they stand, and what classes own.

A name of a class is a *member*: how far members are seen without their owner is the language's
business, and methods may stand outside of what owns them (``impl T``, Go's receivers).
"""

from __future__ import annotations

from functools import cached_property

from planproof.index.bound import CLASSES, NAMELESS, Bound, BoundNames, ByScope
from planproof.index.scopes import MODULE, Scopes
from planproof.languages import Language
from planproof.model.document import Definition, Document, Role
from planproof.model.name import canonical

_PARAMETER = int(Role.PARAMETER)
_HAVE_OWNER = frozenset({"constructor", "field", "method"})
_MOST_BASES = 16
"""Looked at of one class."""

_OF_CLASSES = frozenset({"__class_getitem__", "__init_subclass__", "__new__"})


class Environment:
    """Names and members of one document."""

    def __init__(self, document: Document, language: Language) -> None:
        self.scopes = Scopes(document)
        self.names = BoundNames(document, language, self.scopes)
        self._document = document
        self._language = language

    def lookup(self, scope: int, name: str, *, header: bool = False) -> list[Bound]:
        """What binds a name where ``scope`` is the innermost one; nothing where nothing does.

        ``header``: the name stands in the decorators, bases or annotations of the scope, where its
        parameters are not yet seen.
        """
        if name not in self.names:
            return []
        by_scope = self.names.of(name)
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

    def members(self, owner: str, name: str) -> list[Bound]:
        """What binds a member of what is called ``owner`` in this file."""
        found = [
            Bound(self.names.row_at(each.name), MODULE, definition=each)
            for each in self._owned.get(owner, {}).get(name, ())
        ]
        found.extend(
            each
            for number in self._classes.get(owner, ())
            for each in self.names.of(name).get(number, ())
            if each.definition is None
        )
        found.extend(Bound(row, MODULE) for row in self._assigned.get((owner, name), ()))
        return found

    def classes(self, qualified: str) -> list[Definition]:
        """The classes of a qualified name."""
        return [self._document.definitions[at] for at in self._classes.get(qualified, ())]

    def defines(self, scope: int, base: str, name: str) -> bool:
        """Whether a class of this file, or one of its bases here, has the member."""
        queue = [(scope, base)]
        for scope, base in queue:
            for each in self.lookup(scope, base):
                if each.definition is None or each.definition.kind not in CLASSES:
                    continue
                if self.members(each.definition.qualified, name):
                    return True
                around = self.scopes.at(each.definition.name)
                above = ((around, base) for base in each.definition.bases)
                queue.extend(step for step in above if len(queue) < _MOST_BASES)
        return False

    def owner(self, scope: int) -> str:
        """The qualified name of what ``this`` belongs to where ``scope`` is the innermost one."""
        at = self.scopes.named(scope)
        while at != MODULE:
            definition = self._document.definitions[at]
            if definition.kind in CLASSES:
                return definition.qualified
            if definition.kind in _HAVE_OWNER:
                return definition.qualified.rpartition(".")[0]
            at = self.scopes.named(self.scopes.parent(at))
        return ""

    def receives(self, bound: Bound) -> str:
        """The qualified name of the class whose method takes it by this parameter."""
        definition = self.scopes.definition(bound.scope)
        if not bound.parameter or definition is None or definition.kind != "method":
            return ""
        name = self._document.names[self._document.name_ids[bound.row]]
        if definition.parameters[:1] != (name,) or "staticmethod" in definition.decorators:
            return ""
        return definition.qualified.rpartition(".")[0]

    def receives_class(self, bound: Bound) -> bool:
        """Whether that parameter is the class itself, not an instance."""
        definition = self.scopes.definition(bound.scope)
        if definition is None:
            return False
        name = definition.qualified.rpartition(".")[2]
        by_name = definition.parameters[:1] == ("cls",) or name in _OF_CLASSES
        return by_name or "classmethod" in definition.decorators

    def _is_seen(self, scope: int, start: int, *, header: bool) -> bool:
        definition = self.scopes.definition(scope)
        if definition is None or definition.kind not in CLASSES or self._language.members_in_scope:
            return True
        around_header = header and start != MODULE and self.scopes.parent(start) == scope
        return self._language.members_in_body and (scope == start or around_header)

    def _hoisted(self, start: int, by_scope: ByScope) -> list[Bound]:
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
            if definition.kind not in NAMELESS:
                found.setdefault(owner, {}).setdefault(name, []).append(definition)
        return found

    @cached_property
    def _assigned(self) -> dict[tuple[str, str], list[int]]:
        """(owner, member) → the rows that assign it inside of methods: ``self.client = …``."""
        found: dict[tuple[str, str], list[int]] = {}
        for name, rows in self.names.rows.items():
            root, _, member = canonical(name).partition(".")
            for row in rows:
                if member and "." not in member:
                    owner = self._owner_by(root, self.scopes.at(self.names.span(row)))
                else:
                    owner = self._constructed(row) if not member else ""
                if owner:
                    found.setdefault((owner, member or name), []).append(row)
        return found

    def _owner_by(self, root: str, scope: int) -> str:
        """The class that ``root`` is an instance of by what it is called, or nothing."""
        if root in self._language.receivers:
            return self.owner(scope)
        if not self._language.first_parameter_receives:
            return ""
        owners = (self.receives(each) for each in self.lookup(scope, root))
        return next(filter(None, owners), "")

    def _constructed(self, row: int) -> str:
        """``constructor(private client: Client)`` declares a member of the class as well."""
        if not self._language.constructor or not self._document.roles[row] & _PARAMETER:
            return ""
        scope = self.scopes.definition(self.scopes.at(self.names.span(row)))
        if scope is None or scope.kind != "method":
            return ""
        owner, _, method = scope.qualified.rpartition(".")
        return owner if method == self._language.constructor else ""
