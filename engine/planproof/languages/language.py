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
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec import Struct

from planproof.languages.calls import Given, Kind, call_of, listed
from planproof.languages.skim import Skim
from planproof.model.document import Definition, Import, Tie
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_is_plain = re.compile(rb"(?:\(\))?[A-Za-z0-9_.]+").fullmatch
_KIND = re.compile(r"@definition\.([a-z_]+)")
_NO_KINDS = frozenset({"name", "owner", "extent", "parameters", "prefix"})
_QUERIES = Path(__file__).with_name("queries")


class Imported(NamedTuple):
    """One imported name of an import statement.

    ``alias`` is the place of the name it is bound to, where that is written and differs: it
    becomes a reference, which resolves to nothing, because it binds and does not refer.
    """

    binding: Import
    alias: Span | None = None


class Related(NamedTuple):
    """What :class:`planproof.model.document.Relation` says, by nodes. One that is the place of no
    occurrence relates nothing."""

    tie: Tie
    name: Node
    of: Node
    member: Node | None = None


ModulePlace = tuple[str, int, int, int]
"""The target and level of an import, and where it starts and ends."""


class ModuleName(Struct, frozen=True):
    """A module's name as seen from a folder and all below it; ``everywhere``: from others too."""

    root: str
    chain: str
    everywhere: bool


class Language(ABC):
    """Stateless; one instance per language. See the module's docstring for the query."""

    name: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]]
    filenames: ClassVar[tuple[str, ...]] = ()
    interpreters: ClassVar[tuple[str, ...]] = ()
    """Programs of a ``#!`` line, without version numbers."""

    queries: ClassVar[tuple[str, ...]]
    """File names in ``queries/``, joined in this order."""

    package: ClassVar[str]
    """The import name of the wheel that holds the grammar."""

    noise: ClassVar[re.Pattern[str]] = re.compile(r"//[^\n]*|/\*.*?\*/|\s+", re.DOTALL)
    """What is written inside a chain and is no part of the name: comments and white space."""

    function_owners: ClassVar[frozenset[str]] = frozenset({"class"})
    """Kinds directly inside which a ``function`` is a ``method``."""

    members_in_body: ClassVar[bool] = False
    """Directly in its body, but no deeper, the names of a class are seen without it."""

    members_in_scope: ClassVar[bool] = False
    """Everywhere inside a class its names are seen without it, inherited ones too."""

    closed_kinds: ClassVar[frozenset[str]] = frozenset()
    """Kinds inside which nothing is seen of what is bound around them."""

    receivers: ClassVar[frozenset[str]] = frozenset()
    """What an instance is called in the methods of its class."""

    first_parameter_receives: ClassVar[bool] = False
    """The first parameter of a method is the instance, or the class."""

    supers: ClassVar[frozenset[str]] = frozenset()
    """What the bases of a class are called in its methods."""

    super_is_called: ClassVar[bool] = False
    """The bases are ``super()``."""

    constructor: ClassVar[str] = ""
    """The method whose parameters may be fields of the class."""

    makers: ClassVar[frozenset[str]] = frozenset()
    """Functions of a type that give an instance of it: ``Client::new()``. Where there are none,
    a type is called by its own name."""

    default_member: ClassVar[str] = ""
    """What stands for a module as a whole, among the names that it exports."""

    unwritten: ClassVar[frozenset[str]] = frozenset()
    """Segments of meanings that a file, and its path, need not hold: the language brings them."""

    implicit_stars: ClassVar[tuple[str, ...]] = ()
    """What every file imports everything of, without saying so."""

    import_binds_root: ClassVar[bool] = False
    """``import a.b`` binds ``a`` and means ``a``."""

    metrics: ClassVar[tuple[str, ...]]
    """File names in ``queries/metrics/``: what captures functions, what nests in them, and where
    they decide. ``@chained`` nests no deeper, ``@otherwise`` decides nothing after all."""

    annotations: ClassVar[frozenset[str]] = frozenset()
    """Node types of decorators that the grammar puts inside of what they belong to."""

    inner_functions_count: ClassVar[bool] = False
    """The decisions of a function are also those of the functions around it."""

    module_space: ClassVar[str] = ""
    """Languages with the same one import each other's modules; empty: only its own."""

    relative_to_folder: ClassVar[bool] = True
    """Relative imports mean the same in all files of a folder."""

    import_words: ClassVar[tuple[bytes, ...]] = ()
    """Words one of which is in every import; none where that cannot be said."""

    inline_modules: ClassVar[re.Pattern[str] | None] = None
    """Names that may begin with a module without any import."""

    offers_imports: ClassVar[bool] = True
    """Others can take from a module what it imports."""

    names_hold_escapes: ClassVar[bool] = False
    r"""Names may be written with escapes: ``\u006fld`` is ``old``."""

    names_are_declared: ClassVar[bool] = True
    """A name that nothing declares is an error before the program runs."""

    chains_name_modules: ClassVar[bool] = False
    """What a chain takes from a module stands behind the module's name and a dot."""

    roots_vary: ClassVar[bool] = False
    """The absolute name of a module may begin at any folder that is no part of a package."""

    indented: ClassVar[bool] = False
    """Blocks end where the indentation does, not at a closing bracket."""

    statements: ClassVar[frozenset[str]]
    """Node types that are one statement each, compound ones too."""

    blocks: ClassVar[frozenset[str]]
    """Node types that hold statements, the root's among them."""

    texts: ClassVar[frozenset[str]]
    """Node types whose inside is no code: strings, comments. An unclosed one swallows code."""

    line_comment: ClassVar[str] = "//"
    """What begins a comment to the end of the line."""

    comments: ClassVar[frozenset[str]] = frozenset({"comment"})
    """Node types that are comments."""

    strings: ClassVar[frozenset[str]]
    """Node types that are one string literal each."""

    string_joins: ClassVar[frozenset[str]] = frozenset({"binary_expression"})
    """Node types that may add strings up: by ``+``, or without an operator."""

    string_holes: ClassVar[frozenset[str]] = frozenset()
    """Node types inside of a string literal that are computed at run time."""

    prefixes: ClassVar[frozenset[str]] = frozenset()
    """Node types that stand before what they belong to, not inside: attributes, decorators."""

    arguments: ClassVar[frozenset[str]]
    """Node types whose named children are the arguments of a call."""

    no_parameters: ClassVar[frozenset[str]] = frozenset()
    """Node types in a list of parameters that declare none, or a receiver."""

    decorators: ClassVar[frozenset[str]] = frozenset()
    """Node types that are decorators and may be without a name; empty where all have one."""

    calls: ClassVar[Mapping[str, str]]
    """Node types that are calls → the field in which their callee stands."""

    keywords: ClassVar[bool] = False
    """Calls can name their arguments."""

    keywords_by_position: ClassVar[bool] = False
    """What is given by its name may as well be given by its position, and only once."""

    joined_strings: ClassVar[frozenset[str]] = frozenset()
    """Node types that hold string literals side by side, which are one text."""

    quotes: ClassVar[frozenset[str]] = frozenset()
    """Named node types that open or close a string literal."""

    escapes: ClassVar[frozenset[str]] = frozenset({"escape_sequence"})
    """Node types in string literals that stand for other characters."""

    argument_values: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(node type, field): the value of an argument that is written with its name."""

    values: ClassVar[tuple[tuple[str, str], ...]]
    """(node type, field): right-hand sides."""

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
