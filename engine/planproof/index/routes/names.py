"""What names of one file stand for: spots of the file, or references that a tree can follow."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.routes.code import Binding, Code
from planproof.index.routes.facts import Ref, Where
from planproof.index.routes.tables import Meant, Tables, plain
from planproof.languages.frameworks import Framework, Kind
from planproof.languages.values import Call, Member, Name, Text, Value, chain_of
from planproof.model.document import Document, Import

if TYPE_CHECKING:
    from tree_sitter import Node

_MODULE = -1
_DEEPEST = 4
_MOST_BOUND = 8
"""Values of one name that are looked at."""

_MOST_FOLLOWED = 2
"""And for whole names, where each may lead to others."""

_SELVES = frozenset({"self", "this", "cls"})


class Thing(Struct, frozen=True):
    """Something that may be a spot. No ``ref``: nothing is known of it, not even that it is none.

    ``kind`` is what its framework calls it, where this file tells. ``made``: by a call of something
    of which only the tree tells what it is.
    """

    ref: Ref | None
    framework: Framework | None = None
    kind: Kind | None = None
    made: bool = False

    @property
    def imported(self) -> bool:
        """Only the rest of the tree can tell what it is."""
        return self.made or (self.ref is not None and self.ref.where is Where.IMPORT)


UNKNOWN = Thing(None)


class Names:
    """Looks names up in scopes, then in imports."""

    def __init__(self, code: Code, document: Document, tables: Tables) -> None:
        self.code = code
        self.tables = tables
        self._imports: dict[str, list[Import]] = {}
        self._stars = [binding for binding in document.imports if binding.star]
        for binding in document.imports:
            if binding.local:
                self._imports.setdefault(binding.local, []).append(binding)

    def bound(self, name: str, at: int) -> tuple[int, list[Binding]] | None:
        """The scope that binds a name where it is used, and what it is bound to there, likeliest
        first: the last before the use, else the last of all."""
        use = self.code.scope_at(at)
        for scope in self.code.scopes_around(at):
            if scope not in (use, _MODULE) and self.code.scopes[scope].is_class:
                continue
            found = self.code.bindings.get((scope, name))
            if found:
                before = bisect_left(found, at, key=_place) if scope == use else 0
                end = before or len(found)
                return scope, found[max(0, end - _MOST_BOUND) : end][::-1]
            if scope != _MODULE and self._parameter(scope, name) is not None:
                return scope, []
            if (scope, name) in self.code.functions:
                return scope, []
        return None

    def parameter(self, scope: int, name: str) -> Thing | None:
        """The spot that a parameter is, typed or not."""
        number = self._parameter(scope, name) if scope != _MODULE else None
        if number is None:
            return None
        around = self.code.scopes[scope]
        ref = Ref(Where.HERE, f"{around.key}#{number}")
        meant = self.of_type(around.parameters[number][1])
        return Thing(ref, meant.framework, meant.kind) if meant else Thing(ref)

    def _parameter(self, scope: int, name: str) -> int | None:
        parameters = self.code.scopes[scope].parameters
        return next((n for n, (each, _) in enumerate(parameters) if each == name), None)

    def of_type(self, node: Node | None) -> Meant | None:
        """What a type means to a framework."""
        if node is None:
            return None
        for written in self.code.type_names(node):
            root, _, rest = written.replace("::", ".").partition(".")
            for chain in (*self._through_imports(root, rest), written):
                if found := self.tables.types.get(plain(chain)):
                    return found
        return None

    def chains(self, value: Value, depth: int = 0) -> Iterator[str]:
        """The whole names that a chain may have, by the imports of the file."""
        names = chain_of(value)
        if not names:
            yield from self._required(value)
            return
        at, (root, *rest) = value.start, names
        bound = self.bound(root, at)
        if bound is None:
            yield from self._through_imports(root, ".".join(rest))
        elif depth < _DEEPEST:
            for binding in bound[1][:_MOST_FOLLOWED]:
                if binding.value is not None:
                    held = self.code.read(binding.value)
                    if required(held) or chain_of(held) not in ((), names):
                        for chain in self.chains(held, depth + 1):
                            yield ".".join((chain, *rest))
            if not bound[1]:
                return
            yield from self._through_imports(root, ".".join(rest))

    def _required(self, value: Value) -> Iterator[str]:
        """``require("express").Router``"""
        rest: list[str] = []
        while isinstance(value, Member):
            rest.insert(0, value.name)
            value = value.owner
        if module := required(value):
            yield ".".join((module, *rest))

    def _through_imports(self, root: str, rest: str) -> Iterator[str]:
        for binding in self._imports.get(root, ()):
            if not binding.level:
                yield f"{binding.target}.{rest}" if rest else binding.target
                if binding.target.startswith(f"{root}."):
                    yield f"{root}.{rest}" if rest else root
        for star in self._stars if root not in self._imports else ():
            if not star.level:
                yield ".".join(filter(None, (star.target, root, rest)))

    def meanings(self, value: Value) -> Iterator[Meant]:
        """What frameworks make of a callee."""
        for chain in self.chains(value):
            if found := self.tables.functions.get(plain(chain)):
                yield found

    def imported(self, names: Iterable[str]) -> Ref | None:
        """A chain that begins with an imported name, for the tree to follow."""
        root, *rest = names
        for binding in self._imports.get(root, ()):
            ref = Ref(Where.IMPORT, binding.target, binding.level)
            if binding.target.startswith(f"{root}.") and rest:
                ref = Ref(Where.IMPORT, root, binding.level)
            for name in rest:
                ref = ref.member(name)
            return ref
        return None

    def is_self(self, value: Value) -> bool:
        return isinstance(value, Name) and value.text in _SELVES


def _place(binding: Binding) -> int:
    return binding.at


def required(value: Value) -> str:
    """The module of ``require("m")`` and ``import("m")``; empty for all else."""
    if isinstance(value, Call) and chain_of(value.callee) in (("require",), ("import",)):
        given = value.positional()
        if given and isinstance(given[0], Text) and len(given[0].parts) == 1:
            return str(given[0].parts[0])
    return ""
