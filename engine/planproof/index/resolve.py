"""What the names of one file stand for, as far as that file tells.

A document knows nothing of paths, so this happens where a blob meets its path. It follows the
scopes of the language: a name means what the innermost scope around it binds it to, and where that
scope binds it several times (``try: import x … except ImportError: x = None``) it may mean each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from planproof.index.meanings import Meanings
from planproof.index.offers import Offers, offers_of
from planproof.index.walk import Named
from planproof.languages import by_name
from planproof.model.document import Document, Import, Role, Tie
from planproof.model.location import Span
from planproof.model.name import OPAQUE, canonical, last_segment, segments

# As numbers: each row is asked, and flags take five times as long
_HEADER = int(Role.ANNOTATION | Role.DECORATOR | Role.BASE)
_NAMES_ITSELF = int(Role.KEYWORD | Role.PARAMETER | Role.DEFINITION)
_ASSIGNMENT, _IMPORT, _PARAMETER = int(Role.ASSIGNMENT), int(Role.IMPORT), int(Role.PARAMETER)


class Resolver:
    """The meaning of the rows of one document at one path. ``language`` is the language's name."""

    def __init__(self, document: Document, language: str, path: str) -> None:
        known = by_name(language)
        if known is None:
            raise LookupError(f"no grammar called {language}")
        self._document = document
        self._language = known
        self._path = path

    @property
    def module(self) -> str:
        """The chain of the file's own module; what the file defines begins with it."""
        return self._meanings.module

    def resolve(self, row: int) -> str:
        """The canonical chain that the name of a row stands for; empty where it means itself.

        The first of :meth:`candidates`.
        """
        found = self.candidates(row)
        return found[0] if found else ""

    def candidates(self, row: int) -> tuple[str, ...]:
        """The canonical chains that the name of a row may stand for, the most certain first.

        None where it means itself: a variable of a function, a name of the language. More than one
        where the file binds it several times, where an alias stands for another name (``get =
        requests.get`` is both ``requests.get`` and the module's own ``get``), where a member may
        be that of a base, and where it is asked of an instance.
        """
        roles = self._document.roles[row]
        if roles & _IMPORT:
            binding = self._by_span.get((self._document.starts[row], self._document.ends[row]))
            return () if binding is None else (self._target(binding),)
        name = canonical(self._document.names[self._document.name_ids[row]])
        if name.startswith(OPAQUE):
            return self._above(row, name)
        root, _, rest = name.partition(".")
        if (roles & _NAMES_ITSELF and not rest) or row in self._aliases:
            return ()
        if not self._meanings.may_begin_with(root):
            return self._rooted(row)
        return self._rooted(row) or self._meanings.of(
            self._named(row, name), binds=bool(roles & _ASSIGNMENT)
        )

    def meanings_of(self, row: int, name: str) -> tuple[str, ...]:
        """The same for the beginning ``name`` of the chain that stands there."""
        if not self._meanings.may_begin_with(name.partition(".")[0]):
            return ()
        return self._meanings.of(self._named(row, name))

    def may_mean(self, root: str) -> bool:
        """Whether names with this root can stand for anything but themselves: a cheap no."""
        return root in (OPAQUE, "self", "super") or self._meanings.may_begin_with(root)

    def renames(self, name: str) -> bool:
        """Whether a name without a dot may stand for a chain that ends with another: a cheap no."""
        return bool(self._language.closed_kinds) or not name.isascii() or name in self._renamed

    @cached_property
    def _renamed(self) -> frozenset[str]:
        """What imports and aliases give another name, and what stands for a class."""
        document, language = self._document, self._language
        found = {OPAQUE, *language.receivers, *language.supers}
        for binding in document.imports:
            row = self._meanings.environment.names.row_at(binding.span)
            written = document.names[document.name_ids[row]] if row >= 0 else ""
            names = {binding.local, canonical(written)}
            for target in map(last_segment, self._meanings.targets(binding)):
                found.update(names - {target})
        for relation in document.relations:
            if relation.tie is Tie.SAME:
                found.update(segments(document.names[document.name_ids[relation.row]]))
        if language.first_parameter_receives:
            found.update(name for each in document.definitions for name in each.parameters[:1])
        return frozenset(found)

    @property
    def unresolved(self) -> int:
        """How many imports of everything leave open what names mean."""
        return sum(binding.star for binding in self._document.imports)

    def may_fit(self, row: int, fits: Callable[[str], bool]) -> bool:
        """Whether one of the candidates fits."""
        return any(map(fits, self.candidates(row)))

    def unsure(self, row: int) -> tuple[str, ...]:
        """Nothing: what one file says is taken as it is."""
        del row
        return ()

    def others(self, target: str) -> tuple[str, ...]:
        """Nothing: other files are not asked."""
        del target
        return ()

    def may_be(self, target: str, fits: Callable[[str], bool]) -> bool:
        """No, for the same reason."""
        del target, fits
        return False

    def aliases(self, term: object) -> frozenset[str]:
        """None, for the same reason."""
        del term
        return frozenset()

    @cached_property
    def offers(self) -> Offers:
        """What others can take from this file that it has from elsewhere."""
        return offers_of(self._document, self._language, self._absolute, self._meanings.imported)

    def _absolute(self, row: int) -> tuple[str, ...]:
        """What a name stands for; what is not bound here is taken for the module's own."""
        own = f"{self.module}.{self._document.occurrence(row).name}"
        return self.candidates(row) or (canonical(own),)

    def _named(self, row: int, name: str) -> Named:
        scope = self._meanings.environment.scopes.at(self._span(row))
        header = bool(self._document.roles[row] & _HEADER) or self._is_default(row)
        return Named(scope, tuple(name.split(".")), header)

    def _rooted(self, row: int) -> tuple[str, ...]:
        """A path from a root that the language itself knows: ``super::a``."""
        if not self._language.closed_kinds:
            return ()
        written = self._document.names[self._document.name_ids[row]]
        scopes = self._meanings.environment.scopes
        inside: list[str] = []
        at = scopes.named(scopes.at(self._span(row)))
        while at >= 0:
            definition = self._document.definitions[at]
            if definition.kind in self._language.closed_kinds:
                inside = definition.qualified.split(".")
                break
            at = scopes.named(scopes.parent(at))
        found = self._language.rooted(written, self.module, tuple(inside))
        return (found,) if found else ()

    def _above(self, row: int, name: str) -> tuple[str, ...]:
        """``super().m``: the row of ``super`` follows, and begins at the same place."""
        document = self._document
        following = row + 1
        if (
            not self._language.super_is_called
            or following >= len(document)
            or document.starts[following] != document.starts[row]
            or document.names[document.name_ids[following]] != "super"
        ):
            return ()
        scope = self._meanings.environment.scopes.at(self._span(row))
        return self._meanings.above(scope, tuple(name.split(".")[1:]))

    def _is_default(self, row: int) -> bool:
        """``json=json.dumps``: the value stands directly behind the parameter it defaults to."""
        document = self._document
        return (
            row > 0
            and bool(document.roles[row - 1] & _PARAMETER)
            and document.starts[row] - document.ends[row - 1] == 1
        )

    def _span(self, row: int) -> Span:
        return Span(self._document.starts[row], self._document.ends[row])

    def _target(self, binding: Import) -> str:
        return canonical(self._language.resolve(self._path, binding))

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self._document, self._language, self._path)

    @cached_property
    def _by_span(self) -> dict[tuple[int, int], Import]:
        return {(b.span.start, b.span.end): b for b in self._document.imports}

    @cached_property
    def _aliases(self) -> frozenset[int]:
        """Rows of the names that imports bind: ``b`` of ``import a as b``."""
        return frozenset(
            row
            for binding in self._document.imports
            if binding.local and (row := self._alias_of(binding)) is not None
        )

    def _alias_of(self, binding: Import) -> int | None:
        row = self._meanings.environment.names.row_at(binding.span)
        if row < 0:
            return None
        written = canonical(self._document.names[self._document.name_ids[row]])
        first, last = written.partition(".")[0], written.rpartition(".")[2]
        default = first if self._language.import_binds_root else last
        if default == binding.local:
            return None
        return next((near for near in (row + 1, row - 1) if self._is_alias(near, binding)), None)

    def _is_alias(self, row: int, binding: Import) -> bool:
        document = self._document
        if not 0 <= row < len(document) or document.roles[row] != Role.REFERENCE:
            return False
        return document.names[document.name_ids[row]] == binding.local
