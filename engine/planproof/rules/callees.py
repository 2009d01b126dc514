"""The functions of a file that its own calls call, where that is certain."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from planproof.model.document import Definition, Role
from planproof.model.location import Span
from planproof.model.name import last_segment, segments
from planproof.rules.subject import Subject

_MODULE = -1
_BINDS = int(Role.ASSIGNMENT | Role.PARAMETER | Role.IMPORT)
_CONSTRUCTOR = "__init__"


class Callees:
    """By rows of the file's document that are calls."""

    def __init__(self, subject: Subject) -> None:
        self._document = subject.document
        self._owners = subject.language.function_owners

    def called(self, row: int) -> tuple[Definition, bool] | None:
        """The definition that a row calls, and whether its first parameter is given otherwise.

        None where another one may be meant: an imported name, one that is also assigned, one that
        is defined twice, a decorated function.
        """
        document = self._document
        chain = segments(document.names[document.name_ids[row]])
        scope = document.enclosing(Span(document.starts[row], document.ends[row]))
        match chain:
            case (name,) if not self._may_be_bound(name):
                return self._called_by_name(scope, name)
            case ("self" | "cls", name):
                return self._method(self._class_around(scope), name)
            case _:
                return None

    def _called_by_name(self, scope: int, name: str) -> tuple[Definition, bool] | None:
        found = self._visible(scope, name)
        if found is None:
            return None
        if self._document.definitions[found].kind in self._owners:
            return self._method(found, _CONSTRUCTOR)
        return _plain(self._document.definitions[found], takes_owner=False)

    def _visible(self, scope: int, name: str) -> int | None:
        """The one definition of a name that a place in a scope sees: a class hides its own."""
        definitions = self._document.definitions
        while True:
            hidden = scope != _MODULE and definitions[scope].kind in self._owners
            found = [] if hidden else self._members.get((scope, name), [])
            if found or scope == _MODULE:
                return found[0] if len(found) == 1 else None
            scope = definitions[scope].parent

    def _class_around(self, scope: int) -> int:
        definitions = self._document.definitions
        while scope != _MODULE and definitions[scope].kind not in self._owners:
            scope = definitions[scope].parent
        return scope

    def _method(self, owner: int, name: str) -> tuple[Definition, bool] | None:
        found = self._members.get((owner, name), []) if owner != _MODULE else []
        if len(found) != 1:
            return None
        return _plain(self._document.definitions[found[0]], takes_owner=True)

    @cached_property
    def _members(self) -> Mapping[tuple[int, str], list[int]]:
        """The definitions by what they stand in, and their own names."""
        found: dict[tuple[int, str], list[int]] = {}
        for number, each in enumerate(self._document.definitions):
            found.setdefault((each.parent, last_segment(each.qualified)), []).append(number)
        return found

    def _may_be_bound(self, name: str) -> bool:
        return self._imports_everything or name in self._bound_names

    @cached_property
    def _imports_everything(self) -> bool:
        return any(binding.star for binding in self._document.imports)

    @cached_property
    def _bound_names(self) -> frozenset[str]:
        """Names that are bound otherwise than by a definition, anywhere in the file."""
        document = self._document
        rows = zip(document.roles, document.name_ids, strict=True)
        bound = {document.names[name_id] for roles, name_id in rows if roles & _BINDS}
        return frozenset(bound | {binding.local for binding in document.imports})


def _plain(definition: Definition, *, takes_owner: bool) -> tuple[Definition, bool] | None:
    """A decorator may give the function other parameters."""
    if definition.decorators or definition.kind not in ("function", "method"):
        return None
    return definition, takes_owner
