"""Rust."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from planproof.languages.calls import Given, Kind, listed
from planproof.languages.language import Language
from planproof.languages.rust_paths import Path, crate_root, module_of, plain, relative
from planproof.languages.rust_relations import find_relations
from planproof.languages.rust_tokens import read_attribute, read_macro
from planproof.languages.told import Imported, ModuleName, Related
from planproof.model.document import Import
from planproof.model.location import Span
from planproof.model.name import canonical

if TYPE_CHECKING:
    from tree_sitter import Node

_ITEMS = frozenset(
    {
        "associated_type",
        "const_item",
        "enum_item",
        "enum_variant",
        "field_declaration",
        "function_item",
        "function_signature_item",
        "impl_item",
        "macro_definition",
        "mod_item",
        "static_item",
        "struct_item",
        "trait_item",
        "type_item",
        "union_item",
    }
)
_BEFORE_ITEMS = frozenset({"attribute_item", "block_comment", "line_comment"})
_MOST_BEFORE_ITEM = 100
_TYPE_INSIDE = {
    "array_type": "element",
    "bounded_type": "",
    "dynamic_type": "trait",
    "generic_type": "type",
    "pointer_type": "type",
    "reference_type": "type",
    "scoped_type_identifier": "name",
}
_PATHS = frozenset({"crate", "identifier", "scoped_identifier", "self", "super"})


class Rust(Language):
    """Rust 2021 and later.

    A module's chain begins with ``crate``, as in the code of its own crate. A relative import's
    level counts from the module of the file: 1 is ``self``, 2 ``super``.
    """

    name = "rust"
    extensions = (".rs",)
    queries = ("rust.scm",)
    metrics = ("rust.scm",)
    package = "tree_sitter_rust"
    function_owners = frozenset({"", "trait"})
    unwritten = frozenset({"crate"})
    closed_kinds = frozenset({"module"})
    receivers = frozenset({"self", "Self"})
    makers = frozenset({"default", "new"})
    relative_to_folder = False
    inline_modules = re.compile(r"(?:crate|[a-z]\w*)::")
    statements = frozenset(
        {
            "associated_type",
            "attribute_item",
            "const_item",
            "empty_statement",
            "enum_item",
            "enum_variant",
            "expression_statement",
            "extern_crate_declaration",
            "field_declaration",
            "foreign_mod_item",
            "function_item",
            "function_signature_item",
            "impl_item",
            "inner_attribute_item",
            "let_declaration",
            "macro_definition",
            "match_arm",
            "mod_item",
            "static_item",
            "struct_item",
            "trait_item",
            "type_item",
            "union_item",
            "use_declaration",
        }
    )
    blocks = frozenset(
        {
            "block",
            "declaration_list",
            "enum_variant_list",
            "field_declaration_list",
            "match_block",
            "source_file",
        }
    )
    texts = frozenset({"block_comment", "char_literal", "raw_string_literal", "string_literal"})
    comments = frozenset({"line_comment", "block_comment"})
    strings = frozenset({"raw_string_literal", "string_literal"})
    prefixes = frozenset({"attribute_item"})
    arguments = frozenset({"arguments"})
    no_parameters = frozenset({"attribute_item", "self_parameter"})
    calls: ClassVar[Mapping[str, str]] = {
        "call_expression": "function",
        "macro_invocation": "macro",
    }
    values = (
        ("assignment_expression", "right"),
        ("compound_assignment_expr", "right"),
        ("const_item", "value"),
        ("field_initializer", "value"),
        ("let_declaration", "value"),
        ("static_item", "value"),
    )

    def grammar(self) -> object:
        import tree_sitter_rust

        return tree_sitter_rust.language()

    def place(self, capture: str, node: Node) -> tuple[int, int]:
        """Of an attribute with its item, or of the type that gives an ``impl`` its name."""
        if capture == "definition.extent":
            return node.start_byte, _item_after(node).end_byte
        named = _named_type(node)
        return named.start_byte, named.end_byte

    def tokens(self, node: Node) -> Iterator[tuple[str, int, int]]:
        return read_attribute(node) if node.type == "attribute" else read_macro(node)

    def call_of(self, callee: Node) -> Node | None:
        """None for a macro, which is given tokens."""
        call = super().call_of(callee)
        return None if call is not None and call.type == "macro_invocation" else call

    def has_open_bases(self, node: Node) -> bool:
        """Traits of a type may be implemented in any file."""
        return node.type in ("enum_item", "struct_item", "union_item")

    def given(self, call: Node) -> Iterator[Given]:
        arguments = (node for node in listed(call) if node.type != "attribute_item")
        return (Given(Kind.POSITION, value=node) for node in arguments)

    def clean(self, written: str) -> str:
        return plain(written)

    def imports(self, node: Node, source: bytes) -> Iterator[Imported]:
        if node.type == "extern_crate_declaration":
            yield from self._extern_crate(node, source)
        elif (argument := node.child_by_field_name("argument")) is not None:
            inside = tuple(self._modules_around(node, source))
            yield from self._use_tree(argument, (), inside, source)

    def _extern_crate(self, node: Node, source: bytes) -> Iterator[Imported]:
        name = node.child_by_field_name("name")
        if name is not None:
            written = self._text(name, source)
            path = ("crate",) if written == "self" else (written,)
            yield self._imported(name, path, node.child_by_field_name("alias"), (), source)

    def _modules_around(self, node: Node, source: bytes) -> list[str]:
        """The names of the inline modules around a declaration, outermost first."""
        names: list[str] = []
        above = node.parent
        while above is not None:
            name = above.child_by_field_name("name") if above.type == "mod_item" else None
            if name is not None:
                names.insert(0, self._text(name, source))
            above = above.parent
        return names

    def _use_tree(
        self, node: Node, prefix: Path, inside: Path, source: bytes
    ) -> Iterator[Imported]:
        if node.type == "use_list":
            for child in node.named_children:
                yield from self._use_tree(child, prefix, inside, source)
        elif node.type == "scoped_use_list":
            prefix += self._path(node.child_by_field_name("path"), source)
            if (held := node.child_by_field_name("list")) is not None:
                yield from self._use_tree(held, prefix, inside, source)
        elif node.type == "use_wildcard":
            yield self._star(node, prefix, inside, source)
        else:
            yield from self._use_one(node, prefix, inside, source)

    def _use_one(self, node: Node, prefix: Path, inside: Path, source: bytes) -> Iterator[Imported]:
        """One name. Without any, as in ``use ::;``, nothing."""
        aliased = node.type == "use_as_clause"
        named = node.child_by_field_name("path") if aliased else node
        if named is None or not (aliased or node.type in _PATHS):
            return
        if path := prefix + self._path(named, source):
            alias = node.child_by_field_name("alias") if aliased else None
            yield self._imported(named, path, alias, inside, source)

    def _star(self, node: Node, prefix: Path, inside: Path, source: bytes) -> Imported:
        path = next((child for child in node.named_children if child.type in _PATHS), None)
        level, target = relative(prefix + self._path(path, source), inside)
        place = path or node
        return Imported(Import("", target, _span(place), level, star=True))

    def _imported(
        self, node: Node, path: Path, alias: Node | None, inside: Path, source: bytes
    ) -> Imported:
        if len(path) > 1 and path[-1] == "self":
            path = path[:-1]
        level, target = relative(path, inside)
        local = self._text(alias, source) if alias is not None else path[-1]
        bound = Import("" if local == "_" else local, target, _span(node), level)
        is_named = alias is not None and local not in ("_", path[-1])
        return Imported(bound, _span(alias) if alias is not None and is_named else None)

    def _path(self, node: Node | None, source: bytes) -> Path:
        return tuple(filter(None, self._text(node, source).split("::"))) if node else ()

    def _text(self, node: Node, source: bytes) -> str:
        return self.clean(source[node.start_byte : node.end_byte].decode("utf-8", "replace"))

    def relations(self, node: Node, source: bytes) -> Iterator[Related]:
        del source
        return find_relations(node)

    def module_of(self, path: str) -> str:
        return module_of(path)

    def rooted(self, written: str, module: str, inside: tuple[str, ...]) -> str:
        path = tuple(written.split("::"))
        if len(path) < 2 or path[0] not in ("self", "super"):
            return ""
        level, target = relative(path, inside)
        return self.resolve_from(module, level, target)

    def names_of_module(self, path: str, packages: Container[str]) -> Iterator[ModuleName]:
        """Below its crate's folder by ``crate``; elsewhere by the name of that folder."""
        del packages
        module, root = self.module_of(path), crate_root(path)
        yield ModuleName(root, module, everywhere=False)
        named = root.rpartition("/")[2].replace("-", "_")
        if named:
            yield ModuleName("", named + module.removeprefix("crate"), everywhere=True)

    def resolve(self, path: str, binding: Import) -> str:
        if not binding.level:
            return canonical(binding.target)
        return self.resolve_from(self.module_of(path), binding.level, binding.target)

    def resolve_from(self, module: str, level: int, target: str) -> str:
        """A relative path, from the module of its file on."""
        parts = module.split(".")
        kept = parts[: max(1, len(parts) - level + 1)]
        return ".".join(filter(None, (*kept, canonical(target))))


def _item_after(attribute: Node) -> Node:
    """The item that an attribute belongs to; the attribute itself where that defines nothing."""
    after = attribute.next_named_sibling
    for _ in range(_MOST_BEFORE_ITEM):
        if after is None or after.type not in _BEFORE_ITEMS:
            break
        after = after.next_named_sibling
    return after if after is not None and after.type in _ITEMS else attribute


def _named_type(node: Node) -> Node:
    """The type that gives its name to what an ``impl`` for it defines: ``T`` for ``&[T]``."""
    while node.type in _TYPE_INSIDE:
        field = _TYPE_INSIDE[node.type]
        inside = node.child_by_field_name(field) if field else node.named_children[0]
        if inside is None:
            break
        node = inside
    return node


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


RUST = Rust()
