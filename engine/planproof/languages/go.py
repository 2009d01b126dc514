"""Go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from planproof.languages.calls import MORE_POSITIONS, Given, Kind, listed
from planproof.languages.go_relations import UNIVERSE, find_relations
from planproof.languages.language import Language
from planproof.languages.skim import Skim
from planproof.languages.told import Imported, Related
from planproof.model.document import Import
from planproof.model.location import Span
from planproof.model.name import canonical

if TYPE_CHECKING:
    from tree_sitter import Node

_MAJOR_VERSION = re.compile(r"v\d+")
_VERSION_AT_END = re.compile(r"\.v\d+$")
_IDENTIFIER = re.compile(r"\w*")


class Go(Language):
    """Go with type parameters.

    A module is a folder, as everything in it shares one scope. Import paths are absolute.
    """

    name = "go"
    extensions = (".go",)
    queries = ("go.scm",)
    metrics = ("go.scm",)
    package = "tree_sitter_go"
    function_owners = frozenset[str]()
    import_words = (b"import",)
    offers_imports = False
    makers = frozenset({"new"})
    statements = frozenset(
        {
            "assignment_statement",
            "break_statement",
            "const_declaration",
            "continue_statement",
            "dec_statement",
            "defer_statement",
            "empty_statement",
            "expression_statement",
            "expression_switch_statement",
            "fallthrough_statement",
            "field_declaration",
            "for_statement",
            "function_declaration",
            "go_statement",
            "goto_statement",
            "if_statement",
            "import_declaration",
            "inc_statement",
            "labeled_statement",
            "method_declaration",
            "method_elem",
            "package_clause",
            "receive_statement",
            "return_statement",
            "select_statement",
            "send_statement",
            "short_var_declaration",
            "type_declaration",
            "type_switch_statement",
            "var_declaration",
        }
    )
    blocks = frozenset(
        {
            "block",
            "communication_case",
            "default_case",
            "expression_case",
            "field_declaration_list",
            "interface_type",
            "source_file",
            "statement_list",
            "type_case",
        }
    )
    texts = frozenset(
        {"comment", "interpreted_string_literal", "raw_string_literal", "rune_literal"}
    )
    strings = frozenset({"interpreted_string_literal", "raw_string_literal"})
    arguments = frozenset({"argument_list"})
    calls: ClassVar[Mapping[str, str]] = {
        "call_expression": "function",
        "type_conversion_expression": "type",
    }
    values = (
        ("assignment_statement", "right"),
        ("const_spec", "value"),
        ("keyed_element", "value"),
        ("receive_statement", "right"),
        ("short_var_declaration", "right"),
        ("var_spec", "value"),
    )

    def grammar(self) -> object:
        import tree_sitter_go

        return tree_sitter_go.language()

    def parameters(self, node: Node) -> list[Node] | None:
        """Names that share a type are one parameter each; without names each type is one."""
        declared = super().parameters(node)
        if declared is None:
            return None
        named = ((each, each.children_by_field_name("name")) for each in declared)
        return [found for each, names in named for found in names or [each]]

    def given(self, call: Node) -> Iterator[Given]:
        """A conversion takes one value. The results of a call may be several arguments."""
        if call.type == "type_conversion_expression":
            yield Given(Kind.POSITION, value=call.child_by_field_name("operand"))
            return
        arguments = list(listed(call))
        for node in arguments:
            spread = node.type == "variadic_argument"
            yield MORE_POSITIONS if spread else Given(Kind.POSITION, value=node)
        if len(arguments) == 1 and arguments[0].type == "call_expression":
            yield MORE_POSITIONS

    def imports(self, node: Node, source: bytes) -> Iterator[Imported]:
        path = node.child_by_field_name("path")
        if path is None or not path.named_children:
            return
        content = path.named_children[0]
        span = Span(content.start_byte, content.end_byte)
        target = source[span.start : span.end].decode("utf-8", "replace")
        alias = node.child_by_field_name("name")
        if alias is None:
            yield Imported(Import(_assumed_name(target), target, span))
        elif alias.type == "package_identifier":
            local = source[alias.start_byte : alias.end_byte].decode("utf-8", "replace")
            yield Imported(Import(local, target, span), Span(alias.start_byte, alias.end_byte))
        else:
            yield Imported(Import("", target, span, star=alias.type == "dot"))

    def relations(self, node: Node, source: bytes) -> Iterator[Related]:
        del source
        return find_relations(node)

    def skim(self, source: bytes) -> Skim:
        """Nothing: no file is taken from by way of another."""
        del source
        return ()

    def module_of(self, path: str) -> str:
        return canonical(path.rpartition("/")[0])

    def is_of_own_package(self, name: str) -> bool:
        return name not in UNIVERSE

    def star_offers(self, target: str, name: str) -> bool:
        del target
        return name[:1].isupper()

    def spellings(self, target: str) -> tuple[str, ...]:
        """A major version at the end of an import path is no part of the package's name."""
        plain = _VERSION_AT_END.sub("", target)
        return (target, plain) if plain not in (target, "") else (target,)

    def resolve(self, path: str, binding: Import) -> str:
        if not binding.target.startswith("."):
            return canonical(binding.target)
        folders = path.split("/")[:-1]
        for part in binding.target.split("/"):
            if part == "..":
                folders = folders[:-1]
            elif part != ".":
                folders.append(part)
        return ".".join(folders)


def _assumed_name(path: str) -> str:
    """The name that an import path's package most likely has: only its own clause knows.

    The convention of goimports (golang.org/x/tools/internal/imports, ImportPathToAssumedName):
    the last element, or the one before a major version; without ``go-`` in front and without
    what follows the first character that no identifier has (``yaml.v3`` → ``yaml``).
    """
    parts = path.split("/")
    base = parts[-1]
    if len(parts) > 1 and _MAJOR_VERSION.fullmatch(base):
        base = parts[-2]
    found = _IDENTIFIER.match(base.removeprefix("go-"))
    return found[0] if found else ""


GO = Go()
