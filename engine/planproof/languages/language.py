"""What one language tells the rest of the engine: data, and small hooks where data cannot say it.

A language is one module (a subclass of :class:`Language` and one instance), one query file in
``queries/`` and one line in ``registry.py``. The query does most of the work. Its captures are a
vocabulary that every language shares; ``index/assemble.py`` turns them into a document:

    @reference            a plain identifier. Every identifier of the grammar belongs here.
    @inner                a node that is part of something longer (the ``c`` of ``a.c``) and no
                          occurrence by itself; also marks roots that are names without being
                          identifiers (``this``, ``super``)
    @attribute            a whole chain ``a.b``. Chains inside longer chains may be captured too:
                          only the longest becomes an occurrence
    @chain                an @attribute that ends with its last link, which is a @reference without
                          the chain and no occurrence: as if that were @inner
    @object               what the last link of a chain hangs on: it must start where its chain
                          starts. If it is no @reference, @attribute or @inner it becomes ``()``
    @call                 the callee. Anything that is no name becomes ``()``
    @decorator @base @assignment @keyword @annotation
                          the place of the name (an identifier or a chain) that has the role
    @annotation.within    a region: every reference and chain in it is an annotation too
    @parameter            a parameter of the definition around it
    @parameter.<any>      a parameter of something that is no definition: a lambda, a type
    @binding              a name that a pattern binds: a parameter in a list of parameters, else an
                          assignment
    @definition.parameters, @parameters
                          a list of parameters: of a definition, of anything
    @definition.<kind>    the whole definition; one without a @definition.name is ignored
    @definition.name      the place of its name: belongs to the innermost definition around it
    @definition.owner     a name that stands before the definition's own: a receiver's type
    @definition.extent    a node around a definition that belongs to it: its decorators
    @definition.prefix    a node before a definition that belongs to it, where there is none around
    @scope, @scope.name   a region that qualifies names without being a definition: ``impl T``
    @import               a whole import statement: ``Language.imports`` reads it, and identifiers
                          inside it are no occurrences by themselves
    @import.expression    an expression that imports; identifiers inside it stay occurrences
    @region               a scope that has no name
    @block, @block.binds  a block, and a declaration that stands in it: a block that holds one is a
                          region. (A pattern that captures the block and waits for what it holds
                          would keep back all other captures in it, and take quadratic time.)
    @rebound              a name that is given a value and bound elsewhere, where a language tells
                          assignments from declarations
    @declared             a name that is bound here and given no value
    @relation             a node that says what a name is by another name: ``Language.relations``
                          reads it
    @same.name, @same.of, @made.name, @made.of
                          a name, and what it is another name or an instance of, said by one
                          statement that holds no other: as if that were a @relation
    @early                a node that may start too early: chains and callees that start with it
                          really start where ``Language.place`` says
    @<capture>.placed     any of these where the place is no node of its own: ``Language.place``
                          says where it is
    @tokens               a node whose inside is no tree but tokens: ``Language.tokens`` says which
                          captures are in it

A node captured as two kinds of definition is of the kind that comes last in the alphabet.
Decorators of a definition are those between the start of its extent and its name; bases those
directly inside it, after its name, and those of the scopes that are named like it. ``@base.<any>``
is the base of something that is no definition: of a type parameter.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from planproof.languages.calls import Given, Kind, call_of, listed
from planproof.languages.skim import Skim
from planproof.languages.told import Imported, ModuleName, ModulePlace, Related
from planproof.languages.traits import Traits
from planproof.model.document import Definition, Import

if TYPE_CHECKING:
    from tree_sitter import Node

_is_plain = re.compile(rb"(?:\(\))?[A-Za-z0-9_.]+").fullmatch
_KIND = re.compile(r"@definition\.([a-z_]+)")
_NO_KINDS = frozenset({"name", "owner", "extent", "parameters", "prefix"})
_QUERIES = Path(__file__).with_name("queries")


class Language(Traits, ABC):
    """Stateless; one instance per language. See the module's docstring for the query."""

    @abstractmethod
    def grammar(self) -> object:
        """The pointer that ``tree_sitter.Language`` takes. Imports the wheel."""

    @abstractmethod
    def imports(self, node: Node, source: bytes) -> Iterator[Imported]:
        """What an ``@import`` or ``@import.expression`` node imports.

        ``source`` is what was parsed: spans are byte offsets in it. The name of the occurrence is
        the text at ``binding.span``.
        """

    def relations(self, node: Node, source: bytes) -> Iterator[Related]:
        """What a ``@relation`` node says. ``source`` is what was parsed."""
        raise NotImplementedError(f"{self.name} has no relations in {node.type}")

    def modules(self, node: Node, source: bytes) -> Iterator[ModulePlace]:
        """What an import depends on: chains that begin with a module, and may end with names that
        are taken from it where the syntax does not tell the two apart."""
        for each in self.imports(node, source):
            binding = each.binding
            yield binding.target, binding.level, binding.span.start, binding.span.end

    def names_of_module(self, path: str, packages: Container[str]) -> Iterator[ModuleName]:
        """The names under which code may import the module of a file.

        ``packages`` are the folders that say themselves that they are packages.
        """
        del packages
        yield ModuleName("", self.module_of(path), everywhere=True)

    def call_of(self, callee: Node) -> Node | None:
        """The call of an ``@call`` node; None for one whose arguments are no list."""
        return call_of(callee, self.calls)

    def given(self, call: Node) -> Iterator[Given]:
        """What a call is given, in its order: here, only positional arguments."""
        return (Given(Kind.POSITION, value=node) for node in listed(call))

    def parameters(self, node: Node) -> list[Node] | None:
        """What a function declares, one node for each parameter, without its receiver; None for a
        node that has no list of parameters."""
        declared = node.child_by_field_name("parameters")
        if declared is None:
            return None
        return [
            child
            for child in declared.named_children
            if child.type not in self.no_parameters and not child.is_extra
        ]

    def has_open_bases(self, node: Node) -> bool:
        """Whether a definition may have more bases than the names that are written in its head."""
        del node
        return False

    def positional(self, function: Node) -> list[Node] | None:
        """The names of the parameters that positional arguments fill, in their order; None where
        no argument that is given by position could be given by name."""
        del function
        return None

    def skim(self, source: bytes) -> Skim | None:
        """What the file binds and offers, without parsing it; None where that takes a parser."""
        del source
        return None

    @abstractmethod
    def module_of(self, path: str) -> str:
        """The dotted module path of a file: ``src/auth/legacy.py`` → ``src.auth.legacy``."""

    def module_named(self, path: str, definitions: Sequence[Definition]) -> str:
        """The module path of a file, also by what the file says of it."""
        del definitions
        return self.module_of(path)

    def is_type(self, name: str) -> bool:
        """Whether a name is that of a class or another type, by the language's convention."""
        return name.lstrip("_")[:1].isupper()

    def is_of_own_package(self, name: str) -> bool:
        """Whether a name that nothing in its file binds is bound by another file of the module."""
        del name
        return False

    def star_offers(self, target: str, name: str) -> bool:
        """Whether the name may come from an import of everything in ``target``."""
        del target, name
        return True

    def spellings(self, target: str) -> tuple[str, ...]:
        """The canonical target of an import as others may write it; itself first."""
        return (target,)

    def rooted(self, written: str, module: str, inside: tuple[str, ...]) -> str:
        """The absolute chain of a path whose root the language knows (``super::a``), else empty.

        ``inside`` are the definitions of ``closed_kinds`` around it, outermost first.
        """
        del written, module, inside
        return ""

    @abstractmethod
    def resolve(self, path: str, binding: Import) -> str:
        """The absolute target of an import in the file ``path``, as a canonical chain."""

    def place(self, capture: str, node: Node) -> tuple[int, int]:
        """Start and end of what a ``.placed`` capture means; ``capture`` is without the suffix."""
        raise NotImplementedError(f"{self.name} has no place for @{capture}.placed on {node.type}")

    def tokens(self, node: Node) -> Iterator[tuple[str, int, int]]:
        """The captures, without the at sign, inside a ``@tokens`` node: each with start and end."""
        raise NotImplementedError(f"{self.name} has no tokens in {node.type}")

    def code(self, source: bytes) -> bytes:
        """The source at the same length, with what is no code of this language left blank."""
        return source

    def unread(self, source: bytes) -> tuple[tuple[int, int], ...]:
        """From where to where what :meth:`code` leaves blank may be code all the same."""
        del source
        return ()

    def is_name(self, written: bytes) -> bool:
        """Whether something unread is a name at most: nothing that has a structure."""
        del written
        return False

    def prepared(self, source: bytes) -> bytes:
        """What the parser is given: the source, at the same length, without what misleads it.

        Names are read from the source itself.
        """
        return source

    def repaired(self, source: bytes) -> bytes:
        """The same, with what the grammar is known to lack written otherwise.

        Asked for where a prepared source does not parse.
        """
        return source

    def encoding(self, source: bytes) -> str:
        """The codec of the file, by its own rules. A name that Python does not know is allowed."""
        del source
        return "utf-8"

    def name_of(self, written: bytes) -> str:
        """The name that UTF-8 spells. Behind ``()`` stands what follows a root that is no name."""
        return _name_of(written, self)

    def clean(self, written: str) -> str:
        """A name as the source writes it → the name: no white space, no comments."""
        return self.noise.sub("", written)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of definitions that there are."""
        found = set(_KIND.findall(self.query)) - _NO_KINDS
        return frozenset(found | {"method"} if self.function_owners else found)

    @property
    def metrics_query(self) -> str:
        """The text of the query for metrics."""
        return _query_text(tuple(f"metrics/{name}" for name in self.metrics))

    @property
    def query(self) -> str:
        """The text of the query."""
        return _query_text(self.queries)


@lru_cache(maxsize=65536)
def _name_of(written: bytes, language: Language) -> str:
    """Files of one project share most of their names."""
    if _is_plain(written):
        return written.decode("ascii")
    return language.clean(written.decode("utf-8", "replace"))


@cache
def _query_text(names: tuple[str, ...]) -> str:
    return "\n".join((_QUERIES / name).read_text(encoding="utf-8") for name in names)
