"""Python."""

from __future__ import annotations

import builtins
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from planproof.languages.calls import (
    MORE_KEYWORDS,
    MORE_POSITIONS,
    Given,
    Kind,
    listed,
)
from planproof.languages.language import Language
from planproof.languages.python_nodes import (
    alias_start,
    declares,
    is_base,
    parameter_name,
    root_of,
    splat_start,
    type_parameter,
    unwrapped,
)
from planproof.languages.python_quoted import quoted_names
from planproof.languages.python_relations import find_relations
from planproof.languages.python_skim import skim_python
from planproof.languages.skim import Skim
from planproof.languages.told import Imported, ModuleName, ModulePlace, Related
from planproof.model.document import Import
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

# https://peps.python.org/pep-0263/
_SOURCE_ROOTS = frozenset({"src", "lib", "source", "sources", "python"})
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_BUILTINS = frozenset(dir(builtins))
_SPREADS = {"list_splat": MORE_POSITIONS, "dictionary_splat": MORE_KEYWORDS}
_UTF_8 = frozenset({"utf-8", "utf8", "ascii", "us-ascii"})
_BOM = b"\xef\xbb\xbf"


class Python(Language):
    """Python 3; Python 2 as far as the grammar knows it."""

    name = "python"
    extensions = (".py", ".pyi", ".pyw")
    filenames = ("SConstruct", "SConscript", "wscript")
    interpreters = ("python", "pypy")
    queries = ("python.scm",)
    metrics = ("python.scm",)
    inner_functions_count = True
    line_comment = "#"
    package = "tree_sitter_python"
    noise = re.compile(r"#[^\n]*|\\?\s+")
    import_binds_root = True
    implicit_stars = ("builtins",)
    unwritten = frozenset({"builtins"})
    members_in_body = True
    first_parameter_receives = True
    super_is_called = True
    import_words = (b"import",)
    indented = True
    names_are_declared = False
    chains_name_modules = True
    roots_vary = True
    statements = frozenset(
        {
            "assert_statement",
            "break_statement",
            "class_definition",
            "continue_statement",
            "decorated_definition",
            "delete_statement",
            "exec_statement",
            "expression_statement",
            "for_statement",
            "function_definition",
            "future_import_statement",
            "global_statement",
            "if_statement",
            "import_from_statement",
            "import_statement",
            "match_statement",
            "nonlocal_statement",
            "pass_statement",
            "print_statement",
            "raise_statement",
            "return_statement",
            "try_statement",
            "type_alias_statement",
            "while_statement",
            "with_statement",
        }
    )
    blocks = frozenset({"module", "block"})
    texts = frozenset({"string", "comment"})
    strings = frozenset({"string"})
    string_joins = frozenset({"binary_operator", "concatenated_string"})
    string_holes = frozenset({"interpolation"})
    arguments = frozenset({"argument_list"})
    no_parameters = frozenset({"keyword_separator", "positional_separator"})
    decorators = frozenset({"decorator"})
    calls: ClassVar[Mapping[str, str]] = {"call": "function"}
    keywords = True
    keywords_by_position = True
    joined_strings = frozenset({"concatenated_string"})
    quotes = frozenset({"string_start", "string_end"})
    escapes = frozenset({"escape_interpolation", "escape_sequence"})
    argument_values = (("keyword_argument", "value"),)
    values = (
        ("assignment", "right"),
        ("augmented_assignment", "right"),
        ("named_expression", "value"),
        ("default_parameter", "value"),
        ("typed_default_parameter", "value"),
    )

    def grammar(self) -> object:
        import tree_sitter_python

        return tree_sitter_python.language()

    def encoding(self, source: bytes) -> str:
        if source.startswith(_BOM):
            return "utf-8"
        for line in source[:4096].splitlines()[:2]:
            if found := _COOKIE.match(line):
                return found[1].decode("ascii", "replace")
            if not _BLANK.match(line):
                break
        return "utf-8"

    def skim(self, source: bytes) -> Skim | None:
        return skim_python(source) if self.encoding(source) in _UTF_8 else None

    def clean(self, written: str) -> str:
        return unicodedata.normalize("NFKC", super().clean(written))

    def place(self, capture: str, node: Node) -> tuple[int, int]:
        if node.type == "list_splat":
            return splat_start(node), node.end_byte
        if node.type == "parenthesized_expression":
            return unwrapped(node)
        root = root_of(node)
        start = alias_start(node)
        return start, root.end_byte if capture == "object" else node.end_byte

    def tokens(self, node: Node) -> Iterator[tuple[str, int, int]]:
        """The names of an annotation in quotes, and the parameters of a generic definition
        (PEP 695), which look like the arguments of a generic type."""
        if node.type == "string":
            yield from (("annotation", start, end) for start, end in quoted_names(node))
        elif declares(node):
            for child in node.named_children:
                name = type_parameter(child)
                if name is not None:
                    yield "parameter.type", name.start_byte, name.end_byte

    def given(self, call: Node) -> Iterator[Given]:
        arguments = call.child_by_field_name("arguments")
        if arguments is not None and arguments.type == "generator_expression":
            yield Given(Kind.POSITION, value=arguments)
            return
        for node in listed(call):
            if node.type == "keyword_argument":
                name, value = (node.child_by_field_name(field) for field in ("name", "value"))
                yield Given(Kind.KEYWORD, name, value)
            else:
                yield _SPREADS.get(node.type) or Given(Kind.POSITION, value=node)

    def has_open_bases(self, node: Node) -> bool:
        """A starred or computed base, and a metaclass, which may do as it likes."""
        held = node.child_by_field_name("superclasses") if node.type == "class_definition" else None
        return any(not is_base(child) for child in held.named_children) if held else False

    def positional(self, function: Node) -> list[Node] | None:
        """Up to ``*``, ``*args`` and what Python 2 unpacks."""
        parameters = function.child_by_field_name("parameters")
        if parameters is None:
            return None
        names: list[Node] = []
        for child in parameters.named_children:
            name = parameter_name(child)
            if name is not None:
                names.append(name)
            elif child.type != "positional_separator" and not child.is_extra:
                break
        return names

    def imports(self, node: Node, source: bytes) -> Iterator[Imported]:
        module, level = self._module(node, source)
        names = node.children_by_field_name("name")
        whole = node.type == "import_statement"
        for child in names:
            yield self._imported(child, source, module, level, whole=whole)
        for child in () if names else node.named_children:
            if child.type == "wildcard_import":
                span = Span(child.start_byte, child.end_byte)
                yield Imported(Import("", module, span, level, star=True))

    def modules(self, node: Node, source: bytes) -> Iterator[ModulePlace]:
        """As imports has it, in half the time."""
        module, level = self._module(node, source)
        prefix = f"{module}." if module else ""
        names = node.children_by_field_name("name")
        for child in names:
            named = child
            if child.type == "aliased_import":
                named = child.child_by_field_name("name") or child
            start, end = named.start_byte, named.end_byte
            yield prefix + self.name_of(source[start:end]), level, start, end
        if not names:
            for each in self.imports(node, source):
                yield module, level, each.binding.span.start, each.binding.span.end

    def _module(self, node: Node, source: bytes) -> tuple[str, int]:
        """The part after ``from``: its name without the dots, and how many dots there are."""
        if node.type == "future_import_statement":
            return "__future__", 0
        module = node.child_by_field_name("module_name")
        if module is None:
            return "", 0
        written = self._text(module, source)
        name = written.lstrip(".")
        return name, len(written) - len(name)

    def _imported(
        self, node: Node, source: bytes, module: str, level: int, *, whole: bool
    ) -> Imported:
        named, alias = node, None
        if node.type == "aliased_import":
            alias = node.child_by_field_name("alias")
            named = node.child_by_field_name("name") or node
        span = Span(named.start_byte, named.end_byte)
        name = self._text(named, source)
        bound = name.partition(".")[0] if whole else name
        local = self._text(alias, source) if alias else bound
        binding = Import(local, f"{module}.{name}" if module else name, span, level)
        if alias is None or (local == bound and bound == name):
            return Imported(binding)
        return Imported(binding, Span(alias.start_byte, alias.end_byte))

    def _text(self, node: Node, source: bytes) -> str:
        return self.name_of(source[node.start_byte : node.end_byte])

    def relations(self, node: Node, source: bytes) -> Iterator[Related]:
        del source
        return find_relations(node)

    def module_of(self, path: str) -> str:
        parts = path.split("/")
        parts[-1] = parts[-1].rpartition(".")[0] or parts[-1]
        if parts[-1] == "__init__":
            parts.pop()
        return ".".join(parts)

    def names_of_module(self, path: str, packages: Container[str]) -> Iterator[ModuleName]:
        """From every folder above the file that is no package: any may be on the import path.

        Only folders that hold a package or bear a customary name are taken to be on it everywhere.
        """
        parts = path.split("/")
        for above in range(len(parts)):
            root = "/".join(parts[:above])
            if root and root in packages:
                continue
            below = "/".join(parts[: above + 1])
            customary = not root or parts[above - 1] in _SOURCE_ROOTS
            chain = self.module_of("/".join(parts[above:]))
            if chain:
                yield ModuleName(root, chain, everywhere=customary or below in packages)

    def star_offers(self, target: str, name: str) -> bool:
        """What the language has by this name is taken for the language's."""
        return (target == "builtins") is (name in _BUILTINS)

    def resolve(self, path: str, binding: Import) -> str:
        if not binding.level:
            return binding.target
        package = path.split("/")[: -binding.level]
        return ".".join((*package, *filter(None, [binding.target])))


PYTHON = Python()
