"""What one language is, as data; what data cannot say are the hooks of ``Language``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar


class Traits:
    """Each is explained where it stands; a language sets those in which it differs."""

    name: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]]
    filenames: ClassVar[tuple[str, ...]] = ()
    interpreters: ClassVar[tuple[str, ...]] = ()
    """Programs of a ``#!`` line, without version numbers."""

    queries: ClassVar[tuple[str, ...]]
    """File names in ``queries/``, joined in this order."""

    package: ClassVar[str]
    """The import name of the wheel that holds the grammar."""

    edition: ClassVar[str] = ""
    """Another one where the parser is given something else of the same source than before."""

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

    names_hold_entities: ClassVar[bool] = False
    """Where they are not read as code, names may be written as in HTML: ``&#111;ld`` is ``old``."""

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
