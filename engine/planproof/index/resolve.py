"""What the names of one file stand for, through the imports of that file.

A document knows nothing of paths, so this happens where a blob meets its path. It follows the
scopes of the language as far as a document tells them: an import inside a function holds there, a
parameter, assignment or definition of an inner scope hides an import of an outer one. Where a scope
both imports a name and binds it otherwise (``try: import x … except ImportError: x = None``) the
import wins: a name that may be the forbidden one is looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from planproof.index.offers import Offers, offers_of
from planproof.languages import by_name
from planproof.model.document import Definition, Document, Import, Role
from planproof.model.location import Span
from planproof.model.name import canonical

_MODULE = -1
_HEADER = Role.ANNOTATION | Role.DECORATOR | Role.BASE
_BINDS = Role.ASSIGNMENT | Role.DEFINITION
_NAMES_ITSELF = _BINDS | Role.KEYWORD | Role.PARAMETER


class Resolver:
    """The meaning of the rows of one document at one path. ``language`` is the language's name."""

    def __init__(self, document: Document, language: str, path: str) -> None:
        known = by_name(language)
        if known is None:
            raise LookupError(f"no grammar called {language}")
        self._document = document
        self._language = known
        self._path = path

    def resolve(self, row: int) -> str:
        """The canonical chain that the name of a row stands for; empty where it means itself.

        The first of :meth:`candidates`.
        """
        found = self.candidates(row)
        return found[0] if found else ""

    def candidates(self, row: int) -> tuple[str, ...]:
        """All that the name of a row may stand for: more than one where a scope imports the same
        name several times, as in ``try: import a as x … except ImportError: import b as x``."""
        if not self._document.imports:
            return ()
        roles = self._document.roles[row]
        if roles & Role.IMPORT:
            binding = self._by_span.get((self._document.starts[row], self._document.ends[row]))
            return () if binding is None else (self._target(binding),)
        name = self._document.names[self._document.name_ids[row]]
        root, _, rest = canonical(name).partition(".")
        if (
            root not in self._imported
            or (roles & _NAMES_ITSELF and not rest)
            or row in self._aliases
        ):
            return ()
        found = self._lookup(row, root)
        return tuple(dict.fromkeys(self._meaning(binding, root, rest) for binding in found))

    @cached_property
    def offers(self) -> Offers:
        """What others can take from this file that it has from elsewhere."""
        return offers_of(self._document, self._language, self._path, self._absolute)

    def _absolute(self, row: int) -> tuple[str, ...]:
        """What a name stands for; what is not imported is taken for the module's own."""
        own = f"{self._language.module_of(self._path)}.{self._document.occurrence(row).name}"
        return self.candidates(row) or (canonical(own),)

    def _lookup(self, row: int, root: str) -> tuple[Import, ...]:
        """The imports that bind ``root`` where the row stands."""
        document = self._document
        span = Span(document.starts[row], document.ends[row])
        scope = start = document.enclosing(span)
        header = bool(document.roles[row] & _HEADER) or self._is_default(row)
        while scope != _MODULE:
            definition = document.definitions[scope]
            inside = self._has_names(definition) or scope == start
            if inside and (found := self._imported[root].get(scope)):
                return found
            if inside and not (header and scope == start) and self._hides(scope, root):
                return ()
            scope = definition.parent
        return self._imported[root].get(_MODULE, ())

    def _has_names(self, definition: Definition) -> bool:
        """Whether names bound in a scope are seen in the scopes inside it: not those of a class."""
        return definition.kind not in self._language.function_owners

    def _is_default(self, row: int) -> bool:
        """``json=json.dumps``: the value stands directly behind the parameter it defaults to."""
        document = self._document
        return (
            row > 0
            and bool(document.roles[row - 1] & Role.PARAMETER)
            and document.starts[row] - document.ends[row - 1] == 1
        )

    def _hides(self, scope: int, name: str) -> bool:
        return name in self._bound.get(scope, ())

    def _meaning(self, binding: Import, root: str, rest: str) -> str:
        if self._binds_root(binding):
            return f"{root}.{rest}" if rest else root
        target = self._target(binding)
        return f"{target}.{rest}" if rest else target

    def _target(self, binding: Import) -> str:
        return canonical(self._language.resolve(self._path, binding))

    def _binds_root(self, binding: Import) -> bool:
        """``import a.b`` binds ``a``, and means nothing but ``a``."""
        return self._language.import_binds_root and (
            binding.target.partition(".")[0] == binding.local
            and binding.target != binding.local
            and self._written(binding) == binding.target
        )

    def _written(self, binding: Import) -> str:
        """The name at the place of the import."""
        row = self._row_at(binding.span)
        return "" if row is None else self._document.names[self._document.name_ids[row]]

    def _row_at(self, span: Span) -> int | None:
        starts = self._document.starts
        row = bisect_left(starts, span.start)
        while row < len(starts) and starts[row] == span.start:
            if self._document.ends[row] == span.end:
                return row
            row += 1
        return None

    @cached_property
    def _imported(self) -> dict[str, dict[int, tuple[Import, ...]]]:
        """Local name → scope → the imports that bind it there."""
        found: dict[str, dict[int, tuple[Import, ...]]] = {}
        for binding in self._document.imports:
            if binding.local:
                scopes = found.setdefault(binding.local, {})
                scope = self._document.enclosing(binding.span)
                scopes[scope] = (*scopes.get(scope, ()), binding)
        return found

    @cached_property
    def _by_span(self) -> dict[tuple[int, int], Import]:
        return {(b.span.start, b.span.end): b for b in self._document.imports}

    @cached_property
    def _bound(self) -> dict[int, set[str]]:
        """Scope → the imported names that it binds in another way. The module hides nothing."""
        bound: dict[int, set[str]] = {}
        for number, definition in enumerate(self._document.definitions):
            hidden = self._imported.keys() & set(definition.parameters)
            if hidden:
                bound.setdefault(number, set()).update(hidden)
        for name, span in self._bindings():
            bound.setdefault(self._document.enclosing(span), set()).add(name)
        return bound

    def _bindings(self) -> Iterator[tuple[str, Span]]:
        document = self._document
        wanted = {at for at, name in enumerate(document.names) if name in self._imported}
        for row, name_id in enumerate(document.name_ids):
            if name_id in wanted and document.roles[row] & _BINDS:
                yield document.names[name_id], Span(document.starts[row], document.ends[row])

    @cached_property
    def _aliases(self) -> frozenset[int]:
        """Rows of the names that imports bind: ``b`` of ``import a as b``."""
        return frozenset(
            row
            for binding in self._document.imports
            if binding.local and (row := self._alias_of(binding)) is not None
        )

    def _alias_of(self, binding: Import) -> int | None:
        written = canonical(self._written(binding))
        first, last = written.partition(".")[0], written.rpartition(".")[2]
        default = first if self._language.import_binds_root else last
        row = self._row_at(binding.span)
        if row is None or default == binding.local:
            return None
        return next((near for near in (row + 1, row - 1) if self._is_alias(near, binding)), None)

    def _is_alias(self, row: int, binding: Import) -> bool:
        document = self._document
        if not 0 <= row < len(document) or document.roles[row] != Role.REFERENCE:
            return False
        return document.names[document.name_ids[row]] == binding.local
